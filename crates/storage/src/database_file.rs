//! The file of a SQLite database. A connection goes on reading and writing a file that was removed or replaced, and
//! what it writes there is lost.

use sqlx::sqlite::SqliteConnectOptions;
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::str::FromStr as _;

/// Which file was opened.
pub(crate) struct DatabaseFile {
    path: PathBuf,
    /// Device and number of the file, which another file of the same name does not have.
    identity: (u64, u64),
}

impl DatabaseFile {
    /// The file at a `sqlite:` address.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn at(url: &str) -> Result<Self, sqlx::Error> {
        let path = SqliteConnectOptions::from_str(url)?.get_filename().to_owned();
        Ok(Self { identity: identity(&path)?, path })
    }

    /// # Errors
    /// When the file is no longer where it was, or another is there.
    pub(crate) fn check(&self) -> Result<(), sqlx::Error> {
        if identity(&self.path)? == self.identity {
            return Ok(());
        }
        Err(std::io::Error::new(std::io::ErrorKind::NotFound, "the file of the database was replaced").into())
    }
}

fn identity(path: &std::path::Path) -> Result<(u64, u64), sqlx::Error> {
    let file = std::fs::metadata(path)?;
    Ok((file.dev(), file.ino()))
}
