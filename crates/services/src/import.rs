//! Taking files into the library: records of many formats, and articles as Markdown.
//!
//! Reading, writing to the database and indexing run beside each other, a few batches apart, so that memory does
//! not grow with the file. An entry that cannot be used is told with its place, and the good ones are kept.

mod articles;
mod indexing;
pub mod mesh;
mod records;

pub use indexing::Indexing;

use crate::context::Context;
use crate::failure::Outcome;
use domain::id::AccountId;
use domain::library::ImportOutcome;
use formats::{Format, Rejection};
use std::path::{Path, PathBuf};
use storage::{Tx, audit};

/// How many entries became what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub added: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub rejected: u64,
}

impl Counts {
    /// How many entries changed something.
    fn changed(&self) -> u64 {
        self.added + self.updated
    }

    fn note(&mut self, outcome: ImportOutcome) {
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
    /// So much of the present file was read, of so much; both in bytes on disk.
    fn come_to(&mut self, read: u64, length: u64);
    /// An entry or a file cannot be used.
    fn rejected(&mut self, file: &Path, rejected: &Rejection);
}

/// What is common to all files of an import.
#[derive(Debug, Clone)]
pub struct Import {
    /// The format, where it is not to be told from the file.
    pub format: Option<Format>,
    /// Whom articles are attributed to; without one, articles are rejected.
    pub author: Option<AccountId>,
    pub is_demo: bool,
}

/// The files to read: each one given, and in folders all whose names say that they are read here, by name.
///
/// # Errors
/// When a folder cannot be listed.
pub fn files(given: &[PathBuf]) -> std::io::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in given {
        if path.is_dir() {
            add_folder(path, &mut all)?;
        } else {
            all.push(path.clone());
        }
    }
    Ok(all)
}

fn add_folder(folder: &Path, all: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            add_folder(&path, all)?;
        } else if is_read_in_folders(&path) {
            all.push(path);
        }
    }
    Ok(())
}

/// Whether to import a file of a folder: pictures, notes and the like are skipped.
fn is_read_in_folders(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    !name.starts_with('.') && name != "readme.md" && formats::has_known_extension(path)
}

/// Takes one file in. What is wrong with the file goes to the watcher and into the counts.
///
/// # Errors
/// When the database or the index fails: then the entries before are kept.
pub async fn file(
    context: &Context,
    import: &Import,
    path: &Path,
    indexing: &mut Indexing,
    watcher: &mut dyn Watcher,
) -> Outcome<Counts> {
    let opened = match formats::open(path) {
        Ok(opened) => opened,
        Err(error) => return Ok(refuse(path, &whole_file(format!("it cannot be read: {error}")), watcher)),
    };
    let format = match import.format.map_or_else(|| opened.format.clone(), Ok) {
        Ok(format) => format,
        Err(rejected) => return Ok(refuse(path, &rejected, watcher)),
    };
    match format {
        Format::Markdown => articles::file(context, import, path, opened, watcher).await,
        _ => records::file(context, import, path, (opened, format), indexing, watcher).await,
    }
}

fn refuse(path: &Path, rejected: &Rejection, watcher: &mut dyn Watcher) -> Counts {
    watcher.rejected(path, rejected);
    Counts { rejected: 1, ..Counts::default() }
}

fn whole_file(reason: String) -> Rejection {
    Rejection { place: "whole file".to_owned(), reason }
}

/// Records in the audit trail what a file of records, or of the vocabulary, brought.
async fn record(tx: &mut Tx, kind: &str, path: &Path, counts: Counts) -> Outcome<()> {
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
