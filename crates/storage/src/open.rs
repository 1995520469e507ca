//! Opening the database: its tables brought up to date, connections and their settings, and what an earlier version has
//! not filled in.

use crate::articles;
use crate::citations;
use crate::database_file::DatabaseFile;
use crate::error::Stored;
use crate::folded_text;
use crate::migrations;
use crate::store::{Dialect, Store};
use sqlx::any::AnyPoolOptions;
use sqlx::pool::PoolConnectionMetadata;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _};
use std::sync::Arc;
use std::time::Duration;

/// How long a page waits for a connection, and again at most for the right to write: whoever reads it gets an answer
/// within two seconds, whatever the database does.
pub const PATIENCE: Duration = Duration::from_secs(1);
/// How long the tables wait for another process before they are brought up to date.
const PATIENCE_AT_START: Duration = Duration::from_secs(10);
/// How long SQLite itself waits for another process that writes, before [`Store::begin`] asks again. It asks at growing
/// intervals; short ones find the gap between two transactions of a long import.
const SQLITE_TURN: Duration = Duration::from_millis(50);

impl Store {
    /// Opens the database at a `sqlite:` or `postgres:` address and brings its tables up to date.
    ///
    /// # Errors
    /// When the database cannot be reached, or its tables are newer than this program.
    pub async fn open(url: &str) -> Stored<Self> {
        Self::open_patiently(url, PATIENCE).await
    }

    /// As [`Store::open`], for somebody who can wait longer than the reader of a page for what others hold.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_patiently(url: &str, patience: Duration) -> Stored<Self> {
        sqlx::any::install_default_drivers();
        bring_up_to_date(url).await?;
        let store = if url.starts_with("sqlite:") {
            sqlite(url, patience).await?
        } else {
            postgres(url, patience).await?
        };
        citations::fill_articles(&store).await?;
        articles::signing::fill_store(&store).await?;
        folded_text::fill(&store).await?;
        Ok(store)
    }
}

/// On a connection of its own, which waits longer than those that serve pages.
async fn bring_up_to_date(url: &str) -> Stored<()> {
    let mut connection = AnyConnection::connect(url).await?;
    if url.starts_with("sqlite:") {
        sqlite_settings(&mut connection, PATIENCE_AT_START).await?;
    }
    migrations::migrator().run(&mut connection).await?;
    Ok(connection.close().await?)
}

async fn sqlite(url: &str, patience: Duration) -> Stored<Store> {
    let file = Arc::new(DatabaseFile::at(url)?);
    // The file is there by now. Should it go, an empty one in its place would look like a library that lost everything.
    let url = url.replace("mode=rwc", "mode=rw");
    let connect = async |connections: u32, turn: Duration| {
        let (opened, used) = (file.clone(), file.clone());
        pool(connections, patience)
            .idle_timeout(None)
            .max_lifetime(None)
            .after_connect(move |connection, _| {
                let file = opened.clone();
                Box::pin(async move {
                    file.check()?;
                    sqlite_settings(connection, turn).await
                })
            })
            .before_acquire(move |_, _| {
                let is_there = used.check().is_ok();
                Box::pin(async move { Ok(is_there) })
            })
            .connect(&url)
            .await
    };
    let writer = connect(1, SQLITE_TURN).await?;
    let reader = connect(4, patience).await?;
    Ok(Store { reader, writer, dialect: Dialect::Sqlite, patience })
}

async fn postgres(url: &str, patience: Duration) -> Stored<Store> {
    let connecting = pool(8, patience).after_connect(move |connection, _| {
        Box::pin(async move { postgres_settings(connection, patience).await })
    });
    let pool = connecting.connect(url).await?;
    Ok(Store { reader: pool.clone(), writer: pool, dialect: Dialect::Postgres, patience })
}

/// Connections are made when they are needed: one that the pool makes by itself, to have some, would hold a place for
/// up to a minute after a database that was gone is back.
fn pool(connections: u32, patience: Duration) -> AnyPoolOptions {
    AnyPoolOptions::new().max_connections(connections).acquire_timeout(patience).after_release(is_clean)
}

type Checked<'c> = std::pin::Pin<Box<dyn Future<Output = Result<bool, sqlx::Error>> + Send + 'c>>;

/// Whether a connection that is given back may be used again; the pool replaces one that may not.
///
/// SQLite ends a transaction by itself when the disk is full or fails. The rollback that follows then fails too, and
/// sqlx counts a transaction for ever that is not there: no other can begin on that connection.
fn is_clean(connection: &mut AnyConnection, _: PoolConnectionMetadata) -> Checked<'_> {
    Box::pin(async move {
        if !connection.is_in_transaction() {
            return Ok(true);
        }
        // A rollback that was begun when a transaction was dropped has run once the connection answers.
        connection.ping().await?;
        let is_clean = !connection.is_in_transaction();
        if !is_clean {
            tracing::warn!("a connection to the database is replaced after a transaction that failed");
        }
        Ok(is_clean)
    })
}

/// Switches just-in-time compilation off: no statement here runs long enough to pay for it, and PostgreSQL spends a
/// tenth of a second on it where it overestimates a statement's cost. Nobody waits longer for another's lock than for a
/// connection.
async fn postgres_settings(connection: &mut AnyConnection, patience: Duration) -> Result<(), sqlx::Error> {
    let settings = format!("set jit = off; set lock_timeout = {}", patience.as_millis());
    connection.execute(AssertSqlSafe(settings)).await?;
    Ok(())
}

/// An acknowledged write survives a loss of power (`synchronous`), readers do not wait for the writer (`wal`). `turn` is
/// how long a statement waits for another process.
async fn sqlite_settings(connection: &mut AnyConnection, turn: Duration) -> Result<(), sqlx::Error> {
    let turn = format!("pragma busy_timeout = {}", turn.as_millis());
    connection.execute(AssertSqlSafe(turn)).await?;
    for pragma in [
        "pragma journal_mode = wal",
        "pragma synchronous = full",
        "pragma foreign_keys = on",
        "pragma cache_size = -8000",
        "pragma temp_store = memory",
    ] {
        connection.execute(pragma).await?;
    }
    Ok(())
}
