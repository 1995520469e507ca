//! Likely duplicates: pairs of records that seem to describe one publication, and the decisions on them.

use super::aliases;
use super::comparison::{self, is_offered};
use super::{COLUMNS, RecordRow, bind_data};
use crate::error::Stored;
use crate::locks::Guard;
use crate::saved::items;
use crate::store::{Store, Tx};
use crate::{citations, engagement, library};
use domain::id::{ItemId, RecordId};
use domain::record::Record;
use domain::time::Moment;
use sqlx::AssertSqlSafe;

/// The undecided pairs.
const PAIRS: &str = "likely_duplicates l where not exists (
                 select 1 from distinct_records d where d.first = l.first and d.second = l.second)";

/// Up to `limit` undecided pairs after the first `offset`, those for which most speaks first.
pub async fn pairs(store: &Store, limit: i64, offset: i64) -> Stored<Vec<(RecordId, RecordId)>> {
    let sql = format!(
        "select l.first, l.second from {PAIRS} order by l.points desc, l.first, l.second limit $1 offset $2"
    );
    let rows: Vec<(String, String)> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(limit).bind(offset).fetch_all(&store.reader).await?;
    Ok(rows.into_iter().map(|(a, b)| (a.into(), b.into())).collect())
}

/// Number of undecided pairs.
pub async fn count(store: &Store) -> Stored<i64> {
    let sql = format!("select count(*) from {PAIRS}");
    let (count,): (i64,) = sqlx::query_as(AssertSqlSafe(sql)).fetch_one(&store.reader).await?;
    Ok(count)
}

/// The two records, in the order given, where they are such a pair. Nobody else decides on records, or imports some,
/// until the transaction ends.
pub async fn pair(tx: &mut Tx, one: &RecordId, other: &RecordId) -> Stored<Option<(Record, Record)>> {
    tx.hold(Guard::Records).await?;
    let (first, second) = if one < other { (one, other) } else { (other, one) };
    let decided = sqlx::query("select 1 from distinct_records where first = $1 and second = $2")
        .bind(first.as_str())
        .bind(second.as_str())
        .fetch_optional(tx.on())
        .await?;
    if decided.is_some() || first == second {
        return Ok(None);
    }
    let (lower, higher) = (record(tx, first).await?, record(tx, second).await?);
    let Some((lower, higher)) = lower.zip(higher) else { return Ok(None) };
    if !is_offered(&lower.data, &higher.data) {
        return Ok(None);
    }
    Ok(Some(if one < other { (lower, higher) } else { (higher, lower) }))
}

async fn record(tx: &mut Tx, id: &RecordId) -> Stored<Option<Record>> {
    let sql = format!("select {COLUMNS} from records where id = $1{}", tx.locking());
    let row: Option<RecordRow> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(id.as_str()).fetch_optional(tx.on()).await?;
    row.map(RecordRow::record).transpose()
}

/// Records that two records are two publications.
pub async fn set_distinct(
    tx: &mut Tx,
    one: &RecordId,
    other: &RecordId,
    by: &str,
    now: Moment,
) -> Stored<()> {
    let (first, second) = if one < other { (one, other) } else { (other, one) };
    sqlx::query(
        "insert into distinct_records (first, second, decided_by, decided_at) values ($1, $2, $3, $4)
         on conflict (first, second) do nothing",
    )
    .bind(first.as_str())
    .bind(second.as_str())
    .bind(by)
    .bind(now.0)
    .execute(tx.on())
    .await?;
    Ok(())
}

/// Merges one record into another, whose values win where both have one. References, identifiers and the address of
/// the merged record then lead to the other, and the merged record leaves the library. Returns the record kept as it
/// is now, and the number of the library's last change.
pub async fn merge(tx: &mut Tx, kept: Record, gone: Record, by: &str, now: Moment) -> Stored<(Record, i64)> {
    repoint(tx, &kept.id, &gone.id).await?;
    move_decisions(tx, &kept.id, &gone.id).await?;
    citations::remove(tx, &[gone.id.as_str()]).await?;
    comparison::forget(tx, &gone).await?;
    sqlx::query("delete from records where id = $1").bind(gone.id.as_str()).execute(tx.on()).await?;
    let mut data = gone.data.clone().merged_with(kept.data);
    for (kind, former) in aliases::identifiers(&gone.data) {
        if let Some(former) = former.as_ref().filter(|former| !aliases::is_own(&data, kind, former)) {
            aliases::add(tx, kind, former, &kept.id).await?;
            data.other_identifiers.push(former.clone());
        }
    }
    let record = Record { data, updated_at: now, ..kept };
    update(tx, &record).await?;
    citations::of_records(tx, &[&record]).await?;
    sqlx::query(
        "insert into merged_records (id, kept, merged_by, merged_at, data) values ($1, $2, $3, $4, $5)",
    )
    .bind(gone.id.as_str())
    .bind(record.id.as_str())
    .bind(by)
    .bind(now.0)
    .bind(serde_json::to_string(&gone.data)?)
    .execute(tx.on())
    .await?;
    library::remove(tx, &ItemId::from(&gone.id), now).await?;
    // It is no news: readers have seen this publication before.
    let (change, _) = library::touch_records(tx, &[&record.id]).await?;
    Ok((record, change))
}

/// Redirects references from one record to the other.
async fn repoint(tx: &mut Tx, kept: &RecordId, gone: &RecordId) -> Stored<()> {
    engagement::lock(tx, "item", gone.as_str()).await?;
    for sql in [
        "update signals set item = $1 where item = $2",
        "update merged_records set kept = $1 where kept = $2",
        "update record_aliases set record = $1 where record = $2",
    ] {
        sqlx::query(sql).bind(kept.as_str()).bind(gone.as_str()).execute(tx.on()).await?;
    }
    items::move_to(tx, &ItemId::from(kept), &ItemId::from(gone)).await
}

/// Records distinct from the one are distinct from the other, too.
async fn move_decisions(tx: &mut Tx, kept: &RecordId, gone: &RecordId) -> Stored<()> {
    let rows: Vec<(String, String, String, i64)> = sqlx::query_as(
        "select first, second, decided_by, decided_at from distinct_records where first = $1 or second = $1",
    )
    .bind(gone.as_str())
    .fetch_all(tx.on())
    .await?;
    sqlx::query("delete from distinct_records where first = $1 or second = $1")
        .bind(gone.as_str())
        .execute(tx.on())
        .await?;
    for (first, second, by, at) in rows {
        let third = RecordId::from(if first == gone.as_str() { second } else { first });
        if third != *kept {
            set_distinct(tx, kept, &third, &by, Moment(at)).await?;
        }
    }
    Ok(())
}

async fn update(tx: &mut Tx, record: &Record) -> Stored<()> {
    let query = sqlx::query(
        "update records set external_id = $2, pmid = $3, doi = $4, title = $5, year = $6, data = $7, updated_at = $8,
             compared_at = null where id = $1",
    );
    bind_data(query, record)?.bind(record.updated_at.0).execute(tx.on()).await?;
    Ok(())
}
