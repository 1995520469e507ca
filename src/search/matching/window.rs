//! Walking the matches of one segment, some thousand documents at a time.
//!
//! The postings of the leading words are read one word after the other into arrays of one place a document: which words it
//! holds, and how often. That costs a fraction of moving all words from document to document. The other words, which
//! stand nearly everywhere, are looked up where they decide, and scores are worked out where they may count.

use super::cursor::{LookUp, Place, Run};
use super::per_document::{PerDocument, WINDOW};
use super::{Floor, Matching};
use crate::search::asked::MOST_WORDS;
use std::ops::Range;
use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

// Each leading word has its bit.
const _: () = assert!(MOST_WORDS <= u64::BITS as usize);

/// A word that finds candidates.
struct Leading {
    concept: Option<usize>,
    finding: Vec<Run>,
    bonus: Vec<Run>,
}

impl Leading {
    fn score(&mut self, document: DocId, place: DocId) -> Score {
        let runs = self.finding.iter_mut().chain(&mut self.bonus);
        runs.map(|run| run.score(document, place)).sum()
    }
}

/// A word that is looked up.
struct LookedUp {
    weight: f32,
    concept: Option<usize>,
    finding: Vec<LookUp>,
    bonus: Vec<LookUp>,
    /// No document scores more for it.
    most: Score,
}

impl LookedUp {
    fn is_in(&mut self, document: DocId, window: &Range<DocId>) -> bool {
        self.finding.iter_mut().any(|look_up| look_up.is_in(document, window))
    }

    fn score(&mut self, document: DocId, window: &Range<DocId>) -> Score {
        let look_ups = self.finding.iter_mut().chain(&mut self.bonus);
        look_ups.map(|look_up| look_up.score(document, window)).sum()
    }
}

/// The other words for a concept.
enum Concept {
    /// Leading words are named by it, by bit.
    Read { runs: Vec<Run>, words: Score, bits: u64 },
    /// What the document that was looked at last scores is kept.
    LookedUp { look_ups: Vec<LookUp>, words: Score, looked_at: Option<(DocId, Score)> },
}

impl Concept {
    fn open(places: Vec<Place>, words: usize, bits: u64, candidates: u32) -> tantivy::Result<Self> {
        let words = words.max(1) as Score;
        let places = places.into_iter();
        Ok(if bits != 0 {
            Self::Read { runs: places.map(Place::run).collect::<Result<_, _>>()?, words, bits }
        } else {
            let look_ups = places.map(|place| place.looked_up(candidates)).collect::<Result<_, _>>()?;
            Self::LookedUp { look_ups, words, looked_at: None }
        })
    }

    /// The next document that holds any of them, where they are read.
    fn doc(&self) -> DocId {
        match self {
            Self::Read { runs, .. } => runs.iter().map(Run::doc).min().unwrap_or(TERMINATED),
            Self::LookedUp { .. } => TERMINATED,
        }
    }

    fn seek(&mut self, target: DocId) {
        if let Self::Read { runs, .. } = self {
            runs.iter_mut().for_each(|run| run.seek(target));
        }
    }

    /// Reads which documents of a window hold any of them.
    fn read(&mut self, window: &Range<DocId>, held: &mut PerDocument<u64>) {
        let Self::Read { runs, bits, .. } = self else { return };
        for run in runs {
            run.read(window.clone(), |place| *held.at(place) |= *bits);
        }
    }

    /// What a document of the window scores for the best of them, for each of the words that name the concept; 0 where it
    /// holds none. Documents are asked for in rising order.
    fn score(&mut self, document: DocId, window: &Range<DocId>) -> Score {
        match self {
            Self::Read { runs, words, .. } => {
                let scores = runs.iter_mut().map(|run| run.score(document, document - window.start));
                scores.fold(0.0, Score::max) / *words
            }
            Self::LookedUp { looked_at: Some((at, score)), .. } if *at == document => *score,
            Self::LookedUp { look_ups, words, looked_at } => {
                let scores = look_ups.iter_mut().map(|look_up| look_up.score(document, window));
                let score = scores.fold(0.0, Score::max) / *words;
                *looked_at = Some((document, score));
                score
            }
        }
    }
}

