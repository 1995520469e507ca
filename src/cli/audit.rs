//! `materia verify-audit`.

use super::error::CommandResult;
use super::location::DataLocation;
use super::terminal::say;
use clap::Args;
use std::process::ExitCode;
use storage::audit::{Verdict, verify};

/// Check the audit trail from its first row to its last.
#[derive(Debug, Args)]
pub(super) struct VerifyAudit {
    #[command(flatten)]
    location: DataLocation,
}

impl VerifyAudit {
    pub(super) async fn run(self) -> CommandResult {
        let context = self.location.open().await?;
        match verify(&context.store).await? {
            Verdict::Intact { rows } => {
                say!("the audit trail is intact: {rows} rows")?;
                Ok(ExitCode::SUCCESS)
            }
            Verdict::Broken { number } => {
                say!("the audit trail is broken: row {number} is the first that was tampered with")?;
                Ok(ExitCode::FAILURE)
            }
        }
    }
}
