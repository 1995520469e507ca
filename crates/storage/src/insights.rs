//! What engagement and requests add up to: counts of a period, never a person.
//!
//! All of one answer is read from one [`Snapshot`], so that its numbers agree.

use crate::error::{StoreError, Stored};
use crate::requests::PromiseRow;
use crate::row::row;
use crate::store::Snapshot;
use domain::article::FrontMatter;
use domain::engagement::FEWEST_PEOPLE;
use domain::period::Period;
use domain::request::{Promise, RequestState};
use domain::slug::Slug;
use domain::time::{DAY, Moment};

/// Searches of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchDay {
    /// Its start.
    pub day: Moment,
    pub searches: i64,
    pub without_result: i64,
}

row! {
    /// Searches with the same words, by enough people to be shown.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Words {
        pub words: String,
        pub people: i64,
        pub searches: i64,
        pub without_result: i64,
        /// 1 where the latest search with these words found nothing.
        unanswered: i32,
    }
}

impl Words {
    /// Whether the library has nothing for these words: the latest search found nothing.
    pub fn is_gap(&self) -> bool {
        self.unanswered != 0
    }
}

row! {
    /// Searches whose words are not listed.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct Unlisted {
        /// How many different words.
        pub words: i64,
        pub searches: i64,
        pub without_result: i64,
    }
}

row! {
    /// An item that was read.
    #[derive(Debug, Clone, PartialEq)]
    pub struct ReadItem {
        pub title: String,
        /// The kind's slug; empty for a record.
        pub kind: String,
        /// Of an article that is published; else empty.
        pub slug: String,
        pub item: String,
        pub readings: i64,
        pub people: i64,
        pub median_seconds: f64,
        pub median_depth: f64,
    }
}

row! {
    /// All readings together.
    #[derive(Debug, Clone, Copy, Default, PartialEq)]
    pub struct Readings {
        pub readings: i64,
        pub people: i64,
        pub items: i64,
        pub median_seconds: f64,
        pub median_depth: f64,
    }
}

row! {
    /// How an item was rated: the latest rating of each person.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RatedItem {
        pub title: String,
        pub helpful: i64,
        pub not_helpful: i64,
    }
}

/// What people have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    Country,
    Profession,
}

row! {
    /// People who have something in common, where they are enough not to be singled out.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Group {
        /// A slug of the vocabulary; empty where it is not known.
        pub value: String,
        pub people: i64,
        pub events: i64,
    }
}

/// A request as it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedRequest {
    pub product: String,
    pub area: String,
    pub state: RequestState,
    pub received_at: Moment,
    pub promise: Promise,
    pub answered_question: Option<bool>,
}

/// Searches of each day that had any, in order.
pub async fn search_days(snapshot: &mut Snapshot, period: Period) -> Stored<Vec<SearchDay>> {
    let rows: Vec<(i64, i64, i64)> = sqlx::query_as(
        "select at / 86400000, count(*), count(case when amount = 0 then 1 end) from signals
         where kind = 'searched' and at >= $1 and at < $2 group by 1 order by 1",
    )
    .bind(period.first().0)
    .bind(period.end().0)
    .fetch_all(snapshot.on())
    .await?;
    let day =
        |(day, searches, without_result)| SearchDay { day: Moment(day * DAY), searches, without_result };
    Ok(rows.into_iter().map(day).collect())
}

/// Words that at least [`FEWEST_PEOPLE`] people searched for, most searched first, up to `limit`; and the searches
/// with words that as many used but are not listed, and with words that fewer used.
pub async fn words(
    snapshot: &mut Snapshot,
    period: Period,
    limit: i64,
) -> Stored<(Vec<Words>, Unlisted, Unlisted)> {
    let listed: Vec<Words> = sqlx::query_as(
        "select words, count(distinct visitor) as people, count(*) as searches,
             count(case when amount = 0 then 1 end) as without_result,
             case when max(at) = max(case when amount = 0 then at end) then 1 else 0 end as unanswered
         from signals where kind = 'searched' and at >= $1 and at < $2
         group by words having count(distinct visitor) >= $3
         order by 3 desc, 1 limit $4",
    )
    .bind(period.first().0)
    .bind(period.end().0)
    .bind(FEWEST_PEOPLE)
    .bind(limit)
    .fetch_all(snapshot.on())
    .await?;
    let shown = unlisted(snapshot, period, true).await?;
    let few = unlisted(snapshot, period, false).await?;
    let sum = |of: fn(&Words) -> i64| listed.iter().map(of).sum::<i64>();
    let further = Unlisted {
        words: shown.words - i64::try_from(listed.len()).unwrap_or(i64::MAX),
        searches: shown.searches - sum(|row| row.searches),
        without_result: shown.without_result - sum(|row| row.without_result),
    };
    Ok((listed, further, few))
}

