//! Why a command failed.

use services::failure::Failure;
use std::process::ExitCode;

/// Why a command failed, in a sentence for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub(super) enum CommandError {
    #[error(transparent)]
    Start(#[from] services::context::StartError),
    #[error(transparent)]
    Store(#[from] storage::StoreError),
    #[error(transparent)]
    Failure(#[from] Failure),
    #[error("{0}")]
    Message(String),
}

/// What a command returns: the exit code of the process.
pub(super) type CommandResult = Result<ExitCode, CommandError>;
