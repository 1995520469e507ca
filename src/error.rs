//! Why a request fails, and the one table that says how that is shown.
//!
//! Use cases say what went wrong ([`Failure`]); the web adds what can be wrong with a request before any use case
//! runs. Pages, the API and server functions all show an [`AppError`] by [`AppError::presentation`]. Neither type
//! carries what was typed, a request's text, or anything personal.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use services::failure::{Failure, Problems};
use services::locale::Locale;
use std::sync::Arc;

/// When to try again what may succeed in a moment, in seconds.
pub(crate) const RETRY_SOON: &str = "5";

/// Why a request fails.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AppError {
    #[error(transparent)]
    Failure(#[from] Failure),
    /// A program's parameters are invalid.
    #[error("the parameters have problems")]
    BadParameters(Problems),
    #[error("method not allowed")]
    MethodNotAllowed,
    #[error("not available in an accepted format")]
    NotAcceptable,
    #[error("unsupported media type")]
    UnsupportedMediaType,
    /// The request came from another site.
    #[error("wrong origin")]
    WrongOrigin,
    #[error("body too large")]
    TooLarge,
    /// The body came too slowly.
    #[error("body too slow")]
    TooSlow,
    /// The address is longer than any that the portal gives out.
    #[error("address too long")]
    AddressTooLong,
}

/// What a handler returns.
pub(crate) type Outcome<T> = Result<T, AppError>;

/// How an error is shown: status, a code for machines, and locale keys for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Presentation {
    pub(crate) status: StatusCode,
    /// For machines, such as `not-found`.
    pub(crate) code: &'static str,
    pub(crate) title: &'static str,
    /// What to do now.
    pub(crate) advice: &'static str,
    /// A header that belongs to the status, with its value.
    pub(crate) header: Option<(&'static str, &'static str)>,
}

impl AppError {
    /// An internal failure with its cause, for the log.
    pub(crate) fn internal(cause: impl std::fmt::Display) -> Self {
        Failure::internal(cause).into()
    }

    /// Whether something failed inside: the log says what, under the id of the request.
    pub(crate) fn is_internal(&self) -> bool {
        matches!(self, Self::Failure(Failure::Internal(_)))
    }

    /// Whether the database cannot be used at present.
    pub(crate) fn is_unavailable(&self) -> bool {
        matches!(self, Self::Failure(Failure::Unavailable(_)))
    }

