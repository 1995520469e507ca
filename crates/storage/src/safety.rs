//! Safety reports: kept exactly as they came.

use crate::error::{StoreError, Stored};
use crate::row::row;
use crate::store::{Store, Tx};
use domain::id::{AccountId, RequestId};
use domain::safety::{Report, ReportState, Voided};
use domain::slug::Slug;
use domain::time::Moment;

row! {
    struct ReportRow {
        id: String,
        reference: String,
        day_zero: i64,
        filed_at: Option<i64>,
        data: String,
        account: Option<String>,
        request: Option<String>,
        acknowledged_at: Option<i64>,
        acknowledged_by: Option<String>,
        in_flood: i32,
        voided_at: Option<i64>,
        voided_by: Option<String>,
        void_reason: Option<String>,
    }
}

impl TryFrom<ReportRow> for Report {
    type Error = StoreError;

    fn try_from(row: ReportRow) -> Stored<Self> {
        let voided = row.voided_at.map(|at| Voided {
            at: Moment(at),
            by: row.voided_by.unwrap_or_default().into(),
            reason: row.void_reason.unwrap_or_default(),
        });
        Ok(Self {
            id: row.id.into(),
            reference: row.reference,
            day_zero: Moment(row.day_zero),
            filed_at: Moment(row.filed_at.unwrap_or(row.day_zero)),
            data: serde_json::from_str(&row.data)?,
            account: row.account.map(AccountId::from),
            request: row.request.map(RequestId::from),
            acknowledged_at: row.acknowledged_at.map(Moment),
            acknowledged_by: row.acknowledged_by.map(AccountId::from),
            is_in_flood: row.in_flood != 0,
            voided,
        })
    }
}

fn reports(rows: Vec<ReportRow>) -> Stored<Vec<Report>> {
    rows.into_iter().map(Report::try_from).collect()
}

