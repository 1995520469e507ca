//! What comes in from files and leaves as one: bibliographic records in the formats of the field, articles as
//! Markdown, and MeSH. And what goes out to harvesters and crawlers as XML.
//!
//! Every reader streams: it holds one entry at a time, that of BibTeX a bounded number of those that inherit from
//! others, so that memory does not grow with the file. An entry that
//! cannot be used is [`Rejected`] with its place, and the ones after it are still read wherever the format shows
//! where they begin. Nothing here fetches anything, and no entity of a document type definition is ever expanded.
//!
//! A reader keeps what it has no place for ([`RecordData::others`]), and the writer beside it writes that again. What
//! a writer wrote its reader reads as the same record, as far as the format can carry it.
//!
//! This is the only module that names `quick_xml`, `flate2`, `toml`, `biblatex` and `hayagriva`.

mod article;
pub mod atom;
mod bibtex;
pub mod citation;
mod clinical_trials;
mod csl_json;
pub mod csv;
pub mod discovery;
mod endnote;
mod export;
mod jats;
mod json;
mod json_lines;
mod lines;
mod medline;
mod mesh;
pub mod oai;
mod pubmed;
mod ris;
mod source;
mod tagged;
mod text;
mod tree;
mod xml;
mod xml_writer;

pub use article::{article, article_images, article_text};
pub use export::{ExportFormat, write};
pub use mesh::mesh;
pub use source::{Opened, open, packed};

use domain::record::RecordData;
use std::io::BufRead;
use std::path::Path;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The longest entry that is read, in bytes: far above the longest ever published, far below what hurts.
pub const MAX_ENTRY: usize = 16 * 1024 * 1024;
/// The most elements that one XML entry may have.
pub const MAX_ELEMENTS: usize = 200_000;
/// The deepest that elements of an XML entry may be nested.
pub const MAX_DEPTH: usize = 100;
/// The longest Markdown article with its front matter, in bytes.
pub const MAX_ARTICLE: usize = 1024 * 1024;

/// An entry, or a whole file, that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct Rejected {
    /// Where in the file, such as `entry 3, line 120`.
    pub place: String,
    /// What is wrong, and what to do where that can be said.
    pub reason: String,
}

impl Rejected {
    fn new(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { place: place.into(), reason: reason.into() }
    }

    fn entry(number: usize, line: u64, reason: impl Into<String>) -> Self {
        Self::new(format!("entry {number}, line {line}"), reason)
    }

    fn whole_file(reason: impl Into<String>) -> Self {
        Self::new("whole file", reason)
    }
}

/// What a reader yields: records and rejected entries, in the order of the file; of BibTeX, what inherits comes after
/// what it inherits from.
pub type Records<'a> = Box<dyn Iterator<Item = Result<RecordData, Rejected>> + Send + 'a>;

/// A format that the portal reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Format {
    /// PubMed XML, with books and deletions.
    #[strum(serialize = "pubmed")]
    PubMed,
    /// JATS XML: the front matter of articles.
    Jats,
    /// MEDLINE display format, also called NBIB.
    Medline,
    /// RIS, as reference managers write it.
    Ris,
    /// BibTeX and BibLaTeX.
    #[strum(serialize = "bibtex")]
    BibTex,
    /// CSL-JSON, as citation processors and Zotero write it.
    CslJson,
    /// EndNote XML.
    #[strum(serialize = "endnote")]
    EndNote,
    /// One JSON object a line: `{id,title,abstract,…}`.
    #[strum(serialize = "jsonl")]
    JsonLines,
    /// ClinicalTrials.gov API version 2: one study, a list, or a page of results.
    #[strum(serialize = "clinicaltrials")]
    ClinicalTrials,
    /// One article: TOML front matter, then Markdown. Read with [`article`].
    Markdown,
}

/// The format of a file, by its name's extension and the start of its content (a few kilobytes, unpacked).
///
/// # Errors
/// Where it is none that the portal reads; the reason says which it seems to be.
pub fn detect(path: &Path, start: &[u8]) -> Result<Format, Rejected> {
    if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
        return Err(unreadable("its text is UTF-16; save it as UTF-8"));
    }
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let text = String::from_utf8_lossy(start);
    match extension(path).as_str() {
        "jsonl" | "ndjson" => Ok(Format::JsonLines),
        "md" | "markdown" => Ok(Format::Markdown),
        "ris" => Ok(Format::Ris),
        "nbib" | "medline" => Ok(Format::Medline),
        "bib" | "bibtex" => Ok(Format::BibTex),
        _ => by_content(text.trim_start()),
    }
}

