//! Every request has an id, a span for its log lines, and metrics. None of them holds the address: a path
//! may name a request, a query a search.

use super::metrics::{REQUEST_DURATION, REQUESTS};
use crate::visit::RequestId;
use ::metrics::{counter, histogram};
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tracing::Instrument as _;

/// The label of requests that match no route.
const NO_ROUTE: &str = "none";
/// The header that returns the id.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The outermost layer: gives a request its id, runs it in its span, and records its metrics.
pub(super) async fn observe(mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = RequestId::new();
    let (method, route) = (method_name(request.method()), route(&request));
    request.extensions_mut().insert(id.clone());
    // At the highest level, so that no filter separates a line from its request.
    let span = tracing::error_span!("request", request_id = %id, method, route);
    let mut response = next.run(request).instrument(span).await;
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    let status = status_class(response.status().as_u16());
    counter!(REQUESTS, "method" => method, "route" => route.clone(), "status" => status).increment(1);
    histogram!(REQUEST_DURATION, "method" => method, "route" => route, "status" => status)
        .record(began.elapsed());
    response
}

/// The route's pattern, such as `/requests/{reference}`.
fn route(request: &Request) -> String {
    let pattern = request.extensions().get::<MatchedPath>().map_or(NO_ROUTE, MatchedPath::as_str);
    // The framework has a private name for the path inside a nested service.
    match pattern.split_once("/{*__private") {
        Some((folder, _)) => format!("{folder}/{{*path}}"),
        None => pattern.to_owned(),
    }
}

/// The method as a label. Unknown methods share one, so that clients cannot create time series.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn status_class(status: u16) -> &'static str {
    match status {
        100..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    }
}
