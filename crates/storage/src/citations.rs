//! What articles and records cite: written with them, and derived from them again where it is missing.
//!
//! The rows name works by identifier and not by record, so that they stay right when a record is added, gets another
//! identifier or is merged.

mod citing;
mod neighbours;

pub use citing::{Citing, MOST_COUNTED, citing, count_citing};
pub use neighbours::{LIMITS, Limits, neighbours};

use crate::error::Stored;
use crate::library::ItemType;
use crate::sql::{placeholders, rows_at_once, value_rows};
use crate::store::{Store, Tx};
use domain::access::Access;
use domain::article::{FrontMatter, Reference};
use domain::id::ArticleId;
use domain::record::{CitedWork, Record, RecordData, united};
use domain::slug::Slug;
use sqlx::AssertSqlSafe;

/// Records read at once where all are gone through.
const CHUNK: i64 = 500;

/// One row: a work that an item cites, by one of its identifiers.
struct Row<'a> {
    work: &'a str,
    item: &'a str,
    position: i64,
    length: i64,
}

/// The rows of an item that cites these works.
fn rows<'a>(item: &'a str, works: &'a [CitedWork]) -> impl Iterator<Item = Row<'a>> {
    // A list of references is far shorter than what a number holds.
    let length = i64::try_from(works.len()).unwrap_or(i64::MAX);
    let row = move |position, work| Row { work, item, position, length };
    (1..).zip(works).flat_map(move |(position, work)| work.identifiers().map(move |id| row(position, id)))
}

async fn write<'a>(tx: &mut Tx, item_type: ItemType, rows: impl Iterator<Item = Row<'a>>) -> Stored<()> {
    let mut rows: Vec<Row<'a>> = rows.collect();
    // In the order of the key, so that neighbours are written together.
    rows.sort_unstable_by_key(|row| (row.work, row.item, row.position));
    for some in rows.chunks(rows_at_once(5)) {
        let sql = format!(
            "insert into cited_works (work, item, kind, position, length) values {} on conflict do nothing",
            value_rows(some.len(), 5)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for row in some {
            query = query
                .bind(row.work)
                .bind(row.item)
                .bind(item_type.slug())
                .bind(row.position)
                .bind(row.length);
        }
        query.execute(tx.on()).await?;
    }
    Ok(())
}

/// Records what the published version of an article cites and its audience; removes both where none is published.
pub async fn of_article(tx: &mut Tx, article: &ArticleId, published: Option<&FrontMatter>) -> Stored<()> {
    remove(tx, &[article.as_str()]).await?;
    let access = published.map(|front| Access::of(&front.audience, &front.labelling));
    sqlx::query("update articles set access = $2 where id = $1")
        .bind(article.as_str())
        .bind(access.as_ref().map(serde_json::to_string).transpose()?)
        .execute(tx.on())
        .await?;
    let references = published.map_or(&[][..], |front| &front.references);
    let works = united(Vec::new(), references.iter().map(Reference::work));
    write(tx, ItemType::Article, rows(article.as_str(), &works)).await
}

/// Records what new or changed records cite.
pub(super) async fn of_records(tx: &mut Tx, records: &[&Record]) -> Stored<()> {
    let ids: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
    remove(tx, &ids).await?;
    let rows = records.iter().flat_map(|record| rows(record.id.as_str(), &record.data.references));
    write(tx, ItemType::Record, rows).await
}

/// Deletes what these items cite.
pub(super) async fn remove(tx: &mut Tx, items: &[&str]) -> Stored<()> {
    for some in items.chunks(rows_at_once(1)) {
        let sql = format!("delete from cited_works where item in ({})", placeholders(1, some.len()));
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for item in some {
            query = query.bind(*item);
        }
        query.execute(tx.on()).await?;
    }
    Ok(())
}

/// Fills in what published articles cite on a database of an earlier version.
pub(super) async fn fill_articles(store: &Store) -> Stored<()> {
    let waits: Option<(i32,)> =
        sqlx::query_as("select 1 from articles where published is not null and access is null limit 1")
            .fetch_optional(&store.reader)
            .await?;
    if waits.is_none() {
        return Ok(());
    }
    let mut tx = store.begin().await?;
    make_articles(&mut tx).await?;
    tx.commit().await
}

async fn make_articles(tx: &mut Tx) -> Stored<()> {
    let published: Vec<(String, String)> = sqlx::query_as(
        "select a.id, v.front from articles a join versions v on v.id = a.published where a.access is null
         order by a.id",
    )
    .fetch_all(tx.on())
    .await?;
    for (id, front) in published {
        of_article(tx, &id.into(), Some(&serde_json::from_str(&front)?)).await?;
    }
    Ok(())
}

/// Derives all rows of a database that has just been restored.
pub(super) async fn make(tx: &mut Tx) -> Stored<()> {
    // `access` came with the backup; clearing it makes the step below record the works as well.
    sqlx::query("update articles set access = null").execute(tx.on()).await?;
    make_articles(tx).await?;
    let mut last = String::new();
    loop {
        let records: Vec<(String, String)> =
            sqlx::query_as("select id, data from records where id > $1 order by id limit $2")
                .bind(&last)
                .bind(CHUNK)
                .fetch_all(tx.on())
                .await?;
        let Some((id, _)) = records.last() else { return Ok(()) };
        last.clone_from(id);
        for (id, data) in &records {
            let data: RecordData = serde_json::from_str(data)?;
            write(tx, ItemType::Record, rows(id, &data.references)).await?;
        }
    }
}
