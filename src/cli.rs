//! The command line: the only module that names clap. One file per group of commands.

mod audit;
mod backup;
mod error;
mod export;
mod import;
mod location;
mod progress;
mod search;
mod serve;
mod terminal;
mod user;
mod vocabulary;

use clap::{Parser, Subcommand};
use error::CommandResult;
use std::process::ExitCode;
use terminal::note;

/// Materia, a scientific knowledge portal for healthcare professionals.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal.
    Serve(serve::Serve),
    /// Import records and articles into the library.
    Import(import::ImportFiles),
    /// Write what a search finds into a file for reference managers or spreadsheets.
    Export(export::Export),
    /// Search the library as its department sees it.
    Search(search::SearchLibrary),
    /// Measure the ranking against judged queries.
    Eval(search::Eval),
    /// Rebuild the search index from the database.
    Reindex(search::Reindex),
    /// Write the whole database into one file, while the portal runs.
    Backup(backup::Backup),
    /// Fill an empty portal from a backup.
    Restore(backup::Restore),
    /// Manage the thesaurus of searches.
    #[command(subcommand)]
    Vocabulary(vocabulary::Vocabulary),
    /// Manage people.
    #[command(subcommand)]
    User(user::User),
    /// Check the audit trail from its first row to its last.
    VerifyAudit(audit::VerifyAudit),
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    services::private_files::create_private();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            note!("materia: no threads could be started: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(command(cli.command)) {
        Ok(code) => code,
        Err(error) => {
            note!("materia: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn command(command: Command) -> CommandResult {
    match command {
        Command::Serve(serve) => serve.run().await,
        Command::Import(import) => import.run().await,
        Command::Export(export) => export.run().await,
        Command::Search(search) => search.run().await,
        Command::Eval(eval) => eval.run().await,
        Command::Reindex(reindex) => reindex.run().await,
        Command::Backup(backup) => backup.run().await,
        Command::Restore(restore) => restore.run().await,
        Command::Vocabulary(vocabulary) => vocabulary.run().await,
        Command::User(user) => user.run().await,
        Command::VerifyAudit(verify) => verify.run().await,
    }
}
