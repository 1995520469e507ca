//! The one order of locks. Whoever writes takes what they need of it from top to bottom, so that no two transactions
//! ever wait for each other:
//!
//! 1. a [`Guard`], or several in the order in which they are declared: for what depends on more rows than one, such as
//!    "one rule for everything is always left";
//! 2. rows of other tables, those of one table in the order of their identifiers; the row of an article before those
//!    of its versions. Where a read decides a write it locks what it reads ([`Tx::locking`]);
//! 3. the head row (`crate::head`), and under it rows of `library_items` and `audit`, which nothing else locks.
//!
//! [`Tx`] holds the order of the first and the last in debug builds. SQLite has one writer at a time, from its `begin
//! immediate` to its commit, and needs none of this. What slips through is ended by PostgreSQL and done again
//! (`crate::retry`).

use crate::error::Stored;
use crate::store::{Dialect, Tx};

/// What one transaction at a time may decide on. Held to the transaction's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// Who may sign in and who administers: one administrator is always left.
    People = 1,
    /// Terms: each slug and each name once.
    Vocabulary,
    /// Groups of words: each word in one group of the portal's own.
    Thesaurus,
    /// Routing rules: their order, and one that holds for everything.
    Routing,
    /// Records and their aliases: each identifier names one record.
    Records,
    /// What people keep: as many as they may.
    Saved,
    /// Engagement signals: none of a visitor who has withdrawn.
    Signals,
}

/// Keeps the guards apart from advisory locks that other programs may use in the same database, such as those of
/// migrations.
const OURS: i64 = 0x6d61_7465_7269_0000;

impl Tx {
    /// Waits until no other transaction holds this guard, and holds it.
    pub async fn hold(&mut self, guard: Guard) -> Stored<()> {
        let place = guard as i64;
        debug_assert!(self.guard <= place, "guards are taken in their order: {guard:?}");
        self.guard = place;
        if self.dialect == Dialect::Postgres {
            // SQLite has no such locks and needs none. The driver cannot read a value of the type `void`.
            sqlx::query("select cast(pg_advisory_xact_lock($1) as text)")
                .bind(OURS + place)
                .execute(self.on())
                .await?;
        }
        Ok(())
    }

    /// What ends a `select` whose rows decide what is written: they stay as they are until the transaction ends.
    /// Rows that point at them can still be added. SQLite does not know it and needs none.
    pub(crate) fn locking(&self) -> &'static str {
        match self.dialect {
            Dialect::Sqlite => "",
            Dialect::Postgres => " for no key update",
        }
    }
}
