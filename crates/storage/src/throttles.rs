//! How often something was tried of late. Keys are hashed: no address of a person or machine is stored.

use crate::error::Stored;
use crate::store::{Store, Tx};
use domain::time::Moment;
use sha2::{Digest, Sha256};

fn hashed(key: &str) -> String {
    hex::encode(Sha256::digest(key.as_bytes()))
}

/// Counts one try and says how many there were in the running window of `window` milliseconds, this one included.
pub async fn count_try(store: &Store, key: &str, now: Moment, window: i64) -> Stored<i64> {
    let mut tx = store.begin().await?;
    let tries = count_in(&mut tx, key, now, window).await?;
    tx.commit().await?;
    Ok(tries)
}

/// As [`count_try`], together with what is tried.
pub async fn count_in(tx: &mut Tx, key: &str, now: Moment, window: i64) -> Stored<i64> {
    let (tries,): (i64,) = sqlx::query_as(
        "insert into throttles (key, tries, window_start, expires_at) values ($1, 1, $2, $3)
         on conflict (key) do update set
             tries = case when throttles.expires_at <= $2 then 1 else throttles.tries + 1 end,
             window_start = case when throttles.expires_at <= $2 then $2 else throttles.window_start end,
             expires_at = case when throttles.expires_at <= $2 then $3 else throttles.expires_at end
         returning tries",
    )
    .bind(hashed(key))
    .bind(now.0)
    .bind(now.plus(window).0)
    .fetch_one(tx.on())
    .await?;
    Ok(tries)
}

/// How many tries there were in the running window.
pub async fn tries(store: &Store, key: &str, now: Moment) -> Stored<i64> {
    let found: Option<(i64,)> =
        sqlx::query_as("select tries from throttles where key = $1 and expires_at > $2")
            .bind(hashed(key))
            .bind(now.0)
            .fetch_optional(&store.reader)
            .await?;
    Ok(found.map_or(0, |(tries,)| tries))
}

/// Takes one try back that turned out to be in order.
pub async fn give_back(tx: &mut Tx, key: &str) -> Stored<()> {
    sqlx::query("update throttles set tries = tries - 1 where key = $1 and tries > 0")
        .bind(hashed(key))
        .execute(tx.on())
        .await?;
    Ok(())
}

/// Forgets the tries of a key, after a success.
pub async fn forget(tx: &mut Tx, key: &str) -> Stored<()> {
    sqlx::query("delete from throttles where key = $1").bind(hashed(key)).execute(tx.on()).await?;
    Ok(())
}
