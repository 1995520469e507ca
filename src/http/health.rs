//! Alive, ready, measured.

use super::metrics;
use crate::visit::state::AppState;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
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
        (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be written to\n").into_response()
    }
}

async fn measured(State(state): State<AppState>) -> Response {
    metrics::show(&state.context).await
}
