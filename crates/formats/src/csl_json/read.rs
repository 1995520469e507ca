//! CSL-JSON as records.

use super::names::{CUSTOM, NAME, TYPES, split_keywords, words};
use super::{dates, write};
use crate::entities::without_entities;
use crate::entry::complete;
use crate::json::{Object, Objects, explained};
use crate::limits::MAX_PARTS;
use crate::lines::decoded;
use crate::names::of_value;
use crate::rejection::Rejection;
use crate::text::{
    article_number, clean, heading, is_abstract, kept, nct, notices_of_types, one_section, pmcid,
    web_addresses,
};
use domain::record::{
    RecordData, SourceField, doi_of_address, labelled_doi, labelled_pmid, normal_doi, normal_pmid,
};
use serde_json::{Map, Value};
use std::io::BufRead;

/// The records of a CSL-JSON file: a list of items, one item, or an object with a list named `items`.
pub(crate) fn read(
    reader: impl BufRead + Send,
) -> impl Iterator<Item = Result<RecordData, Rejection>> + Send {
    Objects::new(reader, "items").map(|object| {
        let object = object?;
        parse(&object)
    })
}

/// Whether the start of a JSON text looks like items of CSL: a type, and a variable that nothing else here has.
pub(crate) fn is_like(text: &str) -> bool {
    let has = |name: &str| text.contains(&format!("\"{name}\""));
    has("type") && ["title", "issued", "author", "DOI", "container-title"].into_iter().any(has)
}

fn parse(object: &Object) -> Result<RecordData, Rejection> {
    let item: Map<String, Value> = serde_json::from_str(&decoded(&object.text)).map_err(|error| {
        let line = object.line + (error.line() as u64).saturating_sub(1);
        Rejection::entry(object.number, line, explained(&error))
    })?;
    let refused = |reason| Rejection::entry(object.number, object.line, reason);
    if !item.contains_key("type") {
        return Err(refused("the entry has no \"type\": is it an item of CSL-JSON?".to_owned()));
    }
    let lists = ["keyword", "language"].map(|name| text_of(&item, name));
    if lists.iter().any(|list| list.matches([',', ';']).count() > MAX_PARTS) {
        return Err(refused(format!("its keywords are more than {MAX_PARTS}")));
    }
    complete(record(&item)).map_err(refused)
}

fn record(item: &Map<String, Value>) -> RecordData {
    let text = |name: &str| text_of(item, name);
    let custom = item.get("custom").and_then(Value::as_object).cloned().unwrap_or_default();
    let is_own = custom.contains_key("external-id");
    // Reference managers keep variables that they lack as lines of a note.
    let note = item.get("note").and_then(Value::as_str).unwrap_or_default();
    let notes = || note.lines().filter(|_| !is_own);
    let (year, date) = dates::published(item);
    let mut data = RecordData {
        external_id: Some(text_of(&custom, "external-id")).filter(|id| !id.is_empty()),
        pmid: normal_pmid(&text("PMID")).or_else(|| notes().find_map(labelled_pmid)),
        doi: normal_doi(&text("DOI"))
            .or_else(|| doi_of_address(&text("URL")).filter(|_| !is_own))
            .or_else(|| notes().find_map(labelled_doi)),
        pmcid: pmcid(&text("PMCID")),
        nct: nct(&text_of(&custom, "nct")),
        kind: TYPES.kind(&text("type")),
        title: first_text(item, ["title", "original-title", "title-short", "container-title"]),
        vernacular_title: text("original-title"),
        abstract_sections: one_section(&text("abstract")),
        authors: item.get("author").map(of_value).unwrap_or_default(),
        journal: text("container-title"),
        journal_abbreviation: first_text(item, ["container-title-short", "journalAbbreviation"]),
        issn: first_text(item, ["ISSN", "ISBN"]),
        publisher: text("publisher"),
        year,
        date,
        volume: text("volume"),
        issue: first_text(item, ["issue", "number"]),
        pages: pages(item),
        languages: words(&text("language"), &[',', ';']),
        publication_types: texts_of(&custom, "publication-types"),
        mesh: texts_of(&custom, "mesh").iter().filter_map(|line| heading(line)).collect(),
        keywords: keywords(&text("keyword"), &custom),
        links: links(item, &custom),
        ..RecordData::default()
    };
    notices_of_types(&mut data);
    let fields = item.iter().filter(|(name, value)| !stands_in(&data, name, value));
    let in_custom = custom.iter().filter(|(name, _)| !CUSTOM_FIELDS.contains(&name.as_str()));
    let in_custom = in_custom.map(|(name, value)| (format!("{CUSTOM}{name}"), value));
    data.others = fields
        .map(|(name, value)| (name.clone(), value))
        .chain(in_custom)
        .filter_map(|(name, value)| kept_value(&name, value))
        .collect();
    data
}

