//! `materia search`, `materia eval`, `materia reindex`: the portal's own ranking from the command line.

use super::error::{CommandError, CommandResult};
use super::location::DataLocation;
use super::terminal::{note, say};
use clap::Args;
use domain::asker::LibraryView;
use domain::library::Hit;
use domain::thesaurus::Thesaurus;
use domain::time::Moment;
use indicatif::ProgressBar;
use search::{Comparison, Evaluation, MAX_QUERY_BYTES, Metrics, Part, Search, SearchError, SearchScope};
use serde::Deserialize;
use services::content;
use services::context::Context;
use services::index_follower;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// Search the library as its department sees it.
#[derive(Args)]
pub(super) struct SearchLibrary {
    #[command(flatten)]
    location: DataLocation,
    /// What to look for; `-` for the text on standard input, which may be longer than an argument.
    query: String,
    /// How many items to show.
    #[arg(long, default_value_t = 10)]
    limit: usize,
    /// One JSON object a line: rank, id, external_id, title, score.
    #[arg(long)]
    json: bool,
}

/// Measure the ranking against judged queries.
#[derive(Args)]
pub(super) struct Eval {
    #[command(flatten)]
    location: DataLocation,
    /// Queries, one JSON object a line: id, text.
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// Judgments, one a line: query, document, grade; documents by the identifier of their source.
    #[arg(long, value_name = "FILE")]
    qrels: PathBuf,
    /// How far down nDCG looks.
    #[arg(long, default_value_t = 10)]
    k: usize,
    /// Compare with another vocabulary before it goes live: a file of groups to be added, in the form of
    /// content/start/synonyms, or `none` for searching as typed.
    #[arg(long, value_name = "FILE|none")]
    against: Option<String>,
    /// Measure also what each part of the ranking does: the same queries without it, plain BM25, and the words of
    /// each query joined by OR.
    #[arg(long)]
    parts: bool,
}

/// Make the search index again from the database.
#[derive(Args)]
pub(super) struct Reindex {
    #[command(flatten)]
    location: DataLocation,
}

/// The index, up to date with the library, and the thesaurus.
struct Searcher {
    search: Search,
    thesaurus: Arc<Thesaurus>,
}

impl Searcher {
    async fn over(context: &Context) -> Result<Self, CommandError> {
        index_follower::follow(context).await?;
        Ok(Self { search: context.search.ready()?, thesaurus: context.thesaurus() })
    }

    /// The best items for a text, as the department sees them, by the whole ranking or without a part.
    fn ranked(&self, text: &str, limit: usize, without: Option<Part>) -> Result<Vec<Hit>, SearchError> {
        let thesaurus = &self.thesaurus;
        let scope = SearchScope { view: &LibraryView::Department, now: Moment::now(), gone: &[], thesaurus };
        match without {
            Some(part) => self.search.rank_without(part, text, &scope, limit),
            None => self.search.rank(text, &scope, limit),
        }
    }
}

