//! The floor for searches: what the engine alone takes for the words of a text.

use super::analysis::{stem_analyzer, tokenize};
use super::engine::Search;
use super::error::SearchError;
use tantivy::Term;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

impl Search {
    /// The engine's own answer to a text: how many items hold any of its words, and how many of the best `limit` there
    /// are. It knows no scope, no synonyms and no facets: only measurements compare a search with it.
    pub fn plain_or(&self, text: &str, limit: usize) -> Result<(usize, usize), SearchError> {
        let (store, searcher) = (self.store(), self.store().searcher());
        let of_stem = |stem: &String| {
            let term = Term::from_field_text(store.fields().words, stem);
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>
        };
        let stems = tokenize(&mut stem_analyzer(), text);
        let any = BooleanQuery::union(stems.iter().map(of_stem).collect());
        let (best, total) = searcher.search(&any, &(TopDocs::with_limit(limit).order_by_score(), Count))?;
        Ok((total, best.len()))
    }
}
