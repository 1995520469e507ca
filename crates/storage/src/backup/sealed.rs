//! The lines of a backup: a head, rows, and a trailer by which it is known to be whole.
//!
//! The trailer is the last line: how many rows of each table there are, and the SHA-256 of all lines before it, each
//! with its line feed. What was cut off lacks it, and what was changed does not fit it.

use crate::error::StoreError;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The format that is written.
const FORMAT: i64 = 2;
/// The format of versions before 0.3.0, which has no trailer.
const WITHOUT_TRAILER: i64 = 1;

/// Why a backup was not restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// Only an empty portal is restored into: nothing is ever mixed or overwritten.
    #[error("there is something in this portal already (in the table {0}); restore into an empty one")]
    NotEmpty(&'static str),
    #[error("line {line}: {reason}")]
    Line { line: usize, reason: String },
    /// It ends without its trailer.
    #[error("the backup is not whole: it was cut off after line {0}")]
    CutOff(usize),
    /// It is of a version that wrote no trailers, so that nobody can tell whether it is whole.
    #[error(
        "this backup was written by a version before 0.3.0, and nothing in it tells whether it is whole; \
         if you are sure that it is, restore it with --without-trailer"
    )]
    WithoutTrailer,
    /// It has its trailer, and something before it is not what was written.
    #[error("the backup is damaged: {0}")]
    Damaged(&'static str),
    #[error("the backup cannot be read, and may be cut off or damaged: {0}")]
    Read(#[from] std::io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for RestoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Which backups are restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// Those with a trailer that fits.
    Whole,
    /// Also those of versions that wrote none.
    WithoutTrailer,
}

/// What the trailer says, as it comes about.
#[derive(Default)]
pub(super) struct Seal {
    digest: Sha256,
    rows: BTreeMap<String, u64>,
}

impl Seal {
    fn add(&mut self, line: &str) {
        self.digest.update(line.as_bytes());
        self.digest.update(b"\n");
    }

    fn count(&mut self, table: &str) {
        match self.rows.get_mut(table) {
            Some(count) => *count += 1,
            None => {
                self.rows.insert(table.to_owned(), 1);
            }
        }
    }

    /// The first line.
    pub(super) fn head(&mut self) -> String {
        let line = json!({ "materia": "backup", "format": FORMAT }).to_string();
        self.add(&line);
        line
    }

    /// The line of a row.
    pub(super) fn row(&mut self, table: &str, row: serde_json::Map<String, Value>) -> String {
        let line = json!({ "table": table, "row": row }).to_string();
        self.add(&line);
        self.count(table);
        line
    }

    /// The last line.
    pub(super) fn trailer(self) -> String {
        json!({ "end": { "rows": self.rows, "sha256": hex::encode(self.digest.finalize()) } }).to_string()
    }

    /// Whether a trailer is of what was read.
    fn check(self, trailer: &Value) -> Result<(), RestoreError> {
        if trailer["rows"] != json!(self.rows) {
            return Err(RestoreError::Damaged("it does not have as many rows as its last line says"));
        }
        if trailer["sha256"] != hex::encode(self.digest.finalize()).as_str() {
            return Err(RestoreError::Damaged("it is not what was written"));
        }
        Ok(())
    }
}

/// Goes through the rows of a backup and, at its end, through its trailer; returns the number of rows. `take` gets each
/// row with the number of its line.
pub(super) async fn read<L: Iterator<Item = std::io::Result<String>>>(
    lines: L,
    accepted: Accepted,
    mut take: impl AsyncFnMut(usize, &Value) -> Result<(), RestoreError>,
) -> Result<u64, RestoreError> {
    let (mut seal, mut count, mut number) = (Seal::default(), 0, 0);
    let mut is_sealed = true;
    let mut lines = lines.peekable();
    while let Some(text) = lines.next() {
        let text = text?;
        number += 1;
        let wrong = |reason: String| RestoreError::Line { line: number, reason };
        let line: Value = serde_json::from_str(&text).map_err(|error| match lines.peek() {
            // The text that a cut leaves of a line is no JSON.
            None => RestoreError::CutOff(number - 1),
            Some(_) => wrong(error.to_string()),
        })?;
        if number == 1 {
            is_sealed = sealed(&line, accepted)?;
        } else if is_sealed && !line["end"].is_null() {
            return match lines.next() {
                None => seal.check(&line["end"]).map(|()| count),
                Some(_) => Err(RestoreError::Damaged("something follows its last line")),
            };
        } else {
            take(number, &line).await?;
            seal.count(line["table"].as_str().unwrap_or_default());
            count += 1;
        }
        seal.add(&text);
    }
    if is_sealed { Err(RestoreError::CutOff(number)) } else { Ok(count) }
}

/// Whether a backup with this first line ends in a trailer.
fn sealed(head: &Value, accepted: Accepted) -> Result<bool, RestoreError> {
    let is_backup = head["materia"] == "backup";
    match head["format"].as_i64().filter(|_| is_backup) {
        Some(FORMAT) => Ok(true),
        Some(WITHOUT_TRAILER) if accepted == Accepted::WithoutTrailer => Ok(false),
        Some(WITHOUT_TRAILER) => Err(RestoreError::WithoutTrailer),
        _ => {
            let reason = "this is not a backup that this version can read".to_owned();
            Err(RestoreError::Line { line: 1, reason })
        }
    }
}
