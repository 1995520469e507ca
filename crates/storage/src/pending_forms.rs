//! Forms sent after the session had expired, kept until their sender has signed in again.

use crate::error::Stored;
use crate::store::{Store, Tx};
use domain::time::Moment;

/// Keeps a form. `id` is a secret that only the sender's browser holds.
pub async fn keep(store: &Store, id: &str, path: &str, body: &str, expires_at: Moment) -> Stored<()> {
    let mut tx = store.begin().await?;
    sqlx::query("insert into kept_forms (id, path, body, expires_at) values ($1, $2, $3, $4)")
        .bind(id)
        .bind(path)
        .bind(body)
        .bind(expires_at.0)
        .execute(tx.on())
        .await?;
    tx.commit().await
}

/// The body of a form kept for this path; it stays kept until [`forget`] or its time is up.
pub async fn find(store: &Store, id: &str, path: &str, now: Moment) -> Stored<Option<String>> {
    let row: Option<(String,)> =
        sqlx::query_as("select body from kept_forms where id = $1 and path = $2 and expires_at > $3")
            .bind(id)
            .bind(path)
            .bind(now.0)
            .fetch_optional(&store.reader)
            .await?;
    Ok(row.map(|(body,)| body))
}

/// Forgets a kept form.
pub async fn forget(store: &Store, id: &str) -> Stored<()> {
    let mut tx = store.begin().await?;
    sqlx::query("delete from kept_forms where id = $1").bind(id).execute(tx.on()).await?;
    tx.commit().await
}

/// Keeps a form for longer, if it is still there.
pub async fn extend(tx: &mut Tx, id: &str, expires_at: Moment) -> Stored<()> {
    sqlx::query("update kept_forms set expires_at = $2 where id = $1 and expires_at < $2")
        .bind(id)
        .bind(expires_at.0)
        .execute(tx.on())
        .await?;
    Ok(())
}
