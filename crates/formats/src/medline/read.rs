//! MEDLINE as records.

use super::names::{NAME, NOTICES, OWN_ID};
use crate::entry::complete;
use crate::rejection::Rejection;
use crate::tagged::{Entries, Entry, Style};
use crate::text::{
    author_of_inverted, clean, heading, kept, nct, notices_of_types, one_section, pmcid, year_in,
};
use domain::record::{
    AbstractSection, Notice, PublicationKind, RecordData, doi_of_address, normal_doi, normal_pmid,
};
use std::io::BufRead;

const STYLE: Style = Style { field, start: "PMID", end: None, name: "MEDLINE" };

/// The records of a MEDLINE file.
pub(crate) fn read(
    reader: impl BufRead + Send,
) -> impl Iterator<Item = Result<RecordData, Rejection>> + Send {
    Entries::new(reader, STYLE).map(|entry| {
        let entry = entry?;
        complete(record(&entry)).map_err(|reason| Rejection::entry(entry.number, entry.line, reason))
    })
}

/// Whether a line is a field of this format.
pub(crate) fn is_field(line: &str) -> bool {
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
    let title = clean(&values(entry, "TI").join(" "));
    let journal = clean(entry.first(&["JT"]));
    let book = clean(entry.first(if title.is_empty() { &["BTI", "CTI"] } else { &["BTI"] }));
    let is_book = title.is_empty() && !book.is_empty();
    let is_chapter = !title.is_empty() && !book.is_empty() && journal.is_empty();
    let publication_types = values(entry, "PT");
    let mut data = RecordData {
        external_id: entry.all("OID").find_map(own_id),
        pmid: normal_pmid(entry.first(&["PMID"])),
        doi: doi(entry),
        pmcid: pmcid(entry.first(&["PMC"])),
        nct: entry.all("SI").find_map(nct),
        kind: if is_chapter {
            Some(PublicationKind::Chapter)
        } else if is_book {
            Some(PublicationKind::Book)
        } else {
            PublicationKind::of_types(&publication_types)
        },
        title: if is_book { book.clone() } else { title },
        vernacular_title: clean(entry.first(&["TT"])),
        abstract_sections: abstract_sections(entry),
        authors: authors(entry),
        journal: if is_chapter { book } else { journal },
        journal_abbreviation: clean(entry.first(&["TA"])),
        issn: issn(entry.first(&["IS", "ISBN"])),
        publisher: clean(entry.first(&["PB"])),
        year: ["DP", "DEP"].iter().map(|tag| entry.first(&[tag])).find_map(year_in),
        date: clean(entry.first(&["DP"])),
        volume: clean(entry.first(&["VI"])),
        issue: clean(entry.first(&["IP"])),
        pages: clean(entry.first(&["PG"])),
        languages: values(entry, "LA"),
        publication_types,
        mesh: entry.all("MH").filter_map(heading).collect(),
        keywords: values(entry, "OT"),
        notices: notices(entry),
        ..RecordData::default()
    };
    notices_of_types(&mut data);
    data.others = entry
        .fields()
        .filter(|(tag, value)| !stands_in(&data, tag, value))
        .filter_map(|(tag, value)| kept(NAME, tag, value))
        .collect();
    data
}

/// Whether the record holds what a field says. `SO` is a citation made of the other fields.
fn stands_in(data: &RecordData, tag: &str, value: &str) -> bool {
    let text = clean(value);
    match tag {
        "PMID" | "TI" | "AB" | "AU" | "CN" | "LA" | "PT" | "MH" | "OT" | "SO" => true,
        "OID" => own_id(value).is_some(),
        "LID" | "AID" => data.doi.is_some() && marked_doi(value) == data.doi,
        "PMC" => data.pmcid.is_some() && pmcid(value) == data.pmcid,
        "SI" => data.nct.is_some() && nct(value) == data.nct,
        "BTI" | "CTI" => text == data.title || text == data.journal,
        "TT" => text == data.vernacular_title,
        "FAU" => data.authors.contains(&author_of_inverted(&text)) && !text.contains(','),
        "JT" => text == data.journal,
        "TA" => text == data.journal_abbreviation,
        "IS" | "ISBN" => issn(value) == data.issn,
        "PB" => text == data.publisher,
        "DP" => year_in(value) == data.year,
        "VI" => text == data.volume,
        "IP" => text == data.issue,
        "PG" => text == data.pages,
        _ => NOTICES.iter().any(|(known, _)| *known == tag),
    }
}

fn values(entry: &Entry, tag: &str) -> Vec<String> {
    entry.all(tag).map(clean).filter(|value| !value.is_empty()).collect()
}

fn own_id(value: &str) -> Option<String> {
    value.strip_prefix(OWN_ID).map(clean).filter(|id| !id.is_empty())
}

fn issn(value: &str) -> String {
    value.trim_start_matches("ISBN").split_whitespace().next().unwrap_or_default().to_owned()
}

fn abstract_sections(entry: &Entry) -> Vec<AbstractSection> {
    values(entry, "AB").iter().flat_map(|text| one_section(text)).collect()
}

/// People and groups in the order of the file; full names only where there are no short ones.
fn authors(entry: &Entry) -> Vec<String> {
    let has_short_names = !entry.first(&["AU"]).is_empty();
    entry
        .fields()
        .filter_map(|(tag, value)| match tag {
            "AU" | "CN" => Some(clean(value)),
            "FAU" if !has_short_names => Some(author_of_inverted(&clean(value))),
            _ => None,
        })
        .filter(|name| !name.is_empty())
        .collect()
}

fn doi(entry: &Entry) -> Option<String> {
    let marked = ["LID", "AID"].into_iter().flat_map(|tag| entry.all(tag)).find_map(marked_doi);
    marked.or_else(|| entry.all("SO").find_map(cited_doi))
}

/// The DOI of `10.1056/nejmoa1911303 [doi]` or `doi:10.1056/nejmoa1911303`.
fn marked_doi(value: &str) -> Option<String> {
    let given = value.strip_suffix("[doi]").or_else(|| value.strip_prefix("doi:"));
    given.and_then(normal_doi).or_else(|| doi_of_address(value))
}

/// The DOI at the end of the entry's own citation.
fn cited_doi(citation: &str) -> Option<String> {
    citation.to_lowercase().split_once("doi:").and_then(|(_, doi)| normal_doi(doi))
}

fn notices(entry: &Entry) -> Vec<Notice> {
    entry
        .fields()
        .filter_map(|(tag, value)| {
            let (_, kind) = NOTICES.iter().find(|(known, _)| *known == tag)?;
            let value = clean(value);
            let (source, pmid) = value.split_once("PMID:").unwrap_or((&value, ""));
            let notice = Notice { kind: *kind, source: source.trim().to_owned(), pmid: normal_pmid(pmid) };
            (!value.is_empty()).then_some(notice)
        })
        .collect()
}
