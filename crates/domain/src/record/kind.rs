//! Kinds of publication.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The kind of a publication, as far as reference formats distinguish kinds.
///
/// The slug appears in files and in locale keys (`publication-…`).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum PublicationKind {
    JournalArticle,
    Preprint,
    Book,
    Chapter,
    ConferencePaper,
    Thesis,
    Report,
    Dataset,
    WebPage,
    /// A study as its registry describes it.
    TrialRegistration,
}

impl PublicationKind {
    /// The kind that MEDLINE publication types imply; `None` where they only name a study design.
    pub fn of_types(types: &[String]) -> Option<Self> {
        let named = |name: &str| types.iter().any(|given| given.eq_ignore_ascii_case(name));
        [
            ("Preprint", Self::Preprint),
            ("Dataset", Self::Dataset),
            ("Technical Report", Self::Report),
            ("Academic Dissertation", Self::Thesis),
            ("Journal Article", Self::JournalArticle),
        ]
        .into_iter()
        .find_map(|(name, kind)| named(name).then_some(kind))
    }

    /// Whether it is identified by an ISBN rather than an ISSN.
    pub fn has_isbn(self) -> bool {
        matches!(self, Self::Book | Self::Chapter)
    }
}
