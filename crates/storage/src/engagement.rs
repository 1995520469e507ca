//! Engagement signals: written in batches, deleted when consent is withdrawn.

use crate::error::Stored;
use crate::locks::Guard;
use crate::store::{Store, Tx};
use domain::engagement::{Event, Signal};
use domain::id::VisitorId;
use domain::time::Moment;
use sqlx::AssertSqlSafe;

/// Columns of a signal, in the order in which [`insert`] binds them.
const COLUMNS: usize = 13;

/// What an event puts into the columns that not every kind of event uses.
#[derive(Default)]
struct Parts<'a> {
    words: Option<&'a str>,
    item: Option<&'a str>,
    request: Option<&'a str>,
    amount: Option<i64>,
    depth: Option<i64>,
}

fn parts(event: &Event) -> Parts<'_> {
    match event {
        Event::Searched { words, results } => Parts {
            words: Some(words),
            amount: Some(i64::try_from(*results).unwrap_or(i64::MAX)),
            ..Parts::default()
        },
        Event::Opened { item, rank } => {
            Parts { item: Some(item.as_str()), amount: Some((*rank).into()), ..Parts::default() }
        }
        Event::Read { item, seconds, depth } => Parts {
            item: Some(item.as_str()),
            amount: Some((*seconds).into()),
            depth: Some((*depth).into()),
            ..Parts::default()
        },
        Event::Asked { request } => Parts { request: Some(request.as_str()), ..Parts::default() },
        Event::Rated { item, is_helpful } => {
            Parts { item: Some(item.as_str()), amount: Some((*is_helpful).into()), ..Parts::default() }
        }
    }
}

/// Writes signals, but for those of visitors who have withdrawn meanwhile, on whichever node. One that is there already
/// under the same id and visitor takes the new amount and depth.
pub async fn insert(tx: &mut Tx, signals: &[Signal]) -> Stored<()> {
    tx.hold(Guard::Signals).await?;
    let withdrawn: Vec<(String,)> =
        sqlx::query_as("select visitor from withdrawn_visitors").fetch_all(tx.on()).await?;
    let is_withdrawn = |signal: &Signal| withdrawn.iter().any(|(gone,)| gone == signal.visitor.as_str());
    let mut signals: Vec<&Signal> = signals.iter().filter(|signal| !is_withdrawn(signal)).collect();
    signals.sort_by(|one, other| one.id.as_str().cmp(other.id.as_str()));
    for chunk in signals.chunks(crate::sql::rows_at_once(COLUMNS)) {
        let statement = format!(
            "insert into signals (id, at, visitor, country, profession, specialty, kind, words, item, request,
                 amount, depth, is_demo)
             values {}
             on conflict (id) do update set amount = excluded.amount, depth = excluded.depth
             where signals.visitor = excluded.visitor and signals.kind = excluded.kind",
            crate::sql::value_rows(chunk.len(), COLUMNS)
        );
        // Only numbers of parameters are put into the text.
        let mut query = sqlx::query(AssertSqlSafe(statement));
        for signal in chunk {
            let parts = parts(&signal.event);
            query = query
                .bind(signal.id.as_str())
                .bind(signal.at.0)
                .bind(signal.visitor.as_str())
                .bind(&signal.country)
                .bind(&signal.profession)
                .bind(&signal.specialty)
                .bind(signal.event.slug())
                .bind(parts.words)
                .bind(parts.item)
                .bind(parts.request)
                .bind(parts.amount)
                .bind(parts.depth)
                .bind(i32::from(signal.is_demo));
        }
        query.execute(tx.on()).await?;
    }
    Ok(())
}

/// Locks the signals with this value in a column, in the order of their identifiers.
pub(crate) async fn lock(tx: &mut Tx, column: &'static str, value: &str) -> Stored<()> {
    let sql = format!("select id from signals where {column} = $1 order by id{}", tx.locking());
    sqlx::query(AssertSqlSafe(sql)).bind(value).execute(tx.on()).await?;
    Ok(())
}

/// Deletes every signal of a visitor, and those that are still to be written.
pub async fn delete_visitor(tx: &mut Tx, visitor: &VisitorId, now: Moment) -> Stored<()> {
    tx.hold(Guard::Signals).await?;
    sqlx::query(
        "insert into withdrawn_visitors (visitor, at) values ($1, $2) on conflict (visitor) do nothing",
    )
    .bind(visitor.as_str())
    .bind(now.0)
    .execute(tx.on())
    .await?;
    lock(tx, "visitor", visitor.as_str()).await?;
    sqlx::query("delete from signals where visitor = $1").bind(visitor.as_str()).execute(tx.on()).await?;
    Ok(())
}

/// The words, made comparable, that at least `people` different visitors have searched since then: those of most
/// people first.
pub async fn searched_by_many(store: &Store, people: u32, since: Moment, limit: u32) -> Stored<Vec<String>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select words from signals where kind = 'searched' and at >= $1 and words is not null
         group by words having count(distinct visitor) >= $2
         order by count(distinct visitor) desc, words limit $3",
    )
    .bind(since.0)
    .bind(i64::from(people))
    .bind(i64::from(limit))
    .fetch_all(&store.reader)
    .await?;
    Ok(rows.into_iter().map(|(words,)| words).collect())
}

/// How many signals are stored.
pub async fn count(store: &Store) -> Stored<i64> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from signals").fetch_one(&store.reader).await?;
    Ok(count)
}
