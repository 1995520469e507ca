//! Records from one file.

use super::indexing::Indexing;
use super::options::Import;
use super::report::{Counts, Updated, Watcher, record};
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use domain::record::RecordData;
use domain::time::Moment;
use formats::{Format, Rejection, SourceFile};
use std::path::Path;
use std::sync::atomic::Ordering;
use storage::records::import::{Upserted, upsert};
use storage::{StoreError, transact};
use tokio::sync::mpsc;

/// Entries of one transaction.
const BATCH: usize = 500;
/// Batches that wait between reading and writing.
const WAITING: usize = 3;

type Batch = Vec<Result<RecordData, Rejection>>;

pub(super) async fn file(
    context: &Context,
    import: &Import,
    path: &Path,
    (opened, format): (SourceFile, Format),
    indexing: &mut Indexing,
    watcher: &mut dyn Watcher,
) -> Outcome<Counts> {
    let (read, length) = (opened.read.clone(), opened.length);
    let (sender, mut batches) = mpsc::channel(WAITING);
    let reading = tokio::task::spawn_blocking(move || read_on(opened, format, &sender));
    let mut counts = Counts::default();
    let mut number = 0;
    while let Some(batch) = batches.recv().await {
        let mut entries = Vec::with_capacity(batch.len());
        let mut numbers = Vec::with_capacity(batch.len());
        for entry in batch {
            number += 1;
            match entry {
                Ok(entry) => {
                    entries.push(entry);
                    numbers.push(number);
                }
                Err(rejected) => {
                    counts.rejected += 1;
                    watcher.rejected(path, &rejected);
                }
            }
        }
        if !entries.is_empty() {
            let done = write(context, &entries, import.is_demo).await?;
            done.outcomes.iter().for_each(|outcome| counts.note(*outcome));
            for update in &done.updates {
                if let (Some(number), Some(entry)) = (numbers.get(update.entry), entries.get(update.entry)) {
                    watcher.updated(path, &Updated { entry: *number, entry_title: &entry.title, update });
                }
            }
            indexing.take(done).await?;
        }
        watcher.come_to(read.load(Ordering::Relaxed), length);
    }
    reading.await.map_err(Failure::internal)?;
    let mut tx = context.store.begin().await?;
    record(&mut tx, "records", path, counts).await?;
    tx.commit().await?;
    Ok(counts)
}

/// Reads a file to its end, or until nobody wants more.
fn read_on(opened: SourceFile, format: Format, sender: &mpsc::Sender<Batch>) {
    let mut batch = Vec::with_capacity(BATCH);
    for entry in formats::read(format, opened.reader) {
        batch.push(entry);
        if batch.len() == BATCH && sender.blocking_send(std::mem::take(&mut batch)).is_err() {
            return;
        }
    }
    // Nobody left to take the rest: the import has failed and says so.
    _ = sender.blocking_send(batch);
}

/// Writes a batch in one transaction.
async fn write(context: &Context, entries: &[RecordData], is_demo: bool) -> Result<Upserted, StoreError> {
    transact(async || {
        let mut tx = context.store.begin().await?;
        let done = upsert(&mut tx, entries.to_vec(), is_demo, Moment::now()).await?;
        tx.commit().await?;
        Ok(done)
    })
    .await
}
