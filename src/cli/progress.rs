//! The progress bar of a file that is read.

use super::terminal::note;
use formats::Rejection;
use indicatif::{ProgressBar, ProgressStyle};
use services::import::{Updated, Watcher};
use std::path::Path;

/// Updated records that are named of each file, unless all are asked for.
const NAMED: usize = 20;

/// The progress of one file at the terminal.
pub(super) struct FileProgress {
    bar: ProgressBar,
    /// Whether every updated record is named.
    is_verbose: bool,
    updated: usize,
}

impl FileProgress {
    pub(super) fn begin(path: &Path, is_verbose: bool) -> Self {
        let bar = ProgressBar::new(0);
        let line = "{msg} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(line) {
            bar.set_style(style);
        }
        bar.set_message(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
        Self { bar, is_verbose, updated: 0 }
    }

    pub(super) fn end(self) {
        self.bar.finish_and_clear();
        if !self.is_verbose && self.updated > NAMED {
            let more = self.updated - NAMED;
            note!("updated: {more} more records; --verbose names them all");
        }
    }
}

impl Watcher for FileProgress {
    fn come_to(&mut self, read: u64, length: u64) {
        self.bar.set_length(length);
        self.bar.set_position(read);
    }

    fn rejected(&mut self, file: &Path, rejected: &Rejection) {
        self.bar.suspend(|| note!("rejected: {}: {rejected}", file.display()));
    }

    fn updated(&mut self, file: &Path, updated: &Updated<'_>) {
        self.updated += 1;
        if self.is_verbose || self.updated <= NAMED {
            self.bar.suspend(|| note!("updated: {}: {updated}", file.display()));
        }
    }
}
