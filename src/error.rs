//! What can go wrong for the one who asked, and the one table that says how it is told.
//!
//! Each layer below has its own small error type; services turn it into a [`Failure`]. Pages, the API and
//! server functions all answer a failure by [`Failure::shown`]. A failure never carries what was typed, a
//! request's text, or anything personal.

use crate::storage::StoreError;
use axum::http::StatusCode;
use std::collections::BTreeMap;

/// What is wrong with a form: a locale key for each field's name. The key `""` is for the form as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(BTreeMap<&'static str, &'static str>);

impl Problems {
    /// No problem yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One problem.
    pub fn one(field: &'static str, message: &'static str) -> Self {
        Self(BTreeMap::from([(field, message)]))
    }

    /// Notes a problem; a field's first one stands.
    pub fn add(&mut self, field: &'static str, message: &'static str) {
        self.0.entry(field).or_insert(message);
    }

    /// Notes a problem unless the condition holds.
    pub fn require(&mut self, condition: bool, field: &'static str, message: &'static str) {
        if !condition {
            self.add(field, message);
        }
    }

    /// The message's locale key for a field.
    pub fn of(&self, field: &str) -> Option<&'static str> {
        self.0.get(field).copied()
    }

    /// All fields with their messages.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.0.iter().map(|(field, message)| (*field, *message))
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value, unless something is wrong.
    ///
    /// # Errors
    /// [`Failure::Invalid`] with these problems.
    pub fn or<T>(self, value: T) -> Result<T, Failure> {
        if self.is_empty() { Ok(value) } else { Err(Failure::Invalid(self)) }
    }
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It does not exist, or this asker must not learn that it does.
    #[error("not found")]
    NotFound,
    /// It was there and is no longer, and everybody may know: a withdrawn article.
    #[error("gone")]
    Gone,
    /// Signing in first would help.
    #[error("sign-in needed")]
    SignInNeeded,
    /// The form has problems; it is shown again with them.
    #[error("the form has problems")]
    Invalid(Problems),
    /// A program asked with parameters that the address does not take.
    #[error("the parameters have problems")]
    BadParameters(Problems),
    /// What was asked for is there, but not to be had by this method.
    #[error("not to be had by this method")]
    Method,
    /// It is to be had in no form that the asker accepts.
    #[error("in no form that is accepted")]
    NotAcceptable,
    /// What was sent is of a type that the address does not take.
    #[error("of another media type")]
    MediaType,
    /// Somebody else changed it meanwhile, or its state does not allow the step.
    #[error("in conflict with its present state")]
    Conflict,
    /// The request came from another site.
    #[error("from another site")]
    WrongOrigin,
    /// Too much was sent.
    #[error("too large")]
    TooLarge,
    /// The address is longer than any that the portal gives out.
    #[error("address too long")]
    AddressTooLong,
    /// Too often in too short a time.
    #[error("too often")]
    Throttled,
    /// A part of the portal is being made ready, such as the search index.
    #[error("not ready: {0}")]
    NotReady(&'static str),
    /// What nobody outside can mend. The source is logged once, never shown.
    #[error("internal: {0}")]
    Internal(String),
}

/// How a failure is told: status, a code for machines, and locale keys for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    pub status: StatusCode,
    /// For machines, such as `not-found`.
    pub code: &'static str,
    pub title: &'static str,
    /// What to do now.
    pub advice: &'static str,
    /// A header that belongs to the status, with its value.
    pub header: Option<(&'static str, &'static str)>,
}

impl Failure {
    /// The one table from failure to status, code and texts.
    pub fn shown(&self) -> Shown {
        let (status, code, title, advice) = match self {
            Self::NotFound => (404, "not-found", "error-not-found", "error-not-found-advice"),
            Self::Gone => (410, "gone", "error-gone", "error-gone-advice"),
            Self::SignInNeeded => (401, "sign-in-needed", "error-sign-in", "error-sign-in-advice"),
            Self::Invalid(_) => (422, "invalid", "error-invalid", "error-invalid-advice"),
            Self::BadParameters(_) => (400, "bad-parameters", "error-parameters", "error-parameters-advice"),
            Self::Method => (405, "method-not-allowed", "error-method", "error-method-advice"),
            Self::NotAcceptable => {
                (406, "not-acceptable", "error-not-acceptable", "error-not-acceptable-advice")
            }
            Self::MediaType => (415, "unsupported-media-type", "error-media-type", "error-media-type-advice"),
            Self::Conflict => (409, "conflict", "error-conflict", "error-conflict-advice"),
            Self::WrongOrigin => (403, "wrong-origin", "error-origin", "error-origin-advice"),
            Self::TooLarge => (413, "too-large", "error-too-large", "error-too-large-advice"),
            Self::AddressTooLong => {
                (414, "address-too-long", "error-address-too-long", "error-address-too-long-advice")
            }
            Self::Throttled => (429, "throttled", "error-throttled", "error-throttled-advice"),
            Self::NotReady(_) => (503, "not-ready", "error-not-ready", "error-not-ready-advice"),
            Self::Internal(_) => (500, "internal", "error-internal", "error-internal-advice"),
        };
        // Every number above is a valid status.
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Shown { status, code, title, advice, header: self.header() }
    }

    fn header(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::SignInNeeded => Some(("www-authenticate", "Bearer")),
            // In seconds, as the advice has it.
            Self::Throttled => Some(("retry-after", "900")),
            Self::NotReady(_) => Some(("retry-after", "60")),
            _ => None,
        }
    }

    /// What a form says that comes back with all that was typed, and the status of that page.
    ///
    /// # Errors
    /// A failure that no form outlives: what it was about is not there, or not this asker's.
    pub fn on_form(self) -> Result<(Problems, StatusCode), Self> {
        let status = self.shown().status;
        let told = match self {
            Self::Invalid(problems) => return Ok((problems, status)),
            Self::Conflict => "form-conflict",
            Self::NotReady(_) => "form-not-ready",
            Self::Throttled => "form-throttled",
            Self::Internal(cause) => {
                tracing::error!(%cause, "a form was not taken");
                "form-not-taken"
            }
            other => return Err(other),
        };
        Ok((Problems::one("", told), status))
    }

    /// An internal failure with its cause, for the log.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict | StoreError::Stale => Self::Conflict,
            other => Self::internal(other),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}

/// What a service gives.
pub type Outcome<T> = Result<T, Failure>;
