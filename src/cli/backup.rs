//! `materia backup` and `materia restore`.

use super::error::{CommandError, CommandResult};
use super::location::DataLocation;
use super::terminal::say;
use clap::Args;
use services::anchors;
use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use storage::backup::{self, Accepted, RestoreError};

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
    /// Accept a backup of a version before 0.3.0, which does not tell whether it is whole.
    #[arg(long)]
    without_trailer: bool,
}

impl Backup {
    pub(super) async fn run(self) -> CommandResult {
        let context = self.location.open_existing().await?;
        let target = target(&self.file)?;
        // An incomplete backup never has the name of a complete one.
        let mut part = target.clone().into_os_string();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = private(&part).map_err(|error| not_written(&part, &error))?;
        let mut packed = formats::packed(file);
        let rows = backup::backup(&context.store, |line| writeln!(packed, "{line}")).await?;
        let written = packed.finish().and_then(|file| file.sync_all());
        written
            .and_then(|()| std::fs::rename(&part, &target))
            .and_then(|()| sync_folder(&target))
            .map_err(|error| not_written(&self.file, &error))?;
        say!("backed up {rows} rows")?;
        if let Some(anchor) = anchors::write(&context).await? {
            say!("the audit trail ends with row {}, {}", anchor.number, anchor.hash)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Where a backup is written: what a link leads to. A device or a pipe would be replaced by a file of its name, and
/// whoever reads from it would get nothing.
fn target(file: &Path) -> Result<PathBuf, CommandError> {
    let target = std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    if target.as_os_str() == "-" || std::fs::metadata(&target).is_ok_and(|found| !found.is_file()) {
        let reason = "a backup is written to a file: name one";
        return Err(CommandError::Message(format!("{}: {reason}", file.display())));
    }
    Ok(target)
}

/// A new file that nobody else on this machine may read.
fn private(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

/// Makes a new name in a folder last.
fn sync_folder(file: &Path) -> std::io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn not_written(file: &Path, error: &std::io::Error) -> CommandError {
    CommandError::Message(format!("{} cannot be written: {error}", file.display()))
}

impl Restore {
    pub(super) async fn run(self) -> CommandResult {
        let accepted = if self.without_trailer { Accepted::WithoutTrailer } else { Accepted::Whole };
        let refused = |error: RestoreError| CommandError::Message(format!("nothing was restored: {error}"));
        // To its end, before anything is touched.
        backup::check(self.lines()?, accepted).await.map_err(refused)?;
        let context = self.location.open().await?;
        let rows = backup::restore(&context.store, self.lines()?, accepted).await.map_err(refused)?;
        context.store.close().await;
        say!("restored {rows} rows")?;
        Ok(ExitCode::SUCCESS)
    }

    fn lines(&self) -> Result<impl Iterator<Item = std::io::Result<String>> + use<>, CommandError> {
        let opened = formats::open(&self.file).map_err(|error| {
            CommandError::Message(format!("{} cannot be read: {error}", self.file.display()))
        })?;
        Ok(opened.reader.lines())
    }
}
