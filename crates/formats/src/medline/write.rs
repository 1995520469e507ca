//! Records as MEDLINE.

use super::names::{NAME, NOTICES, OWN_ID};
use crate::text::{abstract_line, heading_line};
use domain::record::{AuthorName, Notice, PublicationKind, RecordData};

/// The records as a file, with a blank line after each.
pub(crate) fn write(records: &[RecordData]) -> String {
    let mut file = String::new();
    for data in records {
        write_entry(&mut file, data);
    }
    file
}

fn write_entry(file: &mut String, data: &RecordData) {
    let mut put = |tag: &str, value: &str| {
        if !value.is_empty() {
            // What carries a line on is indented, so that it is not taken for a field.
            file.push_str(&format!("{tag:<4}- {}\n", value.replace('\n', "\n      ")));
        }
    };
    let given = |value: &Option<String>| value.clone().unwrap_or_default();
    let (title, book, journal) = titles(data);
    put("PMID", &given(&data.pmid));
    put("IS", &data.issn);
    put("VI", &data.volume);
    put("IP", &data.issue);
    put("DP", &data.date);
    put("TI", title);
    put("BTI", book);
    put("PG", &data.pages);
    if let Some(doi) = &data.doi {
        put("LID", &format!("{doi} [doi]"));
    }
    put("AB", &abstract_line(data));
    data.authors.iter().for_each(|name| put(author_tag(name), name));
    data.languages.iter().for_each(|language| put("LA", language));
    if let Some(nct) = &data.nct {
        put("SI", &format!("ClinicalTrials.gov/{nct}"));
    }
    data.publication_types.iter().for_each(|name| put("PT", name));
    put("PB", &data.publisher);
    put("TT", &data.vernacular_title);
    put("TA", &data.journal_abbreviation);
    put("JT", journal);
    data.notices.iter().for_each(|notice| put(notice_tag(notice), &notice_line(notice)));
    data.mesh.iter().for_each(|heading| put("MH", &heading_line(heading)));
    put("PMC", &given(&data.pmcid));
    data.keywords.iter().for_each(|word| put("OT", word));
    if let Some(id) = &data.external_id {
        put("OID", &format!("{OWN_ID}{id}"));
    }
    let others = data.others.iter().filter(|field| field.format == NAME);
    others.for_each(|field| put(&field.name, &field.value));
    file.push('\n');
}

/// Titles of article, book and journal: a book's own stands in the place of books, and so does that of the book of a
/// chapter.
fn titles(data: &RecordData) -> (&str, &str, &str) {
    match data.kind {
        Some(PublicationKind::Book) => ("", &data.title, &data.journal),
        Some(PublicationKind::Chapter) => (&data.title, &data.journal, ""),
        _ => (&data.title, "", &data.journal),
    }
}

fn author_tag(name: &str) -> &'static str {
    match AuthorName::of(name) {
        AuthorName::Person { .. } => "AU",
        AuthorName::Whole(_) => "CN",
    }
}

fn notice_tag(notice: &Notice) -> &'static str {
    NOTICES.iter().find(|(_, kind)| *kind == notice.kind).map_or("CIN", |(tag, _)| tag)
}

/// Empty for a notice that only the publication type tells of: there it is told again.
fn notice_line(notice: &Notice) -> String {
    match &notice.pmid {
        Some(pmid) => format!("{} PMID: {pmid}", notice.source).trim_start().to_owned(),
        None => notice.source.clone(),
    }
}
