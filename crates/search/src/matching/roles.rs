//! Which words lead to candidates, which are read, and which are looked up.

use super::cursor::Place;
use tantivy::Score;

/// So many documents are read in the time in which one is looked up, about.
const READ_FOR_ONE_LOOKED_UP: u32 = 8;

/// A word that stands somewhere in the segment, or another word for it does.
pub(super) struct Found {
    pub weight: f32,
    pub concept: Option<usize>,
    /// No document scores more for other words for it; 0 without any.
    pub most_of_others: Score,
    pub places: Vec<Place>,
}

impl Found {
    /// No document scores more for it.
    pub fn most(&self) -> Score {
        self.most_without_bonus() + self.most_of_bonus()
    }

    /// The same for what finds it.
    pub fn most_without_bonus(&self) -> Score {
        let finding = self.places.iter().filter(|place| !place.is_bonus);
        finding.map(Place::most).sum::<Score>().max(self.most_of_others)
    }

    /// The same for what only adds to a score.
    pub fn most_of_bonus(&self) -> Score {
        self.places.iter().filter(|place| place.is_bonus).map(Place::most).sum()
    }

    /// Its places opened: those that find, and those that only add to a score.
    pub fn opened<T>(self, open: impl Fn(Place) -> tantivy::Result<T>) -> tantivy::Result<(Vec<T>, Vec<T>)> {
        let (bonus, finding): (Vec<_>, Vec<_>) = self.places.into_iter().partition(|place| place.is_bonus);
        let opened = |places: Vec<Place>| places.into_iter().map(&open).collect::<tantivy::Result<_>>();
        Ok((opened(finding)?, opened(bonus)?))
    }
}

/// Which words lead, which are read, and which are looked up.
pub(super) struct Roles {
    /// The first of those that are read that leads.
    pub first_leading: usize,
    /// Upper bound of the number of documents that hold a leading word.
    pub candidates: u32,
    /// Each part has the lightest first.
    pub read: Vec<Found>,
    pub looked_up: Vec<Found>,
    /// For each concept, by bit which of those that are read are named by it, and whether one of these leads.
    pub concepts: Vec<(u64, bool)>,
}

impl Roles {
    /// `lighter[n]` is what the first n words weigh together.
    pub fn of(words: Vec<Found>, others: &[Vec<Place>], lighter: &[f32], demanded: f32) -> Self {
        // Those before cannot reach the demanded weight together.
        let first_leading = lighter.iter().rposition(|sum| *sum < demanded).unwrap_or(0);
        let documents = |word: &Found| {
            let others = word.concept.and_then(|place| others.get(place)).into_iter().flatten();
            let places = word.places.iter().filter(|place| !place.is_bonus).chain(others);
            places.map(Place::documents).fold(0, u32::saturating_add)
        };
        let leading = words.iter().skip(first_leading).map(documents);
        let candidates = leading.fold(0, u32::saturating_add);
        let most_read = candidates.saturating_mul(READ_FOR_ONE_LOOKED_UP);
        let mut concepts = vec![(0, false); others.len()];
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

/// What no document scores more for, by bit; and the bonus bit of each word.
pub(super) fn mosts(read: &[Found]) -> (Vec<Score>, Vec<u64>) {
    let mut mosts: Vec<Score> = read.iter().map(Found::most_without_bonus).collect();
    let mut bits = Vec::with_capacity(read.len());
    for (place, word) in read.iter().enumerate() {
        let bonus = word.most_of_bonus();
        if bonus > 0.0 && mosts.len() < u64::BITS as usize {
            bits.push(1 << mosts.len());
            mosts.push(bonus);
        } else {
            bits.push(0);
            mosts[place] += bonus;
        }
    }
    (mosts, bits)
}

/// What the first n words weigh together, for each n from 0 to all.
pub(super) fn sums(words: &[Found]) -> Vec<f32> {
    let sums = words.iter().scan(0.0, |sum, word| {
        *sum += word.weight;
        Some(*sum)
    });
    std::iter::once(0.0).chain(sums).collect()
}
