//! The outbox: every message to the outside, written with its cause, delivered at least once.

use crate::error::{StoreError, Stored};
use crate::store::{Store, Tx};
use domain::slug::Slug;
use domain::time::Moment;
use strum::{EnumString, IntoStaticStr, VariantArray};

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
    pub created_at: Moment,
}

/// Why a mail was not delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Reason {
    /// Its recipient, or the portal's sender, is not an address.
    Address,
    /// It could not be put together.
    Form,
    /// The mail server refused it for good.
    Refused,
    /// The mail server refused it for now.
    Deferred,
    /// The mail server could not be reached, did not answer in time, or did not accept the portal.
    Unreachable,
    /// The file could not be written.
    File,
}

/// A failed delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryFailure {
    pub reason: Reason,
    /// The code of the mail server's answer, where it gave one.
    pub code: Option<u16>,
}

/// A mail that was given up as undeliverable. Its text is not read: it may hold a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    pub id: String,
    pub recipient: String,
    pub subject: String,
    pub created_at: Moment,
    pub failed_at: Moment,
    pub tries: i64,
    pub failure: DeliveryFailure,
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
    .execute(tx.adding())
    .await?;
    Ok(())
}

/// Mails whose time has come, oldest first.
pub async fn due(store: &Store, now: Moment, limit: i64) -> Stored<Vec<Mail>> {
    type Row = (String, String, String, String, Option<String>, i64, i64);
    let rows: Vec<Row> = sqlx::query_as(
        "select id, recipient, subject, body, unsubscribe, tries, created_at from outbox
         where sent_at is null and failed_at is null and next_try_at <= $1 order by next_try_at, id limit $2",
    )
    .bind(now.0)
    .bind(limit)
    .fetch_all(&store.reader)
    .await?;
    let mail = |(id, recipient, subject, body, unsubscribe, tries, created_at): Row| Mail {
        id,
        recipient,
        subject,
        body,
        unsubscribe,
        tries,
        created_at: Moment(created_at),
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

/// Notes a failed delivery and when to try again; without a time the mail is given up as undeliverable.
pub async fn failed(
    store: &Store,
    id: &str,
    failure: DeliveryFailure,
    next_try_at: Option<Moment>,
    now: Moment,
) -> Stored<()> {
    let mut tx = store.begin().await?;
    sqlx::query(
        "update outbox set tries = tries + 1, next_try_at = coalesce(cast($2 as bigint), next_try_at),
             failed_at = case when cast($2 as bigint) is null then $3 else null end, failure = $4, failure_code = $5
         where id = $1",
    )
    .bind(id)
    .bind(next_try_at.map(|at| at.0))
    .bind(now.0)
    .bind(failure.reason.slug())
    .bind(failure.code.map(i64::from))
    .execute(tx.on())
    .await?;
    tx.commit().await
}

/// Up to `limit` mails that were given up as undeliverable, the latest first.
pub async fn undelivered(store: &Store, limit: i64) -> Stored<Vec<Undelivered>> {
    type Row = (String, String, String, i64, i64, i64, String, Option<i64>);
    let rows: Vec<Row> = sqlx::query_as(
        "select id, recipient, subject, created_at, failed_at, tries, failure, failure_code from outbox
         where failed_at is not null order by failed_at desc, id limit $1",
    )
    .bind(limit)
    .fetch_all(&store.reader)
    .await?;
    let mail = |(id, recipient, subject, created_at, failed_at, tries, reason, code): Row| {
        let reason = Reason::from_slug(&reason)
            .ok_or_else(|| StoreError::Corrupt(format!("the reason {reason} of an undelivered mail")))?;
        let failure = DeliveryFailure { reason, code: code.and_then(|code| u16::try_from(code).ok()) };
        let (created_at, failed_at) = (Moment(created_at), Moment(failed_at));
        Ok(Undelivered { id, recipient, subject, created_at, failed_at, tries, failure })
    };
    rows.into_iter().map(mail).collect()
}

/// How many mails were given up as undeliverable.
pub async fn count_undelivered(store: &Store) -> Stored<i64> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from outbox where failed_at is not null")
        .fetch_one(&store.reader)
        .await?;
    Ok(count)
}

/// Lets an undelivered mail be tried again from now on, as if it were new.
///
/// # Errors
/// [`StoreError::Stale`] when it is not there, or waits already.
pub async fn send_again(tx: &mut Tx, id: &str, now: Moment) -> Stored<()> {
    let done = sqlx::query(
        "update outbox set failed_at = null, tries = 0, next_try_at = $2, created_at = $2
         where id = $1 and failed_at is not null",
    )
    .bind(id)
    .bind(now.0)
    .execute(tx.on())
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Deletes an undelivered mail.
///
/// # Errors
/// [`StoreError::Stale`] when it is not there, or waits again.
pub async fn give_up(tx: &mut Tx, id: &str) -> Stored<()> {
    let done = sqlx::query("delete from outbox where id = $1 and failed_at is not null")
        .bind(id)
        .execute(tx.on())
        .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// How many mails wait for delivery.
pub async fn waiting(store: &Store) -> Stored<i64> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from outbox where sent_at is null and failed_at is null")
            .fetch_one(&store.reader)
            .await?;
    Ok(count)
}
