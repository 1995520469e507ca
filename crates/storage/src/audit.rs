//! The audit trail: append-only and hash-chained.

use crate::error::Stored;
use crate::store::{Store, Tx};
use domain::account::Account;
use domain::asker::Asker;
use domain::time::Moment;

pub use crate::trail::Row;

/// Who did something.
#[derive(Debug, Clone, Copy)]
pub enum Actor<'a> {
    Account(&'a str),
    /// Somebody without a sign-in, such as the sender of a safety report.
    Anonymous,
    /// The portal itself: a worker, or a command on the server.
    Portal,
}

impl<'a> From<&'a Asker> for Actor<'a> {
    fn from(asker: &'a Asker) -> Self {
        asker.id().map_or(Self::Anonymous, |id| Self::Account(id.as_str()))
    }
}

impl<'a> From<&'a Account> for Actor<'a> {
    fn from(account: &'a Account) -> Self {
        Self::Account(account.id.as_str())
    }
}

impl Actor<'_> {
    fn as_str(&self) -> &str {
        match self {
            Self::Account(id) => id,
            Self::Anonymous => "anonymous",
            Self::Portal => "portal",
        }
    }
}

/// What is to be recorded of one change.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    pub actor: Actor<'a>,
    /// What was done, such as `request.assign`.
    pub action: &'a str,
    /// The kind of the thing changed (`article`, `request`, `report`, `account`, `routing`, `records`).
    pub kind: &'a str,
    /// The identifier of the thing changed.
    pub id: &'a str,
    /// What was before and what is now, as short text or JSON. Never a request's or a report's text.
    pub old: &'a str,
    pub new: &'a str,
    /// Why, in the actor's words, where they were asked.
    pub reason: &'a str,
}

/// Appends a change to the trail, within the transaction that makes the change: it gets its number and time at the
/// commit.
pub async fn append(tx: &mut Tx, change: Change<'_>) -> Stored<()> {
    tx.leave(Row {
        number: 0,
        at: Moment::now(),
        actor: change.actor.as_str().to_owned(),
        action: change.action.to_owned(),
        subject: format!("{}:{}", change.kind, change.id),
        old: change.old.to_owned(),
        new: change.new.to_owned(),
        reason: change.reason.to_owned(),
        hash: String::new(),
    });
    Ok(())
}

type AuditRow = (i64, i64, String, String, String, String, String, String, String);

fn row((number, at, actor, action, subject, old, new, reason, hash): AuditRow) -> Row {
    Row { number, at: Moment(at), actor, action, subject, old, new, reason, hash }
}

/// Up to `limit` rows before `before` (exclusive), newest first; where given, of one subject (`kind:id`) or of all
/// subjects of a kind (`kind`).
pub async fn list(store: &Store, subject: Option<&str>, before: i64, limit: i64) -> Stored<Vec<Row>> {
    let rows: Vec<AuditRow> = sqlx::query_as(
        "select number, at, actor, action, subject, old, new, reason, hash from audit
         where number < $1 and (cast($2 as text) is null or subject = $2 or subject like $2 || ':%')
         order by number desc limit $3",
    )
    .bind(before)
    .bind(subject)
    .bind(limit)
    .fetch_all(&store.reader)
    .await?;
    Ok(rows.into_iter().map(row).collect())
}

/// Number and hash of the last row; 0 and nothing while there is none.
pub async fn end(store: &Store) -> Stored<(i64, String)> {
    Ok(sqlx::query_as("select audit, audit_hash from head where id = 1").fetch_one(&store.reader).await?)
}

/// The hash of the row of this number; none where there is no such row.
pub async fn hash_of(store: &Store, number: i64) -> Stored<Option<String>> {
    let row: Option<(String,)> = sqlx::query_as("select hash from audit where number = $1")
        .bind(number)
        .fetch_optional(&store.reader)
        .await?;
    Ok(row.map(|(hash,)| hash))
}

/// What checking the whole chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every row is as it was written.
    Intact { rows: i64 },
    /// This row is the first that was changed, removed or put in.
    Broken { number: i64 },
}

/// Walks the chain from its beginning.
pub async fn verify(store: &Store) -> Stored<Verdict> {
    // Rows that are appended meanwhile are not among those compared with the head.
    let mut snapshot = store.snapshot().await?;
    let (mut number, mut previous) = (0_i64, String::new());
    loop {
        let rows: Vec<AuditRow> = sqlx::query_as(
            "select number, at, actor, action, subject, old, new, reason, hash from audit
             where number > $1 order by number limit 1000",
        )
        .bind(number)
        .fetch_all(snapshot.on())
        .await?;
        if rows.is_empty() {
            break;
        }
        for row in rows.into_iter().map(row) {
            if row.number != number + 1 || row.hash != row.hash_after(&previous) {
                return Ok(Verdict::Broken { number: number + 1 });
            }
            number = row.number;
            previous = row.hash;
        }
    }
    // Rows cut off at the end leave the head pointing beyond the last one.
    let (last, hash): (i64, String) =
        sqlx::query_as("select audit, audit_hash from head where id = 1").fetch_one(snapshot.on()).await?;
    if last > number {
        return Ok(Verdict::Broken { number: number + 1 });
    }
    if last < number || hash != previous {
        return Ok(Verdict::Broken { number });
    }
    Ok(Verdict::Intact { rows: number })
}
