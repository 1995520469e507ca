//! BibTeX as records.

use super::commas::with_commas;
use super::crossref::{Inheritance, ParsedEntry};
use super::entries::{Entries, EntryText};
use super::fields::{Fields, spelled_out};
use crate::limits::{MAX_ENTRY, MAX_EXPANDED, MAX_PARTS, MAX_STRING};
use crate::rejection::Rejection;
use biblatex::{RawBibliography, RawChunk, Spanned};
use domain::record::RecordData;
use std::collections::BTreeMap;
use std::io::BufRead;

/// The records of a BibTeX file. One that inherits comes after the one that it inherits from.
pub(crate) fn read(
    reader: impl BufRead + Send,
) -> impl Iterator<Item = Result<RecordData, Rejection>> + Send {
    let mut strings = Strings::default();
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

/// The abbreviations that a file has defined so far. Each may stand for others, and so grow twice as long with every
/// line: nothing is spelled out before its length is known.
#[derive(Default)]
struct Strings {
    texts: BTreeMap<String, String>,
    bytes: usize,
}

impl Strings {
    /// The bytes of a value, its abbreviations spelled out.
    fn length(&self, value: &[Spanned<RawChunk<'_>>]) -> usize {
        let length = |chunk: &Spanned<RawChunk<'_>>| match chunk.v {
            RawChunk::Normal(text) => text.len(),
            RawChunk::Abbreviation(name) => {
                self.texts.get(&name.to_ascii_lowercase()).map_or(name.len(), String::len)
            }
        };
        value.iter().map(length).fold(0, usize::saturating_add)
    }
}

fn parse(entry: EntryText, strings: &Strings) -> Result<ParsedEntry, Rejection> {
    let mended;
    let raw = match RawBibliography::parse(&entry.text) {
        Ok(raw) => raw,
        Err(error) => {
            mended = with_commas(&entry.text);
            RawBibliography::parse(&mended).map_err(|_| entry.malformed(&error))?
        }
    };
    let first = raw.entries.first().ok_or_else(|| entry.position.rejected("the entry cannot be read"))?;
    let lengths = first.v.fields.iter().map(|field| strings.length(&field.value.v));
    if lengths.fold(0, usize::saturating_add) > entry.text.len() + MAX_EXPANDED {
        let reason = format!("its abbreviations stand for more than {MAX_EXPANDED} bytes");
        return Err(entry.position.rejected(reason));
    }
    if entry.text.matches([',', ';']).count() + entry.text.matches(" and ").count() > MAX_PARTS {
        return Err(entry.position.rejected(format!("its authors and keywords are more than {MAX_PARTS}")));
    }
    let fields = Fields::of(&first.v, &strings.texts).map_err(|error| entry.malformed(&error))?;
    Ok(ParsedEntry { position: entry.position, fields, length: entry.text.len() })
}

/// Remembers the abbreviations of a `@string`, which entries after it use.
fn learn(strings: &mut Strings, entry: &EntryText) -> Result<(), Rejection> {
    let raw = RawBibliography::parse(&entry.text).map_err(|error| entry.malformed(&error))?;
    for pair in &raw.abbreviations {
        let length = strings.length(&pair.value.v);
        if length > MAX_STRING || strings.bytes + length > MAX_ENTRY {
            let reason = format!(
                "the abbreviation {} stands for more than {MAX_STRING} bytes, or all for more than {MAX_ENTRY}",
                pair.key.v
            );
            return Err(entry.position.rejected(reason));
        }
        let text = spelled_out(&pair.value.v, &strings.texts);
        strings.bytes += pair.key.v.len() + length;
        strings.texts.insert(pair.key.v.to_ascii_lowercase(), text);
    }
    Ok(())
}
