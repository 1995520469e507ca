//! The database: the only module that names sqlx.
//!
//! One file per domain, each a set of plain functions. What reads takes the [`Store`]; what writes takes a
//! [`Tx`], so that a service can put a change, its audit row and its outgoing messages into one transaction.
//! Rows are private to their file and become domain types before they leave it.
//!
//! The SQL is one portable dialect for SQLite and PostgreSQL (see `migrations/`).

pub mod accounts;
pub mod articles;
pub mod audit;
pub mod backup;
pub mod citations;
pub mod engagement;
pub mod harvest;
pub mod head;
pub mod insights;
pub mod kept;
pub mod leases;
pub mod library;
pub mod links;
mod migrations;
pub mod outbox;
pub mod records;
pub mod requests;
pub mod routing;
mod row;
pub mod safety;
pub mod saved;
pub mod sent;
pub mod sessions;
pub mod settings;
pub mod thesaurus;
pub mod throttles;
pub mod tokens;
pub mod vocabulary;

use sqlx::any::{Any, AnyPoolOptions};
use sqlx::{AnyPool, Executor, Transaction};
use std::time::Duration;

/// Why the database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something that has to be unique is there already, or something pointed at is not there.
    #[error("the change breaks a rule of the database")]
    Conflict,
    /// The row was changed by somebody else in the meantime.
    #[error("the row was changed in the meantime")]
    Stale,
    /// What is stored cannot be read as what it should be.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),
    #[error("the database failed: {0}")]
    Database(sqlx::Error),
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database)
                if database.is_unique_violation() || database.is_foreign_key_violation() =>
            {
                Self::Conflict
            }
            _ => Self::Database(error),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Corrupt(error.to_string())
    }
}

/// What a storage function gives.
pub type Stored<T> = Result<T, StoreError>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Sqlite,
    Postgres,
}

/// The database, shared by everything that runs. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    /// Several readers.
    reader: AnyPool,
    /// One writer on SQLite; on PostgreSQL the same pool as `reader`.
    writer: AnyPool,
    dialect: Dialect,
}

/// A transaction that writes. Dropped without [`Tx::commit`], it changes nothing.
#[derive(Debug)]
pub struct Tx {
    inner: Transaction<'static, Any>,
}

/// A reading of several queries that agree with each other.
#[derive(Debug)]
pub struct Snapshot {
    inner: Transaction<'static, Any>,
}

impl Snapshot {
    /// The connection on which its queries run.
    fn on(&mut self) -> &mut sqlx::AnyConnection {
        &mut self.inner
    }
}

impl Store {
    /// Opens the database at a `sqlite:` or `postgres:` address and brings its tables up to date.
    ///
    /// # Errors
    /// When the database cannot be reached, or its tables are newer than this program.
    pub async fn open(url: &str) -> Stored<Self> {
        sqlx::any::install_default_drivers();
        let store = if url.starts_with("sqlite:") {
            let writer = pool(1).after_connect(sqlite_pragmas).connect(url).await?;
            migrations::migrator().run(&writer).await?;
            let reader = pool(4).after_connect(sqlite_pragmas).connect(url).await?;
            Self { reader, writer, dialect: Dialect::Sqlite }
        } else {
            let pool = pool(8).after_connect(postgres_settings).connect(url).await?;
            migrations::migrator().run(&pool).await?;
            Self { reader: pool.clone(), writer: pool, dialect: Dialect::Postgres }
        };
        citations::fill_articles(&store).await?;
        Ok(store)
    }

    /// Begins a transaction that writes. On SQLite it waits for the one writer.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn begin(&self) -> Stored<Tx> {
        let inner = match self.dialect {
            Dialect::Sqlite => self.writer.begin_with("begin immediate").await?,
            Dialect::Postgres => self.writer.begin().await?,
        };
        Ok(Tx { inner })
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
    /// Makes the changes last. Once this returns they survive a loss of power.
    ///
    /// # Errors
    /// When the database did not confirm; the changes must then be taken as not made.
    pub async fn commit(self) -> Stored<()> {
        Ok(self.inner.commit().await?)
    }

    /// The connection on which statements of this transaction run.
    fn on(&mut self) -> &mut sqlx::AnyConnection {
        &mut self.inner
    }
}

fn pool(connections: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(10))
}

/// `$1, $2, …` for a list of `count` values that begins with this parameter. An empty list matches nothing.
fn placeholders(first: usize, count: usize) -> String {
    if count == 0 {
        return "null".to_owned();
    }
    (first..first + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

/// So many values are bound by a statement that writes rows, about. SQLite looks for each by its name among all before
/// it, so that the time grows with the square of their number: of thousands it is most of what the statement takes.
const VALUES: usize = 200;

/// How many rows of this many values one statement writes.
const fn rows_at_once(columns: usize) -> usize {
    VALUES / columns
}

/// `($1, $2), ($3, $4), …` for this many rows of this many values.
fn value_rows(rows: usize, columns: usize) -> String {
    let row = |row: usize| format!("({})", placeholders(row * columns + 1, columns));
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

type Connected<'c> = std::pin::Pin<Box<dyn Future<Output = Result<(), sqlx::Error>> + Send + 'c>>;

/// No statement here runs for so long that compiling it would pay: PostgreSQL takes a tenth of a second for that where
/// it overrates what a statement costs.
fn postgres_settings(
    connection: &mut sqlx::AnyConnection,
    _: sqlx::pool::PoolConnectionMetadata,
) -> Connected<'_> {
    Box::pin(async move {
        connection.execute("set jit = off").await?;
        Ok(())
    })
}

/// An acknowledged write survives a loss of power (`synchronous`), readers do not wait for the writer (`wal`).
fn sqlite_pragmas(
    connection: &mut sqlx::AnyConnection,
    _: sqlx::pool::PoolConnectionMetadata,
) -> Connected<'_> {
    Box::pin(async move {
        for pragma in [
            "pragma journal_mode = wal",
            "pragma synchronous = full",
            "pragma foreign_keys = on",
            "pragma busy_timeout = 10000",
            "pragma cache_size = -8000",
            "pragma temp_store = memory",
        ] {
            connection.execute(pragma).await?;
        }
        Ok(())
    })
}
