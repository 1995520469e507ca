//! What a search looks for: words with their weights, and the clauses that find them.

use super::threshold::ScoreThreshold;
use crate::phrase_postings::PhrasePostingsCache;
use crate::preferences::PreferenceCache;
use crate::ranking::Preference;
use crate::term_statistics::TermStatistics;
use domain::time::Moment;
use std::sync::Arc;
use tantivy::index::SegmentId;
use tantivy::query::Bm25Weight;
use tantivy::{Score, SegmentOrdinal, SegmentReader, TantivyError, Term};

/// A word with the clauses that find it.
#[derive(Debug, Clone)]
pub(super) struct WeightedWord {
    pub(super) clauses: Vec<ScoringClause>,
    /// The index of the concept whose synonyms may stand in for it.
    pub(super) concept: Option<usize>,
    pub(super) weight: f32,
    /// It says what is asked about, rather than of whom, where and how.
    pub(super) is_subject: bool,
}

impl WeightedWord {
    /// Whether any item holds it or a synonym.
    pub(super) fn is_known(&self) -> bool {
        !self.clauses.is_empty() || self.concept.is_some()
    }
}

/// The synonyms of a concept.
pub(super) struct WeightedConcept {
    pub(super) clauses: Vec<ScoringClause>,
    /// The number of query words that name it.
    pub(super) words: usize,
    /// Upper bound on the documents that hold the most frequent synonym.
    pub(super) frequency: u64,
}

impl std::fmt::Debug for WeightedConcept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} synonyms", self.clauses.len())
    }
}

/// A term or phrase with its BM25 weight.
#[derive(Clone)]
pub(super) struct ScoringClause {
    pub(super) target: TermOrPhrase,
    pub(super) bm25: Bm25Weight,
    /// Adds to the score but finds nothing on its own.
    pub(super) is_bonus: bool,
}

impl std::fmt::Debug for ScoringClause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.target.fmt(f)
    }
}

#[derive(Debug, Clone)]
pub(super) enum TermOrPhrase {
    Term(Arc<TermStatistics>),
    /// Terms in their order, with at most so many other words between them.
    Phrase(Vec<Term>, u32),
}

/// What a search looks for, and how much of it an item has to hold.
#[derive(Debug)]
pub(super) struct MatchPlan {
    /// In ascending order of weight.
    pub(super) words: Vec<WeightedWord>,
    pub(super) concepts: Vec<WeightedConcept>,
    pub(super) phrases: Arc<PhrasePostingsCache>,
    /// The segments of the index, in order.
    pub(super) segments: Vec<SegmentId>,
    pub(super) required: f32,
    pub(super) threshold: ScoreThreshold,
    /// Absent where nothing is preferred.
    pub(super) preferences: Option<PreferencePlan>,
}

/// What is preferred among the matches.
pub(super) struct PreferencePlan {
    pub(super) cache: Arc<PreferenceCache>,
    pub(super) factors: Preference,
    pub(super) now: Moment,
    /// What an article that holds every subject has more than any record can have.
    pub(super) lead_of_articles: Score,
}

impl std::fmt::Debug for PreferencePlan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.factors.fmt(f)
    }
}

impl MatchPlan {
    /// The ordinal of a segment.
    pub(super) fn ordinal(&self, segment: &SegmentReader) -> tantivy::Result<SegmentOrdinal> {
        let found = (0..).zip(self.segments.iter()).find(|(_, id)| **id == segment.segment_id());
        let unknown = || TantivyError::InvalidArgument("a segment of another state of the index".to_owned());
        found.map(|(ordinal, _)| ordinal).ok_or_else(unknown)
    }
}
