//! What an entry inherits from the one that it names in `crossref`.
//!
//! BibTeX wants a child before its parent, BibLaTeX takes either order, and a parent may have one itself. So a child
//! waits until its parent has been read, and what was read last is remembered for children that come later. Both are
//! bounded ([`MOST`] entries, [`MAX_ENTRY`] bytes), so that memory does not grow with the file; so is what each child
//! inherits ([`MAX_INHERITED`]), since one parent has any number of them. Of more children the
//! one that has waited longest goes on as it stands, as does one whose parent is not in the file, and those that name
//! each other in a circle; of more parents the oldest is forgotten.

use super::entries::Position;
use super::fields::Fields;
use super::names::{TYPES, WHOLES};
use crate::entry::complete;
use crate::limits::{MAX_ENTRY, MAX_INHERITED};
use crate::rejection::Rejection;
use domain::record::{PublicationKind, RecordData};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// The most entries that wait for their parents, and the most that are remembered.
pub(crate) const MOST: usize = 10_000;

/// The field that names the parent, and the one that names an entry from which nothing is inherited (any more).
const PARENT: &str = "crossref";
const NAMED: &str = "xref";

/// Fields that are never inherited. With its parent's identifiers a child would be taken for the parent, and the
/// parent's pages and subjects are more than the child's.
const OWN: [&str; 19] = [
    "abstract",
    "keywords",
    "label",
    "materiaid",
    "mesh",
    "nct",
    "origtitle",
    "pages",
    "pagetotal",
    "pmc",
    "pmcid",
    "pmid",
    "pubtypes",
    "shorthand",
    "shorttitle",
    "sortkey",
    "subtitle",
    "title",
    "titleaddon",
];

/// Fields with the same meaning: a child that has one of them lacks none.
const SAME: [&[&str]; 6] = [
    &["address", "location"],
    &["booktitle", "journal", "journaltitle"],
    &["date", "day", "month", "pubdate", "year"],
    &["institution", "publisher", "school"],
    &["isbn", "issn"],
    &["issue", "number"],
];

/// An entry that has been read.
pub(crate) struct ParsedEntry {
    pub(crate) position: Position,
    pub(crate) fields: Fields,
    /// The bytes of its text.
    pub(crate) length: usize,
}

/// Entries on their way from the file to their records.
#[derive(Default)]
pub(crate) struct Inheritance {
    /// Children by their number in the file.
    waiting: BTreeMap<usize, ParsedEntry>,
    waiting_bytes: usize,
    /// The children that wait for the entry of a key.
    children: HashMap<String, BTreeSet<usize>>,
    known: ParentCache,
    /// Finished records and rejections.
    pub(crate) done: VecDeque<Result<RecordData, Rejection>>,
}

impl Inheritance {
    /// Adds the next entry of the file, which waits if its parent has not been read.
    pub(crate) fn take(&mut self, mut entry: ParsedEntry) {
        let Some(parent) = entry.fields.parent() else { return self.settle(entry) };
        if let Some(known) = self.known.fields.get(&parent) {
            return match entry.fields.inherit(known) {
                Ok(()) => self.settle(entry),
                Err(reason) => self.done.push_back(Err(entry.position.rejected(reason))),
            };
        }
        self.waiting_bytes += entry.length;
        self.children.entry(parent).or_default().insert(entry.position.number);
        self.waiting.insert(entry.position.number, entry);
        while self.waiting.len() > MOST || self.waiting_bytes > MAX_ENTRY {
            let Some(oldest) = self.oldest() else { return };
            self.give_up(oldest);
        }
    }

    /// Whether nothing waits and all that is done has been taken.
    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.done.is_empty()
    }

    /// Ends the file: no more parents will come.
    pub(crate) fn end(&mut self) {
        let keys: BTreeSet<String> = self.waiting.values().map(|entry| entry.fields.folded_key()).collect();
        let waits_in_vain =
            |entry: &ParsedEntry| entry.fields.parent().is_none_or(|parent| !keys.contains(&parent));
        let first: Vec<usize> = self
            .waiting
            .iter()
            .filter(|(_, entry)| waits_in_vain(entry))
            .map(|(number, _)| *number)
            .collect();
        first.into_iter().for_each(|number| self.give_up(number));
        // The rest is a cycle, or waits for one.
        self.children.clear();
        while let Some(number) = self.oldest() {
            self.give_up(number);
        }
    }

    fn oldest(&self) -> Option<usize> {
        self.waiting.keys().next().copied()
    }

    /// Stops waiting for an entry's parent.
    fn give_up(&mut self, number: usize) {
        if let Some(entry) = self.leave(number) {
            self.settle(entry);
        }
    }

    fn leave(&mut self, number: usize) -> Option<ParsedEntry> {
        let entry = self.waiting.remove(&number)?;
        self.waiting_bytes -= entry.length;
        if let Some(parent) = entry.fields.parent()
            && let Some(siblings) = self.children.get_mut(&parent)
        {
            siblings.remove(&number);
            if siblings.is_empty() {
                self.children.remove(&parent);
            }
        }
        Some(entry)
    }

    /// Makes the record of a complete entry, and then those of the entries that wait for it.
    fn settle(&mut self, entry: ParsedEntry) {
        let mut settled = VecDeque::from([entry]);
        while let Some(ParsedEntry { position, fields, .. }) = settled.pop_front() {
            for number in self.children.remove(&fields.folded_key()).unwrap_or_default() {
                let Some(mut child) = self.leave(number) else { continue };
                match child.fields.inherit(&fields) {
                    Ok(()) => settled.push_back(child),
                    Err(reason) => self.done.push_back(Err(child.position.rejected(reason))),
                }
            }
            self.done.push_back(complete(fields.record()).map_err(|reason| position.rejected(reason)));
            self.known.take(fields);
        }
    }
}

