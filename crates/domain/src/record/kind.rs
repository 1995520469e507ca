//! What sort of publication a record tells of.

use serde::{Deserialize, Serialize};

/// The sort of publication, as far as reference formats tell sorts apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::JournalArticle,
        Self::Preprint,
        Self::Book,
        Self::Chapter,
        Self::ConferencePaper,
        Self::Thesis,
        Self::Report,
        Self::Dataset,
        Self::WebPage,
        Self::TrialRegistration,
    ];

    /// The name in files and in locale keys (`publication-…`).
    pub fn slug(self) -> &'static str {
        match self {
            Self::JournalArticle => "journal-article",
            Self::Preprint => "preprint",
            Self::Book => "book",
            Self::Chapter => "chapter",
            Self::ConferencePaper => "conference-paper",
            Self::Thesis => "thesis",
            Self::Report => "report",
            Self::Dataset => "dataset",
            Self::WebPage => "web-page",
            Self::TrialRegistration => "trial-registration",
        }
    }

    /// The kind that publication types in MEDLINE's words imply; nothing where they only say how it was studied.
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
