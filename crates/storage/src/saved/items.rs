//! Reading lists.

use crate::error::Stored;
use crate::sql::placeholders;
use crate::store::{Store, Tx};
use domain::id::{AccountId, ItemId, RecordId};
use domain::saved::SavedItem;
use domain::time::Moment;
use sqlx::AssertSqlSafe;
use std::collections::HashSet;

/// Puts an item on a list; false where it is there already. `retraction_told_at` is for what is known to be
/// retracted as it is saved.
pub async fn add(
    tx: &mut Tx,
    account: &AccountId,
    item: &ItemId,
    now: Moment,
    retraction_told_at: Option<Moment>,
) -> Stored<bool> {
    let done = sqlx::query(
        "insert into saved_items (account, item, note, saved_at, retraction_told_at) values ($1, $2, '', $3, $4)
         on conflict (account, item) do nothing",
    )
    .bind(account.as_str())
    .bind(item.as_str())
    .bind(now.0)
    .bind(retraction_told_at.map(|at| at.0))
    .execute(tx.on())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes an item off a list; false where it is not on it.
pub async fn remove(tx: &mut Tx, account: &AccountId, item: &ItemId) -> Stored<bool> {
    let done = sqlx::query("delete from saved_items where account = $1 and item = $2")
        .bind(account.as_str())
        .bind(item.as_str())
        .execute(tx.on())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes the note beside an item; false where it is not on the list.
pub async fn set_note(tx: &mut Tx, account: &AccountId, item: &ItemId, note: &str) -> Stored<bool> {
    let done = sqlx::query("update saved_items set note = $3 where account = $1 and item = $2")
        .bind(account.as_str())
        .bind(item.as_str())
        .bind(note)
        .execute(tx.on())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Replaces one item by another on every reading list. Where a list has both, one entry stays, with both notes; its
/// owner is not told again of a retraction.
pub async fn move_to(tx: &mut Tx, kept: &ItemId, gone: &ItemId) -> Stored<()> {
    // In one order for all who change several entries: a digest changes those of one person.
    let rows =
        format!("select item from saved_items where item in ($1, $2) order by account, item{}", tx.locking());
    sqlx::query(AssertSqlSafe(rows)).bind(kept.as_str()).bind(gone.as_str()).execute(tx.on()).await?;
    const OTHER: &str = "from saved_items o where o.account = saved_items.account and o.item = $2";
    let on_both = format!(
        "update saved_items set
             note = (select case when saved_items.note = '' then o.note when o.note = '' then saved_items.note
                 else saved_items.note || cast($3 as text) || o.note end {OTHER}),
             retraction_told_at = coalesce(retraction_told_at, (select o.retraction_told_at {OTHER}))
         where item = $1 and exists (select 1 {OTHER})"
    );
    sqlx::query(AssertSqlSafe(on_both))
        .bind(kept.as_str())
        .bind(gone.as_str())
        .bind("\n\n")
        .execute(tx.on())
        .await?;
    for sql in [
        "delete from saved_items where item = $2 and account in (select account from saved_items where item = $1)",
        "update saved_items set item = $1 where item = $2",
    ] {
        sqlx::query(sql).bind(kept.as_str()).bind(gone.as_str()).execute(tx.on()).await?;
    }
    Ok(())
}

/// How many items are on a list, as this transaction leaves it.
pub async fn count(tx: &mut Tx, account: &AccountId) -> Stored<i64> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from saved_items where account = $1")
        .bind(account.as_str())
        .fetch_one(tx.on())
        .await?;
    Ok(count)
}

/// Up to `limit` items of a list, newest first, after the one of this time and id.
pub async fn list(
    store: &Store,
    account: &AccountId,
    before: Option<&(i64, String)>,
    limit: i64,
) -> Stored<Vec<SavedItem>> {
    let rows: Vec<(String, String, i64)> = sqlx::query_as(
        "select item, note, saved_at from saved_items
         where account = $1
           and (cast($2 as bigint) is null or saved_at < $2 or (saved_at = $2 and item < $3))
         order by saved_at desc, item desc limit $4",
    )
    .bind(account.as_str())
    .bind(before.map(|(at, _)| *at))
    .bind(before.map_or("", |(_, item)| item.as_str()))
    .bind(limit)
    .fetch_all(&store.reader)
    .await?;
    let item =
        |(item, note, at): (String, String, i64)| SavedItem { item: item.into(), note, saved_at: Moment(at) };
    Ok(rows.into_iter().map(item).collect())
}

/// Which of these items are on a list.
pub async fn among(store: &Store, account: &AccountId, items: &[&ItemId]) -> Stored<HashSet<ItemId>> {
    if items.is_empty() {
        return Ok(HashSet::new());
    }
    let places = placeholders(2, items.len());
    let sql = format!("select item from saved_items where account = $1 and item in ({places})");
    // Only numbers of parameters are put into the text.
    let mut query = sqlx::query_as::<_, (String,)>(AssertSqlSafe(sql)).bind(account.as_str());
    for item in items {
        query = query.bind(item.as_str());
    }
    Ok(query.fetch_all(&store.reader).await?.into_iter().map(|(item,)| item.into()).collect())
}

/// The publications on a list whose owner has not been told of a retraction, retracted or not.
pub async fn untold_records(store: &Store, account: &AccountId) -> Stored<Vec<RecordId>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select s.item from saved_items s join library_items l on l.id = s.item
         where s.account = $1 and s.retraction_told_at is null and l.kind = 'record' and l.removed_at is null
         order by s.saved_at desc, s.item desc",
    )
    .bind(account.as_str())
    .fetch_all(&store.reader)
    .await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// Records that the owner was told of an item's retraction.
pub async fn set_retraction_told(tx: &mut Tx, account: &AccountId, item: &ItemId, now: Moment) -> Stored<()> {
    sqlx::query("update saved_items set retraction_told_at = $3 where account = $1 and item = $2")
        .bind(account.as_str())
        .bind(item.as_str())
        .bind(now.0)
        .execute(tx.on())
        .await?;
    Ok(())
}
