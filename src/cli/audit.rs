//! `materia verify-audit`.

use super::error::{CommandError, CommandResult};
use super::location::DataLocation;
use super::terminal::say;
use clap::Args;
use services::anchors::{self, Anchor};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use storage::audit::Verdict;

/// Check the audit trail from its first row to its last, and that no row at its end is missing.
#[derive(Args)]
pub(super) struct VerifyAudit {
    #[command(flatten)]
    location: DataLocation,
    /// Anchors kept elsewhere, to be looked for beside those in the data directory; may be given several times.
    #[arg(long = "anchors", value_name = "FILE")]
    anchors: Vec<PathBuf>,
}

impl VerifyAudit {
    pub(super) async fn run(self) -> CommandResult {
        let context = self.location.open_existing().await?;
        let mut known = anchors::own(&context)?;
        for path in &self.anchors {
            known.extend(read(path)?);
        }
        match anchors::verify(&context, &known).await? {
            Verdict::Intact { rows } => {
                say!("the audit trail is intact: {rows} rows, {} anchors", known.len())?;
                Ok(ExitCode::SUCCESS)
            }
            Verdict::Broken { number } => {
                say!(
                    "the audit trail is broken: row {number} is the first that was tampered with or is missing"
                )?;
                Ok(ExitCode::FAILURE)
            }
        }
    }
}

fn read(path: &Path) -> Result<Vec<Anchor>, CommandError> {
    anchors::read(path)
        .map_err(|error| CommandError::Message(format!("{} cannot be read: {error}", path.display())))
}
