//! Rows whose time is over.

use crate::error::Stored;
use crate::requests;
use crate::store::Store;
use crate::throttles;
use domain::time::Moment;

/// In milliseconds.
const DAY: i64 = 86_400_000;

/// Most rows of throttles. Each is the try of somebody, and many are a flood's.
const THROTTLES_MOST: i64 = 200_000;

/// Deletes sessions, pending forms and links that have expired, throttle windows that are over, and unsent replies 90
/// days after their request was finished; returns how many rows there were.
pub async fn delete_expired(store: &Store, now: Moment) -> Stored<u64> {
    let mut tx = store.begin().await?;
    let mut deleted = throttles::delete_expired(&mut tx, now, THROTTLES_MOST).await?;
    for (statement, until) in [
        ("delete from sessions where expires_at <= $1", now.0),
        ("delete from kept_forms where expires_at <= $1", now.0),
        ("delete from links where expires_at <= $1", now.0),
    ] {
        deleted += sqlx::query(statement).bind(until).execute(tx.on()).await?.rows_affected();
    }
    deleted += requests::drafts::delete_old(&mut tx, now.plus(-90 * DAY)).await?;
    tx.commit().await?;
    Ok(deleted)
}
