//! Probable duplicates among records, for editors to decide: one publication or two.

use super::library;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use domain::account::EDITORS;
use domain::asker::{Asker, LibraryView};
use domain::id::RecordId;
use domain::record::{Record, RecordData};
use domain::time::Moment;
use std::collections::HashMap;
use storage::{Tx, audit, records::duplicates, transact};
use tokio::sync::watch;

/// Pairs offered at once; the next follow when these are decided.
const OFFERED: i64 = 20;
/// Rows whose likeness is filled in at once.
const BATCH: i64 = 500;

/// Two records that seem to describe one publication.
#[derive(Debug, Clone)]
pub struct Pair {
    pub records: [Record; 2],
    /// How many published articles and records cite each.
    pub citing: [usize; 2],
}

/// Undecided pairs.
#[derive(Debug, Clone)]
pub struct Candidates {
    pub pairs: Vec<Pair>,
    /// How many there are in all.
    pub total: i64,
}

/// What an editor decided of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// They are one publication: the first stays.
    Merge,
    /// They are two publications.
    Distinct,
}

/// Pairs to decide on.
///
/// # Errors
/// [`Failure::NotFound`] for anybody but an editor.
pub async fn candidates(context: &Context, asker: &Asker) -> Outcome<Candidates> {
    editor(asker)?;
    let ids = duplicates::pairs(&context.store, OFFERED).await?;
    let all: Vec<RecordId> = ids.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
    let records = storage::records::by_ids(&context.store, &all).await?;
    let by_id: HashMap<&RecordId, &Record> = records.iter().map(|record| (&record.id, record)).collect();
    let mut pairs = Vec::with_capacity(ids.len());
    for (first, second) in &ids {
        if let (Some(one), Some(other)) = (by_id.get(first), by_id.get(second)) {
            let records = [(*one).clone(), (*other).clone()];
            let citing = [citing(context, first).await?, citing(context, second).await?];
            pairs.push(Pair { records, citing });
        }
    }
    Ok(Candidates { pairs, total: duplicates::count(&context.store).await? })
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

/// Fills in what records of an earlier version lack to be compared, a batch at a time so that other writers get
/// their turn; ends when none is left, or when told to stop.
pub async fn run(context: Context, stop: watch::Receiver<bool>) {
    loop {
        match fill(&context).await {
            Ok(0) => return,
            Ok(_) if *stop.borrow() => return,
            Ok(_) => {}
            Err(failure) => {
                tracing::error!(%failure, "records could not be prepared for the search for duplicates");
                return;
            }
        }
    }
}

async fn fill(context: &Context) -> Outcome<usize> {
    let mut tx = context.store.begin().await?;
    let count = duplicates::fill_likeness(&mut tx, BATCH).await?;
    tx.commit().await?;
    Ok(count)
}
