//! The index at one point in time, as one scope sees it: what a single call answers from.

use super::error::SearchError;
use super::matching::{self, Coverage, ScoreThreshold};
use super::pico_filter::filter_by_pico;
use super::query_plan::QueryPlan;
use super::ranking::{RANKING, RankingParameters};
use super::scope::SearchScope;
use super::store::IndexStore;
use super::structured_query;
use super::visibility::restrict_to_scope;
use domain::search_query::SearchQuery;
use tantivy::query::{AllQuery, BooleanQuery, EnableScoring, Occur, Query};
use tantivy::{DocAddress, DocSet as _, Searcher, TERMINATED};

/// The index at one point in time, as one scope sees it.
pub(crate) struct Snapshot<'a> {
    pub(crate) store: &'a IndexStore,
    pub(crate) searcher: Searcher,
    pub(crate) scope: &'a SearchScope<'a>,
    /// How matches are scored: as in use, except in an evaluation.
    pub(crate) ranking: RankingParameters,
}

impl<'a> Snapshot<'a> {
    pub(crate) fn new(store: &'a IndexStore, scope: &'a SearchScope<'a>) -> Self {
        Self { store, searcher: store.searcher(), scope, ranking: RANKING }
    }

    /// The items in scope that match a plan. An item below the threshold may get any score below it.
    pub(crate) fn matches(
        &self,
        plan: &QueryPlan,
        coverage: Coverage,
        threshold: &ScoreThreshold,
    ) -> Result<Box<dyn Query>, SearchError> {
        let scoring = |coverage| matching::build_query(self, &plan.words, coverage, threshold);
        let mut clauses: Vec<Box<dyn Query>> = Vec::new();
        match &plan.structure {
            _ if plan.is_everything() => clauses.push(Box::new(AllQuery)),
            Some(node) if coverage == Coverage::Most => {
                let logic = structured_query::build_query(node, plan, self.scope, self.store.fields());
                let ranked = (Occur::Should, Box::new(scoring(Coverage::Any)?) as Box<dyn Query>);
                clauses.push(Box::new(BooleanQuery::new(vec![(Occur::Must, logic), ranked])));
            }
            _ => clauses.push(Box::new(scoring(coverage)?)),
        }
        if coverage == Coverage::Most && plan.structure.is_none() {
            clauses.extend(plan.phrases.iter().map(|phrase| self.store.phrase_query(phrase)));
        }
        let matches: Box<dyn Query> = match clauses.len() {
            1 => clauses.remove(0),
            _ => Box::new(BooleanQuery::intersection(clauses)),
        };
        Ok(self.in_scope(matches))
    }

    /// As [`Snapshot::matches`], narrowed by the clinical question of a search.
    pub(crate) fn filtered(
        &self,
        query: &SearchQuery,
        plan: &QueryPlan,
        coverage: Coverage,
        threshold: &ScoreThreshold,
    ) -> Result<Box<dyn Query>, SearchError> {
        let matches = self.matches(plan, coverage, threshold)?;
        Ok(filter_by_pico(matches, &query.pico, self.store.fields()))
    }

    /// Those of these matches that are in scope, with their scores as they are.
    pub(crate) fn in_scope(&self, matches: Box<dyn Query>) -> Box<dyn Query> {
        restrict_to_scope(self.store, matches, self.scope)
    }

    /// Whether a text finds anything in scope. Stops at the first hit.
    pub(crate) fn has_hit(&self, text: &str) -> Result<bool, SearchError> {
        let plan = QueryPlan::new(text, self.scope.thesaurus, &[]);
        let matches = self.matches(&plan, Coverage::Most, &ScoreThreshold::default())?;
        Ok(!self.first_matches(&matches, 1)?.is_empty())
    }

    /// Up to `limit` matching items, whichever come first.
    pub(crate) fn first_matches(
        &self,
        query: &dyn Query,
        limit: usize,
    ) -> Result<Vec<DocAddress>, SearchError> {
        let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        let mut found = Vec::new();
        for (segment_ord, segment) in (0..).zip(self.searcher.segment_readers()) {
            let mut matches = weight.scorer(segment, 1.0)?;
            let alive = segment.alive_bitset();
            while matches.doc() != TERMINATED {
                if found.len() == limit {
                    return Ok(found);
                }
                if alive.is_none_or(|alive| alive.is_alive(matches.doc())) {
                    found.push(DocAddress { segment_ord, doc_id: matches.doc() });
                }
                matches.advance();
            }
        }
        Ok(found)
    }
}
