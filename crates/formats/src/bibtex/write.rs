//! Records as BibTeX.

use super::names::{KEY, NAME, TYPE, TYPES, VERBATIM, WEB};
use super::tex::{escaped, escaped_verbatim};
use crate::text::{Date, abstract_line, heading_line, spaced};
use domain::record::{AuthorName, PublicationKind, RecordData, folded};
use std::collections::BTreeSet;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The records as a file, each under a key of its own.
pub(crate) fn write(records: &[RecordData]) -> String {
    let mut keys = BTreeSet::new();
    let mut file = String::new();
    for data in records {
        let key = free_key(&keys, data);
        write_entry(&mut file, &key, data);
        keys.insert(key.to_lowercase());
    }
    file
}

fn write_entry(file: &mut String, key: &str, data: &RecordData) {
    let mut lines = Vec::new();
    let mut put = |name: &str, value: String| {
        if !value.is_empty() {
            lines.push(format!("  {name} = {{{value}}},\n"));
        }
    };
    let given = |value: &Option<String>| value.clone().unwrap_or_default();
    let names = Names::of(data);
    // A second pair of braces keeps capitals in every style.
    put("title", braced(&data.title));
    put("origtitle", escaped(&data.vernacular_title));
    put("author", data.authors.iter().map(|name| author(name)).collect::<Vec<_>>().join(" and "));
    put(names.journal, escaped(&data.journal));
    put("shortjournal", escaped(&data.journal_abbreviation));
    put(names.publisher, escaped(&data.publisher));
    put("year", data.year.map(|year| year.to_string()).unwrap_or_default());
    let (month, day, printed) = date(data);
    put("day", day);
    put("pubdate", printed);
    put("volume", escaped(&data.volume));
    put("number", escaped(&data.issue));
    put("pages", pages(&data.pages));
    put(names.issn, escaped(&data.issn));
    put("doi", escaped_verbatim(&given(&data.doi)));
    put("pmid", given(&data.pmid));
    put("pmcid", given(&data.pmcid));
    put("nct", given(&data.nct));
    put("url", data.links.first().map(|link| escaped_verbatim(link)).unwrap_or_default());
    // Styles that know no address print this.
    put(
        "howpublished",
        if data.kind == Some(PublicationKind::WebPage) { WEB.to_owned() } else { String::new() },
    );
    put("links", escaped_verbatim(&data.links.get(1..).unwrap_or_default().join(" ")));
    put("language", list(&data.languages));
    put("pubtypes", list(&data.publication_types));
    put("keywords", list(&data.keywords));
    put("mesh", list(&data.mesh.iter().map(heading_line).collect::<Vec<_>>()));
    put("abstract", escaped(&abstract_line(data)));
    put("materiaid", escaped(&given(&data.external_id)));
    let others = data.others.iter().filter(|field| field.format == NAME);
    for field in others.filter(|field| field.name != KEY && field.name != TYPE) {
        let is_verbatim = VERBATIM.contains(&field.name.as_str());
        put(&field.name, if is_verbatim { escaped_verbatim(&field.value) } else { escaped(&field.value) });
    }
    if let Some(month) = month {
        // Without braces, because it is an abbreviation that every style spells out its own way.
        lines.push(format!("  month = {month},\n"));
    }
    file.push_str(&format!("@{}{{{key},\n{}}}\n\n", entry_type(data), lines.concat()));
}

/// The names of fields that depend on the kind. A name under which something else was kept is left to that.
struct Names {
    journal: &'static str,
    publisher: &'static str,
    issn: &'static str,
}

impl Names {
    fn of(data: &RecordData) -> Self {
        let free = |name: &'static str, plain| if other(data, name).is_some() { plain } else { name };
        let in_book = matches!(data.kind, Some(PublicationKind::Chapter | PublicationKind::ConferencePaper));
        let has_isbn = data.kind.is_some_and(PublicationKind::has_isbn);
        let publisher = match data.kind {
            Some(PublicationKind::Thesis) => "school",
            Some(PublicationKind::Report) => "institution",
            _ => "publisher",
        };
        Self {
            journal: if in_book { free("booktitle", "journal") } else { "journal" },
            publisher: free(publisher, "publisher"),
            issn: if has_isbn { free("isbn", "issn") } else { "issn" },
        }
    }
}