/// What this portal puts into `custom`.
const CUSTOM_FIELDS: [&str; 6] = ["external-id", "keywords", "links", "mesh", "nct", "publication-types"];

/// Whether the record holds what a variable says.
fn stands_in(data: &RecordData, name: &str, value: &Value) -> bool {
    let text = text(value);
    match name {
        "custom" => value.is_object(),
        "author" | "issued" | "keyword" | "language" => true,
        "type" => text == TYPES.name(data.kind),
        "id" => text == write::id(data),
        "DOI" => data.doi.is_some() && normal_doi(&text) == data.doi,
        "PMID" => data.pmid.is_some() && normal_pmid(&text) == data.pmid,
        "PMCID" => data.pmcid.is_some() && pmcid(&text) == data.pmcid,
        "URL" => data.links.contains(&text),
        "title" => text == data.title,
        "original-title" => text == data.vernacular_title,
        "abstract" => is_abstract(data, &text),
        "container-title" => text == data.journal,
        "container-title-short" | "journalAbbreviation" => text == data.journal_abbreviation,
        "ISSN" | "ISBN" => text == data.issn,
        "publisher" => text == data.publisher,
        "volume" => text == data.volume,
        "issue" | "number" => text == data.issue,
        "page" => text == data.pages,
        _ => false,
    }
}

/// A text, or a number as one; the first of a list that has one.
fn text(value: &Value) -> String {
    match value {
        Value::Array(list) => list.iter().map(text).find(|text| !text.is_empty()).unwrap_or_default(),
        // Keywords and names are split at semicolons, which entities have too.
        Value::String(text) => clean(&without_entities(text)),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn text_of(map: &Map<String, Value>, name: &str) -> String {
    map.get(name).map(text).unwrap_or_default()
}

fn first_text<const N: usize>(map: &Map<String, Value>, names: [&str; N]) -> String {
    names.iter().map(|name| text_of(map, name)).find(|text| !text.is_empty()).unwrap_or_default()
}

fn texts_of(map: &Map<String, Value>, name: &str) -> Vec<String> {
    let list = map.get(name).and_then(Value::as_array);
    list.into_iter().flatten().map(text).filter(|text| !text.is_empty()).collect()
}

/// Keywords as a list, where their text does not tell where one ends.
fn keywords(line: &str, custom: &Map<String, Value>) -> Vec<String> {
    let listed = texts_of(custom, "keywords");
    if listed.is_empty() { split_keywords(line) } else { listed }
}

fn links(item: &Map<String, Value>, custom: &Map<String, Value>) -> Vec<String> {
    web_addresses(std::iter::once(text_of(item, "URL")).chain(texts_of(custom, "links")))
}

/// The pages, or what stands for them where an article has none.
fn pages(item: &Map<String, Value>) -> String {
    match first_text(item, ["page", "page-first"]) {
        pages if pages.is_empty() => {
            article_number(&first_text(item, ["article-number", "number"])).filter(|number| number.len() > 3)
        }
        .unwrap_or_default(),
        pages => pages,
    }
}

/// A field to be kept: a text as it is, anything else as JSON.
fn kept_value(name: &str, value: &Value) -> Option<SourceField> {
    match value {
        Value::Null => None,
        Value::String(text) => kept(NAME, name, text),
        other => kept(NAME, name, &other.to_string()),
    }
}
