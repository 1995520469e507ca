//! Leases: which of several nodes runs a worker.

use crate::error::Stored;
use crate::store::Store;
use domain::time::Moment;

/// Takes or renews a lease; false while another holds it.
pub async fn hold(store: &Store, name: &str, holder: &str, now: Moment, until: Moment) -> Stored<bool> {
    let mut tx = store.begin().await?;
    let done = sqlx::query(
        "insert into leases (name, holder, until) values ($1, $2, $3)
         on conflict (name) do update set holder = excluded.holder, until = excluded.until
         where leases.holder = excluded.holder or leases.until <= $4",
    )
    .bind(name)
    .bind(holder)
    .bind(until.0)
    .bind(now.0)
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
