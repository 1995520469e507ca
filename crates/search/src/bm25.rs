//! BM25 for words, phrases and expansions alike: how rare a term is, and how the length of a field counts.

use super::error::SearchError;
use tantivy::query::{Bm25StatisticsProvider as _, Bm25Weight};
use tantivy::schema::Field;
use tantivy::{Score, Searcher};

/// The inverse document frequency of BM25.
pub(crate) fn idf(frequency: u64, documents: u64) -> f32 {
    let without = documents.saturating_sub(frequency) as f32;
    (1.0 + (without + 0.5) / (frequency as f32 + 0.5)).ln()
}

/// BM25 over the lengths of one field, for terms of any idf.
pub(crate) struct FieldBm25 {
    /// For a term that no document holds; the weights of all others are shares of it.
    rarest: Bm25Weight,
    highest_idf: f32,
}

impl FieldBm25 {
    /// For a field of the index.
    pub(crate) fn in_field(searcher: &Searcher, field: Field) -> Result<Self, SearchError> {
        let documents = searcher.total_num_docs()?;
        let average = searcher.total_num_tokens(field)? as Score / documents.max(1) as Score;
        Ok(Self::new(documents, average.max(1.0)))
    }

    /// For a field with this average number of words.
    pub(crate) fn new(documents: u64, average: Score) -> Self {
        let rarest = Bm25Weight::for_one_term_without_explain(0, documents, average);
        Self { rarest, highest_idf: idf(0, documents) }
    }

    /// The weight of a term with this idf.
    pub(crate) fn weight(&self, idf: f32) -> Bm25Weight {
        self.rarest.boost_by(idf / self.highest_idf)
    }
}
