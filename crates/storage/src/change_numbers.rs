//! The head row, from which changes of library items take their numbers.

use crate::error::Stored;
use crate::head;
use crate::store::{Store, Tx};

/// The next number of a change of a library item. Other writers wait until this transaction ends, so that
/// numbers become visible in order: it comes after all that the transaction does to other rows.
pub async fn next_change(tx: &mut Tx) -> Stored<i64> {
    next_changes(tx, 1).await
}

/// As [`next_change`], for many items at once: the first of `count` consecutive numbers.
pub async fn next_changes(tx: &mut Tx, count: i64) -> Stored<i64> {
    head::next_changes(tx.at_end(), count).await
}

/// The number of the last change of a library item.
pub async fn last_change(store: &Store) -> Stored<i64> {
    let (number,): (i64,) =
        sqlx::query_as("select library from head where id = 1").fetch_one(&store.reader).await?;
    Ok(number)
}
