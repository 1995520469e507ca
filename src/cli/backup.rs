//! `materia backup` and `materia restore`.

use super::error::{CommandError, CommandResult};
use super::location::DataLocation;
use clap::Args;
use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use storage::backup;

/// Write the whole database into one file, while the portal runs.
#[derive(Args)]
pub(super) struct Backup {
    #[command(flatten)]
    location: DataLocation,
    /// The file to write: lines of JSON, packed with gzip. It holds everything, personal data too.
    file: PathBuf,
}

/// Fill an empty portal from a backup, of SQLite or PostgreSQL alike.
#[derive(Args)]
pub(super) struct Restore {
    #[command(flatten)]
    location: DataLocation,
    /// The file that `materia backup` wrote.
    file: PathBuf,
}

impl Backup {
    pub(super) async fn run(self) -> CommandResult {
        let context = self.location.open().await?;
        // An incomplete backup never has the name of a complete one.
        let mut part = self.file.clone().into_os_string();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = private(&part).map_err(|error| not_written(&part, &error))?;
        let mut packed = formats::packed(file);
        let rows = backup::backup(&context.store, |line| writeln!(packed, "{line}")).await?;
        let written = packed.finish().and_then(|file| file.sync_all());
        written
            .and_then(|()| std::fs::rename(&part, &self.file))
            .map_err(|error| not_written(&self.file, &error))?;
        println!("backed up {rows} rows");
        Ok(ExitCode::SUCCESS)
    }
}

/// A new file that nobody else on this machine may read.
fn private(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

fn not_written(file: &Path, error: &std::io::Error) -> CommandError {
    CommandError::Message(format!("{} cannot be written: {error}", file.display()))
}

impl Restore {
    pub(super) async fn run(self) -> CommandResult {
        let opened = formats::open(&self.file).map_err(|error| {
            CommandError::Message(format!("{} cannot be read: {error}", self.file.display()))
        })?;
        let context = self.location.open().await?;
        let rows = backup::restore(&context.store, opened.reader.lines())
            .await
            .map_err(|error| CommandError::Message(error.to_string()))?;
        context.store.close().await;
        println!("restored {rows} rows");
        Ok(ExitCode::SUCCESS)
    }
}
