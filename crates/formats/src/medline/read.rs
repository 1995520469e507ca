//! MEDLINE as records.

use super::names::{NAME, NOTICES, OWN_ID};
use crate::dates::printed;
use crate::entry::complete;
use crate::names::{Named, group, of_text};
use crate::rejection::Rejection;
use crate::tagged::{Entries, Entry, Style};
use crate::text::{
    abstract_in, article_number, clean, heading, kept, nct, notices_of_types, one_section, pmcid,
    with_other_abstract, year_in,
};
use domain::record::{
    AbstractSection, Notice, PublicationKind, RecordData, doi_of_address, normal_doi, normal_pmid,
};
use std::io::BufRead;

const STYLE: Style = Style {
    field,
    start: "PMID",
    end: None,
    name: "MEDLINE",
    single: &["TI", "PG", "DP", "VI", "IP", "JT", "TA"],
    titles: &["TI", "BTI", "CTI", "TT"],
    texts: &["AB", "AD", "OAB", "TI", "TT", "OTO", "COIS"],
    note: "GN",
};

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
    let date = dates(entry);
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
        title: if is_book { book.clone() } else { title_or(title, entry) },
        vernacular_title: clean(entry.first(&["TT"])),
        abstract_sections: abstract_sections(entry),
        authors: authors(entry),
        journal: if is_chapter { book } else { journal },
        journal_abbreviation: clean(entry.first(&["TA"])),
        issn: issn(entry.first(&["IS", "ISBN"])),
        publisher: clean(entry.first(&["PB"])),
        year: year_in(&date),
        date,
        volume: clean(entry.first(&["VI"])),
        issue: clean(entry.first(&["IP"])),
        pages: pages(entry),
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
        "PMID" | "TI" | "AB" | "AU" | "CN" | "LA" | "PT" | "MH" | "OT" | "OAB" | "OABL" | "SO" => true,
        "OID" => own_id(value).is_some(),
        "LID" if value.strip_suffix("[pii]").and_then(article_number).as_ref() == Some(&data.pages) => true,
        "LID" | "AID" => data.doi.is_some() && marked_doi(value) == data.doi,
        "PMC" => data.pmcid.is_some() && pmcid(value) == data.pmcid,
        "SI" => data.nct.is_some() && nct(value) == data.nct,
        "BTI" | "CTI" => text == data.title || text == data.journal,
        "TT" => text == data.vernacular_title,
        "FAU" => {
            let names = of_text(value, Named::Anyone);
            names.iter().all(|name| data.authors.contains(name)) && !text.contains(',')
        }
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

/// The title, or the one in the language of the publication, or the journal's where there is no other.
fn title_or(title: String, entry: &Entry) -> String {
    let is_missing = title.is_empty() || title.trim_end_matches('.').eq_ignore_ascii_case("[not available]");
    if is_missing { clean(entry.first(&["TT", "TI", "JT", "TA"])) } else { title }
}

/// The date of the issue, or that of the electronic publication.
fn dates(entry: &Entry) -> String {
    let dates = ["DP", "DEP"].map(|tag| printed(entry.first(&[tag])));
    let [issue, electronic] = dates;
    if year_in(&issue).is_none() && year_in(&electronic).is_some() { electronic } else { issue }
}

/// The pages, or the number that the publisher gave the article.
fn pages(entry: &Entry) -> String {
    let given = crate::text::pages(entry.first(&["PG"]));
    let located = || entry.all("LID").filter_map(|id| id.strip_suffix("[pii]")).find_map(article_number);
    if given.is_empty() { located().unwrap_or_default() } else { given }
}

fn own_id(value: &str) -> Option<String> {
    value.strip_prefix(OWN_ID).map(clean).filter(|id| !id.is_empty())
}

fn issn(value: &str) -> String {
    value.trim_start_matches("ISBN").split_whitespace().next().unwrap_or_default().to_owned()
}

fn abstract_sections(entry: &Entry) -> Vec<AbstractSection> {
    let mut sections: Vec<AbstractSection> =
        values(entry, "AB").iter().flat_map(|text| one_section(text)).collect();
    let languages: Vec<&str> = entry.all("OABL").collect();
    for (at, text) in entry.all("OAB").enumerate() {
        with_other_abstract(
            &mut sections,
            &abstract_in(languages.get(at).copied().unwrap_or_default()),
            text,
        );
    }
    sections
}

/// People and groups in the order of the file; full names only where there are no short ones.
fn authors(entry: &Entry) -> Vec<String> {
    let has_short_names = !entry.first(&["AU"]).is_empty();
    entry
        .fields()
        .flat_map(|(tag, value)| match tag {
            "AU" => of_text(value, Named::Anyone),
            "CN" => vec![group(value)],
            "FAU" if !has_short_names => of_text(value, Named::Anyone),
            _ => Vec::new(),
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
