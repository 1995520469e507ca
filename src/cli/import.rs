//! `materia import`.

use super::error::{CommandError, CommandResult};
use super::location::DataLocation;
use super::progress::FileProgress;
use super::terminal::{note, say};
use clap::Args;
use domain::account::{Role, normal_email};
use domain::id::AccountId;
use domain::slug::Slug;
use formats::Format;
use services::context::Context;
use services::import::{self, Counts, Import, Indexing};
use std::path::PathBuf;
use std::process::ExitCode;

/// Import records and articles into the library.
#[derive(Args)]
pub(super) struct ImportFiles {
    #[command(flatten)]
    location: DataLocation,
    #[arg(long, value_name = "F", help = format_help())]
    format: Option<String>,
    /// Email address of the person to whom articles are attributed; else the first editor, or administrator.
    #[arg(long = "as", value_name = "EMAIL")]
    author: Option<String>,
    /// Name every record that an entry updated, not only the first of each file.
    #[arg(long)]
    verbose: bool,
    /// Files, packed with gzip or not, and folders.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl ImportFiles {
    pub(super) async fn run(self) -> CommandResult {
        let format = self.format.as_deref().map(format).transpose()?;
        let files = import::files(&self.files)
            .map_err(|error| CommandError::Message(format!("a folder cannot be listed: {error}")))?;
        let context = self.location.open().await?;
        services::start::ensure_vocabulary(&context).await?;
        let author = author(&context, self.author.as_deref()).await?;
        let import = Import { format, author, is_demo: false };
        let mut indexing = Indexing::begin(&context).await?;
        let mut total = Counts::default();
        for path in files {
            let mut progress = FileProgress::begin(&path, self.verbose);
            total += import::file(&context, &import, &path, &mut indexing, &mut progress).await?;
            progress.end();
        }
        if !indexing.finish(&context).await? {
            note!("the search index belongs to a running server, which takes this up by itself");
        }
        say!("{total}")?;
        context.store.close().await;
        Ok(if total.rejected == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn format_help() -> String {
    format!("Format of the files, if names and content do not tell: {}", format_names())
}

fn format_names() -> String {
    Format::all().map(Format::slug).collect::<Vec<_>>().join(", ")
}

fn format(slug: &str) -> Result<Format, CommandError> {
    Format::from_slug(slug).ok_or_else(|| {
        CommandError::Message(format!("there is no format {slug}; the formats are: {}", format_names()))
    })
}

/// The account that articles are attributed to: the person named, or the first editor or administrator.
async fn author(context: &Context, email: Option<&str>) -> Result<Option<AccountId>, CommandError> {
    if let Some(email) = email {
        let found = storage::accounts::find_by_email(&context.store, &normal_email(email)).await?;
        let (account, _) = found
            .ok_or_else(|| CommandError::Message(format!("there is nobody with the address {email}")))?;
        return Ok(Some(account.id));
    }
    for role in [Role::Editor, Role::Administrator] {
        let people = storage::accounts::list(&context.store, Some(role), false).await?;
        if let Some(account) = people.into_iter().find(|account| account.disabled_at.is_none()) {
            return Ok(Some(account.id));
        }
    }
    Ok(None)
}
