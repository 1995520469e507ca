//! Anchors of the audit trail: its last row's number and hash at a time, kept outside the database.
//!
//! The chain shows a row that was changed or taken out of the middle. A trail without its last rows is a whole chain
//! again; it is noticed because an anchor names a row that is no longer there. Whoever can change the database may be
//! able to change files beside it: copies belong on another machine.

use crate::context::Context;
use crate::failure::{Failure, Outcome};
use domain::time::Moment;
use serde::{Deserialize, Serialize};
use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use storage::audit::{self, Verdict};
use tokio::sync::watch;

/// How often an anchor is written while rows are added.
const PERIOD: Duration = Duration::from_secs(600);

/// The end of the trail at a time: one line of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Milliseconds since 1970.
    pub at: i64,
    pub number: i64,
    pub hash: String,
}

/// The file in the data directory to which anchors are appended.
pub fn file(context: &Context) -> PathBuf {
    context.config.data.join("audit-anchors.jsonl")
}

/// Appends the present end of the trail, unless the file ends with it already; none while the trail is empty.
pub async fn write(context: &Context) -> Outcome<Option<Anchor>> {
    let (number, hash) = audit::end(&context.store).await?;
    if number == 0 {
        return Ok(None);
    }
    let anchor = Anchor { at: Moment::now().0, number, hash };
    let path = file(context);
    let (line, known) = (serde_json::to_string(&anchor)?, anchor.clone());
    let append = move || -> std::io::Result<()> {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        if anchors_of(&text).last().is_some_and(|last| last.number == known.number) {
            return Ok(());
        }
        // A line that a crash has cut short stays one of its own.
        let begin = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(&path)?;
        writeln!(file, "{begin}{line}")?;
        file.sync_all()
    };
    tokio::task::spawn_blocking(append).await.map_err(Failure::internal)?.map_err(Failure::internal)?;
    Ok(Some(anchor))
}

/// The anchors in a file, in the order in which they were written. A line that a crash has cut short is none.
///
/// # Errors
/// When it cannot be read, or holds something and no anchor.
pub fn read(path: &Path) -> std::io::Result<Vec<Anchor>> {
    let text = std::fs::read_to_string(path)?;
    let anchors = anchors_of(&text);
    if anchors.is_empty() && !text.trim().is_empty() {
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidData, "no anchor is in it"));
    }
    Ok(anchors)
}

fn anchors_of(text: &str) -> Vec<Anchor> {
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// The anchors of this portal; none where none was written yet.
///
/// # Errors
/// [`Failure::Internal`] when there is a file that cannot be read.
pub fn own(context: &Context) -> Outcome<Vec<Anchor>> {
    match read(&file(context)) {
        Ok(anchors) => Ok(anchors),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Failure::internal(format!("the anchors of the audit trail: {error}"))),
    }
}

/// Walks the whole chain, and looks for every anchored row in it.
pub async fn verify(context: &Context, anchors: &[Anchor]) -> Outcome<Verdict> {
    let verdict = audit::verify(&context.store).await?;
    let Verdict::Intact { rows } = verdict else { return Ok(verdict) };
    let mut broken: Option<i64> = None;
    for anchor in anchors {
        let stored = audit::hash_of(&context.store, anchor.number).await?;
        if stored.as_deref() != Some(anchor.hash.as_str()) {
            // Where rows are missing at the end, the first of them.
            let first = anchor.number.min(rows + 1);
            broken = Some(broken.map_or(first, |known| known.min(first)));
        }
    }
    Ok(broken.map_or(verdict, |number| Verdict::Broken { number }))
}

/// Writes an anchor now and then until told to stop, and then once more.
pub async fn run(context: Context, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(failure) = write(&context).await {
            tracing::error!(%failure, "the end of the audit trail could not be noted outside the database");
        }
        tokio::select! {
            () = tokio::time::sleep(PERIOD) => {}
            _ = stop.wait_for(|stop| *stop) => break,
        }
    }
    // What was added since is noted at the next start at the latest.
    _ = write(&context).await;
}
