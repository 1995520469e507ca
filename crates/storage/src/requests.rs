//! Requests and their messages. Whose requests a query may touch is part of the query: see [`Scope`].

mod desk;
pub mod drafts;
mod messages;
mod row;

pub use desk::{Counts, DeskQuery, Listed, Owned, counts, on_product, open_of, owners_of_open, queue};
pub use messages::{add_message, messages, rate};
pub(crate) use row::PromiseRow;

use crate::error::{StoreError, Stored};
use crate::row::row;
use crate::sql::placeholders;
use crate::store::{Store, Tx};
use domain::folding::folded;
use domain::id::{AccountId, ItemId, RequestId, VisitorId};
use domain::request::{CloseReason, RecentActivity, Request, SafetyAnswer};
use domain::slug::Slug;
use domain::time::Moment;
use row::RequestRow;
use sqlx::AssertSqlSafe;

/// Whose requests a query may touch.
#[derive(Debug, Clone, Copy)]
pub enum Scope<'a> {
    /// Those of one asker.
    Own(&'a AccountId),
    /// All: for those at the desk.
    Desk,
}

impl Scope<'_> {
    fn asker(&self) -> Option<&str> {
        match self {
            Self::Own(asker) => Some(asker.as_str()),
            Self::Desk => None,
        }
    }
}

/// Adds a request. `sent_key` comes from [`crate::submissions::key`]; the asker attests at the time of receipt.
///
/// # Errors
/// [`StoreError::Conflict`] when the same form was already received, or the reference is taken.
pub async fn insert(tx: &mut Tx, request: &Request, sent_key: &str, is_demo: bool) -> Stored<()> {
    let context = request.context.as_ref().map(serde_json::to_string).transpose()?;
    let questions = serde_json::to_string(&request.questions)?;
    sqlx::query(
        "insert into requests (id, reference, asker, questions, product, area, urgency, channel, contact, state,
             owner, received_at, due_at, answered_at, closed_at, attested_at, sent_key, safety, safety_by,
             safety_at, context, answered_question, version, is_demo, promised_at, first_answered_at, missed_at, asked_at,
             folded)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $12, $16, $17, null, null,
             $18, $19, 1, $20, $21, $22, $23, $24, $25)",
    )
    .bind(request.id.as_str())
    .bind(&request.reference)
    .bind(request.asker.as_str())
    .bind(&questions)
    .bind(&request.product)
    .bind(&request.area)
    .bind(request.urgency.slug())
    .bind(request.channel.slug())
    .bind(&request.contact)
    .bind(request.state.slug())
    .bind(request.owner.as_str())
    .bind(request.received_at.0)
    .bind(request.due_at.0)
    .bind(request.answered_at.map(|at| at.0))
    .bind(request.closed_at.map(|at| at.0))
    .bind(sent_key)
    .bind(request.safety.map(SafetyAnswer::slug))
    .bind(context)
    .bind(request.answered_question.map(i32::from))
    .bind(i32::from(is_demo))
    .bind(request.promise.promised_at.0)
    .bind(request.promise.first_answered_at.map(|at| at.0))
    .bind(request.promise.missed_at.map(|at| at.0))
    .bind(request.promise.asked_at.0)
    .bind(folded(&questions).into_owned())
    .execute(tx.on())
    .await?;
    Ok(())
}

