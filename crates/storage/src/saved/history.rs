//! The searches that people made, with consent only. Nothing but their own page of them reads this table.

use super::{digest, text};
use crate::error::Stored;
use crate::store::{Store, Tx};
use domain::id::AccountId;
use domain::saved::PastSearch;
use domain::search_query::SearchQuery;
use domain::time::Moment;

/// Notes a search of a person who consents, and drops what is older than the newest `most`. Does nothing for
/// anybody else.
pub async fn note(
    tx: &mut Tx,
    account: &AccountId,
    query: &SearchQuery,
    now: Moment,
    most: i64,
) -> Stored<()> {
    // Changes nothing, but holds the row to the end: a withdrawal waits for it and then deletes this search too, or
    // was faster and is seen here.
    let consents =
        sqlx::query("update accounts set visitor = visitor where id = $1 and consented_at is not null")
            .bind(account.as_str())
            .execute(tx.on())
            .await?;
    if consents.rows_affected() == 0 {
        return Ok(());
    }
    sqlx::query(
        "insert into search_history (account, digest, query, at) values ($1, $2, $3, $4)
         on conflict (account, digest) do update set at = excluded.at",
    )
    .bind(account.as_str())
    .bind(digest(query))
    .bind(text(query)?)
    .bind(now.0)
    .execute(tx.on())
    .await?;
    sqlx::query(
        "delete from search_history where account = $1 and at <
             (select at from search_history where account = $1 order by at desc limit 1 offset $2)",
    )
    .bind(account.as_str())
    .bind(most - 1)
    .execute(tx.on())
    .await?;
    Ok(())
}

/// A person's searches, newest first, each with the key by which it is removed.
pub async fn list(store: &Store, account: &AccountId) -> Stored<Vec<(String, PastSearch)>> {
    let rows: Vec<(String, String, i64)> = sqlx::query_as(
        "select digest, query, at from search_history where account = $1 order by at desc, digest",
    )
    .bind(account.as_str())
    .fetch_all(&store.reader)
    .await?;
    let search = |(key, query, at): (String, String, i64)| {
        Ok((key, PastSearch { query: serde_json::from_str(&query)?, at: Moment(at) }))
    };
    rows.into_iter().map(search).collect()
}

/// Removes one of a person's searches; false where there is none of this key.
pub async fn remove(tx: &mut Tx, account: &AccountId, key: &str) -> Stored<bool> {
    let done = sqlx::query("delete from search_history where account = $1 and digest = $2")
        .bind(account.as_str())
        .bind(key)
        .execute(tx.on())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes all of a person's searches.
pub async fn clear(tx: &mut Tx, account: &AccountId) -> Stored<()> {
    sqlx::query("delete from search_history where account = $1")
        .bind(account.as_str())
        .execute(tx.on())
        .await?;
    Ok(())
}
