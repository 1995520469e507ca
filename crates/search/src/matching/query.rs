//! The plan as a tantivy query.

use super::plan::MatchPlan;
use super::scorer::WindowScorer;
use std::sync::Arc;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet as _, Score, SegmentReader, TantivyError};

/// Finds the items that hold enough of the words of a plan.
#[derive(Debug, Clone)]
pub(crate) struct MatchQuery(Arc<MatchPlan>);

impl MatchQuery {
    pub(super) fn new(plan: MatchPlan) -> Self {
        Self(Arc::new(plan))
    }
}

impl Query for MatchQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for MatchQuery {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match WindowScorer::open(&self.0, segment, boost)? {
            Some(scorer) => Box::new(scorer),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.doc() > document || scorer.seek(document) != document {
            return Err(TantivyError::InvalidArgument("the item does not match".to_owned()));
        }
        Ok(Explanation::new("BM25 of the text and a share of the title's", scorer.score()))
    }
}