/// The sum over all words that enough people used, or that fewer did.
async fn unlisted(snapshot: &mut Snapshot, period: Period, by_enough: bool) -> Stored<Unlisted> {
    let sum = sqlx::query_as(
        "select count(*) as words, coalesce(cast(sum(searches) as bigint), 0) as searches,
             coalesce(cast(sum(without_result) as bigint), 0) as without_result
         from (select count(*) as searches, count(case when amount = 0 then 1 end) as without_result,
                   case when count(distinct visitor) >= $3 then 1 else 0 end as by_enough
               from signals where kind = 'searched' and at >= $1 and at < $2 group by words) counted
         where by_enough = $4",
    )
    .bind(period.first().0)
    .bind(period.end().0)
    .bind(FEWEST_PEOPLE)
    .bind(i32::from(by_enough))
    .fetch_one(snapshot.on())
    .await?;
    Ok(sum)
}

/// How many people searched.
pub async fn searchers(snapshot: &mut Snapshot, period: Period) -> Stored<i64> {
    let (people,): (i64,) = sqlx::query_as(
        "select count(distinct visitor) from signals where kind = 'searched' and at >= $1 and at < $2",
    )
    .bind(period.first().0)
    .bind(period.end().0)
    .fetch_one(snapshot.on())
    .await?;
    Ok(people)
}

/// At which ranks hits were opened: rank and number, best rank first.
pub async fn ranks(snapshot: &mut Snapshot, period: Period) -> Stored<Vec<(i64, i64)>> {
    let rows = sqlx::query_as(
        "select amount, count(*) from signals where kind = 'opened' and at >= $1 and at < $2
         group by amount order by amount",
    )
    .bind(period.first().0)
    .bind(period.end().0)
    .fetch_all(snapshot.on())
    .await?;
    Ok(rows)
}

/// All readings of library items together.
pub async fn readings(snapshot: &mut Snapshot, period: Period) -> Stored<Readings> {
    // A median is the mean of the one or two values in the middle.
    let sum = sqlx::query_as(
        "with placed as (
             select visitor, item, amount, depth, count(*) over () as n,
                 row_number() over (order by amount) as by_amount, row_number() over (order by depth) as by_depth
             from signals
             where kind = 'read' and at >= $1 and at < $2 and item in (select id from library_items))
         select count(*) as readings, count(distinct visitor) as people, count(distinct item) as items,
             coalesce(cast(avg(case when by_amount in ((n + 1) / 2, (n + 2) / 2) then amount end)
                 as double precision), 0.0e0) as median_seconds,
             coalesce(cast(avg(case when by_depth in ((n + 1) / 2, (n + 2) / 2) then depth end)
                 as double precision), 0.0e0) as median_depth
         from placed",
    )
    .bind(period.first().0)
    .bind(period.end().0)
    .fetch_one(snapshot.on())
    .await?;
    Ok(sum)
}

/// The items that were read most, up to `limit`.
pub async fn read_items(snapshot: &mut Snapshot, period: Period, limit: i64) -> Stored<Vec<ReadItem>> {
    let rows = sqlx::query_as(
        "with placed as (
             select visitor, item, amount, depth, count(*) over (partition by item) as n,
                 row_number() over (partition by item order by amount) as by_amount,
                 row_number() over (partition by item order by depth) as by_depth
             from signals
             where kind = 'read' and at >= $1 and at < $2 and item in (select id from library_items)),
         counted as (
             select item, count(*) as readings, count(distinct visitor) as people,
                 cast(avg(case when by_amount in ((n + 1) / 2, (n + 2) / 2) then amount end)
                     as double precision) as median_seconds,
                 cast(avg(case when by_depth in ((n + 1) / 2, (n + 2) / 2) then depth end)
                     as double precision) as median_depth
             from placed group by item)
         select coalesce(v.title, r.title,
                 (select o.title from versions o where o.article = c.item order by o.number desc limit 1), c.item)
                 as title,
             coalesce(v.kind, '') as kind, case when v.id is null then '' else a.slug end as slug,
             c.item, c.readings, c.people, c.median_seconds, c.median_depth
         from counted c
         left join articles a on a.id = c.item
         left join versions v on v.id = a.published
         left join records r on r.id = c.item
         order by c.readings desc, 1, c.item limit $3",
    )
    .bind(period.first().0)
    .bind(period.end().0)
    .bind(limit)
    .fetch_all(snapshot.on())
    .await?;
    Ok(rows)
}

