//! What the search index follows: every article and record of the library with the number of its last change.

use crate::change_numbers;
use crate::error::{StoreError, Stored};
use crate::store::{Store, Tx};
use domain::id::{ArticleId, ItemId, RecordId};
use domain::slug::Slug;
use domain::time::Moment;
use std::collections::HashMap;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The type of a library item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum ItemType {
    Article,
    Record,
}

/// An article or a record, by its own kind of identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    Article(ArticleId),
    Record(RecordId),
}

/// The last change of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub item: Item,
    pub number: i64,
    /// Number of the change by which the item is news.
    pub news: i64,
    /// It has left the library.
    pub is_removed: bool,
}

impl Item {
    /// The identifier that articles and records share.
    pub fn id(&self) -> ItemId {
        match self {
            Self::Article(id) => id.into(),
            Self::Record(id) => id.into(),
        }
    }
}

/// Records that an item was added or published again, which makes it news; returns the number of the change.
/// Writers that change items wait for each other from here to the end of their transactions, so this belongs at a
/// transaction's end.
pub async fn touch(tx: &mut Tx, item: &ItemId, item_type: ItemType) -> Stored<i64> {
    let number = change_numbers::next_change(tx).await?;
    sqlx::query(
        "insert into library_items (id, kind, change, news, changed_at, removed_at)
         values ($1, $2, $3, $3, $4, null)
         on conflict (id) do update
         set change = excluded.change, news = excluded.news, changed_at = excluded.changed_at, removed_at = null",
    )
    .bind(item.as_str())
    .bind(item_type.slug())
    .bind(number)
    // Read here, after the wait for other writers, so that times rise with the numbers.
    .bind(Moment::now().0)
    .execute(tx.at_end())
    .await?;
    Ok(number)
}

/// Records that records were added or changed: the numbers run on from the one returned, in the order given; with it,
/// for each id, the number by which it is news. A record that was there before keeps its number.
pub(super) async fn touch_records(tx: &mut Tx, records: &[&RecordId]) -> Stored<(i64, HashMap<String, i64>)> {
    let count = i64::try_from(records.len()).map_err(|_| StoreError::Conflict)?;
    let first = change_numbers::next_changes(tx, count).await?;
    let now = Moment::now();
    let numbered: Vec<(i64, &&RecordId)> = (first..).zip(records).collect();
    let mut news = HashMap::with_capacity(records.len());
    for some in numbered.chunks(crate::sql::rows_at_once(5)) {
        let sql = format!(
            "insert into library_items (id, kind, change, news, changed_at) values {}
             on conflict (id) do update
             set change = excluded.change, changed_at = excluded.changed_at, removed_at = null,
                 news = case when library_items.removed_at is null then library_items.news else excluded.news end
             returning id, news",
            crate::sql::value_rows(some.len(), 5)
        );
        let mut query = sqlx::query_as::<_, (String, i64)>(sqlx::AssertSqlSafe(sql));
        for (number, id) in some {
            query =
                query.bind(id.as_str()).bind(ItemType::Record.slug()).bind(number).bind(number).bind(now.0);
        }
        news.extend(query.fetch_all(tx.at_end()).await?);
    }
    Ok((first, news))
}

/// Records that an item has left the library; returns the number of the change.
pub async fn remove(tx: &mut Tx, item: &ItemId, now: Moment) -> Stored<i64> {
    let number = change_numbers::next_change(tx).await?;
    sqlx::query("update library_items set change = $2, removed_at = $3, changed_at = $4 where id = $1")
        .bind(item.as_str())
        .bind(number)
        .bind(now.0)
        .bind(Moment::now().0)
        .execute(tx.at_end())
        .await?;
    Ok(number)
}

/// Up to `limit` items whose last change is beyond a number, in the order of their changes.
pub async fn changes_after(store: &Store, number: i64, limit: i64) -> Stored<Vec<Change>> {
    let rows: Vec<(String, String, i64, i64, Option<i64>)> = sqlx::query_as(
        "select id, kind, change, news, removed_at from library_items
         where change > $1 order by change limit $2",
    )
    .bind(number)
    .bind(limit)
    .fetch_all(&store.reader)
    .await?;
    let change = |(id, kind, number, news, removed_at): (String, String, i64, i64, Option<i64>)| {
        Ok(Change { item: item(id, &kind)?, number, news, is_removed: removed_at.is_some() })
    };
    rows.into_iter().map(change).collect()
}

pub(super) fn item(id: String, kind: &str) -> Stored<Item> {
    match kind {
        "article" => Ok(Item::Article(id.into())),
        "record" => Ok(Item::Record(id.into())),
        other => Err(StoreError::Corrupt(format!("a library item of the kind {other}"))),
    }
}

/// The number of an item's last change; none where it is not in the library.
pub async fn change_of(store: &Store, id: &ItemId) -> Stored<Option<i64>> {
    let row: Option<(i64,)> =
        sqlx::query_as("select change from library_items where id = $1 and removed_at is null")
            .bind(id.as_str())
            .fetch_optional(&store.reader)
            .await?;
    Ok(row.map(|(change,)| change))
}

/// Items that left the library by a change beyond a number.
pub async fn removed_after(store: &Store, number: i64) -> Stored<Vec<ItemId>> {
    let rows: Vec<(String,)> =
        sqlx::query_as("select id from library_items where change > $1 and removed_at is not null")
            .bind(number)
            .fetch_all(&store.reader)
            .await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}
