//! Shows every failure as a page, or as JSON where a machine asked.

use super::api::problem::Problem;
use super::is_for_machines;
use crate::api::ApiError;
use crate::app;
use crate::error::{Failure, Shown};
use crate::state::State;
use crate::visit::{Visit, is_bare_failure};
use axum::extract::{FromRequestParts, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The longest address that is answered, in bytes of path and query: longer than any that a page links to.
pub const ADDRESS_MAX: usize = 8 << 10;

/// The handler of addresses that no route has.
pub async fn unknown_address() -> Failure {
    Failure::NotFound
}

/// Turns a bare failure on its way out into what its asker can read. Logs internal ones, once.
pub async fn show(
    axum::extract::State(state): axum::extract::State<State>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut parts, &state).await;
    if parts.uri.path_and_query().is_some_and(|address| address.as_str().len() > ADDRESS_MAX) {
        // A page links to its own address, which must not be this one.
        let visit = if is_for_machines(&visit.path) { visit } else { visit.at("/") };
        return told(&visit, &Failure::AddressTooLong);
    }
    if visit.path.contains("%00") {
        // No name has a NUL, and not every database takes one.
        return told(&visit, &Failure::NotFound);
    }
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    if !is_bare_failure(status) {
        return response;
    }
    let methods = response.headers().get(header::ALLOW).cloned();
    let failure = match response.extensions().get::<Arc<Failure>>() {
        Some(failure) => failure.clone(),
        None => match status {
            StatusCode::NOT_FOUND if response_is_empty(&response) => Arc::new(Failure::NotFound),
            StatusCode::METHOD_NOT_ALLOWED => Arc::new(Failure::Method),
            StatusCode::PAYLOAD_TOO_LARGE => Arc::new(Failure::TooLarge),
            // A page of its own, such as a form with problems.
            _ => return response,
        },
    };
    let mut response = told(&visit, &failure);
    if let (Failure::Method, Some(methods)) = (&*failure, methods) {
        response.headers_mut().insert(header::ALLOW, methods);
    }
    response
}

/// Tells of a failure that ends a request before its asker is known.
pub async fn tell(state: &State, request: Request, failure: Failure) -> Response {
    let (mut parts, _) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut parts, state).await;
    told(&visit, &failure)
}

/// The failure as its asker can read it.
fn told(visit: &Visit, failure: &Failure) -> Response {
    if let Failure::Internal(cause) = failure {
        tracing::error!(%cause, "a request failed");
    }
    let mut response = if is_for_machines(&visit.path) {
        Problem::of(&visit.state, failure).into_response()
    } else {
        app::failure_page(visit, failure)
    };
    if let Some((name, value)) = failure.shown().header {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

fn response_is_empty(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_none()
}

/// Server functions tell islands the code alone, with the status that pages have for it.
impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        if let Failure::Internal(cause) = &failure {
            tracing::error!(%cause, "a server function failed");
        }
        let Shown { status, code, .. } = failure.shown();
        if let Some(answer) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
            answer.set_status(status);
        }
        Self { code: code.to_owned() }
    }
}
