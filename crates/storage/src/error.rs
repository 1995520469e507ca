//! What can go wrong in the database.

use sqlx::error::DatabaseError;
use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteError;

/// Why the database did not do what it was asked.
///
/// Every function of this crate that returns [`Stored`] fails with [`StoreError::Unavailable`] when the database cannot
/// be used at present and with [`StoreError::Database`] when it refuses a statement; an `# Errors` section names only
/// what else can happen.
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
    /// The database cannot be reached, is locked by another program, full or read-only. Nothing was changed, and the
    /// same may succeed in a moment.
    #[error("the database cannot be used at present: {0}")]
    Unavailable(sqlx::Error),
    /// It met another transaction, and nothing of it was written: begun again it may succeed ([`crate::transact`]).
    #[error("the transaction met another")]
    Contended,
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
            // Serialisation failure and deadlock, as PostgreSQL has them.
            sqlx::Error::Database(database)
                if matches!(database.code().as_deref(), Some("40001" | "40P01")) =>
            {
                Self::Contended
            }
            _ if is_unavailable(&error) => Self::Unavailable(error),
            _ => Self::Database(error),
        }
    }
}

/// Whether the database cannot be used at present, as opposed to refusing this statement.
fn is_unavailable(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        // What a connection that breaks off leaves half said.
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed => true,
        sqlx::Error::Database(error) => sqlite_code(error.as_ref())
            .map(is_unavailable_sqlite)
            .or_else(|| postgres_code(error.as_ref()).map(is_unavailable_postgres))
            .unwrap_or_default(),
        _ => false,
    }
}

/// Whether another process is writing to a SQLite database.
pub(crate) fn is_busy(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(sqlite_code).is_some_and(|code| matches!(code, 5 | 6))
}

/// The primary result code of SQLite, which is the lowest byte of the extended one.
fn sqlite_code(error: &dyn DatabaseError) -> Option<i32> {
    let code = error.try_downcast_ref::<SqliteError>()?.code()?.parse::<i32>().ok()?;
    Some(code & 0xff)
}

fn postgres_code(error: &dyn DatabaseError) -> Option<&str> {
    Some(error.try_downcast_ref::<PgDatabaseError>()?.code())
}

/// <https://sqlite.org/rescode.html>
fn is_unavailable_sqlite(code: i32) -> bool {
    const BUSY: i32 = 5;
    const LOCKED: i32 = 6;
    const NO_MEMORY: i32 = 7;
    const READ_ONLY: i32 = 8;
    const IO: i32 = 10;
    const FULL: i32 = 13;
    const CANNOT_OPEN: i32 = 14;
    const PROTOCOL: i32 = 15;
    matches!(code, BUSY | LOCKED | NO_MEMORY | READ_ONLY | IO | FULL | CANNOT_OPEN | PROTOCOL)
}

/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>
fn is_unavailable_postgres(code: &str) -> bool {
    const CONNECTION: &str = "08";
    /// The disk is full, memory or connections are used up.
    const RESOURCES: &str = "53";
    /// Shut down, crashed, starting, or the database was dropped.
    const OPERATOR: &str = "57P";
    const SYSTEM: &str = "58";
    const READ_ONLY: &str = "25006";
    const LOCKED: &str = "55P03";
    const NO_SUCH_DATABASE: &str = "3D000";
    [CONNECTION, RESOURCES, OPERATOR, SYSTEM, READ_ONLY, LOCKED, NO_SUCH_DATABASE]
        .into_iter()
        .any(|beginning| code.starts_with(beginning))
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Corrupt(error.to_string())
    }
}

/// The result of a storage function.
pub type Stored<T> = Result<T, StoreError>;
