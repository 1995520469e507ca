//! Medical Subject Headings from one file, as groups of the thesaurus.

use super::report::{Counts, Watcher, record, refuse, whole_file};
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use domain::thesaurus::Group;
use formats::Rejection;
use std::path::Path;
use std::sync::atomic::Ordering;
use tokio::sync::mpsc;

/// Headings of one transaction.
const BATCH: usize = 500;
/// Batches that wait between reading and writing.
const WAITING: usize = 3;

/// Takes one file of MeSH descriptors in. What is wrong with the file goes to the watcher and into the counts.
/// Headings that are not in the file stay: parts of MeSH can be imported one after the other.
///
/// # Errors
/// The headings before a failure are kept.
pub async fn file(context: &Context, path: &Path, watcher: &mut dyn Watcher) -> Outcome<Counts> {
    let opened = match formats::open(path) {
        Ok(opened) => opened,
        Err(error) => return Ok(refuse(path, &whole_file(format!("it cannot be read: {error}")), watcher)),
    };
    let (read, length) = (opened.read.clone(), opened.length);
    let (sender, mut batches) = mpsc::channel(WAITING);
    let reading = tokio::task::spawn_blocking(move || {
        let mut headings = formats::mesh(opened.reader).peekable();
        while headings.peek().is_some() {
            let batch: Vec<Result<Group, Rejection>> = headings.by_ref().take(BATCH).collect();
            // Nobody left to take it: the import has failed and says so.
            if sender.blocking_send(batch).is_err() {
                return;
            }
        }
    });
    let mut counts = Counts::default();
    while let Some(batch) = batches.recv().await {
        let (headings, rejected): (Vec<_>, Vec<_>) = batch.into_iter().partition(Result::is_ok);
        for rejected in rejected.into_iter().filter_map(Result::err) {
            counts.rejected += 1;
            watcher.rejected(path, &rejected);
        }
        let is_first_change = counts.changed() == 0;
        counts += write(context, headings.into_iter().flatten().collect(), is_first_change).await?;
        watcher.come_to(read.load(Ordering::Relaxed), length);
    }
    reading.await.map_err(Failure::internal)?;
    let mut tx = context.store.begin().await?;
    if counts.changed() > 0 {
        storage::thesaurus::touch(&mut tx);
    }
    record(&mut tx, "vocabulary", path, counts).await?;
    tx.commit().await?;
    context.renew_thesaurus().await?;
    Ok(counts)
}

/// Writes a batch. Other processes are told of the first change and of the last, not of each between: they read the
/// whole thesaurus again.
async fn write(context: &Context, headings: Vec<Group>, is_told: bool) -> Outcome<Counts> {
    let mut tx = context.store.begin().await?;
    let mut counts = Counts::default();
    storage::thesaurus::put(&mut tx, &headings).await?.into_iter().for_each(|outcome| counts.note(outcome));
    if is_told && counts.changed() > 0 {
        storage::thesaurus::touch(&mut tx);
    }
    tx.commit().await?;
    Ok(counts)
}
