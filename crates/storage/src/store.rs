//! The database and its transactions.

use crate::error::{StoreError, Stored, is_busy};
use crate::head::{self, Topic};
use crate::trail::Row;
use sqlx::any::Any;
use sqlx::{AnyPool, Transaction};
use std::collections::BTreeSet;
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// The database, shared by everything that runs. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    /// Several readers.
    pub(crate) reader: AnyPool,
    /// One writer on SQLite; on PostgreSQL the same pool as `reader`.
    pub(crate) writer: AnyPool,
    pub(crate) dialect: Dialect,
    /// How long a connection, or the right to write, is waited for.
    pub(crate) patience: Duration,
}

/// A transaction that writes. Dropped without [`Tx::commit`], it changes nothing.
#[derive(Debug)]
pub struct Tx {
    inner: Transaction<'static, Any>,
    pub(crate) dialect: Dialect,
    /// The place of the guard taken last; 0 for none. See `crate::locks`.
    pub(crate) guard: i64,
    /// Whether the head row is locked: nothing else may be from then on.
    holds_head: bool,
    /// What the audit trail gets at the commit, still without numbers and hashes.
    trail: Vec<Row>,
    /// What has another edition from the commit on.
    changed: BTreeSet<Topic>,
}

/// A reading of several queries that agree with each other.
#[derive(Debug)]
pub struct Snapshot {
    inner: Transaction<'static, Any>,
}

impl Snapshot {
    /// The connection on which its queries run.
    pub(crate) fn on(&mut self) -> &mut sqlx::AnyConnection {
        &mut self.inner
    }
}

impl Store {
    /// Begins a transaction that writes. On SQLite it waits for the one writer, here and in other processes.
    pub async fn begin(&self) -> Stored<Tx> {
        let begun = async {
            match self.dialect {
                Dialect::Sqlite => self.begin_in_turn().await,
                Dialect::Postgres => self.writer.begin().await,
            }
        };
        match tokio::time::timeout(self.patience, begun).await {
            Ok(inner) => Ok(Tx::of(inner?, self.dialect)),
            Err(_) => Err(StoreError::Unavailable(sqlx::Error::PoolTimedOut)),
        }
    }

    /// Asks until no other process is writing.
    async fn begin_in_turn(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        loop {
            match self.writer.begin_with("begin immediate").await {
                Err(error) if is_busy(&error) => {}
                other => return other,
            }
        }
    }

    /// Whether other nodes may be writing to this database.
    pub fn is_shared(&self) -> bool {
        self.dialect == Dialect::Postgres
    }

    /// Begins a reading in which every query sees the database as it is at the first of them.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn snapshot(&self) -> Stored<Snapshot> {
        let inner = match self.dialect {
            Dialect::Sqlite => self.reader.begin().await?,
            Dialect::Postgres => {
                self.reader.begin_with("begin isolation level repeatable read read only").await?
            }
        };
        Ok(Snapshot { inner })
    }

    /// Lets running statements end and closes every connection.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

impl Tx {
    fn of(inner: Transaction<'static, Any>, dialect: Dialect) -> Self {
        Self { inner, dialect, guard: 0, holds_head: false, trail: Vec::new(), changed: BTreeSet::new() }
    }

    /// Makes the changes last. Once this returns they survive a loss of power.
    ///
    /// # Errors
    /// When the database did not confirm; the changes must then be taken as not made.
    pub async fn commit(mut self) -> Stored<()> {
        head::raise(&mut self.inner, self.changed).await?;
        head::append(&mut self.inner, self.trail).await?;
        Ok(self.inner.commit().await?)
    }

    /// Raises the edition of a topic at the commit: every node reads it again.
    pub(crate) fn raise(&mut self, topic: Topic) {
        self.changed.insert(topic);
    }

    /// Adds a row to the audit trail at the commit, when its lock keeps others waiting for the shortest time.
    pub(crate) fn leave(&mut self, row: Row) {
        self.trail.push(row);
    }

    /// The connection on which statements of this transaction run.
    pub(crate) fn on(&mut self) -> &mut sqlx::AnyConnection {
        debug_assert!(!self.holds_head, "the head row is locked last: see locks.rs");
        &mut self.inner
    }

    /// The connection for inserting a row under a random identifier into a table without references. It waits for
    /// nobody, so that it may come at any time.
    pub(crate) fn adding(&mut self) -> &mut sqlx::AnyConnection {
        &mut self.inner
    }

    /// The connection for statements on the head row and under its lock: the last ones of the transaction.
    pub(crate) fn at_end(&mut self) -> &mut sqlx::AnyConnection {
        self.holds_head = true;
        &mut self.inner
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readiness;
    use domain::time::Moment;
    use sqlx::Executor as _;
    use std::path::PathBuf;

    /// A database in a folder of its own, which goes with it.
    struct Opened {
        store: Store,
        folder: PathBuf,
    }

    impl Opened {
        async fn new() -> Self {
            let folder =
                std::env::temp_dir().join(format!("materia_store_{}", uuid::Uuid::new_v4().simple()));
            std::fs::create_dir_all(&folder).unwrap();
            let store =
                Store::open(&format!("sqlite://{}?mode=rwc", folder.join("a.db").display())).await.unwrap();
            Self { store, folder }
        }

        async fn write(&self) -> Stored<()> {
            readiness::write(&self.store, Moment::now()).await
        }

        /// Sets something on the one connection that writes.
        async fn set(&self, pragma: &'static str) {
            self.store.writer.execute(pragma).await.unwrap();
        }
    }

    impl Drop for Opened {
        fn drop(&mut self) {
            _ = std::fs::remove_dir_all(&self.folder);
        }
    }

    #[tokio::test]
    async fn a_transaction_that_a_full_database_has_ended_leaves_a_connection_that_can_write() {
        let opened = Opened::new().await;
        // The least that it allows is what the database has.
        opened.set("pragma max_page_count = 1").await;
        assert!(matches!(opened.write().await, Err(StoreError::Unavailable(_))));
        // The limit is gone with the connection.
        opened.write().await.unwrap();
        opened.write().await.unwrap();
    }

    #[tokio::test]
    async fn a_read_only_database_is_unavailable_and_writes_again_when_it_may() {
        let opened = Opened::new().await;
        opened.set("pragma query_only = on").await;
        assert!(matches!(opened.write().await, Err(StoreError::Unavailable(_))));
        opened.set("pragma query_only = off").await;
        opened.write().await.unwrap();
    }

    #[tokio::test]
    async fn a_database_that_was_moved_away_is_unavailable_until_it_is_back() {
        let opened = Opened::new().await;
        let (file, away) = (opened.folder.join("a.db"), opened.folder.join("b.db"));
        std::fs::rename(&file, &away).unwrap();
        assert!(matches!(opened.write().await, Err(StoreError::Unavailable(_))));
        assert!(!file.exists(), "no empty one takes its place");
        std::fs::rename(&away, &file).unwrap();
        opened.write().await.unwrap();
        std::fs::rename(&file, &away).unwrap();
        std::fs::copy(&away, &file).unwrap();
        assert!(matches!(opened.write().await, Err(StoreError::Unavailable(_))), "another file");
    }
}
