//! Renders every error as a page, or as problem details for programs.

use super::api::problem::Problem;
use super::limits::ADDRESS_MAX;
use super::paced_body::TooSlow;
use super::program_addresses::is_for_machines;
use crate::api::ApiError;
use crate::app;
use crate::error::{AppError, Presentation, RETRY_SOON};
use crate::visit::fields::{Fields, SentForm};
use crate::visit::state::AppState;
use crate::visit::{Visit, is_bare_failure};
use axum::extract::{FromRequest as _, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use services::failure::Failure;
use services::health;
use std::sync::Arc;

/// The handler of addresses without a route.
pub(crate) async fn unknown_address() -> AppError {
    Failure::NotFound.into()
}

/// Turns a bare error response into one that its asker can read. Logs internal failures, once.
pub(crate) async fn show(
    axum::extract::State(state): axum::extract::State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut parts, &state).await;
    if parts.uri.path_and_query().is_some_and(|address| address.as_str().len() > ADDRESS_MAX) {
        // Pages link to their own address, which must not be this one.
        let visit = if is_for_machines(&visit.path) { visit } else { visit.at("/") };
        return response_to(&visit, &AppError::AddressTooLong, None);
    }
    if visit.path.contains("%00") {
        // No name contains a NUL, and not every database accepts one.
        return response_to(&visit, &Failure::NotFound.into(), None);
    }
    let sent = SentForm::default();
    parts.extensions.insert(sent.clone());
    let too_slow = parts.extensions.get::<TooSlow>().cloned();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if too_slow.is_some_and(|too_slow| too_slow.is_set()) {
        return response_to(&visit, &AppError::TooSlow, None);
    }
    let status = response.status();
    if !is_bare_failure(status) {
        return response;
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        health::doubt(&state.context);
    }
    if status == StatusCode::SERVICE_UNAVAILABLE && !response.headers().contains_key(header::RETRY_AFTER) {
        // A form that comes back with what was typed has its status alone.
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_SOON));
    }
    let methods = response.headers().get(header::ALLOW).cloned();
    let error = match response.extensions().get::<Arc<AppError>>() {
        Some(error) => error.clone(),
        None => match status {
            StatusCode::NOT_FOUND if response_is_empty(&response) => Arc::new(Failure::NotFound.into()),
            StatusCode::METHOD_NOT_ALLOWED => Arc::new(AppError::MethodNotAllowed),
            StatusCode::PAYLOAD_TOO_LARGE => Arc::new(AppError::TooLarge),
            // A page of its own, such as a form with problems.
            _ => return response,
        },
    };
    let mut response = response_to(&visit, &error, sent.get());
    if let (AppError::MethodNotAllowed, Some(methods)) = (&*error, methods) {
        response.headers_mut().insert(header::ALLOW, methods);
    }
    response
}

/// The response to an error that ends a request before its asker is known.
pub(crate) async fn early(state: &AppState, request: Request, error: AppError) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut parts, state).await;
    let sent = if error.may_pass() && is_form(&parts) {
        Fields::from_request(Request::from_parts(parts, body), state).await.ok()
    } else {
        None
    };
    response_to(&visit, &error, sent.as_ref())
}

fn is_form(parts: &Parts) -> bool {
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    parts.method == Method::POST
        && kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// The error as its asker can read it, with the form that they sent and can send again.
fn response_to(visit: &Visit, error: &AppError, sent: Option<&Fields>) -> Response {
    error.log();
    let mut response = if is_for_machines(&visit.path) {
        Problem::of(visit, error).into_response()
    } else {
        app::error_page(visit, error, sent.filter(|_| error.may_pass()))
    };
    if let Some((name, value)) = error.presentation().header {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

fn response_is_empty(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_none()
}

/// Server functions return the code alone, with the same status as a page.
impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        error.log();
        let Presentation { status, code, .. } = error.presentation();
        if let Some(answer) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
            answer.set_status(status);
        }
        Self { code: code.to_owned() }
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        AppError::from(failure).into()
    }
}