/// Items that were rated, those with most ratings first: of each person the latest rating of the period.
pub async fn ratings(snapshot: &mut Snapshot, period: Period) -> Stored<Vec<RatedItem>> {
    let rows = sqlx::query_as(
        "with latest as (
             select item, amount,
                 row_number() over (partition by visitor, item order by at desc, id desc) as place
             from signals
             where kind = 'rated' and at >= $1 and at < $2 and item in (select id from library_items)),
         counted as (
             select item, count(case when amount <> 0 then 1 end) as helpful,
                 count(case when amount = 0 then 1 end) as not_helpful, count(*) as n
             from latest where place = 1 group by item)
         select coalesce(v.title, r.title,
                 (select o.title from versions o where o.article = c.item order by o.number desc limit 1), c.item)
                 as title,
             c.helpful, c.not_helpful
         from counted c
         left join articles a on a.id = c.item
         left join versions v on v.id = a.published
         left join records r on r.id = c.item
         order by c.n desc, 1, c.item",
    )
    .bind(period.first().0)
    .bind(period.end().0)
    .fetch_all(snapshot.on())
    .await?;
    Ok(rows)
}

/// Groups of at least [`FEWEST_PEOPLE`] people, the largest first; what the others did is the second value.
pub async fn groups(snapshot: &mut Snapshot, period: Period, by: Dimension) -> Stored<(Vec<Group>, i64)> {
    let statement = match by {
        Dimension::Country => {
            "select country as value, count(distinct visitor) as people, count(*) as events from signals
             where at >= $1 and at < $2 group by country having count(distinct visitor) >= $3
             order by 2 desc, 1"
        }
        Dimension::Profession => {
            "select profession as value, count(distinct visitor) as people, count(*) as events from signals
             where at >= $1 and at < $2 group by profession having count(distinct visitor) >= $3
             order by 2 desc, 1"
        }
    };
    let groups: Vec<Group> = sqlx::query_as(statement)
        .bind(period.first().0)
        .bind(period.end().0)
        .bind(FEWEST_PEOPLE)
        .fetch_all(snapshot.on())
        .await?;
    let (all,): (i64,) = sqlx::query_as("select count(*) from signals where at >= $1 and at < $2")
        .bind(period.first().0)
        .bind(period.end().0)
        .fetch_one(snapshot.on())
        .await?;
    let others = all - groups.iter().map(|group| group.events).sum::<i64>();
    Ok((groups, others))
}

/// Requests received in the period, without askers and without texts.
pub async fn requests(snapshot: &mut Snapshot, period: Period) -> Stored<Vec<CountedRequest>> {
    row! {
        struct Row {
            ..promise: PromiseRow,
            product: String,
            area: String,
            state: String,
            answered_question: Option<i32>,
        }
    }
    let rows: Vec<Row> = sqlx::query_as(
        "select product, area, state, received_at, due_at, asked_at, promised_at, answered_at, first_answered_at, missed_at,
             answered_question
         from requests where received_at >= $1 and received_at < $2 order by received_at, id",
    )
    .bind(period.first().0)
    .bind(period.end().0)
    .fetch_all(snapshot.on())
    .await?;
    let counted = |row: Row| {
        let state = RequestState::from_slug(&row.state)
            .ok_or_else(|| StoreError::Corrupt("unknown state of a request".to_owned()))?;
        Ok(CountedRequest {
            product: row.product,
            area: row.area,
            state,
            received_at: Moment(row.promise.received_at),
            promise: row.promise.promise(),
            answered_question: row.answered_question.map(|answer| answer != 0),
        })
    };
    rows.into_iter().map(counted).collect()
}

/// Front matter of every published article: what the library is about.
pub async fn published(snapshot: &mut Snapshot) -> Stored<Vec<FrontMatter>> {
    let rows: Vec<(String,)> =
        sqlx::query_as("select v.front from articles a join versions v on v.id = a.published")
            .fetch_all(snapshot.on())
            .await?;
    rows.into_iter().map(|(front,)| Ok(serde_json::from_str(&front)?)).collect()
}

/// Whether any of the period was invented for demonstration.
pub async fn has_invented(snapshot: &mut Snapshot, period: Period) -> Stored<bool> {
    let (found,): (i32,) = sqlx::query_as(
        "select case when exists (select 1 from signals where is_demo <> 0 and at >= $1 and at < $2)
             or exists (select 1 from requests where is_demo <> 0 and received_at >= $1 and received_at < $2)
             then 1 else 0 end",
    )
    .bind(period.first().0)
    .bind(period.end().0)
    .fetch_one(snapshot.on())
    .await?;
    Ok(found != 0)
}
