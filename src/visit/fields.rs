//! The fields of a form or of the query part of an address.

use crate::error::AppError;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use std::sync::{Arc, OnceLock};

/// Names and values in the order in which they came; a name may come more than once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`. Line ends become `\n`, as they are typed; NUL, which nobody types
    /// and not every database takes, is dropped.
    pub(crate) fn parse(text: &str) -> Self {
        let pairs = form_urlencoded::parse(text.as_bytes());
        Self(
            pairs
                .map(|(name, value)| (name.into_owned(), value.replace("\r\n", "\n").replace('\0', "")))
                .collect(),
        )
    }

    /// The fields as they are sent.
    pub(crate) fn encode(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }

    /// Fields of these names and values.
    pub(crate) fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    /// The first value of this name.
    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// The first value of this name, trimmed; empty where there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.first(name).unwrap_or_default().trim()
    }

    /// Every value of this name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// Whether a box of this name is ticked.
    pub(crate) fn is_ticked(&self, name: &str) -> bool {
        self.first(name).is_some_and(|value| !value.is_empty())
    }

    /// Adds a field.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// All names and values.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// What the form of a request holds, once somebody has read it: for the page that says that it was not taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct SentForm(Arc<OnceLock<Fields>>);

impl SentForm {
    /// What was read, if anything.
    pub(crate) fn get(&self) -> Option<&Fields> {
        self.0.get()
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = AppError;

    async fn from_request(request: Request, state: &S) -> Result<Self, AppError> {
        let sent = request.extensions().get::<SentForm>().cloned();
        let bytes = Bytes::from_request(request, state).await.map_err(|_| AppError::TooLarge)?;
        let fields = Self::parse(&String::from_utf8_lossy(&bytes));
        if let Some(SentForm(sent)) = sent {
            _ = sent.set(fields.clone());
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_read_back_as_they_were_sent() {
        let fields = Fields::of([("a", "1 & 2=3"), ("a", "ü\nx"), ("b", "")]);
        assert_eq!(Fields::parse(&fields.encode()), fields);
        assert_eq!(fields.all("a").count(), 2);
        assert!(!fields.is_ticked("b"));
    }
}
