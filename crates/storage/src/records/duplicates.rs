//! Probable duplicates: pairs of records that seem to describe one publication, and the decisions on them.
//!
//! A pair has the same likeness (see `domain::record`) and years that differ by one at most, which is what lies
//! between appearing ahead of print and in print.

use super::aliases;
use super::{COLUMNS, RecordRow, bind_data};
use crate::error::Stored;
use crate::locks::Guard;
use crate::saved::items;
use crate::store::{Store, Tx};
use crate::{citations, engagement, library};
use domain::id::{ItemId, RecordId};
use domain::record::{Record, RecordData};
use domain::time::Moment;
use sqlx::AssertSqlSafe;

/// The undecided pairs: `a` before `b`.
const PAIRS: &str = "records a join records b on b.likeness = a.likeness and b.id > a.id
         where a.likeness <> ''
             and (a.year is null or b.year is null or (b.year >= a.year - 1 and b.year <= a.year + 1))
             and not exists (
                 select 1 from distinct_records d where d.first = a.id and d.second = b.id)";

/// Up to `limit` undecided pairs.
pub async fn pairs(store: &Store, limit: i64) -> Stored<Vec<(RecordId, RecordId)>> {
    let sql = format!("select a.id, b.id from {PAIRS} order by a.likeness, a.id, b.id limit $1");
    let rows: Vec<(String, String)> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(limit).fetch_all(&store.reader).await?;
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
    let sql = format!("select a.id from {PAIRS} and a.id = $1 and b.id = $2");
    let row: Option<(String,)> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(first.as_str())
        .bind(second.as_str())
        .fetch_optional(tx.on())
        .await?;
    if row.is_none() {
        return Ok(None);
    }
    let (lower, higher) = (record(tx, first).await?, record(tx, second).await?);
    Ok(if one < other { lower.zip(higher) } else { higher.zip(lower) })
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
    sqlx::query("insert into merged_records (id, kept, merged_by, merged_at) values ($1, $2, $3, $4)")
        .bind(gone.id.as_str())
        .bind(record.id.as_str())
        .bind(by)
        .bind(now.0)
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
        "update records set external_id = $2, pmid = $3, doi = $4, title = $5, year = $6, likeness = $7, data = $8,
             updated_at = $9 where id = $1",
    );
    bind_data(query, record)?.bind(record.updated_at.0).execute(tx.on()).await?;
    Ok(())
}

/// Fills in the likeness of up to `limit` records that lack it; returns how many there were.
pub async fn fill_likeness(tx: &mut Tx, limit: i64) -> Stored<usize> {
    tx.hold(Guard::Records).await?;
    let rows: Vec<(String, String)> =
        sqlx::query_as("select id, data from records where likeness is null order by id limit $1")
            .bind(limit)
            .fetch_all(tx.on())
            .await?;
    for (id, data) in &rows {
        let data: RecordData = serde_json::from_str(data)?;
        sqlx::query("update records set likeness = $2 where id = $1")
            .bind(id)
            .bind(data.likeness())
            .execute(tx.on())
            .await?;
    }
    Ok(rows.len())
}
