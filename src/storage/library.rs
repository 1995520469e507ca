//! What the search index follows: every change of a library item has a number.

use super::{Stored, Tx, head};
use crate::domain::id::ItemId;
use crate::domain::time::Moment;

/// Which sort of library item a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    Article,
    Record,
}

impl Shelf {
    fn slug(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Record => "record",
        }
    }
}

/// Notes that an item is in the library and was changed; gives the change's number.
///
/// # Errors
/// When the database fails.
pub async fn touch(tx: &mut Tx, id: &ItemId, shelf: Shelf) -> Stored<i64> {
    let number = head::next_change(tx).await?;
    sqlx::query(
        "insert into library_items (id, kind, change, removed_at) values ($1, $2, $3, null)
         on conflict (id) do update set change = excluded.change, removed_at = null",
    )
    .bind(id.as_str())
    .bind(shelf.slug())
    .bind(number)
    .execute(tx.on())
    .await?;
    Ok(number)
}

/// Notes that an item left the library; gives the change's number.
///
/// # Errors
/// When the database fails.
pub async fn remove(tx: &mut Tx, id: &ItemId, now: Moment) -> Stored<i64> {
    let number = head::next_change(tx).await?;
    sqlx::query("update library_items set change = $2, removed_at = $3 where id = $1")
        .bind(id.as_str())
        .bind(number)
        .bind(now.0)
        .execute(tx.on())
        .await?;
    Ok(number)
}
