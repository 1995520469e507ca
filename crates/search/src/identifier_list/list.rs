//! The list itself.

use domain::query::Span;

/// Identifiers that are looked up; the rest of a longer list is reported.
pub(super) const MOST_IDENTIFIERS: usize = 1_000;

/// The identifiers of a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct IdentifierList {
    /// In the order of the text, each once.
    pub(crate) works: Vec<ListedWork>,
    /// Where the text goes on beyond [`MOST_IDENTIFIERS`].
    pub(crate) rest: Option<Span>,
    /// It finds what has these identifiers and nothing else. A single identifier also finds what mentions it.
    pub(crate) is_exact: bool,
}

/// What one entry of a list names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ListedWork {
    /// The first of its identifiers, as typed.
    pub(crate) typed: String,
    /// In the form of [`normalize_identifier`](crate::analysis::normalize_identifier): several where a reference has several.
    pub(crate) identifiers: Vec<String>,
}
