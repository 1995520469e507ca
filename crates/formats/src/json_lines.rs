//! JSON Lines: one object a line (or several, one after the other), in the portal's own plain form.
//!
//! `{id, title, abstract, year, journal, authors, mesh, keywords, doi, pmid, pmcid, nct, volume, issue, pages,
//! publication_types, references}`: everything may be left out but an identifier and one of title and abstract.
//! Numbers may stand for texts, and one text for a list of one. A heading may be written `Heading/qualifier`, with a
//! star on what is major. References are PMIDs and DOIs. What stands under other names is kept as it is.

use crate::entry::tidy;
use crate::json::{has_too_many_values, too_many_values};
use crate::limits::{MAX_ENTRY, MAX_ON_A_LINE};
use crate::lines::{LineError, Lines, decoded};
use crate::names::of_value;
use crate::plain_text;
use crate::rejection::Rejection;
use crate::text::{clean, heading, kept, nct, notices_of_types, one_section, pmcid, year_in};
use domain::record::{CitedWork, RecordData, SourceField, normal_doi, normal_pmid, united};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::io::BufRead;

/// The records of a JSON Lines file.
pub(crate) fn read<R: BufRead + Send>(reader: R) -> JsonLines<R, RecordData> {
    JsonLines::new(reader, parse)
}

/// What the lines of a file hold, one each.
pub(crate) struct JsonLines<R, T> {
    lines: Lines<R>,
    parse: fn(&[u8]) -> Result<T, String>,
    /// What else the last line holds.
    waiting: VecDeque<Result<T, String>>,
    count: usize,
    is_over: bool,
}

impl<R: BufRead, T> JsonLines<R, T> {
    /// Lines that `parse` reads, or says why it cannot.
    pub(crate) fn new(reader: R, parse: fn(&[u8]) -> Result<T, String>) -> Self {
        Self { lines: Lines::new(reader), parse, waiting: VecDeque::new(), count: 0, is_over: false }
    }
}

impl<R: BufRead, T> Iterator for JsonLines<R, T> {
    type Item = Result<T, Rejection>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over || !self.waiting.is_empty() {
            let parsed = match self.waiting.pop_front() {
                Some(parsed) => parsed,
                None => match self.lines.next() {
                    None => {
                        self.is_over = true;
                        let is_empty = self.count == 0;
                        return is_empty.then(|| Err(Rejection::whole_file("no line of it holds an entry")));
                    }
                    Some(Ok(line)) if line.trim_ascii().is_empty() => continue,
                    Some(Ok(line)) => {
                        self.waiting.extend(parsed(line, self.parse));
                        continue;
                    }
                    Some(Err(LineError::TooLong)) => {
                        Err(format!("the line is longer than {MAX_ENTRY} bytes"))
                    }
                    Some(Err(LineError::Read(error))) => {
                        self.is_over = true;
                        Err(format!("the file cannot be read on: {error}"))
                    }
                },
            };
            self.count += 1;
            return Some(parsed.map_err(|reason| Rejection::entry(self.count, self.lines.number(), reason)));
        }
        None
    }
}

