//! What is near to an item by citations: what cites the same works (bibliographic coupling), and what is cited
//! together with it (co-citation).
//!
//! Both are bounded by [`LIMITS`], so that neither a work that everybody cites nor a list of a thousand references
//! makes them slow, however large the library is.

use super::citing::{VisibleCitations, bound, identifiers};
use crate::error::Stored;
use crate::sql::placeholders;
use crate::store::Store;
use domain::asker::LibraryView;
use domain::id::ItemId;
use domain::similarity::{SharedCitations, SimilarityLists};
use domain::time::Moment;
use sqlx::AssertSqlSafe;
use std::collections::{HashMap, HashSet};

/// How much of the citations is looked at for one item.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Identifiers of what it cites; of a longer list the first.
    pub works: usize,
    /// A work cited by more items than this says nothing about what two of them have in common and is ignored.
    pub common: usize,
    /// The newest items that cite it; their lists are searched for what is cited with it.
    pub citing: usize,
    /// Neighbours returned of each sort.
    pub given: usize,
}

/// See [`Limits`].
pub const LIMITS: Limits = Limits { works: 400, common: 200, citing: 40, given: 30 };

/// What is similar to an item by citations. Only items that this view shows are listed or counted, citing ones
/// included.
///
/// Coupling is Salton's cosine: the number of works in common divided by the root of the product of both lists'
/// lengths. Co-citation adds, for each list that has both, one divided by its length.
pub async fn neighbours(
    store: &Store,
    view: &LibraryView,
    now: Moment,
    item: &ItemId,
) -> Stored<SimilarityLists> {
    let Some(visible) = VisibleCitations::of(store, view, now).await? else {
        return Ok(SimilarityLists::default());
    };
    Ok(SimilarityLists {
        text: Vec::new(),
        coupled: coupled(store, &visible, item).await?,
        cocited: cocited(store, &visible, item).await?,
    })
}

/// What an item cites.
struct Cited {
    /// The position of each identifier in its list: those that it names, and those that the library knows for the
    /// same works.
    places: HashMap<String, i64>,
    length: i64,
}

async fn cited(store: &Store, item: &ItemId) -> Stored<Cited> {
    let sql = format!(
        "select work, position, length from cited_works where item = $1 order by position limit {}",
        LIMITS.works
    );
    let rows: Vec<(String, i64, i64)> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(item.as_str()).fetch_all(&store.reader).await?;
    let length = rows.first().map_or(0, |(_, _, length)| *length);
    let mut places: HashMap<String, i64> =
        rows.into_iter().map(|(work, position, _)| (work, position)).collect();
    if places.is_empty() {
        return Ok(Cited { places, length });
    }
    let list = placeholders(1, places.len());
    let sql = format!(
        "select pmid, doi from records
         where pmid is not null and doi is not null and (pmid in ({list}) or doi in ({list}))"
    );
    let mut query = sqlx::query_as::<_, (String, String)>(AssertSqlSafe(sql));
    for work in places.keys() {
        query = query.bind(work.clone());
    }
    for (pmid, doi) in query.fetch_all(&store.reader).await? {
        if let Some(place) = places.get(&pmid).or_else(|| places.get(&doi)).copied() {
            places.entry(pmid).or_insert(place);
            places.entry(doi).or_insert(place);
        }
    }
    Ok(Cited { places, length })
}

/// Where two lists meet.
#[derive(Default)]
struct Common {
    own: HashSet<i64>,
    theirs: HashSet<i64>,
    length: i64,
}

async fn coupled(store: &Store, visible: &VisibleCitations, item: &ItemId) -> Stored<Vec<SharedCitations>> {
    let cited = cited(store, item).await?;
    if cited.places.is_empty() {
        return Ok(Vec::new());
    }
    let works: Vec<&str> = cited.places.keys().map(String::as_str).collect();
    let rows = (2..2 + works.len()).map(|place| format!("(${place})")).collect::<Vec<_>>().join(", ");
    // The works come before the join, also for SQLite, which keeps the order of a cross join: the other way round it
    // would read the whole table. In the index's order the count ends at its limit; in any other PostgreSQL would
    // gather all rows of a work first.
    let sql = format!(
        "with own (work) as (values {rows}),
             telling as (
                 select work from own where (
                     select count(*) from (
                         select 1 from cited_works t where t.work = own.work
                         order by t.kind, t.item limit {}) times) <= {})
         select c.item, c.work, c.position, c.length from telling cross join cited_works c
         where c.work = telling.work and c.item <> $1 and {}",
        LIMITS.common + 1,
        LIMITS.common,
        visible.condition(2 + works.len()),
    );
    let texts = std::iter::once(item.as_str()).chain(works.iter().copied());
    let found: Vec<(String, String, i64, i64)> =
        bound!(sqlx::query_as(AssertSqlSafe(sql)), texts, visible).fetch_all(&store.reader).await?;
    let mut common: HashMap<String, Common> = HashMap::new();
    for (other, work, position, length) in found {
        let common = common.entry(other).or_default();
        common.own.extend(cited.places.get(&work));
        common.theirs.insert(position);
        common.length = length;
    }
    let neighbour = |(other, common): (String, Common)| {
        // A work listed twice, once by each identifier, counts once.
        let count = common.own.len().min(common.theirs.len());
        let lengths = (cited.length * common.length).max(1) as f64;
        SharedCitations { item: other.into(), count, strength: count as f64 / lengths.sqrt() }
    };
    Ok(strongest(common.into_iter().map(neighbour).collect()))
}

async fn cocited(store: &Store, visible: &VisibleCitations, item: &ItemId) -> Stored<Vec<SharedCitations>> {
    let works = identifiers(store, item.as_str()).await?;
    if works.is_empty() {
        return Ok(Vec::new());
    }
    // Each work's record is a query of its own, which both databases answer from an index; a join with the records
    // PostgreSQL would make by reading them all.
    let sql = format!(
        "with citing (item) as (
                 select item from ({}) found order by item desc limit {}),
             listed as (
                 select o.item, o.work, o.length from citing cross join cited_works o where o.item = citing.item),
             named as materialized (
                 select l.item, l.length, case when l.work like '10.%' then coalesce(
                     (select id from records where doi = l.work order by added_at, id limit 1),
                     (select record from record_aliases where kind = 'doi' and identifier = l.work))
                 else coalesce(
                     (select id from records where pmid = l.work order by added_at, id limit 1),
                     (select record from record_aliases where kind = 'pmid' and identifier = l.work)) end as id
                 from listed l),
             beside as (select distinct id, item, length from named where id is not null and id <> $1)
         select id, count(*), sum(cast(1 as double precision) / length) from beside
         group by id order by 3 desc, id limit {}",
        visible.citing(works.len(), LIMITS.citing),
        LIMITS.citing,
        LIMITS.given,
    );
    let texts = std::iter::once(item.as_str()).chain(works.iter().map(String::as_str));
    let rows: Vec<(String, i64, f64)> =
        bound!(sqlx::query_as(AssertSqlSafe(sql)), texts, visible).fetch_all(&store.reader).await?;
    let neighbour = |(other, count, strength): (String, i64, f64)| SharedCitations {
        item: other.into(),
        count: usize::try_from(count).unwrap_or_default(),
        strength,
    };
    Ok(strongest(rows.into_iter().map(neighbour).collect()))
}

fn strongest(mut neighbours: Vec<SharedCitations>) -> Vec<SharedCitations> {
    neighbours.sort_by(|a, b| b.strength.total_cmp(&a.strength).then_with(|| a.item.cmp(&b.item)));
    neighbours.truncate(LIMITS.given);
    neighbours
}