    /// Whether the same form may be taken if it is sent again.
    pub(crate) fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Failure(
                Failure::Unavailable(_)
                    | Failure::Busy
                    | Failure::NotReady(_)
                    | Failure::Throttled
                    | Failure::Internal(_)
            )
        )
    }

    /// Logs what an operator has to know of, once: where the error is shown.
    pub(crate) fn log(&self) {
        match self {
            Self::Failure(Failure::Internal(cause)) => tracing::error!(%cause, "a request failed"),
            Self::Failure(Failure::Unavailable(cause)) => {
                tracing::error!(%cause, "a request failed because the database cannot be used");
            }
            _ => {}
        }
    }

    /// The one table from error to status, code and texts.
    pub(crate) fn presentation(&self) -> Presentation {
        use StatusCode as S;
        let (status, code, title, advice) = match self {
            Self::Failure(failure) => match failure {
                Failure::NotFound => (S::NOT_FOUND, "not-found", "error-not-found", "error-not-found-advice"),
                Failure::Gone => (S::GONE, "gone", "error-gone", "error-gone-advice"),
                Failure::Expired(_) => (S::GONE, "expired", "error-expired", "error-expired-advice"),
                Failure::SignInNeeded => {
                    (S::UNAUTHORIZED, "sign-in-needed", "error-sign-in", "error-sign-in-advice")
                }
                Failure::Invalid(_) => {
                    (S::UNPROCESSABLE_ENTITY, "invalid", "error-invalid", "error-invalid-advice")
                }
                Failure::Conflict | Failure::Contended => {
                    (S::CONFLICT, "conflict", "error-conflict", "error-conflict-advice")
                }
                Failure::Throttled => {
                    (S::TOO_MANY_REQUESTS, "throttled", "error-throttled", "error-throttled-advice")
                }
                Failure::Unavailable(_) => {
                    (S::SERVICE_UNAVAILABLE, "unavailable", "error-unavailable", "error-unavailable-advice")
                }
                Failure::Busy => (S::SERVICE_UNAVAILABLE, "busy", "error-busy", "error-busy-advice"),
                Failure::NotReady(_) => {
                    (S::SERVICE_UNAVAILABLE, "not-ready", "error-not-ready", "error-not-ready-advice")
                }
                Failure::Internal(_) => {
                    (S::INTERNAL_SERVER_ERROR, "internal", "error-internal", "error-internal-advice")
                }
            },
            Self::BadParameters(_) => {
                (S::BAD_REQUEST, "bad-parameters", "error-parameters", "error-parameters-advice")
            }
            Self::MethodNotAllowed => {
                (S::METHOD_NOT_ALLOWED, "method-not-allowed", "error-method", "error-method-advice")
            }
            Self::NotAcceptable => {
                (S::NOT_ACCEPTABLE, "not-acceptable", "error-not-acceptable", "error-not-acceptable-advice")
            }
            Self::UnsupportedMediaType => (
                S::UNSUPPORTED_MEDIA_TYPE,
                "unsupported-media-type",
                "error-media-type",
                "error-media-type-advice",
            ),
            Self::WrongOrigin => (S::FORBIDDEN, "wrong-origin", "error-origin", "error-origin-advice"),
            Self::TooLarge => {
                (S::PAYLOAD_TOO_LARGE, "too-large", "error-too-large", "error-too-large-advice")
            }
            Self::TooSlow => (S::REQUEST_TIMEOUT, "too-slow", "error-too-slow", "error-too-slow-advice"),
            Self::AddressTooLong => (
                S::URI_TOO_LONG,
                "address-too-long",
                "error-address-too-long",
                "error-address-too-long-advice",
            ),
        };
        Presentation { status, code, title, advice, header: self.header() }
    }

    /// What to do now, in the reader's language; of an expired article also since when it is not shown.
    pub(crate) fn advice(&self, locale: &Locale) -> String {
        let advice = locale.get(self.presentation().advice);
        match self {
            Self::Failure(Failure::Expired(day)) => {
                let day = locale.calendar_day(*day);
                format!("{} {advice}", locale.with("error-expired-on", &[("day", day.into())]))
            }
            _ => advice.to_owned(),
        }
    }

    /// Whether something else may take the place of what was asked for, or a specialist can answer.
    pub(crate) fn is_for_asking(&self) -> bool {
        matches!(self, Self::Failure(Failure::Gone | Failure::Expired(_)))
    }

    fn header(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Failure(Failure::SignInNeeded) => Some(("www-authenticate", "Bearer")),
            // In seconds, as the advice has it.
            Self::Failure(Failure::Throttled) => Some(("retry-after", "900")),
            Self::Failure(Failure::NotReady(_)) => Some(("retry-after", "60")),
            Self::Failure(Failure::Unavailable(_) | Failure::Busy) => Some(("retry-after", RETRY_SOON)),
            // What is left of the body is not waited for.
            Self::TooSlow => Some(("connection", "close")),
            _ => None,
        }
    }
}

impl From<serde_json::Error> for AppError {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}

impl IntoResponse for AppError {
    /// A bare response that carries the error. The outer layer (`http::error_pages`) shows it as page or JSON, because
    /// only it knows who asked and how.
    fn into_response(self) -> Response {
        let mut response = self.presentation().status.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// The problems that a form shows when it comes back with everything typed, and the status of that page.
///
/// # Errors
/// A failure after which the form makes no sense: its subject does not exist, or is not this asker's.
pub(crate) fn on_form(failure: Failure) -> Outcome<(Problems, StatusCode)> {
    let message = match &failure {
        Failure::Conflict | Failure::Contended => "form-conflict",
        Failure::NotReady(_) => "form-not-ready",
        Failure::Throttled => "form-throttled",
        Failure::Busy => "form-busy",
        Failure::Unavailable(cause) => {
            tracing::error!(%cause, "a form was not taken because the database cannot be used");
            "form-unavailable"
        }
        Failure::Internal(cause) => {
            tracing::error!(%cause, "a form was not taken");
            "form-not-taken"
        }
        Failure::Invalid(problems) => return Ok((problems.clone(), StatusCode::UNPROCESSABLE_ENTITY)),
        Failure::NotFound | Failure::Gone | Failure::Expired(_) | Failure::SignInNeeded => {
            return Err(failure.into());
        }
    };
    Ok((Problems::one("", message), AppError::from(failure).presentation().status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_by_itself_says_when_to_come_back() {
        for failure in [Failure::Unavailable(String::new()), Failure::Busy, Failure::NotReady("")] {
            let error = AppError::from(failure);
            let shown = error.presentation();
            assert_eq!(shown.status, StatusCode::SERVICE_UNAVAILABLE, "{error}");
            assert!(shown.header.is_some_and(|(name, _)| name == "retry-after"), "{error}");
            assert!(error.may_pass(), "{error}");
        }
        assert!(!AppError::from(Failure::NotFound).may_pass());
    }
}
