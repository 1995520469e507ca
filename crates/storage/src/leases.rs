//! Leases: which of several nodes runs a worker. They are judged by the database's clock: a node whose own is fast or
//! slow neither takes a lease before its end nor keeps one beyond it.

use crate::error::Stored;
use crate::store::{Dialect, Store};
use sqlx::AssertSqlSafe;

/// The database's clock, in milliseconds. There is no portable name for it; on PostgreSQL `now()` would stand still
/// while a transaction waits.
fn clock(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "cast(unixepoch('subsec') * 1000 as integer)",
        Dialect::Postgres => "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)",
    }
}

/// Takes or renews a lease for this many milliseconds; false while another holds it.
pub async fn hold(store: &Store, name: &str, holder: &str, lasts: i64) -> Stored<bool> {
    let clock = clock(store.dialect);
    let mut tx = store.begin().await?;
    let done = sqlx::query(AssertSqlSafe(format!(
        "insert into leases (name, holder, until) values ($1, $2, {clock} + $3)
         on conflict (name) do update set holder = excluded.holder, until = excluded.until
         where leases.holder = excluded.holder or leases.until <= {clock}"
    )))
    .bind(name)
    .bind(holder)
    .bind(lasts)
    .execute(tx.on())
    .await?;
    tx.commit().await?;
    Ok(done.rows_affected() == 1)
}

/// Gives a lease back, so that another node need not wait for its end.
pub async fn release(store: &Store, name: &str, holder: &str) -> Stored<()> {
    let mut tx = store.begin().await?;
    sqlx::query("delete from leases where name = $1 and holder = $2")
        .bind(name)
        .bind(holder)
        .execute(tx.on())
        .await?;
    tx.commit().await
}
