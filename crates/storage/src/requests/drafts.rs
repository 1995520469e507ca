//! What people at the desk have written on a request and not sent: one row for each person and request.

use crate::error::{StoreError, Stored};
use crate::row::row;
use crate::store::{Store, Tx};
use domain::id::{AccountId, RequestId};
use domain::request::Draft;
use domain::time::Moment;

/// A stored draft. The default is that of somebody who has none: empty, of version 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredDraft {
    pub author: AccountId,
    pub author_name: String,
    pub draft: Draft,
    /// Counts changes of this row.
    pub version: i64,
    pub saved_at: Moment,
}

row! {
    struct DraftRow {
        author: String,
        author_name: String,
        draft: String,
        version: i64,
        saved_at: i64,
    }
}

impl TryFrom<DraftRow> for StoredDraft {
    type Error = StoreError;

    fn try_from(row: DraftRow) -> Stored<Self> {
        Ok(Self {
            author: row.author.into(),
            author_name: row.author_name,
            draft: serde_json::from_str(&row.draft)?,
            version: row.version,
            saved_at: Moment(row.saved_at),
        })
    }
}

const DRAFTS: &str = "select d.author, a.name as author_name, d.draft, d.version, d.saved_at
     from reply_drafts d join accounts a on a.id = d.author";

/// Everybody's drafts on a request, latest first.
pub async fn of(store: &Store, request: &RequestId) -> Stored<Vec<StoredDraft>> {
    let sql = format!("{DRAFTS} where d.request = $1 order by d.saved_at desc, d.author");
    let rows: Vec<DraftRow> =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(request.as_str()).fetch_all(&store.reader).await?;
    rows.into_iter().map(StoredDraft::try_from).collect()
}

/// One person's draft on a request, as this transaction sees it.
pub async fn find(tx: &mut Tx, request: &RequestId, author: &AccountId) -> Stored<Option<StoredDraft>> {
    let sql = format!("{DRAFTS} where d.request = $1 and d.author = $2");
    let row: Option<DraftRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(request.as_str())
        .bind(author.as_str())
        .fetch_optional(tx.on())
        .await?;
    row.map(StoredDraft::try_from).transpose()
}

/// Writes a draft over the version that was `seen`, 0 where there was none; returns its new version.
///
/// # Errors
/// [`StoreError::Stale`] when another one is stored: nothing is overwritten.
pub async fn put(
    tx: &mut Tx,
    (request, author): (&RequestId, &AccountId),
    seen: i64,
    draft: &Draft,
    now: Moment,
) -> Stored<i64> {
    let done = sqlx::query(
        "insert into reply_drafts (request, author, draft, version, saved_at) values ($1, $2, $3, $4 + 1, $5)
         on conflict (request, author) do update set
             draft = excluded.draft, version = excluded.version, saved_at = excluded.saved_at
         where reply_drafts.version = $4",
    )
    .bind(request.as_str())
    .bind(author.as_str())
    .bind(serde_json::to_string(draft)?)
    .bind(seen)
    .bind(now.0)
    .execute(tx.on())
    .await?;
    if done.rows_affected() == 1 { Ok(seen + 1) } else { Err(StoreError::Stale) }
}