fn other<'a>(data: &'a RecordData, name: &str) -> Option<&'a str> {
    let field = data.others.iter().find(|field| field.format == NAME && field.name == name);
    field.map(|field| field.value.as_str())
}

/// The original type if it still fits the record's kind; else the type of the kind.
fn entry_type(data: &RecordData) -> &str {
    let kind = data.evident_kind();
    other(data, TYPE).filter(|name| TYPES.kind(name) == kind).unwrap_or_else(|| TYPES.name(kind))
}

fn braced(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{{{}}}", escaped(text)) }
}

/// `McMurray, J. J. V.`, or a group in braces.
fn author(name: &str) -> String {
    match AuthorName::of(name) {
        AuthorName::Person { family, initials, suffix: "" } => {
            format!("{}, {}", escaped(family), spaced(initials))
        }
        AuthorName::Person { family, initials, suffix } => {
            format!("{}, {suffix}, {}", escaped(family), spaced(initials))
        }
        AuthorName::Whole(name) => braced(name),
    }
}

/// Month and day; a date that is none of these as it is printed.
fn date(data: &RecordData) -> (Option<&'static str>, String, String) {
    match Date::of(&data.date) {
        Some(date) => {
            let month = date.month.and_then(|month| MONTHS.get(usize::from(month).wrapping_sub(1)));
            let day = date.day.map(|day| day.to_string()).unwrap_or_default();
            (month.copied(), day, String::new())
        }
        None => (None, String::new(), escaped(&data.date)),
    }
}

/// Two hyphens make the dash of a range.
fn pages(pages: &str) -> String {
    escaped(pages).replace('-', "--")
}

/// Parts with commas between; what has one itself stands in braces.
fn list(parts: &[String]) -> String {
    let part = |part: &String| if part.contains([',', ';']) { braced(part) } else { escaped(part) };
    parts.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// `mcmurray2019dapagliflozin`: made of what is read again, so that it needs no keeping.
fn own_key(data: &RecordData) -> String {
    let ascii = |text: &str| folded(text).chars().filter(char::is_ascii).collect::<String>();
    let family = data.authors.first().map(|name| ascii(AuthorName::of(name).family())).unwrap_or_default();
    let year = data.year.map(|year| year.to_string()).unwrap_or_default();
    let word = data.title.split(' ').map(ascii).find(|word| word.len() > 4).unwrap_or_default();
    let key: String = format!("{family}{year}{word}").chars().take(60).collect();
    if key.is_empty() { "entry".to_owned() } else { key }
}

/// Whether a key is the one that the record gets here, or that with the letters that tell it from others.
pub(super) fn is_own_key(data: &RecordData, key: &str) -> bool {
    let rest = key.strip_prefix(&own_key(data));
    rest.is_some_and(|rest| rest.len() <= 2 && rest.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// A key that every program reads: ASCII, without what ends a key.
fn plain_key(key: &str) -> String {
    let is_plain = |c: char| c.is_ascii_graphic() && !"{}(),\"#%\\~='".contains(c);
    let plain = |c: char| if is_plain(c) { c.to_string() } else { folded(&c.to_string()) };
    let key: String = key.chars().map(plain).collect::<String>().chars().filter(|c| is_plain(*c)).collect();
    if key.is_empty() { "entry".to_owned() } else { key }
}

/// The key that came with the record or was made of it, and letters where it is taken. BibTeX takes keys that differ
/// in case alone for one.
fn free_key(taken: &BTreeSet<String>, data: &RecordData) -> String {
    let key = other(data, KEY).map_or_else(|| own_key(data), plain_key);
    let letters = ('a'..='z').map(String::from);
    let pairs = ('a'..='z').flat_map(|first| ('a'..='z').map(move |second| format!("{first}{second}")));
    let suffixes = std::iter::once(String::new()).chain(letters).chain(pairs);
    suffixes
        .map(|suffix| format!("{key}{suffix}"))
        .find(|key| !taken.contains(&key.to_lowercase()))
        .unwrap_or_else(|| format!("{key}{}", taken.len()))
}