/// What the objects of a line say.
fn parsed<T>(line: &[u8], parse: fn(&[u8]) -> Result<T, String>) -> Vec<Result<T, String>> {
    let mut objects = objects(line);
    let is_over = objects.len() > MAX_ON_A_LINE;
    objects.truncate(MAX_ON_A_LINE);
    let parsed = objects.into_iter().map(|object| match has_too_many_values(object) {
        true => Err(too_many_values()),
        false => parse(object),
    });
    let too_many = || {
        Err(format!("more than {MAX_ON_A_LINE} entries stand on its line: what follows there is not read"))
    };
    parsed.chain(is_over.then(too_many)).collect()
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A line cut where one object ends and the next begins: at most one piece more than may stand on it.
fn objects(line: &[u8]) -> Vec<&[u8]> {
    let mut objects = Vec::new();
    let (mut start, mut depth, mut is_in_string, mut is_escaped) = (0, 0_usize, false, false);
    for (at, &byte) in line.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_in_string => is_escaped = true,
            b'"' => is_in_string = !is_in_string,
            _ if is_in_string => {}
            b'{' if depth == 0 && objects.len() < MAX_ON_A_LINE => {
                let before = line.get(start..at).unwrap_or_default();
                let before = before.trim_ascii_end();
                let between: [&[u8]; 2] = [b",", BYTE_ORDER_MARK];
                let before = between.iter().find_map(|mark| before.strip_suffix(*mark)).unwrap_or(before);
                if before.ends_with(b"}") {
                    objects.push(before);
                    start = at;
                }
                depth += 1;
            }
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    objects.extend(line.get(start..));
    objects
}

fn parse(line: &[u8]) -> Result<RecordData, String> {
    serde_json::from_str::<Line>(&decoded(line))
        .map_err(|error| crate::json::explained(&error))
        .and_then(record)
}

#[derive(Deserialize)]
struct Line {
    id: Option<Scalar>,
    title: Option<String>,
    #[serde(rename = "abstract")]
    text: Option<String>,
    year: Option<Scalar>,
    journal: Option<String>,
    authors: Option<Value>,
    mesh: Option<List>,
    keywords: Option<List>,
    doi: Option<String>,
    pmid: Option<Scalar>,
    pmcid: Option<Scalar>,
    nct: Option<String>,
    volume: Option<Scalar>,
    issue: Option<Scalar>,
    pages: Option<Scalar>,
    publication_types: Option<List>,
    #[serde(flatten)]
    others: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a text or a whole number")]
enum Scalar {
    Text(String),
    Number(i64),
}

impl Scalar {
    fn text(field: Option<Self>) -> String {
        match field {
            Some(Self::Text(text)) => clean(&text),
            Some(Self::Number(number)) => number.to_string(),
            None => String::new(),
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a list of texts")]
enum List {
    Many(Vec<String>),
    One(String),
}

impl List {
    fn texts(field: Option<Self>) -> Vec<String> {
        let texts = match field {
            Some(Self::Many(texts)) => texts,
            Some(Self::One(text)) => vec![text],
            None => Vec::new(),
        };
        texts.iter().map(|text| clean(text)).filter(|text| !text.is_empty()).collect()
    }
}

/// What an identifier that is given must be; an error that names it where it is not.
fn checked(
    given: String,
    name: &str,
    normal: impl Fn(&str) -> Option<String>,
) -> Result<Option<String>, String> {
    match normal(&given) {
        None if !given.trim().is_empty() => Err(format!("\"{name}\" is not one: {}", shortened(&given))),
        normal => Ok(normal),
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

fn record(mut line: Line) -> Result<RecordData, String> {
    let references = references(&mut line.others);
    let year = Scalar::text(line.year);
    let mut data = RecordData {
        external_id: Some(Scalar::text(line.id)).filter(|id| !id.is_empty()),
        pmid: checked(Scalar::text(line.pmid), "pmid", normal_pmid)?,
        pmcid: checked(Scalar::text(line.pmcid), "pmcid", pmcid)?,
        doi: checked(line.doi.unwrap_or_default(), "doi", normal_doi)?,
        nct: checked(line.nct.unwrap_or_default(), "nct", nct)?,
        title: clean(&line.title.unwrap_or_default()),
        abstract_sections: one_section(&line.text.unwrap_or_default()),
        authors: line.authors.as_ref().map(of_value).unwrap_or_default(),
        journal: clean(&line.journal.unwrap_or_default()),
        year: year_in(&year),
        date: year,
        volume: Scalar::text(line.volume),
        issue: Scalar::text(line.issue),
        pages: Scalar::text(line.pages),
        publication_types: List::texts(line.publication_types),
        mesh: List::texts(line.mesh).iter().filter_map(|text| heading(text)).collect(),
        keywords: List::texts(line.keywords),
        references,
        others: line.others.iter().filter_map(|(name, value)| other(name, value)).collect(),
        ..RecordData::default()
    };
    plain_text::tidy(&mut data);
    if data.external_id.is_none() && data.pmid.is_none() && data.doi.is_none() {
        return Err("the entry has no identifier: give it \"id\", \"pmid\" or \"doi\"".to_owned());
    }
    if data.title.is_empty() && data.abstract_sections.is_empty() {
        return Err("the entry has neither \"title\" nor \"abstract\"".to_owned());
    }
    notices_of_types(&mut data);
    tidy(&mut data);
    Ok(data)
}

/// The name of the list of what an entry cites.
const REFERENCES: &str = "references";

/// What the entry cites, where all that it lists are PMIDs and DOIs. A list of anything else stays as it is.
fn references(others: &mut BTreeMap<String, Value>) -> Vec<CitedWork> {
    let work = |value: &Value| {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        Some(CitedWork::of_either(&text)).filter(|work| !work.is_unknown())
    };
    let listed = others.get(REFERENCES).and_then(Value::as_array);
    let works: Option<Vec<CitedWork>> = listed.and_then(|list| list.iter().map(work).collect());
    if works.is_some() {
        others.remove(REFERENCES);
    }
    united(Vec::new(), works.unwrap_or_default())
}

/// What stands under another name: texts and numbers as they are, anything else as JSON.
fn other(name: &str, value: &Value) -> Option<SourceField> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        Value::Array(list) if list.iter().all(Value::is_string) => {
            list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    };
    kept("jsonl", name, &text)
}
