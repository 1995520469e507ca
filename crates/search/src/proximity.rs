//! Words of a question that stand near each other in an item: what the question says of them is then more likely what
//! the item says.

use super::SearchError;
use super::asked::Asked;
use super::matching::rarity;
use super::ranking::RANKING;
use super::store::Store;
use super::tally::Found;
use super::terms::Standing;
use std::sync::Arc;
use tantivy::postings::Postings as _;
use tantivy::query::Bm25StatisticsProvider as _;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, Score, Searcher, SegmentOrdinal, SegmentReader, Term};

/// Neighbours in a question, of which the nearness is looked at.
pub(super) struct Pairs {
    terms: Vec<Arc<Standing>>,
    /// What each pair adds where its words stand side by side: the first with the second, the second with the third.
    weights: Vec<Score>,
}

impl Pairs {
    /// The neighbours of a question; none where it has a single word, or far more than are near each other.
    pub fn of(store: &Store, searcher: &Searcher, asked: &Asked) -> Result<Self, SearchError> {
        let documents = searcher.total_num_docs()?;
        let (mut terms, mut rarities) = (Vec::new(), Vec::new());
        for word in asked.words.iter().filter(|word| !word.stem.is_empty()).take(RANKING.proximity.words) {
            let term = Term::from_field_text(store.fields().words, &word.stem);
            let standing = store.standing(&term, searcher)?;
            rarities.push(rarity(standing.documents(), documents));
            terms.push(standing);
        }
        let weights =
            rarities.windows(2).map(|pair| RANKING.proximity.weight * pair.iter().sum::<f32>() / 2.0);
        Ok(Self { weights: weights.collect(), terms })
    }

    /// Adds to the scores of items of one segment, which stand in its order.
    pub fn score(
        &self,
        part: (SegmentOrdinal, &SegmentReader),
        pool: &mut [Found],
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

/// Where a term stands in each of the items.
fn positions(
    term: &Standing,
    (ordinal, segment): (SegmentOrdinal, &SegmentReader),
    pool: &[Found],
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

/// 1 for two words side by side, in any order, less the farther they are apart, and 0 beyond what is near.
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
    // Two words that became one stem stand in the same place.
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