/// Adds a report. `sent_key` comes from [`crate::submissions::key`]; `notified_at` is none for a report about which the
/// safety officers are mailed later.
///
/// # Errors
/// [`StoreError::Conflict`] when the same form was already received, or the reference is taken.
pub async fn insert(
    tx: &mut Tx,
    report: &Report,
    sent_key: &str,
    notified_at: Option<Moment>,
    is_demo: bool,
) -> Stored<()> {
    sqlx::query(
        "insert into safety_reports (id, reference, day_zero, kind, data, account, request,
             acknowledged_at, acknowledged_by, sent_key, is_demo, notified_at, in_flood, filed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(report.id.as_str())
    .bind(&report.reference)
    .bind(report.day_zero.0)
    .bind(report.data.kind.slug())
    .bind(serde_json::to_string(&report.data)?)
    .bind(report.account.as_ref().map(AccountId::as_str))
    .bind(report.request.as_ref().map(RequestId::as_str))
    .bind(report.acknowledged_at.map(|at| at.0))
    .bind(report.acknowledged_by.as_ref().map(AccountId::as_str))
    .bind(sent_key)
    .bind(i32::from(is_demo))
    .bind(notified_at.map(|at| at.0))
    .bind(i32::from(report.is_in_flood))
    .bind(report.filed_at.0)
    .execute(tx.on())
    .await?;
    Ok(())
}

/// Notes who took the report over, and when; the report itself is never changed.
///
/// # Errors
/// [`StoreError::Stale`] when somebody already did, or it was voided.
pub async fn acknowledge(tx: &mut Tx, report: &Report, by: &AccountId, at: Moment) -> Stored<()> {
    let done = sqlx::query(
        "update safety_reports set acknowledged_at = $2, acknowledged_by = $3
         where id = $1 and acknowledged_at is null and voided_at is null",
    )
    .bind(report.id.as_str())
    .bind(at.0)
    .bind(by.as_str())
    .execute(tx.on())
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Notes that the report is none; the report itself is never changed.
///
/// # Errors
/// [`StoreError::Stale`] when somebody already did.
pub async fn void(tx: &mut Tx, report: &Report, by: &AccountId, reason: &str, at: Moment) -> Stored<()> {
    let done = sqlx::query(
        "update safety_reports set voided_at = $2, voided_by = $3, void_reason = $4
         where id = $1 and voided_at is null",
    )
    .bind(report.id.as_str())
    .bind(at.0)
    .bind(by.as_str())
    .bind(reason)
    .execute(tx.on())
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Reports about which nobody was mailed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unnotified {
    /// How many there are, at least one.
    pub count: i64,
    /// How many of them are marked as a flood's.
    pub in_flood: i64,
    /// Day zero of the first and the last, and the reference of one.
    pub first: Moment,
    pub last: Moment,
    pub reference: String,
    /// When somebody was last mailed about a report.
    pub last_notice: Option<Moment>,
}

/// The reports about which nobody was mailed yet, if there are any.
pub async fn unnotified(store: &Store) -> Stored<Option<Unnotified>> {
    let waiting: Option<(i64, i64, i64, i64, String)> = sqlx::query_as(
        "select count(*), cast(sum(in_flood) as bigint), min(coalesce(filed_at, day_zero)),
                max(coalesce(filed_at, day_zero)), min(reference)
         from safety_reports where notified_at is null and voided_at is null
         having count(*) > 0",
    )
    .fetch_optional(&store.reader)
    .await?;
    let Some((count, in_flood, first, last, reference)) = waiting else { return Ok(None) };
    let notified: Option<(i64,)> = sqlx::query_as(
        "select notified_at from safety_reports where notified_at is not null
         order by notified_at desc limit 1",
    )
    .fetch_optional(&store.reader)
    .await?;
    Ok(Some(Unnotified {
        count,
        in_flood,
        first: Moment(first),
        last: Moment(last),
        reference,
        last_notice: notified.map(|(at,)| Moment(at)),
    }))
}

/// Notes that somebody was mailed about all reports received until then.
pub async fn set_notified(tx: &mut Tx, until: Moment, at: Moment) -> Stored<()> {
    sqlx::query(
        "update safety_reports set notified_at = $2
         where notified_at is null and coalesce(filed_at, day_zero) <= $1",
    )
    .bind(until.0)
    .bind(at.0)
    .execute(tx.on())
    .await?;
    Ok(())
}

/// The report of this reference.
pub async fn find(store: &Store, reference: &str) -> Stored<Option<Report>> {
    let row: Option<ReportRow> = sqlx::query_as("select * from safety_reports where reference = $1")
        .bind(reference)
        .fetch_optional(&store.reader)
        .await?;
    row.map(Report::try_from).transpose()
}

/// The report that this form made.
pub async fn find_sent(store: &Store, sent_key: &str) -> Stored<Option<Report>> {
    let row: Option<ReportRow> = sqlx::query_as("select * from safety_reports where sent_key = $1")
        .bind(sent_key)
        .fetch_optional(&store.reader)
        .await?;
    row.map(Report::try_from).transpose()
}

/// The reports that tell of something in this request, oldest first.
pub async fn of_request(store: &Store, request: &RequestId) -> Stored<Vec<Report>> {
    let rows: Vec<ReportRow> =
        sqlx::query_as("select * from safety_reports where request = $1 order by day_zero, id")
            .bind(request.as_str())
            .fetch_all(&store.reader)
            .await?;
    reports(rows)
}

/// Whether something in this request was reported, as this transaction sees it.
pub async fn is_reported(tx: &mut Tx, request: &RequestId) -> Stored<bool> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from safety_reports where request = $1")
        .bind(request.as_str())
        .fetch_one(tx.on())
        .await?;
    Ok(count > 0)
}

/// Up to `limit` reports after the one of this day zero and id: those in a state, or all. Oldest first, because the oldest is the most urgent and an export reads from the beginning.
pub async fn list(
    store: &Store,
    state: Option<ReportState>,
    after: &(i64, String),
    limit: i64,
) -> Stored<Vec<Report>> {
    let rows: Vec<ReportRow> = sqlx::query_as(
        "select * from safety_reports
         where (day_zero > $1 or (day_zero = $1 and id > $2))
           and ($3 = 'all'
               or ($3 = 'waiting' and acknowledged_at is null and voided_at is null)
               or ($3 = 'acknowledged' and acknowledged_at is not null and voided_at is null)
               or ($3 = 'voided' and voided_at is not null))
         order by day_zero, id limit $4",
    )
    .bind(after.0)
    .bind(&after.1)
    .bind(state.map_or("all", |state| state.slug()))
    .bind(limit)
    .fetch_all(&store.reader)
    .await?;
    reports(rows)
}

/// How many reports there are in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReportCounts {
    pub waiting: i64,
    /// Of those that wait, those marked as a flood's.
    pub waiting_in_flood: i64,
    pub acknowledged: i64,
    pub voided: i64,
}

/// Counts reports by their state.
pub async fn counts(store: &Store) -> Stored<ReportCounts> {
    let (waiting, waiting_in_flood, acknowledged, voided): (i64, i64, i64, i64) = sqlx::query_as(
        "select
             count(case when voided_at is null and acknowledged_at is null then 1 end),
             count(case when voided_at is null and acknowledged_at is null and in_flood = 1 then 1 end),
             count(case when voided_at is null and acknowledged_at is not null then 1 end),
             count(voided_at)
         from safety_reports",
    )
    .fetch_one(&store.reader)
    .await?;
    Ok(ReportCounts { waiting, waiting_in_flood, acknowledged, voided })
}
