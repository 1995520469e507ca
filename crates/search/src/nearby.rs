//! What is offered where a search found nothing: items that share its subject, or none.
//!
//! The same items under every question that finds nothing teach readers to ignore them. So an item is near only if the
//! whole search finds it without its filters or quotation marks, if a corrected search finds it, if it holds most of
//! what the search weighs, or if it is about a concept that the search names, as long as that concept is not what much
//! of the library is about.

use super::collector::ResultCollector;
use super::error::SearchError;
use super::matching::{Coverage, ScoreThreshold};
use super::pico_filter::filter_by_pico;
use super::query_plan::QueryPlan;
use super::snapshot::Snapshot;
use domain::library::Hit;
use domain::search_query::SearchQuery;
use tantivy::query::{BooleanQuery, Query};

/// The number of items offered.
const NEARBY: usize = 5;
/// In a library of at least so many items, a concept that more than one in so many holds says little.
const SMALLEST_LIBRARY: u64 = 40;
const COMMON: u64 = 4;
/// Concepts of a search that are looked for.
const CONCEPTS: usize = 6;
/// A search of so many words or fewer is about each of them.
const FEW_WORDS: usize = 2;
/// Shorter words are no subject by themselves.
const SHORTEST_SUBJECT: usize = 4;

/// Near items, and the text that they answer where it is not the one that was asked.
pub(crate) struct Nearby {
    pub(crate) hits: Vec<Hit>,
    pub(crate) answers: Option<String>,
}

/// Items near a search that found nothing: `correction` is the same search with its misspelt words corrected.
pub(crate) fn find_nearby(
    snapshot: &Snapshot<'_>,
    query: &SearchQuery,
    plan: &QueryPlan,
    correction: Option<&str>,
) -> Result<Nearby, SearchError> {
    let unfiltered = SearchQuery::default();
    if query.is_filtered() {
        let hits = best(snapshot, &unfiltered, plan, Coverage::Most)?;
        if !hits.is_empty() {
            return Ok(Nearby { hits, answers: None });
        }
    }
    if let Some(correction) = correction {
        let corrected = snapshot.plan(correction, &query.off)?;
        let hits = best(snapshot, query, &corrected, Coverage::Most)?;
        return Ok(Nearby { hits, answers: Some(correction.to_owned()) });
    }
    if plan.is_everything() {
        return Ok(Nearby { hits: Vec::new(), answers: None });
    }
    if !plan.phrases.is_empty() {
        let hits = best(snapshot, query, &plan.without_phrases(), Coverage::Most)?;
        if !hits.is_empty() {
            return Ok(Nearby { hits, answers: None });
        }
    }
    let mut hits = sharing_a_subject(snapshot, query, plan)?;
    if hits.is_empty() && query.is_filtered() {
        hits = sharing_a_subject(snapshot, &unfiltered, plan)?;
    }
    Ok(Nearby { hits, answers: None })
}

/// The best items for a plan.
fn best(
    snapshot: &Snapshot<'_>,
    filters: &SearchQuery,
    plan: &QueryPlan,
    coverage: Coverage,
) -> Result<Vec<Hit>, SearchError> {
    let collector = ResultCollector::new(snapshot.store, filters, plan, NEARBY);
    let matches = snapshot.filtered(filters, plan, coverage, collector.threshold())?;
    best_of(snapshot, plan, &collector, &matches)
}

fn best_of(
    snapshot: &Snapshot<'_>,
    plan: &QueryPlan,
    collector: &ResultCollector,
    matches: &dyn Query,
) -> Result<Vec<Hit>, SearchError> {
    let best = snapshot.searcher.search(matches, collector)?.best;
    snapshot.hits(&best, 0, plan)
}

/// Items that hold most of what the search weighs, or a concept that it names; of a short search, any of its words.
fn sharing_a_subject(
    snapshot: &Snapshot<'_>,
    filters: &SearchQuery,
    plan: &QueryPlan,
) -> Result<Vec<Hit>, SearchError> {
    let collector = ResultCollector::new(snapshot.store, filters, plan, NEARBY);
    let threshold = collector.threshold();
    let mut clauses: Vec<Box<dyn Query>> = vec![snapshot.matches(plan, Coverage::Subject, threshold)?];
    for concept in plan.named.iter().take(CONCEPTS) {
        clauses.extend(about(snapshot, concept, threshold)?);
    }
    if plan.words.len() <= FEW_WORDS {
        for word in plan.words.iter().filter(|word| word.surface.chars().count() >= SHORTEST_SUBJECT) {
            clauses.extend(about(snapshot, &word.surface, threshold)?);
        }
    }
    let matches =
        filter_by_pico(Box::new(BooleanQuery::union(clauses)), &filters.pico, snapshot.store.fields());
    best_of(snapshot, plan, &collector, &matches)
}

/// The items about a concept or a word, unless it says little.
fn about(
    snapshot: &Snapshot<'_>,
    subject: &str,
    threshold: &ScoreThreshold,
) -> Result<Option<Box<dyn Query>>, SearchError> {
    let plan = snapshot.plan(subject, &[])?;
    let counted = snapshot.count(&plan)?;
    let whole = snapshot.searcher.num_docs();
    if counted == 0 || (whole >= SMALLEST_LIBRARY && counted > whole / COMMON) {
        return Ok(None);
    }
    Ok(Some(snapshot.matches(&plan, Coverage::All, threshold)?))
}
