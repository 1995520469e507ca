//! Why a use case was not carried out. Each layer below has its own small error type; use cases turn it into a
//! [`Failure`], which says what went wrong and never how that is shown. It carries nothing that was typed.

use domain::time::CalendarDay;
use std::collections::BTreeMap;
use storage::{Contended, StoreError};

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

    /// Adds a problem; a field keeps its first one.
    pub fn add(&mut self, field: &'static str, message: &'static str) {
        self.0.entry(field).or_insert(message);
    }

    /// Adds a problem unless the condition holds.
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
///
/// Every use case fails with [`Failure::Unavailable`] while the database cannot be used, with [`Failure::Busy`] while too
/// many wait for heavy work, and with [`Failure::Internal`] when the database or the index fails; an `# Errors` section
/// names only what else can happen.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It does not exist, or this asker must not learn that it does.
    #[error("not found")]
    NotFound,
    /// It was there and is no longer, and everybody may know: a withdrawn article.
    #[error("gone")]
    Gone,
    /// It was there until this day, on which it expired, and everybody may know.
    #[error("expired")]
    Expired(CalendarDay),
    /// Signing in first would help.
    #[error("sign-in needed")]
    SignInNeeded,
    /// The form has problems; it is shown again with them.
    #[error("the form has problems")]
    Invalid(Problems),
    /// Somebody else changed it in the meantime, or its state does not allow the step.
    #[error("in conflict with its present state")]
    Conflict,
    /// Somebody else's change came in between, and nothing of this one was made: it is tried again.
    #[error("met another change")]
    Contended,
    /// Too often in too short a time.
    #[error("too often")]
    Throttled,
    /// A part of the portal is being made ready, such as the search index.
    #[error("not ready: {0}")]
    NotReady(&'static str),
    /// The database cannot be used at present: full, read-only, locked or gone. Nothing was changed. The source is
    /// logged once, never shown.
    #[error("the database cannot be used: {0}")]
    Unavailable(String),
    /// More people wait for heavy work, such as searches, than can be served in good time.
    #[error("too many wait already")]
    Busy,
    /// What nobody outside can mend. The source is logged once, never shown.
    #[error("internal: {0}")]
    Internal(String),
}

impl Failure {
    /// An internal failure with its cause, for the log.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict | StoreError::Stale => Self::Conflict,
            StoreError::Unavailable(cause) => Self::Unavailable(cause.to_string()),
            StoreError::Contended => Self::Contended,
            other => Self::internal(other),
        }
    }
}

impl Contended for Failure {
    fn is_contended(&self) -> bool {
        matches!(self, Self::Contended)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}

/// The result of a use case.
pub type Outcome<T> = Result<T, Failure>;
