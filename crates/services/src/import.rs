//! Importing files: records of many formats, and articles as Markdown.
//!
//! Reading, writing to the database and indexing run beside each other, a few batches apart, so that memory does
//! not grow with the file. An entry that cannot be used is reported with its place, and the good ones are kept.

mod articles;
mod indexing;
pub mod mesh;
mod options;
mod records;
mod report;

pub use indexing::Indexing;
pub use options::Import;
pub use report::{Counts, Updated, Watcher};

use crate::context::Context;
use crate::failure::Outcome;
use formats::Format;
use report::{refuse, whole_file};
use std::path::{Path, PathBuf};

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

/// Imports one file. What is wrong with it goes to the watcher and into the counts.
///
/// # Errors
/// The entries before a failure are kept.
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
