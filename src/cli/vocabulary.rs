//! `materia vocabulary …`: taking MeSH in, and looking at what a query is understood as.

use super::error::{CommandError, CommandResult};
use super::location::DataLocation;
use super::progress::FileProgress;
use super::terminal::say;
use clap::{Args, Subcommand};
use domain::slug::Slug;
use domain::thesaurus::{Concept, Confidence, Meaning, Part, Source};
use services::import::{Counts, mesh};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(super) enum Vocabulary {
    /// Take MeSH in: descriptors as XML (desc2026.xml) or JSON Lines, packed with gzip or not.
    Import(ImportMesh),
    /// Say how many groups of words searches are understood by.
    List(List),
    /// Show what a query is understood as: its concepts, other words for them, what is part of them.
    Show(Show),
}

#[derive(Args)]
pub(super) struct ImportMesh {
    #[command(flatten)]
    location: DataLocation,
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Args)]
pub(super) struct List {
    #[command(flatten)]
    location: DataLocation,
}

#[derive(Args)]
pub(super) struct Show {
    #[command(flatten)]
    location: DataLocation,
    /// A word, or a whole query.
    query: String,
}

impl Vocabulary {
    pub(super) async fn run(self) -> CommandResult {
        match self {
            Self::Import(import) => import.run().await,
            Self::List(list) => list.run().await,
            Self::Show(show) => show.run().await,
        }
    }
}

impl ImportMesh {
    async fn run(self) -> CommandResult {
        let context = self.location.open().await?;
        let mut total = Counts::default();
        for path in &self.files {
            let mut shown = FileProgress::begin(path, false);
            total += mesh::file(&context, path, &mut shown).await?;
            shown.end();
        }
        say!("{total}")?;
        context.store.close().await;
        Ok(if total.rejected == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

impl List {
    async fn run(self) -> CommandResult {
        let thesaurus = self.location.open().await?.thesaurus();
        for source in Source::all() {
            say!("{:<8}{:>8} groups", source.slug(), thesaurus.of_source(source).count())?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Show {
    async fn run(self) -> CommandResult {
        let thesaurus = self.location.open().await?.thesaurus();
        let parts: Vec<Part<'_>> = self.query.split_whitespace().map(Part::Word).collect();
        let concepts = thesaurus.recognise(&parts);
        for concept in &concepts {
            print(concept, &self.query)?;
        }
        if concepts.is_empty() {
            say!("nothing is recognised")?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn print(concept: &Concept<'_>, query: &str) -> Result<(), CommandError> {
    let typed: Vec<&str> =
        query.split_whitespace().skip(concept.span.start).take(concept.span.len()).collect();
    let name = match &concept.meaning {
        Meaning::Group { name, .. } => name,
        Meaning::Spelling(_) => "another spelling",
    };
    let certainty = match concept.certainty {
        Confidence::Sole => "",
        Confidence::Context => ", by the other words",
        Confidence::Guess | Confidence::Chosen => ", as a guess",
    };
    say!("{}: {name} ({}){certainty}", typed.join(" "), concept.key())?;
    for alternative in &concept.alternatives {
        say!("  = {} ({})", alternative.text, alternative.kind.slug())?;
    }
    for narrower in &concept.narrower {
        let words: Vec<&str> = narrower.alternatives.iter().map(|word| word.text.as_ref()).collect();
        say!("  > {}", words.join(", "))?;
    }
    Ok(())
}
