//! Names that reading and writing share.

use crate::kinds::EntryTypes;
use domain::record::PublicationKind;

/// The name under which fields are kept, and those of its entries' keys and types.
pub(super) const NAME: &str = "bibtex";
pub(super) const KEY: &str = "citation key";
pub(super) const TYPE: &str = "entry type";

/// How a page of the web is said to be published; it tells such an entry from others of its type.
pub(super) const WEB: &str = "Online";

/// Types of entry.
pub(super) const TYPES: EntryTypes = EntryTypes {
    types: &[
        ("article", PublicationKind::JournalArticle),
        ("book", PublicationKind::Book),
        ("mvbook", PublicationKind::Book),
        ("booklet", PublicationKind::Book),
        ("collection", PublicationKind::Book),
        ("incollection", PublicationKind::Chapter),
        ("inbook", PublicationKind::Chapter),
        ("suppbook", PublicationKind::Chapter),
        ("inreference", PublicationKind::Chapter),
        ("inproceedings", PublicationKind::ConferencePaper),
        ("conference", PublicationKind::ConferencePaper),
        ("phdthesis", PublicationKind::Thesis),
        ("mastersthesis", PublicationKind::Thesis),
        ("thesis", PublicationKind::Thesis),
        ("techreport", PublicationKind::Report),
        ("report", PublicationKind::Report),
        ("manual", PublicationKind::Report),
        ("dataset", PublicationKind::Dataset),
        // Common programs pass over entries of the type `online`.
        ("misc", PublicationKind::WebPage),
        ("online", PublicationKind::WebPage),
        ("electronic", PublicationKind::WebPage),
        ("www", PublicationKind::WebPage),
        ("unpublished", PublicationKind::Preprint),
        ("preprint", PublicationKind::Preprint),
    ],
    other: "misc",
};

/// Fields whose text is no TeX: addresses, names of files, and the keys of other entries.
pub(super) const VERBATIM: [&str; 12] =
    ["crossref", "doi", "eprint", "file", "ids", "links", "pdf", "uri", "url", "urlraw", "xdata", "xref"];

/// Types of what has parts; the title of such a parent is where its child appeared.
pub(super) const WHOLES: [&str; 9] = [
    "book",
    "collection",
    "mvbook",
    "mvcollection",
    "mvproceedings",
    "mvreference",
    "periodical",
    "proceedings",
    "reference",
];
