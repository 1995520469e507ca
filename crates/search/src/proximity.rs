//! Proximity: words of a query that are near each other in an item make it more likely that the item says of them
//! what the query does.

use super::bm25::idf;
use super::collector::ScoredDocument;
use super::error::SearchError;
use super::query_plan::QueryPlan;
use super::ranking::RANKING;
use super::snapshot::Snapshot;
use super::term_statistics::TermStatistics;
use std::sync::Arc;
use tantivy::postings::Postings as _;
use tantivy::query::Bm25StatisticsProvider as _;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, Score, SegmentOrdinal, SegmentReader, Term};

/// Neighbouring words of a query.
pub(crate) struct TermPairs {
    terms: Vec<Arc<TermStatistics>>,
    /// What each pair adds where its words are adjacent: the first with the second, the second with the third.
    weights: Vec<Score>,
}

impl TermPairs {
    /// The neighbours among the first words of a query; none where it has a single word.
    pub(crate) fn new(snapshot: &Snapshot<'_>, plan: &QueryPlan) -> Result<Self, SearchError> {
        let documents = snapshot.searcher.total_num_docs()?;
        let (mut terms, mut idfs) = (Vec::new(), Vec::new());
        for word in plan.words.iter().filter(|word| !word.stem.is_empty()).take(RANKING.proximity.words) {
            let term = Term::from_field_text(snapshot.store.fields().words, &word.stem);
            let statistics = snapshot.store.term_statistics(&term, &snapshot.searcher)?;
            idfs.push(idf(statistics.documents(), documents));
            terms.push(statistics);
        }
        let weights = idfs.windows(2).map(|pair| RANKING.proximity.weight * pair.iter().sum::<f32>() / 2.0);
        Ok(Self { weights: weights.collect(), terms })
    }

    /// Adds to the scores of the items of one segment, which are in document order.
    pub(crate) fn score(
        &self,
        part: (SegmentOrdinal, &SegmentReader),
        pool: &mut [ScoredDocument],
    ) -> Result<(), SearchError> {
        if self.weights.is_empty() {
            return Ok(());
        }
        let mut before: Vec<Vec<u32>> = Vec::new();
        for (place, term) in self.terms.iter().enumerate() {
            let here = positions(term, part, pool)?;
            if let Some(weight) = place.checked_sub(1).and_then(|pair| self.weights.get(pair)) {
                for ((found, before), here) in pool.iter_mut().zip(&before).zip(&here) {
                    found.score += weight * nearness(before, here);
                }
            }
            before = here;
        }
        Ok(())
    }
}

/// The positions of a term in each of the items.
fn positions(
    term: &TermStatistics,
    (ordinal, segment): (SegmentOrdinal, &SegmentReader),
    pool: &[ScoredDocument],
) -> Result<Vec<Vec<u32>>, SearchError> {
    let mut all = vec![Vec::new(); pool.len()];
    let with_positions = IndexRecordOption::WithFreqsAndPositions;
    let Some(mut postings) = term.postings(ordinal, segment, with_positions)? else { return Ok(all) };
    for (found, positions) in pool.iter().zip(&mut all) {
        let document = found.address.doc_id;
        let at = if postings.doc() < document { postings.seek(document) } else { postings.doc() };
        if at == document {
            postings.positions(positions);
        }
    }
    Ok(all)
}

/// 1 for two adjacent words in any order, less the farther apart they are, and 0 beyond the reach.
fn nearness(one: &[u32], other: &[u32]) -> Score {
    let mut least = u32::MAX;
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        least = least.min(a.abs_diff(**b));
        if a < b {
            one.next()
        } else {
            other.next()
        };
    }
    // Two words with the same stem share their positions.
    let apart = least.max(1);
    if apart > RANKING.proximity.reach { 0.0 } else { 1.0 / apart as Score }
}

#[cfg(test)]
mod tests {
    use super::nearness;

    #[test]
    fn words_are_near_by_the_least_distance_between_any_two_of_their_places() {
        assert!((nearness(&[1, 50], &[20, 51]) - 1.0).abs() < f32::EPSILON);
        assert!((nearness(&[12], &[4, 10]) - 0.5).abs() < f32::EPSILON);
        assert!(nearness(&[1], &[100]).abs() < f32::EPSILON);
        assert!(nearness(&[], &[1]).abs() < f32::EPSILON);
    }
}
