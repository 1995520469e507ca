//! Bibliographic formats, in and out; articles as Markdown; MeSH; and the XML of harvesters and crawlers.
//!
//! Every reader streams: it holds one entry at a time (BibTeX: a bounded number of entries that inherit from others), so
//! that memory does not grow with the file. An entry that cannot be used becomes a [`Rejection`] with its place, and the
//! ones after it are still read wherever the format shows where they begin. Nothing here fetches anything, and no entity
//! of a document type definition is ever expanded.
//!
//! A reader keeps the fields that records have no place for ([`domain::record::RecordData::others`]), and the writer of
//! the same format writes them again. A written record reads back as the same, as far as the format can express it.
//!
//! To add a format, write its reader, declare it above, name it in `format.rs` and choose it in `reader.rs`.
//!
//! This is the only module that names `quick_xml`, `flate2`, `html_escape`, `toml`, `biblatex` and
//! `hayagriva`.

mod article;
pub mod atom;
mod bibtex;
pub mod citation;
mod clinical_trials;
mod csl_json;
pub mod csv;
mod dates;
pub mod discovery;
mod endnote;
mod entities;
mod entry;
mod format;
mod formula;
mod jats;
mod json;
mod json_lines;
mod kinds;
mod limits;
mod lines;
mod markup;
mod medline;
mod mesh;
mod names;
pub mod oai;
mod plain_text;
mod pubmed;
mod reader;
mod rejection;
mod ris;
mod script;
mod source;
mod tagged;
mod text;
mod tree;
mod writer;
mod xml;
mod xml_writer;

pub use article::{article, article_images, article_text};
pub use format::{ExportFormat, Format, has_known_extension};
pub use limits::MAX_ARTICLE;
pub use mesh::mesh;
pub use reader::{Records, detect, read};
pub use rejection::Rejection;
pub use source::{SourceFile, open, packed};
pub use writer::{write, write_separated};

#[cfg(test)]
mod tests;
