//! BibTeX as records.

use super::crossref::{Inheritance, ParsedEntry};
use super::entries::{Entries, EntryText};
use super::fields::{Fields, spelled_out};
use crate::rejection::Rejection;
use biblatex::RawBibliography;
use domain::record::RecordData;
use std::collections::BTreeMap;
use std::io::BufRead;

/// The records of a BibTeX file. One that inherits comes after the one that it inherits from.
pub(crate) fn read(
    reader: impl BufRead + Send,
) -> impl Iterator<Item = Result<RecordData, Rejection>> + Send {
    let mut strings = BTreeMap::new();
    let mut entries = Entries::new(reader);
    let mut inheritance = Inheritance::default();
    std::iter::from_fn(move || {
        loop {
            if let Some(done) = inheritance.done.pop_front() {
                return Some(done);
            }
            let taken = match entries.next() {
                None if inheritance.is_empty() => return None,
                None => {
                    inheritance.end();
                    continue;
                }
                Some(Ok(entry)) if entry.kind == "string" => learn(&mut strings, &entry),
                Some(Ok(entry)) => parse(entry, &strings).map(|entry| inheritance.take(entry)),
                Some(Err(rejected)) => Err(rejected),
            };
            if let Err(rejected) = taken {
                return Some(Err(rejected));
            }
        }
    })
}

fn parse(entry: EntryText, strings: &BTreeMap<String, String>) -> Result<ParsedEntry, Rejection> {
    let raw = RawBibliography::parse(&entry.text).map_err(|error| entry.malformed(&error))?;
    let first = raw.entries.first().ok_or_else(|| entry.position.rejected("the entry cannot be read"))?;
    let fields = Fields::of(&first.v, strings).map_err(|error| entry.malformed(&error))?;
    Ok(ParsedEntry { position: entry.position, fields, length: entry.text.len() })
}

/// Remembers the abbreviations of a `@string`, which entries after it use.
fn learn(strings: &mut BTreeMap<String, String>, entry: &EntryText) -> Result<(), Rejection> {
    let raw = RawBibliography::parse(&entry.text).map_err(|error| entry.malformed(&error))?;
    for pair in &raw.abbreviations {
        let text = spelled_out(&pair.value.v, strings);
        strings.insert(pair.key.v.to_ascii_lowercase(), text);
    }
    Ok(())
}
