//! How long rows live: one table for the whole schema, and the step that applies a rule.
//!
//! `docs/RETENTION.md` is this table for people. A test fails while a table of the schema is not in it.

mod rule;
mod rules;

pub use rule::{Deletion, Retention, Rule};
pub use rules::RETENTION;

use crate::error::Stored;
use crate::store::Store;
use domain::time::Moment;
use sqlx::AssertSqlSafe;

/// Rows deleted in one step: a short transaction, so that nobody waits for the worker.
pub const STEP: i64 = 500;

/// Deletes up to [`STEP`] rows whose time is over at `now`; returns how many there were.
pub async fn step(store: &Store, retention: &Retention, now: Moment) -> Stored<u64> {
    let Rule::Deleted(deletion) = retention.rule else { return Ok(0) };
    let deleted = delete_old(store, retention.table, &deletion, now).await?;
    match deletion.most {
        Some(most) if deleted == 0 => delete_beyond(store, retention.table, &deletion, most).await,
        _ => Ok(deleted),
    }
}

async fn delete_old(store: &Store, table: &str, deletion: &Deletion, now: Moment) -> Stored<u64> {
    let since = deletion.since;
    let rows = format!("where {since} <= $1 order by {since} limit $2");
    let mut tx = store.begin().await?;
    let done = sqlx::query(AssertSqlSafe(statement(table, deletion, &rows)))
        .bind(now.0 - deletion.age)
        .bind(STEP)
        .execute(tx.on())
        .await?;
    tx.commit().await?;
    Ok(done.rows_affected())
}

async fn delete_beyond(store: &Store, table: &str, deletion: &Deletion, most: i64) -> Stored<u64> {
    let count = format!("select count(*) from {table}");
    let (rows,): (i64,) = sqlx::query_as(AssertSqlSafe(count)).fetch_one(&store.reader).await?;
    if rows <= most {
        return Ok(0);
    }
    let oldest = format!("order by {} limit $1", deletion.since);
    let mut tx = store.begin().await?;
    let done = sqlx::query(AssertSqlSafe(statement(table, deletion, &oldest)))
        .bind(STEP.min(rows - most))
        .execute(tx.on())
        .await?;
    tx.commit().await?;
    Ok(done.rows_affected())
}

/// Names come from the table of rules alone, values are bound.
fn statement(table: &str, deletion: &Deletion, rows: &str) -> String {
    let key = deletion.key.join(", ");
    format!("delete from {table} where ({key}) in (select {key} from {table} {rows})")
}
