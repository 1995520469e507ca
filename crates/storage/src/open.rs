//! Opening the database: connections, their settings, migrations, and what an earlier version has not filled in.

use crate::articles;
use crate::citations;
use crate::error::Stored;
use crate::migrations;
use crate::store::{Dialect, Store};
use sqlx::Executor;
use sqlx::any::AnyPoolOptions;
use std::time::Duration;

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
        articles::signing::fill_store(&store).await?;
        Ok(store)
    }
}

fn pool(connections: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(10))
}

type Connected<'c> = std::pin::Pin<Box<dyn Future<Output = Result<(), sqlx::Error>> + Send + 'c>>;

/// Switches just-in-time compilation off: no statement here runs long enough to pay for it, and PostgreSQL spends a
/// tenth of a second on it where it overestimates a statement's cost.
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
