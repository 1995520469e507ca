//! Editions: which state of the vocabulary, the thesaurus and the routing rules a node, or a decision, is made of.

use crate::error::{StoreError, Stored};
use crate::locks::Guard;
use crate::store::{Store, Tx};
use sqlx::AssertSqlSafe;

pub use crate::head::Topic;

/// Where the database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Editions {
    /// The number of the last change of a library item.
    pub library: i64,
    pub vocabulary: i64,
    pub thesaurus: i64,
    pub routing: i64,
}

/// Where the database is, by one tiny query.
pub async fn all(store: &Store) -> Stored<Editions> {
    let (library, vocabulary, thesaurus, routing) =
        sqlx::query_as("select library, vocabulary, thesaurus, routing from head where id = 1")
            .fetch_one(&store.reader)
            .await?;
    Ok(Editions { library, vocabulary, thesaurus, routing })
}

/// Begins to decide by what was read at this edition: nobody else changes the topic until the transaction ends.
///
/// # Errors
/// [`StoreError::Contended`] when it was changed since.
pub async fn decide(tx: &mut Tx, topic: Topic, read_at: i64) -> Stored<()> {
    tx.hold(match topic {
        Topic::Vocabulary => Guard::Vocabulary,
        Topic::Thesaurus => Guard::Thesaurus,
        Topic::Routing => Guard::Routing,
    })
    .await?;
    let sql = format!("select {} from head where id = 1", topic.column());
    let (now,): (i64,) = sqlx::query_as(AssertSqlSafe(sql)).fetch_one(tx.on()).await?;
    if now == read_at { Ok(()) } else { Err(StoreError::Contended) }
}
