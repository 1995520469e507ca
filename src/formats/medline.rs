//! The MEDLINE display format, which PubMed also calls NBIB.

use super::tagged::{Entries, Entry, Style};
use super::text::{author_of_inverted, clean, heading, nct, notices_of_types, pmcid, year_in};
use super::{Rejected, complete};
use crate::domain::record::{AbstractSection, Notice, NoticeKind, RecordData, normal_doi, normal_pmid};
use std::io::BufRead;

const STYLE: Style = Style { field, start: "PMID", end: None, name: "MEDLINE" };

/// The records of a MEDLINE file.
pub fn read(reader: impl BufRead + Send) -> impl Iterator<Item = Result<RecordData, Rejected>> + Send {
    Entries::new(reader, STYLE).map(|entry| {
        let entry = entry?;
        complete(record(&entry)).map_err(|reason| Rejected::entry(entry.number, entry.line, reason))
    })
}

/// Whether a line is a field of this format.
pub fn is_field(line: &str) -> bool {
    field(line).is_some()
}

/// Two to four capitals, spaces up to the fifth place, a hyphen.
fn field(line: &str) -> Option<(&str, &str)> {
    let (tag, value) = line.split_once('-')?;
    let name = tag.trim_end();
    let is_tag =
        tag.len() <= 4 && (2..=4).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase());
    is_tag.then(|| (name, value.trim()))
}

fn record(entry: &Entry) -> RecordData {
    let mut data = RecordData {
        pmid: normal_pmid(entry.first(&["PMID"])),
        doi: doi(entry),
        pmcid: pmcid(entry.first(&["PMC"])),
        nct: entry.all("SI").find_map(nct),
        title: title(entry),
        vernacular_title: clean(entry.first(&["TT"])),
        abstract_sections: abstract_sections(entry),
        authors: authors(entry),
        journal: clean(entry.first(&["JT"])),
        journal_abbreviation: clean(entry.first(&["TA"])),
        issn: entry.first(&["IS"]).split_whitespace().next().unwrap_or_default().to_owned(),
        year: year_in(entry.first(&["DP", "DEP"])),
        date: clean(entry.first(&["DP"])),
        volume: clean(entry.first(&["VI"])),
        issue: clean(entry.first(&["IP"])),
        pages: clean(entry.first(&["PG"])),
        languages: values(entry, "LA"),
        publication_types: values(entry, "PT"),
        mesh: entry.all("MH").filter_map(heading).collect(),
        keywords: values(entry, "OT").iter().map(|word| word.trim_start_matches('*').to_owned()).collect(),
        notices: notices(entry),
        ..RecordData::default()
    };
    notices_of_types(&mut data);
    data
}

fn values(entry: &Entry, tag: &str) -> Vec<String> {
    entry.all(tag).map(clean).filter(|value| !value.is_empty()).collect()
}

/// The title of the article, or of the book where the entry is one.
fn title(entry: &Entry) -> String {
    let title = clean(&values(entry, "TI").join(" "));
    if title.is_empty() { clean(entry.first(&["BTI", "CTI"])) } else { title }
}

fn abstract_sections(entry: &Entry) -> Vec<AbstractSection> {
    values(entry, "AB").into_iter().map(|text| AbstractSection { label: String::new(), text }).collect()
}

fn authors(entry: &Entry) -> Vec<String> {
    let mut authors = values(entry, "AU");
    if authors.is_empty() {
        authors = values(entry, "FAU").iter().map(|name| author_of_inverted(name)).collect();
    }
    authors.extend(values(entry, "CN"));
    authors
}

fn doi(entry: &Entry) -> Option<String> {
    let marked = entry.all("LID").chain(entry.all("AID")).filter_map(|value| value.strip_suffix("[doi]"));
    let prefixed = entry.all("AID").filter(|value| value.starts_with("doi:"));
    marked.chain(prefixed).find_map(normal_doi)
}

fn notices(entry: &Entry) -> Vec<Notice> {
    let mut notices = Vec::new();
    for (tag, kind) in [
        ("RIN", NoticeKind::Retracted),
        ("RRI", NoticeKind::Retracted),
        ("EIN", NoticeKind::Erratum),
        ("CRI", NoticeKind::Erratum),
        ("ECI", NoticeKind::Concern),
        ("ROF", NoticeKind::RetractionNotice),
        ("EFR", NoticeKind::ErratumNotice),
    ] {
        for value in values(entry, tag) {
            let (source, pmid) = value.split_once("PMID:").unwrap_or((&value, ""));
            notices.push(Notice { kind, source: source.trim().to_owned(), pmid: normal_pmid(pmid) });
        }
    }
    notices
}
