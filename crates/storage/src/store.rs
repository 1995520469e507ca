//! The database and its transactions.

use crate::error::Stored;
use crate::head::{self, Topic};
use crate::trail::Row;
use sqlx::any::Any;
use sqlx::{AnyPool, Transaction};
use std::collections::BTreeSet;

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
    /// Begins a transaction that writes. On SQLite it waits for the one writer.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn begin(&self) -> Stored<Tx> {
        let inner = match self.dialect {
            Dialect::Sqlite => self.writer.begin_with("begin immediate").await?,
            Dialect::Postgres => self.writer.begin().await?,
        };
        Ok(Tx::of(inner, self.dialect))
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

    /// Whether the database answers.
    pub async fn is_ready(&self) -> bool {
        sqlx::query("select 1").execute(&self.reader).await.is_ok()
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
