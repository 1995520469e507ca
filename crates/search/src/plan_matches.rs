//! The items that match a plan.

use super::document_set::DocumentSetQuery;
use super::error::SearchError;
use super::listed_items::find_listed;
use super::matching::{self, Basis, Coverage, ScoreThreshold};
use super::query_plan::QueryPlan;
use super::snapshot::Snapshot;
use super::structured_query;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query};

impl Snapshot<'_> {
    /// The items in scope that match a plan. An item below the threshold may get any score below it.
    pub(crate) fn matches(
        &self,
        plan: &QueryPlan,
        coverage: Coverage,
        threshold: &ScoreThreshold,
    ) -> Result<Box<dyn Query>, SearchError> {
        if let Some(list) = plan.exact_list() {
            return Ok(self.in_scope(find_listed(list, self.store.fields())));
        }
        let basis = Basis {
            store: self.store,
            searcher: &self.searcher,
            ranking: &self.ranking,
            now: self.scope.now,
        };
        let scoring = |coverage| matching::build_query(&basis, &plan.words, coverage, threshold);
        let mut clauses: Vec<Box<dyn Query>> = Vec::new();
        match &plan.structure {
            _ if plan.is_everything() => clauses.push(Box::new(AllQuery)),
            _ if plan.found.is_some() && matches!(coverage, Coverage::Most | Coverage::All) => {
                let found = plan
                    .found
                    .iter()
                    .map(|found| Box::new(DocumentSetQuery(found.clone())) as Box<dyn Query>);
                let ranked = (Occur::Should, Box::new(scoring(Coverage::Any)?) as Box<dyn Query>);
                clauses.push(Box::new(BooleanQuery::new(
                    found.map(|found| (Occur::Must, found)).chain([ranked]).collect(),
                )));
            }
            Some(node) if matches!(coverage, Coverage::Most | Coverage::All) => {
                let logic = structured_query::build_query(node, plan, self)?;
                let ranked = (Occur::Should, Box::new(scoring(Coverage::Any)?) as Box<dyn Query>);
                clauses.push(Box::new(BooleanQuery::new(vec![(Occur::Must, logic), ranked])));
            }
            _ => clauses.push(Box::new(scoring(coverage)?)),
        }
        if coverage == Coverage::Most && !plan.is_structured() {
            clauses.extend(plan.phrases.iter().map(|phrase| self.store.phrase_query(phrase)));
        }
        let matches: Box<dyn Query> = match clauses.len() {
            1 => clauses.remove(0),
            _ => Box::new(BooleanQuery::intersection(clauses)),
        };
        Ok(self.in_scope(matches))
    }
}
