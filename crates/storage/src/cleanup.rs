//! Rows whose time is over.

use crate::error::Stored;
use crate::requests;
use crate::store::Store;
use domain::time::{DAY, Moment};

/// Deletes sessions, pending forms and links that have expired, throttle windows older than a day, and unsent replies
/// 90 days after their request was finished; returns how many rows there were.
pub async fn delete_expired(store: &Store, now: Moment) -> Stored<u64> {
    let mut tx = store.begin().await?;
    let mut deleted = 0;
    for (statement, until) in [
        ("delete from sessions where expires_at <= $1", now.0),
        ("delete from kept_forms where expires_at <= $1", now.0),
        ("delete from links where expires_at <= $1", now.0),
        ("delete from throttles where window_start <= $1", now.0 - DAY),
    ] {
        deleted += sqlx::query(statement).bind(until).execute(tx.on()).await?.rows_affected();
    }
    deleted += requests::drafts::delete_old(&mut tx, now.plus(-90 * DAY)).await?;
    tx.commit().await?;
    Ok(deleted)
}
