//! `materia verify-audit`.

use super::error::CommandResult;
use super::location::DataLocation;
use clap::Args;
use std::process::ExitCode;
use storage::audit::{Verdict, verify};

/// Check the audit trail from its first row to its last.
#[derive(Args)]
pub(super) struct VerifyAudit {
    #[command(flatten)]
    location: DataLocation,
}

impl VerifyAudit {
    pub(super) async fn run(self) -> CommandResult {
        let context = self.location.open().await?;
        match verify(&context.store).await? {
            Verdict::Intact { rows } => {
                println!("the audit trail is intact: {rows} rows");
                Ok(ExitCode::SUCCESS)
            }
            Verdict::Broken { number } => {
                println!("the audit trail is broken: row {number} is the first that was tampered with");
                Ok(ExitCode::FAILURE)
            }
        }
    }
}
