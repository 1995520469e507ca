//! Detects the format of a file and chooses its reader.

use crate::format::{Format, extension};
use crate::rejection::Rejection;
use crate::{bibtex, clinical_trials, csl_json, endnote, jats, json_lines, medline, pubmed, ris};
use domain::record::RecordData;
use std::io::BufRead;
use std::path::Path;

/// Records and rejections, in the order of the file; in BibTeX, an entry comes after the one from which it inherits.
pub type Records<'a> = Box<dyn Iterator<Item = Result<RecordData, Rejection>> + Send + 'a>;

/// The format of a file, by its name's extension and the start of its content (a few kilobytes, unpacked).
///
/// # Errors
/// A [`Rejection`] of the whole file where the portal cannot read it; the reason says what it seems to be.
pub fn detect(path: &Path, start: &[u8]) -> Result<Format, Rejection> {
    if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
        return Err(unreadable("its text is UTF-16; save it as UTF-8"));
    }
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let text = String::from_utf8_lossy(start);
    match Format::of_extension(&extension(path)) {
        Some(format) => Ok(format),
        None => by_content(text.trim_start()),
    }
}

fn unreadable(what: &str) -> Rejection {
    Rejection::whole_file(format!(
        "not a format this portal reads: {what} (read are PubMed XML, JATS, EndNote XML, MEDLINE/NBIB, RIS, BibTeX, \
         CSL-JSON, JSON Lines, ClinicalTrials.gov JSON and Markdown articles)"
    ))
}

fn by_content(text: &str) -> Result<Format, Rejection> {
    if text.is_empty() {
        Err(Rejection::whole_file("the file is empty"))
    } else if text.starts_with('<') {
        xml_by_content(text)
    } else if text.starts_with(['{', '[']) {
        json_by_content(text)
    } else if text.starts_with("+++") {
        Ok(Format::Markdown)
    } else if lines(text).any(ris::opens_entry) {
        Ok(Format::Ris)
    } else if lines(text).any(medline::is_field) {
        Ok(Format::Medline)
    } else if lines(text).any(bibtex::opens_entry) {
        Ok(Format::BibTex)
    } else {
        Err(unreadable("its content is unknown"))
    }
}

/// The first lines, whatever ends them.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r', '\u{feff}']).filter(|line| !line.is_empty()).take(50)
}

fn xml_by_content(text: &str) -> Result<Format, Rejection> {
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

fn json_by_content(text: &str) -> Result<Format, Rejection> {
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
        Format::Markdown => Box::new(std::iter::once(Err(Rejection::whole_file(
            "a Markdown article is one document, not a list of records",
        )))),
    }
}
