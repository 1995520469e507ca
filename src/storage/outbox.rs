//! The outbox: every message to the outside, written with its cause, delivered at least once.

use super::{Store, Stored, Tx};
use crate::domain::time::Moment;

/// A mail that waits for delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub id: String,
    pub recipient: String,
    pub subject: String,
    /// Plain text. Carries links, never medical text.
    pub body: String,
    pub tries: i64,
}

/// Puts a mail into the outbox, within the transaction of its cause.
///
/// # Errors
/// When the database fails.
pub async fn put(tx: &mut Tx, recipient: &str, subject: &str, body: &str, now: Moment) -> Stored<()> {
    sqlx::query(
        "insert into outbox (id, recipient, subject, body, created_at, next_try_at, tries, sent_at)
         values ($1, $2, $3, $4, $5, $5, 0, null)",
    )
    .bind(uuid::Uuid::now_v7().simple().to_string())
    .bind(recipient)
    .bind(subject)
    .bind(body)
    .bind(now.0)
    .execute(tx.on())
    .await?;
    Ok(())
}

/// Mails whose time has come, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn due(store: &Store, now: Moment, limit: i64) -> Stored<Vec<Mail>> {
    let rows: Vec<(String, String, String, String, i64)> = sqlx::query_as(
        "select id, recipient, subject, body, tries from outbox
         where sent_at is null and next_try_at <= $1 order by next_try_at, id limit $2",
    )
    .bind(now.0)
    .bind(limit)
    .fetch_all(&store.reader)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(id, recipient, subject, body, tries)| Mail { id, recipient, subject, body, tries })
        .collect())
}

/// Marks a mail as delivered and drops its text: the link in it may open an account.
///
/// # Errors
/// When the database fails.
pub async fn sent(store: &Store, id: &str, now: Moment) -> Stored<()> {
    let mut tx = store.begin().await?;
    sqlx::query("update outbox set sent_at = $2, body = '' where id = $1")
        .bind(id)
        .bind(now.0)
        .execute(tx.on())
        .await?;
    tx.commit().await
}

/// Notes a failed delivery and when to try again.
///
/// # Errors
/// When the database fails.
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
///
/// # Errors
/// When the database fails.
pub async fn waiting(store: &Store) -> Stored<i64> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from outbox where sent_at is null").fetch_one(&store.reader).await?;
    Ok(count)
}