/// The last entries by key, each with what a child may inherit.
#[derive(Default)]
struct ParentCache {
    fields: HashMap<String, Fields>,
    /// The keys with the bytes of their entries, the oldest first.
    order: VecDeque<(String, usize)>,
    bytes: usize,
}

impl ParentCache {
    /// Remembers an entry; where several have one key, the first of them.
    fn take(&mut self, mut fields: Fields) {
        let key = fields.folded_key();
        if self.fields.contains_key(&key) {
            return;
        }
        fields.verbatim.clear();
        let is_whole = is_whole(&fields.kind);
        let is_title = |name: &str| is_whole && matches!(name, "title" | "subtitle" | "titleaddon");
        fields.entry.fields.retain(|name, _| is_title(name) || !OWN.contains(&name.as_str()));
        let fields_bytes =
            fields.entry.fields.iter().map(|(name, chunks)| name.len() + length(chunks)).sum::<usize>();
        let bytes = key.len() + fields_bytes;
        self.bytes += bytes;
        self.order.push_back((key.clone(), bytes));
        self.fields.insert(key, fields);
        while self.order.len() > MOST || self.bytes > MAX_ENTRY {
            let Some((oldest, bytes)) = self.order.pop_front() else { return };
            self.bytes -= bytes;
            self.fields.remove(&oldest);
        }
    }
}

fn length(chunks: &biblatex::Chunks) -> usize {
    chunks.iter().map(|chunk| chunk.v.get().len()).sum()
}

fn is_whole(kind: &str) -> bool {
    WHOLES.contains(&kind)
}

/// What stands before `title` in the name of the field for the title of a parent.
fn title_of_parent(child: &str, parent: &str) -> Option<&'static str> {
    match TYPES.kind(child) {
        Some(PublicationKind::Chapter | PublicationKind::ConferencePaper) if is_whole(parent) => Some("book"),
        Some(PublicationKind::JournalArticle) if parent == "periodical" => Some("journal"),
        Some(PublicationKind::Book) if parent.starts_with("mv") => Some("main"),
        None if child == "proceedings" && parent.starts_with("mv") => Some("main"),
        _ => None,
    }
}

impl Fields {
    /// The key, as BibTeX compares keys.
    fn folded_key(&self) -> String {
        self.key.to_lowercase()
    }

    /// The key of the entry from which this one inherits; no entry is its own parent.
    fn parent(&self) -> Option<String> {
        Some(self.text(&[PARENT]).to_lowercase()).filter(|key| !key.is_empty() && *key != self.folded_key())
    }

    fn has_any(&self, names: &[&str]) -> bool {
        !self.text(names).is_empty()
    }

    /// Inherits what this entry lacks and its parent has. Afterwards the parent is only named: in another file, beside
    /// another entry of that key, the entry must not inherit again.
    ///
    /// # Errors
    /// Why it cannot: what it would inherit is too long.
    fn inherit(&mut self, parent: &Self) -> Result<(), String> {
        if let Some(name) = self.verbatim.remove(PARENT) {
            self.verbatim.entry(NAMED.to_owned()).or_insert(name);
        }
        let mut inherited = 0;
        if let Some(prefix) = title_of_parent(&self.kind, &parent.kind) {
            for (name, chunks) in self.titles(prefix, parent) {
                inherited += length(chunks);
                if inherited <= MAX_INHERITED {
                    self.entry.set(&name, chunks.clone());
                }
            }
        }
        let is_lacked = |name: &str| {
            let same = SAME.iter().find(|same| same.contains(&name));
            !OWN.contains(&name) && !self.has_any(same.map_or(&[name], |same| *same))
        };
        let lacked: Vec<_> = parent.entry.fields.iter().filter(|(name, _)| is_lacked(name)).collect();
        inherited += lacked.iter().map(|(_, chunks)| length(chunks)).sum::<usize>();
        if inherited > MAX_INHERITED {
            return Err(format!("it inherits more than {MAX_INHERITED} bytes from {}", parent.key));
        }
        for (name, chunks) in lacked {
            self.entry.set(name, chunks.clone());
        }
        Ok(())
    }

    /// The parent's title and subtitle, as fields of this entry, where it does not say where it appeared.
    fn titles<'a>(&self, prefix: &str, parent: &'a Self) -> Vec<(String, &'a biblatex::Chunks)> {
        let title = format!("{prefix}title");
        let same = SAME.iter().find(|same| same.contains(&title.as_str()));
        if self.has_any(same.map_or(&[title.as_str()], |same| *same)) {
            return Vec::new();
        }
        let titles = ["title", "subtitle", "titleaddon"].into_iter().filter_map(|part| {
            let name = format!("{prefix}{part}");
            let given = [name.as_str(), part].into_iter().find(|name| parent.has_any(&[name]))?;
            let chunks = parent.entry.fields.get(given)?;
            Some((name, chunks))
        });
        titles.collect()
    }
}