/// Walks the documents that hold enough of the words.
pub(super) struct MatchingScorer {
    leading: Vec<Leading>,
    /// The lightest first.
    looked_up: Vec<LookedUp>,
    concepts: Vec<Concept>,
    /// `lighter[n]`: what the first n of those that are looked up weigh together.
    lighter: Vec<f32>,
    /// No document scores more for those that are looked up.
    most_looked_up: Score,
    demanded: f32,
    floor: Floor,
    /// Upper bound of the number of candidates.
    candidates: u32,
    /// The documents that were read last.
    window: Range<DocId>,
    /// The leading words that each document of the window holds, by bit.
    held: PerDocument<u64>,
    weights: SumsOfBits,
    mosts: SumsOfBits,
    /// The matches in the window with their scores.
    matches: Vec<(DocId, Score)>,
    /// The present match's place among them.
    place: usize,
}

impl MatchingScorer {
    /// Stands on the first match; nothing where no document of the segment can match.
    pub fn open(matching: &Matching, segment: &SegmentReader, boost: Score) -> tantivy::Result<Option<Self>> {
        let (mut others, mut most) = (Vec::with_capacity(matching.concepts.len()), Vec::new());
        for concept in matching.concepts.iter() {
            let mut places = Vec::with_capacity(concept.sources.len());
            for source in &concept.sources {
                places.extend(Place::of(source, &matching.phrases, segment, boost)?);
            }
            let best = places.iter().map(Place::most).fold(0.0, Score::max);
            most.push(best / concept.words.max(1) as Score);
            others.push(places);
        }
        let mut words = Vec::with_capacity(matching.words.len());
        for word in matching.words.iter() {
            let mut places = Vec::with_capacity(word.sources.len());
            for source in &word.sources {
                places.extend(Place::of(source, &matching.phrases, segment, boost)?);
            }
            let concept = word.concept.filter(|place| others.get(*place).is_some_and(|it| !it.is_empty()));
            if concept.is_some() || places.iter().any(|place| !place.is_bonus) {
                let most_of_others = concept.and_then(|place| most.get(place)).copied().unwrap_or(0.0);
                words.push(Found { weight: word.weight, concept, most_of_others, places });
            }
        }
        Self::over(matching, words, others)
    }

    fn over(
        matching: &Matching,
        mut words: Vec<Found>,
        others: Vec<Vec<Place>>,
    ) -> tantivy::Result<Option<Self>> {
        let mut lighter = vec![0.0];
        let mut sum = 0.0;
        for word in &words {
            sum += word.weight;
            lighter.push(sum);
        }
        if sum < matching.demanded {
            return Ok(None);
        }
        // Words from here on find candidates: those before cannot reach the demanded weight together.
        let first = lighter.iter().rposition(|sum| *sum < matching.demanded).unwrap_or(0);
        lighter.truncate(first + 1);
        let leading = words.split_off(first);
        let mut bits = vec![0_u64; others.len()];
        for (bit, word) in leading.iter().enumerate() {
            if let Some(bits) = word.concept.and_then(|place| bits.get_mut(place)) {
                *bits |= 1 << bit;
            }
        }
        let own = leading.iter().flat_map(|word| &word.places).filter(|place| !place.is_bonus);
        let led = others.iter().zip(&bits).filter(|(_, bits)| **bits != 0).flat_map(|(places, _)| places);
        let candidates = own.map(Place::documents).chain(led.map(Place::documents));
        let candidates = candidates.fold(0, u32::saturating_add);
        let mut concepts = Vec::with_capacity(others.len());
        for ((places, concept), bits) in others.into_iter().zip(matching.concepts.iter()).zip(bits) {
            concepts.push(Concept::open(places, concept.words, bits, candidates)?);
        }
        let mut scorer = Self {
            weights: SumsOfBits::of(leading.iter().map(|word| word.weight)),
            mosts: SumsOfBits::of(leading.iter().map(Found::most)),
            leading: leading.into_iter().map(Found::leading).collect::<Result<_, _>>()?,
            most_looked_up: words.iter().map(Found::most).sum(),
            looked_up: words.into_iter().map(|it| it.looked_up(candidates)).collect::<Result<_, _>>()?,
            concepts,
            lighter,
            demanded: matching.demanded,
            floor: matching.floor.clone(),
            candidates,
            window: 0..0,
            held: PerDocument::new(),
            matches: Vec::new(),
            place: 0,
        };
        scorer.find_from(0);
        Ok(Some(scorer))
    }

