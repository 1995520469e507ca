//! Whether the database can be written to, shown by writing.

use crate::error::Stored;
use crate::store::Store;
use domain::time::Moment;

/// How many bytes are written: about as many as for a question with its audit row and mails.
const FILLING: usize = 16 << 10;

/// Writes as much as a page does and waits until it would survive a loss of power.
pub async fn write(store: &Store, now: Moment) -> Stored<()> {
    let mut tx = store.begin().await?;
    sqlx::query(
        "insert into write_probe (id, written_at, filling) values (1, $1, $2)
         on conflict (id) do update set written_at = excluded.written_at, filling = excluded.filling",
    )
    .bind(now.0)
    .bind(".".repeat(FILLING))
    .execute(tx.on())
    .await?;
    tx.commit().await
}