/// Writes all that can change of a request, if nobody else changed it in the meantime; the safety answer is written by
/// [`answer_safety`] alone, and taken back here where the request has none.
///
/// # Errors
/// [`StoreError::Stale`] when somebody did.
pub async fn update(tx: &mut Tx, request: &Request) -> Stored<()> {
    let done = sqlx::query(
        "update requests set state = $3, owner = $4, due_at = $5, answered_at = $6, closed_at = $7,
             answered_question = $8, safety = $9,
             safety_by = case when $9 is null then null else safety_by end,
             safety_at = case when $9 is null then null else safety_at end,
             promised_at = $10, first_answered_at = $11, missed_at = $12, due_set_at = $13, close_reason = $14,
             former_owner = $15, handed_over_at = $16, product = $17, area = $18, urgency = $19, asked_at = $20,
             version = version + 1
         where id = $1 and version = $2",
    )
    .bind(request.id.as_str())
    .bind(request.version)
    .bind(request.state.slug())
    .bind(request.owner.as_str())
    .bind(request.due_at.0)
    .bind(request.answered_at.map(|at| at.0))
    .bind(request.closed_at.map(|at| at.0))
    .bind(request.answered_question.map(i32::from))
    .bind(request.safety.map(SafetyAnswer::slug))
    .bind(request.promise.promised_at.0)
    .bind(request.promise.first_answered_at.map(|at| at.0))
    .bind(request.promise.missed_at.map(|at| at.0))
    .bind(request.due_set_at.map(|at| at.0))
    .bind(request.close_reason.map(CloseReason::slug))
    .bind(request.former_owner.as_ref().map(AccountId::as_str))
    .bind(request.handed_over_at.map(|at| at.0))
    .bind(&request.product)
    .bind(&request.area)
    .bind(request.urgency.slug())
    .bind(request.promise.asked_at.0)
    .execute(tx.on())
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Notes the owner's answer to the safety question, if nobody else changed the request in the meantime.
///
/// # Errors
/// [`StoreError::Stale`] when somebody did.
pub async fn answer_safety(
    tx: &mut Tx,
    request: &Request,
    answer: SafetyAnswer,
    by: &AccountId,
    at: Moment,
) -> Stored<()> {
    let done = sqlx::query(
        "update requests set safety = $3, safety_by = $4, safety_at = $5, version = version + 1
         where id = $1 and version = $2",
    )
    .bind(request.id.as_str())
    .bind(request.version)
    .bind(answer.slug())
    .bind(by.as_str())
    .bind(at.0)
    .execute(tx.on())
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Asks the safety question of a request again where its owner said that there is nothing to report, because a report of
/// it has come in; returns the request's version. The row is locked in any case, so that nobody says so meanwhile.
pub async fn reopen_safety(tx: &mut Tx, id: &RequestId) -> Stored<i64> {
    let (version,): (i64,) = sqlx::query_as(
        "update requests set
             safety_by = case when safety = 'none' then null else safety_by end,
             safety_at = case when safety = 'none' then null else safety_at end,
             version = case when safety = 'none' then version + 1 else version end,
             safety = case when safety = 'none' then null else safety end
         where id = $1 returning version",
    )
    .bind(id.as_str())
    .fetch_one(tx.on())
    .await?;
    Ok(version)
}

/// The request of this reference, if it lies within the scope.
pub async fn find(store: &Store, scope: Scope<'_>, reference: &str) -> Stored<Option<Request>> {
    let row: Option<RequestRow> = sqlx::query_as(
        "select * from requests where reference = $1 and (cast($2 as text) is null or asker = $2)",
    )
    .bind(reference)
    .bind(scope.asker())
    .fetch_optional(&store.reader)
    .await?;
    row.map(Request::try_from).transpose()
}

/// Those of these references whose request lies within the scope, each with whether `asker` made it.
pub async fn existing(
    store: &Store,
    scope: Scope<'_>,
    asker: &AccountId,
    references: &[String],
) -> Stored<Vec<(String, bool)>> {
    let sql = format!(
        "select reference, asker from requests
         where (cast($1 as text) is null or asker = $1) and reference in ({})",
        placeholders(2, references.len())
    );
    let mut query = sqlx::query_as::<_, (String, String)>(AssertSqlSafe(sql)).bind(scope.asker());
    for reference in references {
        query = query.bind(reference);
    }
    let rows = query.fetch_all(&store.reader).await?;
    Ok(rows.into_iter().map(|(reference, made_by)| (reference, made_by == asker.as_str())).collect())
}

/// The request of this id, if it lies within the scope.
pub async fn find_by_id(store: &Store, scope: Scope<'_>, id: &RequestId) -> Stored<Option<Request>> {
    let row: Option<RequestRow> =
        sqlx::query_as("select * from requests where id = $1 and (cast($2 as text) is null or asker = $2)")
            .bind(id.as_str())
            .bind(scope.asker())
            .fetch_optional(&store.reader)
            .await?;
    row.map(Request::try_from).transpose()
}

/// The request that this form made.
pub async fn find_sent(store: &Store, asker: &AccountId, sent_key: &str) -> Stored<Option<Request>> {
    let row: Option<RequestRow> = sqlx::query_as("select * from requests where sent_key = $1 and asker = $2")
        .bind(sent_key)
        .bind(asker.as_str())
        .fetch_optional(&store.reader)
        .await?;
    row.map(Request::try_from).transpose()
}

/// Up to `limit` requests of one asker before the one of this time of receipt and id, newest first.
pub async fn own(
    store: &Store,
    asker: &AccountId,
    before: &(i64, String),
    limit: i64,
) -> Stored<Vec<(Request, String)>> {
    row! {
        struct Row {
            ..request: RequestRow,
            owner_name: String,
        }
    }
    let rows: Vec<Row> = sqlx::query_as(
        "select requests.*, accounts.name as owner_name
         from requests join accounts on accounts.id = requests.owner
         where asker = $1 and (received_at < $2 or (received_at = $2 and requests.id < $3))
         order by received_at desc, requests.id desc limit $4",
    )
    .bind(asker.as_str())
    .bind(before.0)
    .bind(&before.1)
    .bind(limit)
    .fetch_all(&store.reader)
    .await?;
    rows.into_iter().map(|row| Ok((row.request.try_into()?, row.owner_name))).collect()
}

/// What somebody who consented searched and read since then under these numbers, latest first, each once.
pub async fn recent_activity(store: &Store, visitors: &[VisitorId], since: Moment) -> Stored<RecentActivity> {
    const MOST: usize = 10;
    let sql = format!(
        "select kind, words, item from signals
         where visitor in ({}) and at >= $1 and kind in ('searched', 'opened', 'read')
         order by at desc limit 200",
        crate::sql::placeholders(2, visitors.len())
    );
    // Only the number of places varies; every value is bound.
    let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(since.0);
    for visitor in visitors {
        query = query.bind(visitor.as_str());
    }
    let rows: Vec<(String, Option<String>, Option<String>)> = query.fetch_all(&store.reader).await?;
    let mut recent = RecentActivity::default();
    for (kind, words, item) in rows {
        let words = words.filter(|words| kind == "searched" && !words.is_empty());
        if let Some(words) = words.filter(|words| !recent.searched.contains(words))
            && recent.searched.len() < MOST
        {
            recent.searched.push(words);
        }
        let item = item.filter(|_| kind != "searched").map(ItemId::from);
        if let Some(item) = item.filter(|item| !recent.read.contains(item))
            && recent.read.len() < MOST
        {
            recent.read.push(item);
        }
    }
    Ok(recent)
}