    /// Moves to the first match at or after this document, which lies beyond the window.
    fn find_from(&mut self, from: DocId) -> DocId {
        self.seek_leading(from);
        loop {
            self.matches.clear();
            self.place = 0;
            let start = self.next_candidate();
            self.window = start..start.saturating_add(WINDOW as DocId).min(TERMINATED);
            if start == TERMINATED {
                return TERMINATED;
            }
            self.read_window();
            self.find_matches();
            if let Some((first, _)) = self.matches.first() {
                return *first;
            }
        }
    }

    fn seek_leading(&mut self, target: DocId) {
        for word in &mut self.leading {
            word.finding.iter_mut().chain(&mut word.bonus).for_each(|run| run.seek(target));
        }
        self.concepts.iter_mut().for_each(|concept| concept.seek(target));
    }

    /// The next document that holds a leading word, or another word for it.
    fn next_candidate(&self) -> DocId {
        let own = self.leading.iter().flat_map(|word| &word.finding).map(Run::doc);
        own.chain(self.concepts.iter().map(Concept::doc)).min().unwrap_or(TERMINATED)
    }

    /// Reads what the documents of the window hold.
    fn read_window(&mut self) {
        let window = self.window.clone();
        self.held.clear();
        let held = &mut self.held;
        self.concepts.iter_mut().for_each(|concept| concept.read(&window, held));
        for (bit, word) in self.leading.iter_mut().enumerate() {
            let bit = 1 << bit;
            for run in &mut word.finding {
                run.read(window.clone(), |place| *held.at(place) |= bit);
            }
            for run in &mut word.bonus {
                run.read(window.clone(), |_| ());
            }
        }
    }

    /// Finds the matches among the candidates of the window.
    fn find_matches(&mut self) {
        let floor = self.floor.get();
        let lightest = self.lighter.last().copied().unwrap_or(0.0);
        for place in 0..WINDOW as DocId {
            let held = *self.held.at(place);
            if held == 0 {
                continue;
            }
            let weight = self.weights.of_bits(held);
            let document = self.window.start + place;
            let is_match = weight >= self.demanded
                || (weight + lightest >= self.demanded && self.holds_enough(document, weight));
            if is_match {
                let most = self.mosts.of_bits(held) + self.most_looked_up;
                let score = if most > floor { self.score_of(document, held, floor) } else { 0.0 };
                self.matches.push((document, score));
            }
        }
    }

    /// What a document of the window scores that holds these leading words; less where that does not reach the floor. What
    /// is looked up comes last, as long as it can make a difference.
    fn score_of(&mut self, document: DocId, held: u64, floor: Score) -> Score {
        let window = self.window.clone();
        let (mut score, mut more) = (0.0, self.most_looked_up);
        for bit in bits_of(held) {
            if let Some(word) = self.leading.get_mut(bit) {
                let others = score_of_others(&mut self.concepts, word.concept, document, &window);
                score += word.score(document, document - window.start).max(others);
            }
        }
        for word in self.looked_up.iter_mut().rev() {
            if score + more <= floor {
                return score;
            }
            let others = score_of_others(&mut self.concepts, word.concept, document, &window);
            score += word.score(document, &window).max(others);
            more -= word.most;
        }
        score
    }

