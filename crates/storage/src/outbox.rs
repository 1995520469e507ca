//! The outbox: every message to the outside, written with its cause, delivered at least once.

use crate::error::Stored;
use crate::store::{Store, Tx};
use domain::time::Moment;

/// A mail that waits for delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub id: String,
    pub recipient: String,
    pub subject: String,
    /// Plain text. Carries links, never medical text.
    pub body: String,
    /// Where its recipient ends mails of its kind with one click (RFC 8058); none for a mail that answers something
    /// they did.
    pub unsubscribe: Option<String>,
    pub tries: i64,
}

/// Puts a mail into the outbox, within the transaction of its cause.
pub async fn put(tx: &mut Tx, recipient: &str, subject: &str, body: &str, now: Moment) -> Stored<()> {
    insert(tx, recipient, (subject, body), None, now).await
}

/// As [`put`], for a mail that comes by itself: `unsubscribe` is the address at which its recipient ends such mails
/// with one click.
pub async fn put_unasked(
    tx: &mut Tx,
    recipient: &str,
    (subject, body): (&str, &str),
    unsubscribe: &str,
    now: Moment,
) -> Stored<()> {
    insert(tx, recipient, (subject, body), Some(unsubscribe), now).await
}

async fn insert(
    tx: &mut Tx,
    recipient: &str,
    (subject, body): (&str, &str),
    unsubscribe: Option<&str>,
    now: Moment,
) -> Stored<()> {
    sqlx::query(
        "insert into outbox (id, recipient, subject, body, created_at, next_try_at, tries, sent_at, unsubscribe)
         values ($1, $2, $3, $4, $5, $5, 0, null, $6)",
    )
    .bind(uuid::Uuid::now_v7().simple().to_string())
    .bind(recipient)
    .bind(subject)
    .bind(body)
    .bind(now.0)
    .bind(unsubscribe)
    .execute(tx.on())
    .await?;
    Ok(())
}

/// Mails whose time has come, oldest first.
pub async fn due(store: &Store, now: Moment, limit: i64) -> Stored<Vec<Mail>> {
    type Row = (String, String, String, String, Option<String>, i64);
    let rows: Vec<Row> = sqlx::query_as(
        "select id, recipient, subject, body, unsubscribe, tries from outbox
         where sent_at is null and next_try_at <= $1 order by next_try_at, id limit $2",
    )
    .bind(now.0)
    .bind(limit)
    .fetch_all(&store.reader)
    .await?;
    let mail = |(id, recipient, subject, body, unsubscribe, tries): Row| Mail {
        id,
        recipient,
        subject,
        body,
        unsubscribe,
        tries,
    };
    Ok(rows.into_iter().map(mail).collect())
}

/// Marks a mail as delivered and drops its text and its link to unsubscribe: whoever has them can act by them.
pub async fn sent(store: &Store, id: &str, now: Moment) -> Stored<()> {
    let mut tx = store.begin().await?;
    sqlx::query("update outbox set sent_at = $2, body = '', unsubscribe = null where id = $1")
        .bind(id)
        .bind(now.0)
        .execute(tx.on())
        .await?;
    tx.commit().await
}

/// Notes a failed delivery and when to try again.
pub async fn failed(store: &Store, id: &str, next_try_at: Moment) -> Stored<()> {
    let mut tx = store.begin().await?;
    sqlx::query("update outbox set tries = tries + 1, next_try_at = $2 where id = $1")
        .bind(id)
        .bind(next_try_at.0)
        .execute(tx.on())
        .await?;
    tx.commit().await
}

/// How many mails wait for delivery.
pub async fn waiting(store: &Store) -> Stored<i64> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from outbox where sent_at is null").fetch_one(&store.reader).await?;
    Ok(count)
}
