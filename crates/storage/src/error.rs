//! What can go wrong in the database.

/// Why the database did not do what it was asked.
///
/// Every function of this crate that returns [`Stored`] fails with [`StoreError::Database`] when the database cannot be
/// reached or refuses a statement; an `# Errors` section names only what else can happen.
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
            _ => Self::Database(error),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Corrupt(error.to_string())
    }
}

/// The result of a storage function.
pub type Stored<T> = Result<T, StoreError>;
