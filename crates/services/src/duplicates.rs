//! Probable duplicates among records, for editors to decide: one publication or two.

use super::library;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use domain::account::EDITORS;
use domain::asker::{Asker, LibraryView};
use domain::id::RecordId;
use domain::record::{Comparable, Record, RecordData, Resemblance};
use domain::search_query::{LAST_PAGE, PAGE_SIZE};
use domain::time::Moment;
use std::collections::HashMap;
use std::time::Duration;
use storage::records::{comparison, duplicates};
use storage::{Tx, audit, transact};
use tokio::sync::watch;

/// Records that are compared in one transaction.
const BATCH: i64 = 50;
/// Batches for which a page waits: what an editor has just imported is there, and a large import keeps nobody waiting.
const AWAITED: usize = 10;
/// How often the worker looks for records to compare.
const PAUSE: Duration = Duration::from_secs(2);
/// Pauses for which the worker lets an import go on undisturbed.
const PATIENCE: u32 = 30;

/// Two records that seem to describe one publication.
#[derive(Debug, Clone)]
pub struct Pair {
    pub records: [Record; 2],
    /// How many published articles and records cite each.
    pub citing: [usize; 2],
    /// Why it is offered.
    pub resemblance: Resemblance,
}

/// Undecided pairs.
#[derive(Debug, Clone)]
pub struct Candidates {
    pub pairs: Vec<Pair>,
    /// How many there are in all.
    pub total: i64,
    /// Number of this page, from 1.
    pub page: usize,
    /// Records that are still to be compared.
    pub waiting: i64,
}

/// What an editor decided of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// They are one publication: the first stays.
    Merge,
    /// They are two publications.
    Distinct,
}

/// Pairs to decide on, a page of them; the last page for a number beyond it.
///
/// # Errors
/// [`Failure::NotFound`] for anybody but an editor.
pub async fn candidates(context: &Context, asker: &Asker, page: usize) -> Outcome<Candidates> {
    editor(asker)?;
    for _ in 0..AWAITED {
        if comparison::waiting(&context.store).await? == 0 || compare(context).await? == 0 {
            break;
        }
    }
    let total = duplicates::count(&context.store).await?;
    let offered = usize::try_from(total).unwrap_or_default();
    let page = page.clamp(1, offered.div_ceil(PAGE_SIZE).clamp(1, LAST_PAGE));
    let [limit, offset] =
        [PAGE_SIZE, (page - 1) * PAGE_SIZE].map(|rows| i64::try_from(rows).unwrap_or(i64::MAX));
    let ids = duplicates::pairs(&context.store, limit, offset).await?;
    let all: Vec<RecordId> = ids.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
    let records = storage::records::by_ids(&context.store, &all).await?;
    let by_id: HashMap<&RecordId, &Record> = records.iter().map(|record| (&record.id, record)).collect();
    let mut pairs = Vec::with_capacity(ids.len());
    for (first, second) in &ids {
        if let (Some(one), Some(other)) = (by_id.get(first), by_id.get(second)) {
            let records = [(*one).clone(), (*other).clone()];
            let citing = [citing(context, first).await?, citing(context, second).await?];
            let resemblance = Resemblance::of(&Comparable::of(&one.data), &Comparable::of(&other.data));
            pairs.push(Pair { records, citing, resemblance });
        }
    }
    let waiting = comparison::waiting(&context.store).await?;
    Ok(Candidates { pairs, total, page, waiting })
}

async fn citing(context: &Context, id: &RecordId) -> Outcome<usize> {
    let view = LibraryView::Department;
    Ok(storage::citations::count_citing(&context.store, &view, Moment::now(), id).await?)
}

