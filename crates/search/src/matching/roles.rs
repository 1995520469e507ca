//! Which words lead to candidates, which are read sequentially, and which are looked up.

use super::postings::ClausePostings;
use tantivy::Score;

/// Documents read sequentially in about the time of one lookup.
const READ_FOR_ONE_LOOKED_UP: u32 = 8;

/// A word that, itself or by a synonym, occurs in the segment.
pub(super) struct SegmentWord {
    pub(super) weight: f32,
    pub(super) is_subject: bool,
    pub(super) concept: Option<usize>,
    /// Upper bound of the score of its synonyms; 0 without any.
    pub(super) max_of_alternatives: Score,
    pub(super) postings: Vec<ClausePostings>,
}

impl SegmentWord {
    /// Upper bound of its score.
    pub(super) fn max_score(&self) -> Score {
        self.max_score_without_bonus() + self.max_bonus()
    }

    /// The same, without what only adds to the score.
    pub(super) fn max_score_without_bonus(&self) -> Score {
        let finding = self.postings.iter().filter(|place| !place.is_bonus);
        finding.map(ClausePostings::max_score).sum::<Score>().max(self.max_of_alternatives)
    }

    /// The same, for what only adds to the score.
    pub(super) fn max_bonus(&self) -> Score {
        self.postings.iter().filter(|place| place.is_bonus).map(ClausePostings::max_score).sum()
    }

    /// Opens its postings: those that find, and those that only add to the score.
    pub(super) fn open_with<T>(
        self,
        open: impl Fn(ClausePostings) -> tantivy::Result<T>,
    ) -> tantivy::Result<(Vec<T>, Vec<T>)> {
        let (bonus, finding): (Vec<_>, Vec<_>) = self.postings.into_iter().partition(|place| place.is_bonus);
        let opened =
            |postings: Vec<ClausePostings>| postings.into_iter().map(&open).collect::<tantivy::Result<_>>();
        Ok((opened(finding)?, opened(bonus)?))
    }
}

/// Which words lead, which are read sequentially, and which are looked up.
pub(super) struct WordRoles {
    /// The index of the first leading word in `read`.
    pub(super) first_leading: usize,
    /// Upper bound on the documents that hold a leading word.
    pub(super) candidates: u32,
    /// Both lists are in ascending order of weight.
    pub(super) read: Vec<SegmentWord>,
    pub(super) looked_up: Vec<SegmentWord>,
    /// For each concept, the bits of the sequential words that name it, and whether one of them leads.
    pub(super) concepts: Vec<(u64, bool)>,
}

impl WordRoles {
    /// `lighter[n]` is the total weight of the first n words.
    pub(super) fn assign(
        words: Vec<SegmentWord>,
        alternatives: &[Vec<ClausePostings>],
        lighter: &[f32],
        required: f32,
    ) -> Self {
        // The words before it cannot reach the required weight together.
        let first_leading = lighter.iter().rposition(|sum| *sum < required).unwrap_or(0);
        let documents = |word: &SegmentWord| {
            let alternatives = word.concept.and_then(|place| alternatives.get(place)).into_iter().flatten();
            let postings = word.postings.iter().filter(|place| !place.is_bonus).chain(alternatives);
            postings.map(ClausePostings::documents).fold(0, u32::saturating_add)
        };
        let leading = words.iter().skip(first_leading).map(documents);
        let candidates = leading.fold(0, u32::saturating_add);
        let most_read = candidates.saturating_mul(READ_FOR_ONE_LOOKED_UP);
        let mut concepts = vec![(0, false); alternatives.len()];
        let (mut read, mut looked_up) = (Vec::with_capacity(words.len()), Vec::new());
        for (place, word) in words.into_iter().enumerate() {
            let leads = place >= first_leading;
            if !leads && documents(&word) > most_read {
                looked_up.push(word);
                continue;
            }
            if let Some((bits, concept_leads)) = word.concept.and_then(|concept| concepts.get_mut(concept)) {
                *bits |= 1 << read.len();
                *concept_leads |= leads;
            }
            read.push(word);
        }
        Self { first_leading: first_leading - looked_up.len(), candidates, read, looked_up, concepts }
    }
}

/// Upper bounds of scores by bit, and the bonus bit of each word.
pub(super) fn max_scores(read: &[SegmentWord]) -> (Vec<Score>, Vec<u64>) {
    let mut max_scores: Vec<Score> = read.iter().map(SegmentWord::max_score_without_bonus).collect();
    let mut bits = Vec::with_capacity(read.len());
    for (place, word) in read.iter().enumerate() {
        let bonus = word.max_bonus();
        if bonus > 0.0 && max_scores.len() < u64::BITS as usize {
            bits.push(1 << max_scores.len());
            max_scores.push(bonus);
        } else {
            bits.push(0);
            max_scores[place] += bonus;
        }
    }
    (max_scores, bits)
}

/// The total weight of the first n words, for each n from 0 to all.
pub(super) fn cumulative_weights(words: &[SegmentWord]) -> Vec<f32> {
    let sums = words.iter().scan(0.0, |sum, word| {
        *sum += word.weight;
        Some(*sum)
    });
    std::iter::once(0.0).chain(sums).collect()
}
