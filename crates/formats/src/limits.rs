//! Bounds of what is read, so that no file can exhaust memory or time. What goes beyond one is rejected with a reason,
//! and the rest of the file is read.
//!
//! | reader | what could grow | bound |
//! |---|---|---|
//! | all | an entry, a line | [`MAX_ENTRY`] |
//! | all | a packed file that unpacks to very much more | [`MAX_RATIO`] beyond [`FREE_BYTES`] |
//! | all | links and cited works, of which each is there once | [`MAX_LINKS`]; cited works are found by a map |
//! | PubMed, JATS, EndNote, MeSH | elements with their attributes, depth | [`MAX_ELEMENTS`], [`MAX_DEPTH`], [`MAX_ATTRIBUTES`] |
//! | PubMed, JATS, EndNote, MeSH | entities | none is expanded but those of XML itself |
//! | JSON Lines, CSL-JSON, ClinicalTrials.gov | values | [`MAX_ELEMENTS`] |
//! | JSON Lines, CSL-JSON, ClinicalTrials.gov | depth | 128, by `serde_json` |
//! | RIS, MEDLINE | lines of an entry | [`MAX_LINES`] |
//! | BibTeX, CSL-JSON | authors and keywords in one text | [`MAX_PARTS`] |
//! | BibTeX | braces, depth | `entries::MAX_BRACES`, [`MAX_DEPTH`] |
//! | BibTeX | what abbreviations (`@string`) stand for | [`MAX_STRING`] each, [`MAX_ENTRY`] in all, [`MAX_EXPANDED`] in an entry |
//! | BibTeX | what an entry inherits (`crossref`) | [`MAX_INHERITED`]; entries that wait: `crossref::MOST` |
//! | BibTeX, JSON Lines | entries on one line | [`MAX_ON_A_LINE`] |
//! | Markdown | an article | [`MAX_ARTICLE`] |
//!
//! Pictures have their bounds where they are accepted (`services::publishing`): bytes and pixels.

/// The longest entry that is read, in bytes: far above the longest ever published, far below what hurts.
pub(crate) const MAX_ENTRY: usize = 16 * 1024 * 1024;
/// The most elements with their attributes that one XML entry may have, and the most values of a JSON entry.
pub(crate) const MAX_ELEMENTS: usize = 200_000;
/// The deepest that elements of an XML entry may be nested.
pub(crate) const MAX_DEPTH: usize = 100;
/// The most attributes of an XML element; more are ignored.
pub(crate) const MAX_ATTRIBUTES: usize = 1_000;
/// The most lines of a RIS or MEDLINE entry: those of large collaborations have some thousands.
pub(crate) const MAX_LINES: usize = 50_000;
/// The most parts of an entry that stand in one text, such as keywords between commas.
pub(crate) const MAX_PARTS: usize = 50_000;
/// The longest text that a BibTeX abbreviation may stand for, in bytes.
pub(crate) const MAX_STRING: usize = 64 * 1024;
/// The most bytes that the abbreviations in one BibTeX entry may stand for.
pub(crate) const MAX_EXPANDED: usize = 1024 * 1024;
/// The most bytes that a BibTeX entry may inherit: of proceedings with hundreds of editors, and of nothing longer.
pub(crate) const MAX_INHERITED: usize = 8 * 1024;
/// The most BibTeX entries or JSON objects that may stand on one line.
pub(crate) const MAX_ON_A_LINE: usize = 10_000;
/// The most web addresses of an entry that are kept.
pub(crate) const MAX_LINKS: usize = 1_000;
/// The most bytes that come out of one packed byte on average: bibliographies and backups stay below 50.
pub(crate) const MAX_RATIO: u64 = 200;
/// Unpacked bytes that are read at whatever ratio.
pub(crate) const FREE_BYTES: u64 = 64 * 1024 * 1024;
/// The longest Markdown article with its front matter, in bytes.
pub const MAX_ARTICLE: usize = 1024 * 1024;
