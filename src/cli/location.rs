//! Where a command finds the portal's data.

use super::error::CommandError;
use clap::Args;
use services::config::{Config, sqlite_url};
use services::context::Context;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a command waits for the database while another process holds it.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where the portal's data is: common to all commands.
#[derive(Clone, Args)]
pub(super) struct DataLocation {
    /// Directory of the database file, the search index and, without a mail server, the mails.
    #[arg(long, env = "MATERIA_DATA", default_value = "data", global = true)]
    data: PathBuf,
    /// Database address: `sqlite://…` or `postgres://…`. Without it: SQLite in the data directory.
    #[arg(long, env = "MATERIA_DATABASE_URL", global = true, hide_env_values = true)]
    database_url: Option<String>,
}

impl DataLocation {
    /// The configuration of a portal whose data is here.
    pub(super) fn config(&self) -> Config {
        let mut config = Config::in_folder(&self.data);
        config.database_url = self.database_url.clone().unwrap_or_else(|| sqlite_url(&self.data));
        config
    }

    /// Opens the data of a portal that is there: an empty one in its place would look as if everything were lost, or
    /// saved.
    ///
    /// # Errors
    /// When there is none, or as [`DataLocation::open`].
    pub(super) async fn open_existing(&self) -> Result<Context, CommandError> {
        let config = self.config();
        let file = config
            .database_url
            .strip_prefix("sqlite://")
            .map(|rest| rest.split('?').next().unwrap_or_default());
        if let Some(file) = file.filter(|file| !Path::new(file).exists()) {
            return Err(CommandError::Message(format!(
                "there is no portal at {file}: say where it is with --data or --database-url"
            )));
        }
        self.open().await
    }

    /// Opens the portal's data, and makes what is missing of it.
    ///
    /// # Errors
    /// When the data cannot be opened or migrated.
    pub(super) async fn open(&self) -> Result<Context, CommandError> {
        Ok(Context::open(Config { database_patience: PATIENCE, ..self.config() }).await?)
    }
}