    /// Whether what a document holds weighs enough with those that are looked up; gives up as soon as those left cannot
    /// reach it.
    fn holds_enough(&mut self, document: DocId, mut held: f32) -> bool {
        for (word, lighter) in self.looked_up.iter_mut().zip(&self.lighter).rev() {
            if word.is_in(document, &self.window)
                || score_of_others(&mut self.concepts, word.concept, document, &self.window) > 0.0
            {
                held += word.weight;
            }
            if held >= self.demanded {
                return true;
            }
            if held + lighter < self.demanded {
                return false;
            }
        }
        false
    }
}

/// What a document of the window scores for other words of the concept at this place; 0 without one.
fn score_of_others(
    concepts: &mut [Concept],
    place: Option<usize>,
    document: DocId,
    window: &Range<DocId>,
) -> Score {
    let concept = place.and_then(|place| concepts.get_mut(place));
    concept.map_or(0.0, |concept| concept.score(document, window))
}

/// The sums of one number a bit, for any bits.
struct SumsOfBits {
    /// For each eight bits, the sum of each of their combinations.
    bytes: Vec<[f32; 256]>,
}

impl SumsOfBits {
    fn of(numbers: impl Iterator<Item = f32>) -> Self {
        let numbers: Vec<f32> = numbers.collect();
        let bytes = numbers.chunks(8).map(|numbers| {
            let mut sums = [0.0; 256];
            for bits in 1..sums.len() {
                let own = numbers.get(bits.trailing_zeros() as usize).copied().unwrap_or(0.0);
                sums[bits] = sums[bits & (bits - 1)] + own;
            }
            sums
        });
        Self { bytes: bytes.collect() }
    }

    fn of_bits(&self, bits: u64) -> f32 {
        let bytes = self.bytes.iter().zip(bits.to_le_bytes());
        bytes.map(|(sums, byte)| sums[usize::from(byte)]).sum()
    }
}

/// The places of the bits that are set.
fn bits_of(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        (lowest < u64::BITS).then_some(lowest as usize)
    })
}

/// A word that stands somewhere in the segment, or another word for it does.
struct Found {
    weight: f32,
    concept: Option<usize>,
    /// No document scores more for other words for it; 0 without any.
    most_of_others: Score,
    places: Vec<Place>,
}

impl Found {
    /// No document scores more for it.
    fn most(&self) -> Score {
        self.places.iter().map(Place::most).sum::<Score>().max(self.most_of_others)
    }

    fn leading(self) -> tantivy::Result<Leading> {
        let concept = self.concept;
        let (finding, bonus) = self.opened(Place::run)?;
        Ok(Leading { concept, finding, bonus })
    }

    fn looked_up(self, candidates: u32) -> tantivy::Result<LookedUp> {
        let (weight, concept, most) = (self.weight, self.concept, self.most());
        let (finding, bonus) = self.opened(|place| place.looked_up(candidates))?;
        Ok(LookedUp { weight, concept, finding, bonus, most })
    }

    /// Its places opened: those that find, and those that only add to a score.
    fn opened<T>(self, open: impl Fn(Place) -> tantivy::Result<T>) -> tantivy::Result<(Vec<T>, Vec<T>)> {
        let (bonus, finding): (Vec<_>, Vec<_>) = self.places.into_iter().partition(|place| place.is_bonus);
        let opened = |places: Vec<Place>| places.into_iter().map(&open).collect::<tantivy::Result<_>>();
        Ok((opened(finding)?, opened(bonus)?))
    }
}

impl DocSet for MatchingScorer {
    fn advance(&mut self) -> DocId {
        self.place += 1;
        match self.matches.get(self.place) {
            Some((document, _)) => *document,
            None => self.find_from(self.window.end),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        while self.matches.get(self.place).is_some_and(|(document, _)| *document < target) {
            self.place += 1;
        }
        match self.matches.get(self.place) {
            Some((document, _)) => *document,
            None => self.find_from(target.max(self.window.end)),
        }
    }

    fn doc(&self) -> DocId {
        self.matches.get(self.place).map_or(TERMINATED, |(document, _)| *document)
    }

    fn size_hint(&self) -> u32 {
        self.candidates
    }
}

impl Scorer for MatchingScorer {
    fn score(&mut self) -> Score {
        self.matches.get(self.place).map_or(0.0, |(_, score)| *score)
    }
}