impl SearchLibrary {
    pub(super) async fn run(self) -> CommandResult {
        let text = if self.query == "-" { text_of(std::io::stdin().lock())? } else { self.query };
        let context = self.location.open_existing().await?;
        let searcher = Searcher::over(&context).await?;
        let hits = searcher.ranked(&text, self.limit, None).map_err(services::failure::Failure::from)?;
        for problem in search::find_problems(&text) {
            let marked = problem.place(&text).marked;
            note!("{}", context.default_locale().with(problem.code.key(), &[("text", marked.into())]));
        }
        if hits.is_empty() {
            note!("nothing found");
        }
        for hit in hits {
            if self.json {
                let line = serde_json::json!({
                    "rank": hit.rank,
                    "id": hit.id,
                    "external_id": hit.external_id,
                    "title": hit.title,
                    "score": hit.score,
                });
                say!("{line}")?;
            } else {
                say!("{:>3}. {}\n     {}", hit.rank, hit.title, hit.address())?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// As much of a text as is searched, and enough more to report that the rest is ignored.
fn text_of(mut input: impl Read) -> Result<String, CommandError> {
    let unreadable = |error| CommandError::Message(format!("standard input cannot be read: {error}"));
    let (mut bytes, most) = (Vec::new(), 2 * MAX_QUERY_BYTES as u64);
    input.by_ref().take(most).read_to_end(&mut bytes).map_err(unreadable)?;
    // Read to the end, so that the writer of the pipe does not fail.
    std::io::copy(&mut input, &mut std::io::sink()).map_err(unreadable)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

impl Eval {
    pub(super) async fn run(self) -> CommandResult {
        let queries = queries(&self.queries)?;
        let judgments = search::parse_judgments(&read(&self.qrels)?);
        let context = self.location.open_existing().await?;
        let searcher = Searcher::over(&context).await?;
        let measure = |searcher: &Searcher, without: Option<Part>| {
            let depth = self.k.max(100);
            let names = |hits: Vec<Hit>| {
                hits.into_iter().map(|hit| hit.external_id.unwrap_or_else(|| hit.id.to_string())).collect()
            };
            search::evaluate(queries.clone(), &judgments, self.k, |text| {
                searcher.ranked(text, depth, without).map(names)
            })
            .map_err(services::failure::Failure::from)
        };
        let present = measure(&searcher, None)?;
        print_means(&present.means, self.k)?;
        if self.parts {
            print_parts(&present, |part| measure(&searcher, Some(part)), self.k)?;
        }
        let Some(against) = &self.against else { return Ok(ExitCode::SUCCESS) };
        let thesaurus = match against.as_str() {
            "none" => Thesaurus::default(),
            file => {
                let groups = content::groups_of(&read(Path::new(file))?);
                let groups = groups.map_err(|error| CommandError::Message(format!("{file}: {error}")))?;
                context.thesaurus_with(&groups).await?
            }
        };
        let other = measure(&Searcher { thesaurus: Arc::new(thesaurus), ..searcher }, None)?;
        say!("\nagainst {against}")?;
        print_means(&other.means, self.k)?;
        print_comparison(&search::compare(&present, &other), &queries)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn print_means(means: &Metrics, k: usize) -> Result<(), CommandError> {
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    say!("queries     {}", means.queries)?;
    say!("{:<11} {:.4}", format!("nDCG@{k}"), means.ndcg)?;
    say!("MAP         {:.4}", means.map)?;
    say!("recall@100  {:.4}", means.recall_at_100)?;
    say!("MRR@10      {:.4}", means.mrr_at_10)?;
    say!("p50         {:.2} ms", milliseconds(means.p50))?;
    say!("p95         {:.2} ms", milliseconds(means.p95))
}

/// What each part does: the metrics without it, and whether chance would make such a difference.
fn print_parts<E: Into<CommandError>>(
    present: &Evaluation,
    measure: impl Fn(Part) -> Result<Evaluation, E>,
    k: usize,
) -> Result<(), CommandError> {
    say!(
        "\n{:<26} {:>8} {:>8} {:>10} {:>8} {:>10} {:>7}",
        "",
        format!("nDCG@{k}"),
        "MAP",
        "recall@100",
        "MRR@10",
        "difference",
        "p"
    )?;
    for part in Part::ALL {
        let other = measure(part).map_err(Into::into)?;
        let Metrics { ndcg, map, recall_at_100, mrr_at_10, .. } = other.means;
        let Comparison { difference, p, .. } = search::compare(present, &other);
        let name = part.name();
        say!(
            "{name:<26} {ndcg:>8.4} {map:>8.4} {recall_at_100:>10.4} {mrr_at_10:>8.4} {difference:>+10.4} {p:>7.4}"
        )?;
    }
    Ok(())
}

/// So many of the queries that changed most are shown.
const CHANGED: usize = 20;

fn print_comparison(comparison: &Comparison, queries: &[(String, String)]) -> Result<(), CommandError> {
    say!("\ndifference  {:+.4} (paired randomisation test: p = {:.4})", comparison.difference, comparison.p)?;
    say!("changed     {} queries, most first:", comparison.changed.len())?;
    for (id, present, other) in comparison.changed.iter().take(CHANGED) {
        let text = queries.iter().find(|(known, _)| known == id).map_or("", |(_, text)| text);
        let short: String = text.chars().take(80).collect();
        say!("  {:+.3}  {present:.3} -> {other:.3}  {id}  {short}", other - present)?;
    }
    Ok(())
}

impl Reindex {
    pub(super) async fn run(self) -> CommandResult {
        let context = self.location.open_existing().await?;
        let head = storage::change_numbers::last_change(&context.store).await?;
        let bar = ProgressBar::new(u64::try_from(head).unwrap_or_default());
        let progress = |reached: i64| bar.set_position(u64::try_from(reached).unwrap_or_default());
        let count = index_follower::rebuild(&context, &progress).await?;
        bar.finish_and_clear();
        let count = count.ok_or_else(|| {
            let held = "the search index belongs to a running server, which repairs it by itself; \
                        to make it again all the same, stop the server first";
            CommandError::Message(held.to_owned())
        })?;
        say!("indexed {count} items")?;
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Deserialize)]
struct Query {
    id: String,
    text: String,
}

fn queries(path: &Path) -> Result<Vec<(String, String)>, CommandError> {
    let text = read(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let query = |(number, line): (usize, &str)| {
        let query: Query = serde_json::from_str(line).map_err(|error| {
            CommandError::Message(format!("{}: line {}: {error}", path.display(), number + 1))
        })?;
        Ok((query.id, query.text))
    };
    lines.map(query).collect()
}

fn read(path: &Path) -> Result<String, CommandError> {
    std::fs::read_to_string(path)
        .map_err(|error| CommandError::Message(format!("{} cannot be read: {error}", path.display())))
}
