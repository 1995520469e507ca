//! Names that reading and writing share.

use crate::kinds::EntryTypes;
use domain::record::PublicationKind;

/// The name under which fields are kept.
pub(super) const NAME: &str = "ris";
/// What stands before an identifier that is known beyond one user's library.
pub(super) const OWN_ID: &str = "materia:";
/// What follows the number of headings among the keywords.
pub(super) const MESH_MARK: &str = "MeSH headings end the keywords";

/// Types of entry.
pub(super) const TYPES: EntryTypes = EntryTypes {
    types: &[
        ("JOUR", PublicationKind::JournalArticle),
        ("JFULL", PublicationKind::JournalArticle),
        ("EJOUR", PublicationKind::JournalArticle),
        ("MGZN", PublicationKind::JournalArticle),
        ("UNPB", PublicationKind::Preprint),
        ("BOOK", PublicationKind::Book),
        ("EBOOK", PublicationKind::Book),
        ("EDBOOK", PublicationKind::Book),
        ("CHAP", PublicationKind::Chapter),
        ("ECHAP", PublicationKind::Chapter),
        ("CPAPER", PublicationKind::ConferencePaper),
        ("CONF", PublicationKind::ConferencePaper),
        ("THES", PublicationKind::Thesis),
        ("RPRT", PublicationKind::Report),
        ("GOVDOC", PublicationKind::Report),
        ("DATA", PublicationKind::Dataset),
        ("DBASE", PublicationKind::Dataset),
        ("ELEC", PublicationKind::WebPage),
        ("WEB", PublicationKind::WebPage),
        ("BLOG", PublicationKind::WebPage),
    ],
    other: "GEN",
};