fn unreadable(what: &str) -> Rejected {
    Rejected::whole_file(format!(
        "not a format this portal reads: {what} (read are PubMed XML, JATS, EndNote XML, MEDLINE/NBIB, RIS, BibTeX, \
         CSL-JSON, JSON Lines, ClinicalTrials.gov JSON and Markdown articles)"
    ))
}

/// The extension in lower case, that before `.gz` where there is one.
fn extension(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map(|(_, extension)| extension.to_owned()).unwrap_or_default()
}

fn by_content(text: &str) -> Result<Format, Rejected> {
    if text.is_empty() {
        Err(Rejected::whole_file("the file is empty"))
    } else if text.starts_with('<') {
        xml_by_content(text)
    } else if text.starts_with(['{', '[']) {
        json_by_content(text)
    } else if text.starts_with("+++") {
        Ok(Format::Markdown)
    } else if text.lines().take(50).any(ris::opens_entry) {
        Ok(Format::Ris)
    } else if text.lines().take(50).any(medline::is_field) {
        Ok(Format::Medline)
    } else if text.lines().take(50).any(bibtex::opens_entry) {
        Ok(Format::BibTex)
    } else {
        Err(unreadable("its content is unknown"))
    }
}

fn xml_by_content(text: &str) -> Result<Format, Rejected> {
    let has = |tags: &[&str]| tags.iter().any(|tag| text.contains(tag));
    if has(&["<PubmedArticle", "<PubmedBookArticle", "<DeleteCitation"]) {
        Ok(Format::PubMed)
    } else if has(&["<article ", "<article>", "<pmc-articleset"]) {
        Ok(Format::Jats)
    } else if has(&["<records>", "<records "]) {
        Ok(Format::EndNote)
    } else {
        Err(unreadable("XML, but neither PubMed nor JATS nor EndNote"))
    }
}

fn json_by_content(text: &str) -> Result<Format, Rejected> {
    if text.contains("\"protocolSection\"") || text.contains("\"studies\"") {
        return Ok(Format::ClinicalTrials);
    }
    if csl_json::is_like(text) {
        return Ok(Format::CslJson);
    }
    let first_line = text.lines().next().unwrap_or_default().trim_end();
    if text.starts_with('{') && first_line.ends_with('}') {
        Ok(Format::JsonLines)
    } else {
        Err(unreadable("JSON, but neither CSL-JSON nor JSON Lines nor ClinicalTrials.gov"))
    }
}

/// The records of a source that is in this format.
pub fn read<'a>(format: Format, reader: impl BufRead + Send + 'a) -> Records<'a> {
    match format {
        Format::PubMed => Box::new(pubmed::read(reader)),
        Format::Jats => Box::new(jats::read(reader)),
        Format::Medline => Box::new(medline::read(reader)),
        Format::Ris => Box::new(ris::read(reader)),
        Format::BibTex => Box::new(bibtex::read(reader)),
        Format::CslJson => Box::new(csl_json::read(reader)),
        Format::EndNote => Box::new(endnote::read(reader)),
        Format::JsonLines => Box::new(json_lines::read(reader)),
        Format::ClinicalTrials => Box::new(clinical_trials::read(reader)),
        Format::Markdown => Box::new(std::iter::once(Err(Rejected::whole_file(
            "a Markdown article is one document, not a list of records",
        )))),
    }
}

/// The record, where it has what every record needs: a title, and something by which it is known again.
fn complete(mut data: RecordData) -> Result<RecordData, String> {
    if data.title.is_empty() {
        return Err("the entry has no title".to_owned());
    }
    text::tidy(&mut data);
    if data.pmid.is_none() && data.doi.is_none() && data.external_id.is_none() {
        data.external_id = Some(text::fingerprint(&data));
    }
    Ok(data)
}

#[cfg(test)]
mod tests;
