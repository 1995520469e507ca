//! Records as CSL-JSON.

use super::names::{CUSTOM, NAME, TYPES, split_keywords};
use crate::text::{Date, abstract_line, heading_line, spaced};
use domain::record::{AuthorName, PublicationKind, RecordData};
use serde_json::{Map, Value, json};

/// The records as a list, an item a line.
pub(crate) fn write(records: &[RecordData]) -> String {
    let lines: Vec<String> = records.iter().map(|data| Value::Object(item(data)).to_string()).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

/// A record as an item.
fn item(data: &RecordData) -> Map<String, Value> {
    let mut item = Map::new();
    let mut put = |name: &str, value: Value| {
        if !is_blank(&value) {
            item.insert(name.to_owned(), value);
        }
    };
    // Where an ISBN was kept beside an ISSN, that is the other's name.
    let has_isbn = data.kind.is_some_and(PublicationKind::has_isbn) && other(data, "ISBN").is_none();
    let isbn = if has_isbn { "ISBN" } else { "ISSN" };
    put("id", given_id(data).into());
    put("type", item_type(data).into());
    put("title", data.title.as_str().into());
    put("original-title", data.vernacular_title.as_str().into());
    put("author", data.authors.iter().map(|name| author(name)).collect());
    put("container-title", data.journal.as_str().into());
    put("container-title-short", data.journal_abbreviation.as_str().into());
    put(isbn, data.issn.as_str().into());
    put("publisher", data.publisher.as_str().into());
    put("issued", issued(data));
    put("volume", data.volume.as_str().into());
    put("issue", data.issue.as_str().into());
    put("page", data.pages.as_str().into());
    put("language", data.languages.join(", ").into());
    put("abstract", abstract_line(data).into());
    put("keyword", data.keywords.join("; ").into());
    put("DOI", data.doi.clone().into());
    put("PMID", data.pmid.clone().into());
    put("PMCID", data.pmcid.clone().into());
    put("URL", data.links.first().cloned().into());
    let mut custom = custom(data);
    for field in data.others.iter().filter(|field| field.format == NAME && !is_own(&field.name)) {
        match field.name.strip_prefix(CUSTOM) {
            Some(name) => _ = custom.insert(name.to_owned(), value(&field.value)),
            None => _ = item.insert(field.name.clone(), value(&field.value)),
        }
    }
    if !custom.is_empty() {
        item.insert("custom".to_owned(), custom.into());
    }
    item
}

/// Names whose value [`item`] has decided already.
fn is_own(name: &str) -> bool {
    matches!(name, "id" | "type")
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

/// A kept value: JSON where it was more than a text.
fn value(text: &str) -> Value {
    match serde_json::from_str::<Value>(text) {
        Ok(value @ (Value::Array(_) | Value::Object(_) | Value::Bool(_)))
            if serde_json::to_string(&value).is_ok_and(|json| json == text) =>
        {
            value
        }
        _ => text.into(),
    }
}

/// The portal's identifier of an item: the same in every file.
pub(super) fn id(data: &RecordData) -> String {
    let named = |name: &str, id: &Option<String>| id.as_ref().map(|id| format!("{name}:{id}"));
    named("pmid", &data.pmid)
        .or_else(|| named("doi", &data.doi))
        .or_else(|| named("materia", &data.external_id))
        .unwrap_or_else(|| "entry".to_owned())
}

fn given_id(data: &RecordData) -> String {
    other(data, "id").map_or_else(|| id(data), str::to_owned)
}

fn other<'a>(data: &'a RecordData, name: &str) -> Option<&'a str> {
    let field = data.others.iter().find(|field| field.format == NAME && field.name == name);
    field.map(|field| field.value.as_str())
}

/// The original type if it still fits the record's kind; else the type of the kind.
fn item_type(data: &RecordData) -> &str {
    let kind = data.evident_kind();
    other(data, "type").filter(|name| TYPES.kind(name) == kind).unwrap_or_else(|| TYPES.name(kind))
}

fn author(name: &str) -> Value {
    match AuthorName::of(name) {
        AuthorName::Person { family, initials, suffix: "" } => {
            json!({ "family": family, "given": spaced(initials) })
        }
        AuthorName::Person { family, initials, suffix } => {
            json!({ "family": family, "given": spaced(initials), "suffix": suffix })
        }
        AuthorName::Whole(name) => json!({ "literal": name }),
    }
}

/// The parts of a date for a date variable.
fn date_parts(date: Date) -> Value {
    let parts = [Some(date.year), date.month.map(i32::from), date.day.map(i32::from)];
    Value::from(vec![Value::from(parts.into_iter().flatten().collect::<Vec<_>>())])
}

/// The date in parts; one that is printed otherwise also as it is printed.
fn issued(data: &RecordData) -> Value {
    match (Date::of(&data.date), data.year) {
        (Some(date), _) => json!({ "date-parts": date_parts(date) }),
        (None, Some(year)) => {
            let date = Date { year, month: None, day: None };
            json!({ "date-parts": date_parts(date), "literal": data.date })
        }
        (None, None) if data.date.is_empty() => Value::Null,
        (None, None) => json!({ "literal": data.date }),
    }
}

fn custom(data: &RecordData) -> Map<String, Value> {
    let keywords: &[String] =
        if split_keywords(&data.keywords.join("; ")) == data.keywords { &[] } else { &data.keywords };
    let entries = [
        ("external-id", Value::from(data.external_id.clone())),
        ("nct", data.nct.clone().into()),
        ("publication-types", data.publication_types.clone().into()),
        ("mesh", data.mesh.iter().map(heading_line).collect()),
        ("keywords", keywords.into()),
        ("links", data.links.get(1..).unwrap_or_default().into()),
    ];
    let given = entries.into_iter().filter(|(_, value)| !is_blank(value));
    given.map(|(name, value)| (name.to_owned(), value)).collect()
}
