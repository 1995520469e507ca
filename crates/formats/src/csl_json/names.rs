//! Names and notations that reading and writing share.

use crate::kinds::EntryTypes;
use crate::text::clean;
use domain::record::PublicationKind;

/// The name under which fields are kept.
pub(super) const NAME: &str = "csl-json";
/// What stands before the name of a field kept from `custom`.
pub(super) const CUSTOM: &str = "custom.";

/// Types of entry.
pub(super) const TYPES: EntryTypes = EntryTypes {
    types: &[
        ("article-journal", PublicationKind::JournalArticle),
        ("article-magazine", PublicationKind::JournalArticle),
        ("review", PublicationKind::JournalArticle),
        ("article", PublicationKind::Preprint),
        ("book", PublicationKind::Book),
        ("chapter", PublicationKind::Chapter),
        ("paper-conference", PublicationKind::ConferencePaper),
        ("thesis", PublicationKind::Thesis),
        ("report", PublicationKind::Report),
        ("dataset", PublicationKind::Dataset),
        ("webpage", PublicationKind::WebPage),
        ("post", PublicationKind::WebPage),
        ("post-weblog", PublicationKind::WebPage),
    ],
    other: "document",
};

/// The parts of a line of keywords.
pub(super) fn split_keywords(line: &str) -> Vec<String> {
    words(line, if line.contains(';') { &[';'] } else { &[','] })
}

/// The parts of a text between any of these.
pub(super) fn words(text: &str, separators: &[char]) -> Vec<String> {
    text.split(separators).map(clean).filter(|word| !word.is_empty()).collect()
}
