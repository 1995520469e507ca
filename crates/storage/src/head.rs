//! The head row: the number of the library's last change, the editions of what nodes keep in memory, and the end of the
//! audit trail.
//!
//! Nearly every transaction writes it, and whoever does keeps all others waiting until their commit. So it is written
//! last, when all else of the transaction is done.

use crate::error::Stored;
use crate::trail::Row;
use domain::time::Moment;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeSet;

/// What every node keeps in memory of the database, or what several people edit at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    Vocabulary,
    Thesaurus,
    Routing,
}

impl Topic {
    /// The column that holds its edition.
    pub(crate) fn column(self) -> &'static str {
        match self {
            Self::Vocabulary => "vocabulary",
            Self::Thesaurus => "thesaurus",
            Self::Routing => "routing",
        }
    }
}

/// Raises the editions of what a transaction has changed.
pub(crate) async fn raise(connection: &mut AnyConnection, topics: BTreeSet<Topic>) -> Stored<()> {
    for column in topics.into_iter().map(Topic::column) {
        let sql = format!("update head set {column} = {column} + 1 where id = 1");
        sqlx::query(AssertSqlSafe(sql)).execute(&mut *connection).await?;
    }
    Ok(())
}

/// The first of `count` consecutive numbers of changes of library items. Numbers become visible in order.
pub(crate) async fn next_changes(connection: &mut AnyConnection, count: i64) -> Stored<i64> {
    let (last,): (i64,) =
        sqlx::query_as("update head set library = library + $1 where id = 1 returning library")
            .bind(count)
            .fetch_one(connection)
            .await?;
    Ok(last - count + 1)
}

/// Appends rows to the audit trail; gives them number, time and hash.
pub(crate) async fn append(connection: &mut AnyConnection, rows: Vec<Row>) -> Stored<()> {
    for mut row in rows {
        // The update locks the head row, so that two transactions never extend the same link.
        let (number, previous): (i64, String) =
            sqlx::query_as("update head set audit = audit + 1 where id = 1 returning audit, audit_hash")
                .fetch_one(&mut *connection)
                .await?;
        row.number = number;
        // Read after the wait for other writers, so that times rise with the numbers.
        row.at = Moment::now();
        row.hash = row.hash_after(&previous);
        insert(connection, &row).await?;
        sqlx::query("update head set audit_hash = $1 where id = 1")
            .bind(&row.hash)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

async fn insert(connection: &mut AnyConnection, row: &Row) -> Stored<()> {
    sqlx::query(
        "insert into audit (number, at, actor, action, subject, old, new, reason, hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(row.number)
    .bind(row.at.0)
    .bind(&row.actor)
    .bind(&row.action)
    .bind(&row.subject)
    .bind(&row.old)
    .bind(&row.new)
    .bind(&row.reason)
    .bind(&row.hash)
    .execute(connection)
    .await?;
    Ok(())
}
