//! The plan for a search: for its text, or for the chosen line of a strategy.

use super::error::SearchError;
use super::grammar::Strategy;
use super::identifier_list;
use super::query_plan::QueryPlan;
use super::snapshot::Snapshot;
use super::strategy_evaluation::evaluate;
use domain::search_query::SearchQuery;
use std::sync::Arc;

/// The plan for a search.
pub(crate) fn plan_search(snapshot: &Snapshot<'_>, query: &SearchQuery) -> Result<QueryPlan, SearchError> {
    // Some lists look like the lines of a strategy.
    if let Some(list) = identifier_list::read(&query.text) {
        return Ok(QueryPlan::of_list(list));
    }
    let Some(strategy) = Strategy::parse(&query.text, &query.lines_off, query.line.as_deref()) else {
        return snapshot.plan_words(&query.text, &query.off);
    };
    let finds = evaluate(snapshot, &strategy, &query.off)?;
    let leaves = strategy.wanted();
    let mut plan = snapshot.plan_of_leaves(&query.text, &leaves, &query.off)?;
    snapshot.add_expanded_words(&mut plan, &leaves)?;
    plan.found = Some(Arc::new(finds.found));
    plan.lines = finds.lines;
    plan.problems.clone_from(&strategy.problems);
    Ok(plan)
}
