//! The progress bar of a file that is read.

use super::terminal::note;
use formats::Rejection;
use indicatif::{ProgressBar, ProgressStyle};
use services::import::Watcher;
use std::path::Path;

/// The progress of one file at the terminal.
pub(super) struct FileProgress {
    bar: ProgressBar,
}

impl FileProgress {
    pub(super) fn begin(path: &Path) -> Self {
        let bar = ProgressBar::new(0);
        let line = "{msg} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(line) {
            bar.set_style(style);
        }
        bar.set_message(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
        Self { bar }
    }

    pub(super) fn end(self) {
        self.bar.finish_and_clear();
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
}
