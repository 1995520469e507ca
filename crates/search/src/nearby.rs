//! What is offered where a search found nothing.

use super::collector::ResultCollector;
use super::error::SearchError;
use super::matching::Coverage;
use super::query_plan::QueryPlan;
use super::snapshot::Snapshot;
use domain::library::Hit;
use domain::search_query::SearchQuery;

/// The number of items offered.
const NEARBY: usize = 5;

/// Items that hold any of the words, first under the same filters, then without them; else the newest.
pub(crate) fn find_nearby(
    snapshot: &Snapshot<'_>,
    query: &SearchQuery,
    plan: &QueryPlan,
) -> Result<Vec<Hit>, SearchError> {
    let everything = SearchQuery::default();
    let newest = QueryPlan::default();
    for (filters, wanted) in [(query, plan), (&everything, plan), (&everything, &newest)] {
        let collector = ResultCollector::new(snapshot.store, filters, wanted, NEARBY);
        let matches = snapshot.filtered(filters, wanted, Coverage::Any, collector.threshold())?;
        let best = snapshot.searcher.search(&matches, &collector)?.best;
        if !best.is_empty() {
            return snapshot.hits(&best, 0, plan);
        }
    }
    Ok(Vec::new())
}
