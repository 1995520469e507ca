//! How often something was tried of late. Keys are hashed: no address of a person or machine is stored.

use crate::error::Stored;
use crate::store::Store;
use domain::time::Moment;
use sha2::{Digest, Sha256};

fn hashed(key: &str) -> String {
    hex::encode(Sha256::digest(key.as_bytes()))
}

/// Counts one try and says how many there were in the running window of `window` milliseconds, this one included.
pub async fn count_try(store: &Store, key: &str, now: Moment, window: i64) -> Stored<i64> {
    let mut tx = store.begin().await?;
    let (tries,): (i64,) = sqlx::query_as(
        "insert into throttles (key, tries, window_start) values ($1, 1, $2)
         on conflict (key) do update set
             tries = case when throttles.window_start <= $3 then 1 else throttles.tries + 1 end,
             window_start = case when throttles.window_start <= $3 then $2 else throttles.window_start end
         returning tries",
    )
    .bind(hashed(key))
    .bind(now.0)
    .bind(now.0 - window)
    .fetch_one(tx.on())
    .await?;
    tx.commit().await?;
    Ok(tries)
}

/// Forgets the tries of a key, after a success.
pub async fn forget(store: &Store, key: &str) -> Stored<()> {
    let mut tx = store.begin().await?;
    sqlx::query("delete from throttles where key = $1").bind(hashed(key)).execute(tx.on()).await?;
    tx.commit().await
}
