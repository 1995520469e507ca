//! Long texts of searches, sealed, for addresses that name them.

use crate::error::Stored;
use crate::store::{Store, Tx};
use domain::time::Moment;

/// The sealed text of this id, and when it was last used.
pub async fn find(store: &Store, id: &str) -> Stored<Option<(Vec<u8>, Moment)>> {
    let row: Option<(Vec<u8>, i64)> =
        sqlx::query_as("select sealed, used_at from search_texts where id = $1")
            .bind(id)
            .fetch_optional(&store.reader)
            .await?;
    Ok(row.map(|(sealed, used_at)| (sealed, Moment(used_at))))
}

/// Keeps a text, or notes that it is used again.
pub async fn put(tx: &mut Tx, id: &str, sealed: &[u8], now: Moment) -> Stored<()> {
    sqlx::query(
        "insert into search_texts (id, sealed, used_at) values ($1, $2, $3)
         on conflict (id) do update set used_at = excluded.used_at",
    )
    .bind(id)
    .bind(sealed)
    .bind(now.0)
    .execute(tx.on())
    .await?;
    Ok(())
}
