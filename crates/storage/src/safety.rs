//! Safety reports: kept exactly as they came.

use crate::error::{StoreError, Stored};
use crate::row::row;
use crate::store::{Store, Tx};
use domain::id::{AccountId, RequestId};
use domain::safety::Report;
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
    }
}

impl TryFrom<ReportRow> for Report {
    type Error = StoreError;

    fn try_from(row: ReportRow) -> Stored<Self> {
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
        })
    }
}

fn reports(rows: Vec<ReportRow>) -> Stored<Vec<Report>> {
    rows.into_iter().map(Report::try_from).collect()
}

/// Adds a report. `sent_key` comes from [`crate::submissions::key`].
///
/// # Errors
/// [`StoreError::Conflict`] when the same form was already received, or the reference is taken.
pub async fn insert(tx: &mut Tx, report: &Report, sent_key: &str, is_demo: bool) -> Stored<()> {
    sqlx::query(
        "insert into safety_reports (id, reference, day_zero, kind, data, account, request,
             acknowledged_at, acknowledged_by, sent_key, is_demo, filed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
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
    .bind(report.filed_at.0)
    .execute(tx.on())
    .await?;
    Ok(())
}

/// Notes who took the report over, and when; the report itself is never changed.
///
/// # Errors
/// [`StoreError::Stale`] when somebody already did.
pub async fn acknowledge(tx: &mut Tx, report: &Report, by: &AccountId, at: Moment) -> Stored<()> {
    let done = sqlx::query(
        "update safety_reports set acknowledged_at = $2, acknowledged_by = $3
         where id = $1 and acknowledged_at is null",
    )
    .bind(report.id.as_str())
    .bind(at.0)
    .bind(by.as_str())
    .execute(tx.on())
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
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

/// Up to `limit` reports after the one of this day zero and id: those that wait, or those acknowledged.
/// Oldest first, because the oldest is the most urgent and an export reads from the beginning.
pub async fn list(
    store: &Store,
    is_acknowledged: Option<bool>,
    after: &(i64, String),
    limit: i64,
) -> Stored<Vec<Report>> {
    let rows: Vec<ReportRow> = sqlx::query_as(
        "select * from safety_reports
         where (day_zero > $1 or (day_zero = $1 and id > $2))
           and ($3 = 'all'
               or ($3 = 'waiting' and acknowledged_at is null)
               or ($3 = 'acknowledged' and acknowledged_at is not null))
         order by day_zero, id limit $4",
    )
    .bind(after.0)
    .bind(&after.1)
    .bind(match is_acknowledged {
        None => "all",
        Some(false) => "waiting",
        Some(true) => "acknowledged",
    })
    .bind(limit)
    .fetch_all(&store.reader)
    .await?;
    reports(rows)
}

/// How many reports wait for acknowledgement, and how many were acknowledged.
pub async fn counts(store: &Store) -> Stored<(i64, i64)> {
    Ok(sqlx::query_as("select count(*) - count(acknowledged_at), count(acknowledged_at) from safety_reports")
        .fetch_one(&store.reader)
        .await?)
}
