//! Records as RIS.

use super::names::{MESH_MARK, NAME, OWN_ID, TYPES};
use crate::names::written_inverted;
use crate::text::{Date, abstract_line, heading_line};
use domain::record::{RecordData, is_article_number};

/// The records as a file, one entry after the other.
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
            file.push_str(&format!("{tag}  - {}\r\n", value.replace('\n', "\r\n")));
        }
    };
    let given = |value: &Option<String>| value.clone().unwrap_or_default();
    put("TY", entry_type(data));
    data.authors.iter().for_each(|name| put("AU", &written_inverted(name)));
    put("TI", &data.title);
    put("TT", &data.vernacular_title);
    put("T2", &data.journal);
    put("J2", &data.journal_abbreviation);
    put("PB", &data.publisher);
    put("PY", &data.year.map(|year| year.to_string()).unwrap_or_default());
    put("DA", &date(data));
    put("VL", &data.volume);
    put("IS", &data.issue);
    let (first, last) = first_and_last(&data.pages);
    put("SP", first);
    put("EP", last);
    put("SN", &data.issn);
    put("DO", &given(&data.doi));
    if let Some(pmid) = &data.pmid {
        put("AN", pmid);
        put("DP", "NLM");
    }
    put("C2", &given(&data.pmcid));
    put("C7", if is_article_number(&data.pages) { &data.pages } else { "" });
    put("U1", &given(&data.nct));
    data.languages.iter().for_each(|language| put("LA", language));
    data.publication_types.iter().for_each(|name| put("M3", name));
    data.keywords.iter().for_each(|word| put("KW", word));
    data.mesh.iter().for_each(|heading| put("KW", &heading_line(heading)));
    if !data.mesh.is_empty() {
        put("U2", &format!("{} {MESH_MARK}", data.mesh.len()));
    }
    put("AB", &abstract_line(data));
    data.links.iter().for_each(|link| put("UR", link));
    if let Some(id) = &data.external_id {
        put("ID", &format!("{OWN_ID}{id}"));
    }
    let others = data.others.iter().filter(|field| field.format == NAME && field.name != "TY");
    others.for_each(|field| put(&field.name, &field.value));
    file.push_str("ER  - \r\n\r\n");
}

/// The original type if it still fits the record's kind or is one that has no counterpart here; else the type of the kind.
fn entry_type(data: &RecordData) -> &str {
    let given = data.others.iter().find(|field| field.format == NAME && field.name == "TY");
    let given = given.map(|field| field.value.as_str());
    let kind = data.evident_kind();
    given
        .filter(|name| TYPES.kind(name).is_none_or(|known| Some(known) == kind))
        .unwrap_or_else(|| TYPES.name(kind))
}

/// `2019/11/21`, or as printed; `None` where it says no more than the year.
fn date(data: &RecordData) -> String {
    match Date::of(&data.date) {
        Some(Date { month: None, .. }) => String::new(),
        Some(date) => date.joined("/"),
        None => data.date.clone(),
    }
}

/// The ends of a plain range; anything else whole.
fn first_and_last(pages: &str) -> (&str, &str) {
    match pages.split_once('-') {
        Some((first, last)) if is_end(first) && is_end(last) && first != last => (first, last),
        _ => (pages, ""),
    }
}

fn is_end(page: &str) -> bool {
    !page.is_empty() && !page.contains('-') && page.trim() == page
}
