//! `materia export`.

use super::error::{CommandError, CommandResult};
use super::location::DataLocation;
use super::terminal::{self, note};
use clap::Args;
use domain::asker::LibraryView;
use domain::search_query::SearchQuery;
use domain::slug::Slug;
use formats::ExportFormat;
use services::export::{self, MOST, Selection, Separator};
use services::index_follower;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write what a search finds into a file for reference managers or spreadsheets.
#[derive(Args)]
pub(super) struct Export {
    #[command(flatten)]
    location: DataLocation,
    /// What to look for; an empty text finds everything.
    query: String,
    /// Format of the file: ris, nbib, bibtex, csl-json or csv.
    #[arg(long, value_name = "F")]
    format: String,
    /// Where to write it; else to standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    pub(super) async fn run(self) -> CommandResult {
        let format = ExportFormat::from_slug(&self.format).ok_or_else(|| {
            let known = ExportFormat::all().map(ExportFormat::slug).collect::<Vec<_>>().join(", ");
            CommandError::Message(format!("there is no format {}; the formats are: {known}", self.format))
        })?;
        let context = self.location.open_existing().await?;
        index_follower::follow(&context).await?;
        let selection = Selection::Result(Box::new(SearchQuery::of(&self.query)));
        let exported =
            export::export_in(&context, &LibraryView::Department, &selection, format, Separator::Comma)
                .await?;
        match &self.output {
            Some(path) => std::fs::write(path, &exported.bytes)
                .map_err(|error| CommandError::Message(format!("the file cannot be written: {error}")))?,
            None => terminal::write(&exported.bytes)?,
        }
        note!("exported {} items", exported.count);
        if exported.count == MOST {
            note!("one file holds {MOST} items at most; narrow the search for those after them");
        }
        context.store.close().await;
        Ok(if exported.count > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