/// Carries out a decision on a pair; for a merge, `first` stays.
///
/// # Errors
/// [`Failure::NotFound`] for anybody but an editor; [`Failure::Conflict`] where the two are no
/// undecided pair, such as after somebody else has decided.
pub async fn decide(
    context: &Context,
    asker: &Asker,
    decision: Decision,
    first: &RecordId,
    second: &RecordId,
) -> Outcome<()> {
    let editor = editor(asker)?;
    let change = transact(|| decide_once(context, asker, editor, decision, (first, second))).await?;
    if let Some(number) = change {
        library::changed(context, number).await;
    }
    Ok(())
}

/// Writes a decision; the number of the library's change by a merge.
async fn decide_once(
    context: &Context,
    asker: &Asker,
    editor: &str,
    decision: Decision,
    (first, second): (&RecordId, &RecordId),
) -> Outcome<Option<i64>> {
    let now = Moment::now();
    let mut tx = context.store.begin().await?;
    let (one, other) = duplicates::pair(&mut tx, first, second).await?.ok_or(Failure::Conflict)?;
    let change = match decision {
        Decision::Distinct => {
            duplicates::set_distinct(&mut tx, first, second, editor, now).await?;
            record(&mut tx, asker, "records.distinct", first, "", second.as_str()).await?;
            None
        }
        Decision::Merge => {
            let old =
                serde_json::json!({ "kept": named(&one.data), "merged": named(&other.data) }).to_string();
            let (kept, change) = duplicates::merge(&mut tx, one, other, editor, now).await?;
            let new = serde_json::json!({ "merged": second, "kept": named(&kept.data) }).to_string();
            record(&mut tx, asker, "records.merge", first, &old, &new).await?;
            Some(change)
        }
    };
    tx.commit().await?;
    Ok(change)
}

/// What names a record in the audit trail.
fn named(data: &RecordData) -> serde_json::Value {
    serde_json::json!({
        "title": data.title,
        "pmid": data.pmid,
        "doi": data.doi,
        "external_id": data.external_id,
    })
}

fn editor(asker: &Asker) -> Outcome<&str> {
    match asker.id() {
        Some(id) if asker.has_any(EDITORS) => Ok(id.as_str()),
        _ => Err(Failure::NotFound),
    }
}

async fn record(
    tx: &mut Tx,
    asker: &Asker,
    action: &str,
    id: &RecordId,
    old: &str,
    new: &str,
) -> Outcome<()> {
    let change =
        audit::Change { actor: asker.into(), action, kind: "records", id: id.as_str(), old, new, reason: "" };
    Ok(audit::append(tx, change).await?)
}

/// Compares records that are new or have changed, a batch at a time so that other writers get their turn; ends when told
/// to stop. While an import goes on it waits, though not for ever.
pub async fn run(context: Context, mut stop: watch::Receiver<bool>) {
    let (mut last_seen, mut waited) = (0, 0);
    loop {
        match comparison::waiting(&context.store).await {
            Ok(0) => (last_seen, waited) = (0, 0),
            Ok(waiting) if waiting != last_seen && last_seen != 0 && waited < PATIENCE => {
                (last_seen, waited) = (waiting, waited + 1);
            }
            Ok(waiting) if last_seen == 0 && waiting > BATCH => last_seen = waiting,
            Ok(_) => {
                (last_seen, waited) = (0, 0);
                if let Err(failure) = compare_all(&context, &stop).await {
                    tracing::error!(%failure, "records could not be compared");
                }
            }
            Err(failure) => tracing::error!(%failure, "records to be compared could not be counted"),
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

async fn compare_all(context: &Context, stop: &watch::Receiver<bool>) -> Outcome<()> {
    while !*stop.borrow() && compare(context).await? > 0 {}
    Ok(())
}

/// Compares some records; how many.
async fn compare(context: &Context) -> Outcome<usize> {
    let done = transact(async || {
        let mut tx = context.store.begin().await?;
        let count = comparison::compare(&mut tx, BATCH, Moment::now()).await?;
        tx.commit().await?;
        Ok::<_, storage::StoreError>(count)
    });
    Ok(done.await?)
}
