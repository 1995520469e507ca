//! Saved searches.

use super::{digest, text};
use crate::error::{StoreError, Stored};
use crate::row::row;
use crate::store::{Store, Tx};
use domain::id::{AccountId, SavedSearchId};
use domain::saved::{Frequency, SavedSearch};
use domain::search_query::SearchQuery;
use domain::slug::Slug;
use domain::time::Moment;

row! {
    struct Row {
        id: String,
        account: String,
        name: String,
        query: String,
        frequency: String,
        created_at: i64,
        seen: i64,
        seen_at: i64,
        told: i64,
        told_at: Option<i64>,
        issue: i64,
    }
}

impl TryFrom<Row> for SavedSearch {
    type Error = StoreError;

    fn try_from(row: Row) -> Stored<Self> {
        let frequency = Frequency::from_slug(&row.frequency);
        Ok(Self {
            id: row.id.into(),
            account: row.account.into(),
            name: row.name,
            query: serde_json::from_str(&row.query)?,
            frequency: frequency
                .ok_or_else(|| StoreError::Corrupt(format!("frequency {}", row.frequency)))?,
            created_at: Moment(row.created_at),
            seen: row.seen,
            seen_at: Moment(row.seen_at),
            told: row.told,
            told_at: row.told_at.map(Moment),
            issue: Moment(row.issue),
        })
    }
}

/// Adds a search; false where its owner has saved the same one already.
pub async fn add(tx: &mut Tx, search: &SavedSearch) -> Stored<bool> {
    let done = sqlx::query(
        "insert into saved_searches (id, account, name, query, digest, frequency, created_at, seen, seen_at, told,
             told_at, issue)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (account, digest) do nothing",
    )
    .bind(search.id.as_str())
    .bind(search.account.as_str())
    .bind(&search.name)
    .bind(text(&search.query)?)
    .bind(digest(&search.query))
    .bind(search.frequency.slug())
    .bind(search.created_at.0)
    .bind(search.seen)
    .bind(search.seen_at.0)
    .bind(search.told)
    .bind(search.told_at.map(|at| at.0))
    .bind(search.issue.0)
    .execute(tx.on())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How many searches a person has saved, as this transaction leaves it.
pub async fn count(tx: &mut Tx, account: &AccountId) -> Stored<i64> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from saved_searches where account = $1")
        .bind(account.as_str())
        .fetch_one(tx.on())
        .await?;
    Ok(count)
}

/// A person's saved searches, newest first.
pub async fn list(store: &Store, account: &AccountId) -> Stored<Vec<SavedSearch>> {
    let rows: Vec<Row> =
        sqlx::query_as("select * from saved_searches where account = $1 order by created_at desc, id desc")
            .bind(account.as_str())
            .fetch_all(&store.reader)
            .await?;
    rows.into_iter().map(SavedSearch::try_from).collect()
}

/// One of a person's saved searches.
pub async fn find(store: &Store, account: &AccountId, id: &SavedSearchId) -> Stored<Option<SavedSearch>> {
    let row: Option<Row> = sqlx::query_as("select * from saved_searches where id = $1 and account = $2")
        .bind(id.as_str())
        .bind(account.as_str())
        .fetch_optional(&store.reader)
        .await?;
    row.map(SavedSearch::try_from).transpose()
}

/// The saved search of a person that is this one.
pub async fn like(store: &Store, account: &AccountId, query: &SearchQuery) -> Stored<Option<SavedSearch>> {
    let row: Option<Row> = sqlx::query_as("select * from saved_searches where account = $1 and digest = $2")
        .bind(account.as_str())
        .bind(digest(query))
        .fetch_optional(&store.reader)
        .await?;
    row.map(SavedSearch::try_from).transpose()
}

/// Updates a search's name, frequency and where its digests begin; false where its owner has deleted it in the
/// meantime.
pub async fn update(tx: &mut Tx, search: &SavedSearch) -> Stored<bool> {
    let done = sqlx::query(
        "update saved_searches set name = $3, frequency = $4, told = $5, issue = $6 where id = $1 and account = $2",
    )
    .bind(search.id.as_str())
    .bind(search.account.as_str())
    .bind(&search.name)
    .bind(search.frequency.slug())
    .bind(search.told)
    .bind(search.issue.0)
    .execute(tx.on())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes a search; false where its owner has none of this id.
pub async fn delete(tx: &mut Tx, account: &AccountId, id: &SavedSearchId) -> Stored<bool> {
    let done = sqlx::query("delete from saved_searches where id = $1 and account = $2")
        .bind(id.as_str())
        .bind(account.as_str())
        .execute(tx.on())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Records that the owner looks at a search as the library is at this change.
pub async fn set_seen(tx: &mut Tx, id: &SavedSearchId, change: i64, now: Moment) -> Stored<()> {
    sqlx::query("update saved_searches set seen = $2, seen_at = $3 where id = $1 and seen <= $2")
        .bind(id.as_str())
        .bind(change)
        .bind(now.0)
        .execute(tx.on())
        .await?;
    Ok(())
}

/// Ends the digests of a person; how many searches had some.
pub async fn turn_off(tx: &mut Tx, account: &AccountId) -> Stored<u64> {
    let done =
        sqlx::query("update saved_searches set frequency = 'off' where account = $1 and frequency <> 'off'")
            .bind(account.as_str())
            .execute(tx.on())
            .await?;
    Ok(done.rows_affected())
}
