//! Problem details: how the API and the other endpoints for programs report errors (RFC 9457).

use crate::error::AppError;
use crate::visit::Visit;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use services::failure::Failure;
use utoipa::ToSchema;

/// The content type of problem details.
pub(super) const CONTENT_TYPE: &str = "application/problem+json";

/// Why a request failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// The address at which this kind of problem is described.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// What is wrong: the same for all problems of this kind.
    pub(crate) title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    pub(crate) status: u16,
    /// What to do now.
    pub(crate) detail: String,
    /// The kind of problem in one word, such as `not-found`.
    pub(crate) code: String,
    /// What is wrong with which parameter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<ProblemAt>,
    /// The id of the request in the portal's log, where something failed inside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request_id: Option<String>,
}

/// What is wrong with a parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ProblemAt {
    /// Its name; empty for one that the address does not take.
    pub(crate) parameter: String,
    /// What is wrong with it.
    pub(crate) detail: String,
}

impl Problem {
    /// The problem that describes an error.
    pub(crate) fn of(visit: &Visit, error: &AppError) -> Self {
        let (shown, locale) = (error.presentation(), &visit.locale);
        let errors = match error {
            AppError::Failure(Failure::Invalid(problems)) | AppError::BadParameters(problems) => problems
                .iter()
                .map(|(parameter, key)| ProblemAt {
                    parameter: parameter.to_owned(),
                    detail: locale.get(key).to_owned(),
                })
                .collect(),
            _ => Vec::new(),
        };
        Self {
            kind: kind(&visit.context.config.base_url, shown.code),
            title: locale.get(shown.title).to_owned(),
            status: shown.status.as_u16(),
            detail: error.advice(locale),
            code: shown.code.to_owned(),
            errors,
            request_id: error.is_internal().then(|| visit.request_id.to_string()),
        }
    }
}

/// The address of a kind of problem in the API's description.
fn kind(base_url: &str, code: &str) -> String {
    format!("{base_url}/api/v1/openapi.json#/components/responses/{code}")
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
        response
    }
}
