//! Sessions: opaque data under a secret id, with the account they belong to.

use crate::error::Stored;
use crate::store::{Store, Tx};
use domain::id::AccountId;
use domain::time::Moment;

/// Adds a session; false when the id is taken.
pub async fn insert(
    store: &Store,
    id: &str,
    account: Option<&str>,
    data: &str,
    expires_at: Moment,
) -> Stored<bool> {
    let mut tx = store.begin().await?;
    let done = sqlx::query(
        "insert into sessions (id, account, data, expires_at) values ($1, $2, $3, $4) on conflict (id) do nothing",
    )
    .bind(id)
    .bind(account)
    .bind(data)
    .bind(expires_at.0)
    .execute(tx.on())
    .await?;
    tx.commit().await?;
    Ok(done.rows_affected() == 1)
}

/// Updates a session. One that was ended in the meantime stays ended.
pub async fn update(
    store: &Store,
    id: &str,
    account: Option<&str>,
    data: &str,
    expires_at: Moment,
) -> Stored<()> {
    let mut tx = store.begin().await?;
    sqlx::query("update sessions set account = $2, data = $3, expires_at = $4 where id = $1")
        .bind(id)
        .bind(account)
        .bind(data)
        .bind(expires_at.0)
        .execute(tx.on())
        .await?;
    tx.commit().await
}

/// A session's data and its expiry; none once it has expired.
pub async fn find(store: &Store, id: &str, now: Moment) -> Stored<Option<(String, Moment)>> {
    let row: Option<(String, i64)> =
        sqlx::query_as("select data, expires_at from sessions where id = $1 and expires_at > $2")
            .bind(id)
            .bind(now.0)
            .fetch_optional(&store.reader)
            .await?;
    Ok(row.map(|(data, at)| (data, Moment(at))))
}

/// Number of sessions, expired ones included.
pub async fn count(store: &Store) -> Stored<i64> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from sessions").fetch_one(&store.reader).await?;
    Ok(count)
}

/// Ends a session.
pub async fn delete(store: &Store, id: &str) -> Stored<()> {
    let mut tx = store.begin().await?;
    sqlx::query("delete from sessions where id = $1").bind(id).execute(tx.on()).await?;
    tx.commit().await
}

/// Ends every session of an account.
pub async fn delete_of(tx: &mut Tx, account: &AccountId) -> Stored<()> {
    sqlx::query("delete from sessions where account = $1").bind(account.as_str()).execute(tx.on()).await?;
    Ok(())
}
