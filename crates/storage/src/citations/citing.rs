//! What cites a record, as far as somebody may see it.

use crate::error::Stored;
use crate::sql::placeholders;
use crate::store::Store;
use domain::access::Access;
use domain::asker::LibraryView;
use domain::id::{ItemId, RecordId};
use domain::search_query::{LAST_PAGE, PAGE_SIZE};
use domain::time::Moment;
use sqlx::AssertSqlSafe;
use std::ops::Range;

/// The citing items that somebody may see, as a condition of queries.
pub(super) struct VisibleCitations {
    /// The values of `articles.access` that are open to them. A library has few.
    open: Vec<String>,
    now: i64,
}

impl VisibleCitations {
    /// None where they see nothing.
    pub(super) async fn of(store: &Store, view: &LibraryView, now: Moment) -> Stored<Option<Self>> {
        let reader = match view {
            LibraryView::Nothing => return Ok(None),
            LibraryView::Reader(reader) => Some(reader),
            LibraryView::Department => None,
        };
        let kinds: Vec<(String,)> =
            sqlx::query_as("select distinct access from articles where access is not null")
                .fetch_all(&store.reader)
                .await?;
        let mut open = Vec::with_capacity(kinds.len());
        for (kind,) in kinds {
            let access: Access = serde_json::from_str(&kind)?;
            if reader.is_none_or(|reader| access.is_for(reader)) {
                open.push(kind);
            }
        }
        Ok(Some(Self { open, now: now.0 }))
    }

    /// The condition under which a row of `cited_works`, named `c` in its query, may be seen. Its values are
    /// [`VisibleCitations::values`] from the place `first` on, as [`bound`] binds them.
    pub(super) fn condition(&self, first: usize) -> String {
        format!("(c.kind = 'record' or {})", self.open_articles(first))
    }

    fn open_articles(&self, first: usize) -> String {
        format!(
            "c.kind = 'article' and c.item in (
                 select a.id from articles a join versions v on v.id = a.published
                 where (v.expires_at is null or v.expires_at > ${first}) and a.access in ({}))",
            placeholders(first + 1, self.open.len())
        )
    }

    /// A query for kind and identifier of what cites any of some works: all articles, and for each work the `most`
    /// newest records, so that its cost is bounded. It takes an item to leave out, the works, and
    /// [`VisibleCitations::values`].
    pub(super) fn citing(&self, works: usize, most: usize) -> String {
        let articles = format!(
            "select c.kind, c.item from cited_works c where c.work in ({}) and c.item <> $1 and {}",
            placeholders(2, works),
            self.open_articles(2 + works),
        );
        let records = (2..2 + works).map(|work| {
            format!(
                "select kind, item from (
                     select c.kind, c.item from cited_works c
                     where c.work = ${work} and c.kind = 'record' and c.item <> $1
                     order by c.item desc limit {most}) records_{work}"
            )
        });
        std::iter::once(articles).chain(records).collect::<Vec<_>>().join(" union ")
    }

    /// The moment, and the kinds of access, for the places of [`VisibleCitations::condition`].
    pub(super) fn values(&self) -> (i64, &[String]) {
        (self.now, &self.open)
    }
}

/// Binds texts, then what a [`VisibleCitations`] needs, in the order of their places in a query.
macro_rules! bound {
    ($query:expr, $texts:expr, $visible:expr) => {{
        let mut query = $query;
        for text in $texts {
            query = query.bind(text);
        }
        let (now, open) = $visible.values();
        query = query.bind(now);
        for kind in open {
            query = query.bind(kind);
        }
        query
    }};
}
pub(super) use bound;

/// Citing items are counted up to here: as many as their pages can list.
pub const MOST_COUNTED: usize = PAGE_SIZE * LAST_PAGE;
/// Identifiers of one record by which it is looked for: its own, and those of records merged into it.
const IDENTIFIERS: usize = 20;

/// What cites a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Citing {
    /// Articles before records, and the newest first.
    pub items: Vec<ItemId>,
    /// How many there are in all: [`MOST_COUNTED`] at most.
    pub total: usize,
}

/// PMID and DOI of a record, and those of records that were merged into it.
pub(super) async fn identifiers(store: &Store, record: &str) -> Stored<Vec<String>> {
    let sql = format!(
        "select pmid from records where id = $1 and pmid is not null
         union select doi from records where id = $1 and doi is not null
         union select identifier from record_aliases where record = $1 and kind in ('pmid', 'doi')
         limit {IDENTIFIERS}"
    );
    let rows: Vec<(String,)> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(record).fetch_all(&store.reader).await?;
    Ok(rows.into_iter().map(|(identifier,)| identifier).collect())
}

/// A part of the articles and records that cite this record, of those that this view shows.
pub async fn citing(
    store: &Store,
    view: &LibraryView,
    now: Moment,
    record: &RecordId,
    part: Range<usize>,
) -> Stored<Citing> {
    let works = identifiers(store, record.as_str()).await?;
    let (Some(visible), false) = (VisibleCitations::of(store, view, now).await?, works.is_empty()) else {
        return Ok(Citing::default());
    };
    let sql = format!("{} order by kind, item desc", visible.citing(works.len(), MOST_COUNTED));
    let texts = std::iter::once(record.as_str()).chain(works.iter().map(String::as_str));
    let rows: Vec<(String, String)> =
        bound!(sqlx::query_as(AssertSqlSafe(sql)), texts, visible).fetch_all(&store.reader).await?;
    let total = rows.len().min(MOST_COUNTED);
    let rows = rows.into_iter().take(part.end.min(total)).skip(part.start);
    Ok(Citing { items: rows.map(|(_, item)| item.into()).collect(), total })
}

/// How many articles and records cite this record, of those that this view shows.
pub async fn count_citing(
    store: &Store,
    view: &LibraryView,
    now: Moment,
    record: &RecordId,
) -> Stored<usize> {
    Ok(citing(store, view, now, record, 0..0).await?.total)
}
