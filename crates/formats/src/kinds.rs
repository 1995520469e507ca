//! How formats name the kinds of publications.

use domain::record::PublicationKind;

/// The types of entry of a format.
pub(crate) struct EntryTypes {
    /// Types with their kinds; the first of a kind is the one that is written.
    pub(crate) types: &'static [(&'static str, PublicationKind)],
    /// The type of what has no kind here.
    pub(crate) other: &'static str,
}

impl EntryTypes {
    /// The kind of publication that a type means.
    pub(crate) fn kind(&self, name: &str) -> Option<PublicationKind> {
        self.types.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    /// The type that is written for a kind.
    pub(crate) fn name(&self, kind: Option<PublicationKind>) -> &'static str {
        self.types.iter().find(|(_, known)| Some(*known) == kind).map_or(self.other, |(name, _)| name)
    }
}
