//! A list that a harvester reads.

use services::harvest::{Position, Selection};

/// What a list contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListKind {
    Identifiers,
    Records,
}

/// A list and the position in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Listing {
    pub(crate) selection: Selection,
    pub(crate) after: Position,
    /// Number of items before this position.
    pub(crate) before: u64,
}
