//! The plan for a search: for its text, or for the chosen line of a strategy.

use super::compounds::add_ways_of_writing;
use super::error::SearchError;
use super::grammar::Strategy;
use super::identifier_list;
use super::query_plan::QueryPlan;
use super::snapshot::Snapshot;
use super::strategy_evaluation;
use domain::search_query::SearchQuery;
use std::sync::Arc;

impl Snapshot<'_> {
    /// The plan for a search: for its text, or for the chosen line of a strategy.
    pub(crate) fn plan_search(&self, query: &SearchQuery) -> Result<QueryPlan, SearchError> {
        // Some lists look like the lines of a strategy.
        if let Some(list) = identifier_list::read(&query.text) {
            return Ok(QueryPlan::of_list(list));
        }
        match Strategy::parse(&query.text, &query.lines_off, query.line.as_deref()) {
            None => self.plan(&query.text, &query.off),
            Some(strategy) => self.plan_strategy(&query.text, &strategy, &query.off),
        }
    }

    fn plan_strategy(
        &self,
        text: &str,
        strategy: &Strategy,
        off: &[String],
    ) -> Result<QueryPlan, SearchError> {
        let finds = strategy_evaluation::evaluate(self, strategy, off)?;
        let leaves = strategy.wanted();
        let mut plan = QueryPlan::of_leaves(text, &leaves, self.scope.thesaurus, off, self);
        add_ways_of_writing(&mut plan, self.store, &self.searcher)?;
        plan.found = Some(Arc::new(finds.found));
        plan.lines = finds.lines;
        self.add_expanded_words(&mut plan, &leaves)?;
        plan.problems.clone_from(&strategy.problems);
        Ok(plan)
    }
}
