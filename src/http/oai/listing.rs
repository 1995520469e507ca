//! Which list a harvester reads, and from where on.

use services::harvest::{Place, Selection};

/// What a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListKind {
    Identifiers,
    Records,
}

/// Which list, and from where on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Listing {
    pub selection: Selection,
    pub after: Place,
    /// How many items came before.
    pub before: u64,
}
