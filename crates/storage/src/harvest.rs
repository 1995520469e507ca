//! The library in the order of its changes, for harvesters; and as a list of addresses.

use crate::error::Stored;
use crate::library::{Item, ItemType, item};
use crate::store::Store;
use domain::article::FrontMatter;
use domain::id::{ItemId, RecordId};
use domain::slug::Slug;
use domain::time::Moment;

/// Which items are wanted: of one type or of all, last changed from one moment on and before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub item_type: Option<ItemType>,
    pub from: Moment,
    pub before: Moment,
}

/// The position of an item in the order of changes; items of one moment are ordered by id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub at: Moment,
    pub id: ItemId,
}

impl Position {
    /// Before every item.
    pub fn start() -> Self {
        Self { at: Moment(i64::MIN), id: ItemId::from("") }
    }
}

/// What happened to an item last, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub item: Item,
    pub at: Moment,
    /// It has left the library.
    pub is_removed: bool,
}

impl Changed {
    /// Its position in the order of changes.
    pub fn position(&self) -> Position {
        Position { at: self.at, id: self.item.id() }
    }
}

type Row = (String, String, i64, Option<i64>);

fn changed((id, kind, at, removed_at): Row) -> Stored<Changed> {
    Ok(Changed { item: item(id, &kind)?, at: Moment(at), is_removed: removed_at.is_some() })
}

/// Up to `limit` wanted items after a place, in the order of time, those that have left the library included.
pub async fn after(store: &Store, span: Span, position: &Position, limit: i64) -> Stored<Vec<Changed>> {
    let rows: Vec<Row> = sqlx::query_as(
        "select id, kind, changed_at, removed_at from library_items
         where (changed_at, id) > ($1, $2) and changed_at >= $3 and changed_at < $4
             and (cast($5 as text) is null or kind = $5)
         order by changed_at, id limit $6",
    )
    .bind(position.at.0)
    .bind(position.id.as_str())
    .bind(span.from.0)
    .bind(span.before.0)
    .bind(span.item_type.map(ItemType::slug))
    .bind(limit)
    .fetch_all(&store.reader)
    .await?;
    rows.into_iter().map(changed).collect()
}

/// What happened to one item last; none where it never was in the library.
pub async fn last(store: &Store, id: &ItemId) -> Stored<Option<Changed>> {
    let row: Option<Row> =
        sqlx::query_as("select id, kind, changed_at, removed_at from library_items where id = $1")
            .bind(id.as_str())
            .fetch_optional(&store.reader)
            .await?;
    row.map(changed).transpose()
}

/// The oldest time of a last change; none in an empty library.
pub async fn earliest(store: &Store) -> Stored<Option<Moment>> {
    let (at,): (Option<i64>,) =
        sqlx::query_as("select min(changed_at) from library_items").fetch_one(&store.reader).await?;
    Ok(at.map(Moment))
}

/// The front matter of every published article, with the time of its last change, in the order of their ids.
pub async fn articles(store: &Store) -> Stored<Vec<(FrontMatter, Moment)>> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select versions.front, library_items.changed_at from articles
         join versions on versions.id = articles.published
         join library_items on library_items.id = articles.id
         order by articles.id",
    )
    .fetch_all(&store.reader)
    .await?;
    rows.into_iter().map(|(front, at)| Ok((serde_json::from_str(&front)?, Moment(at)))).collect()
}

/// The records of the library with the time of their last change, in the order of their ids; `offset` and `limit`
/// make a part of them.
pub async fn records(store: &Store, offset: i64, limit: i64) -> Stored<Vec<(RecordId, Moment)>> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select id, changed_at from library_items where kind = 'record' and removed_at is null
         order by id limit $2 offset $1",
    )
    .bind(offset)
    .bind(limit)
    .fetch_all(&store.reader)
    .await?;
    Ok(rows.into_iter().map(|(id, at)| (id.into(), Moment(at))).collect())
}

/// How many records the library has.
pub async fn count_of_records(store: &Store) -> Stored<i64> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from library_items where kind = 'record' and removed_at is null")
            .fetch_one(&store.reader)
            .await?;
    Ok(count)
}
