//! Alive, ready, measured.

use super::askers::bearer;
use super::metrics;
use crate::visit::client_address;
use crate::visit::state::AppState;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use services::config::MetricsAccess;
use services::context::Context;
use services::health;

/// `/healthz`, `/readyz` and `/metrics`.
pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(measured))
}

async fn ready(State(state): State<AppState>) -> Response {
    if health::is_ready(&state.context).await {
        "ready\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
    }
}

/// Metrics, for whom the configuration shows them to; for anybody else there is nothing at this address.
async fn measured(State(state): State<AppState>, request: Request) -> Response {
    let context = &state.context;
    let (parts, _) = request.into_parts();
    let may_see = match &context.config.metrics {
        MetricsAccess::Public => true,
        MetricsAccess::Off => false,
        MetricsAccess::Loopback => is_local(&parts, context),
        MetricsAccess::Token(token) => {
            if !bearer(&parts.headers).is_some_and(|guess| token.is(guess)) {
                return (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response();
            }
            true
        }
    };
    if may_see { metrics::show(context).await } else { StatusCode::NOT_FOUND.into_response() }
}

/// Whether a program on this machine asks, and not somebody else through a proxy on it.
fn is_local(parts: &Parts, context: &Context) -> bool {
    const OF_PROXIES: [&str; 4] = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];
    let is_proxied = OF_PROXIES.iter().any(|name| parts.headers.contains_key(*name));
    !is_proxied && client_address(parts, context).is_some_and(|address| address.is_loopback())
}
