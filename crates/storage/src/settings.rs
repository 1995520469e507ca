//! Secrets and facts of this installation, shared by all nodes.

use crate::error::Stored;
use crate::store::{Store, Tx};

/// The value of a setting.
pub async fn get(store: &Store, name: &str) -> Stored<Option<String>> {
    let row: Option<(String,)> = sqlx::query_as("select value from settings where name = $1")
        .bind(name)
        .fetch_optional(&store.reader)
        .await?;
    Ok(row.map(|(value,)| value))
}

/// Sets a setting.
pub async fn set(tx: &mut Tx, name: &str, value: &str) -> Stored<()> {
    sqlx::query(
        "insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .execute(tx.on())
    .await?;
    Ok(())
}

/// The value of a setting, set to `fresh` where there is none: the first of several nodes decides.
pub async fn get_or_set(store: &Store, name: &str, fresh: &str) -> Stored<String> {
    let mut tx = store.begin().await?;
    let (value,): (String,) = sqlx::query_as(
        "insert into settings (name, value) values ($1, $2)
         on conflict (name) do update set value = settings.value returning value",
    )
    .bind(name)
    .bind(fresh)
    .fetch_one(tx.on())
    .await?;
    tx.commit().await?;
    Ok(value)
}
