//! What an import reports: counts, rejected entries, and a row of the audit trail.

use crate::failure::Outcome;
use domain::library::ImportOutcome;
use domain::record::SharedIdentifier;
use formats::Rejection;
use std::path::Path;
use storage::records::import::Update;
use storage::{Tx, audit};

/// How many entries were added, updated and so on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub added: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub rejected: u64,
}

impl Counts {
    /// How many entries changed something.
    pub(super) fn changed(&self) -> u64 {
        self.added + self.updated
    }

    pub(super) fn note(&mut self, outcome: ImportOutcome) {
        match outcome {
            ImportOutcome::Added => self.added += 1,
            ImportOutcome::Updated => self.updated += 1,
            ImportOutcome::Unchanged => self.unchanged += 1,
        }
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.added += other.added;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.rejected += other.rejected;
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { added, updated, unchanged, rejected } = self;
        write!(f, "added {added}, updated {updated}, unchanged {unchanged}, rejected {rejected}")
    }
}

/// Who watches an import: a progress bar, or a test.
pub trait Watcher {
    /// Progress in the present file: bytes read, of the file's length on disk.
    fn come_to(&mut self, read: u64, length: u64);
    /// An entry or a file cannot be used.
    fn rejected(&mut self, file: &Path, rejected: &Rejection);
    /// An entry changed a record that was there before it.
    fn updated(&mut self, file: &Path, updated: &Updated<'_>) {
        _ = (file, updated);
    }
}

/// Which record was changed by which entry.
#[derive(Debug)]
pub struct Updated<'a> {
    /// The entry's place among those of its file, from 1; entries that were rejected count.
    pub entry: usize,
    pub entry_title: &'a str,
    pub update: &'a Update,
}

impl Updated<'_> {
    /// What the entry and the record have in common.
    fn by(&self) -> &'static str {
        match self.update.by {
            SharedIdentifier::Pmid => "the same PMID",
            SharedIdentifier::Doi => "the same DOI",
            SharedIdentifier::External => "the same identifier in its source",
        }
    }
}

/// `entry 3 updated record 0198…, "A trial" (the same DOI)`; with the entry's title where it is another.
impl std::fmt::Display for Updated<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Update { record, title, .. } = self.update;
        write!(f, "entry {} updated record {record}, \"{title}\" ({})", self.entry, self.by())?;
        if !self.entry_title.is_empty() && self.entry_title != title {
            write!(f, "; its title is now \"{}\"", self.entry_title)?;
        }
        Ok(())
    }
}

pub(super) fn refuse(path: &Path, rejected: &Rejection, watcher: &mut dyn Watcher) -> Counts {
    watcher.rejected(path, rejected);
    Counts { rejected: 1, ..Counts::default() }
}

pub(super) fn whole_file(reason: String) -> Rejection {
    Rejection { place: "whole file".to_owned(), reason }
}

/// Records in the audit trail what a file of records, or of the vocabulary, brought.
pub(super) async fn record(tx: &mut Tx, kind: &str, path: &Path, counts: Counts) -> Outcome<()> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let change = audit::Change {
        actor: audit::Actor::Portal,
        action: &format!("{kind}.import"),
        kind,
        id: &name,
        old: "",
        new: &counts.to_string(),
        reason: "",
    };
    Ok(audit::append(tx, change).await?)
}
