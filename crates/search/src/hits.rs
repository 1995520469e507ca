//! Hits made of the documents that a search found.

use super::card::Card;
use super::collector::ScoredDocument;
use super::error::SearchError;
use super::query_plan::QueryPlan;
use super::snapshot::Snapshot;
use super::snippet::Highlighter;
use domain::library::Hit;
use std::sync::Arc;
use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument};

impl Snapshot<'_> {
    /// The card of a document.
    pub(crate) fn card(&self, address: DocAddress) -> Result<Arc<Card>, SearchError> {
        let segment = self.searcher.segment_reader(address.segment_ord).segment_id();
        if let Some(card) = self.store.cards().get(segment, address.doc_id) {
            return Ok(card);
        }
        let document: TantivyDocument = self.searcher.doc(address)?;
        let json = document.get_first(self.store.fields().card).and_then(|value| value.as_str());
        let card = Arc::new(Card::from_json(json.ok_or(SearchError::Damaged)?)?);
        self.store.cards().keep(segment, address.doc_id, &card);
        Ok(card)
    }

    /// Hits for found documents; the first gets the rank after `before`.
    pub(crate) fn hits(
        &self,
        found: &[ScoredDocument],
        before: usize,
        plan: &QueryPlan,
    ) -> Result<Vec<Hit>, SearchError> {
        let highlighter = Highlighter::new(plan);
        let mut hits = Vec::with_capacity(found.len());
        for (rank, found) in (before + 1..).zip(found) {
            let card = self.card(found.address)?;
            hits.push(card.to_hit(rank, found.score, &highlighter));
        }
        Ok(hits)
    }
}
