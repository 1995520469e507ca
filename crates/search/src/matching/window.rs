//! Walking the matches of one segment, some thousand documents at a time.
//!
//! Postings are read one word after the other into arrays of one place a document: which words it holds, and how often.
//! That costs a fraction of moving all words from document to document. Words that stand nearly everywhere beside others
//! that lead to few documents are looked up instead, where they decide. Scores are worked out where they may count.

use super::bits::{SumsOfBits, all_bits};
use super::cursor::{Cursor, Part, Place, Run};
use super::per_document::{PerDocument, WINDOW};
use super::roles::{Found, Roles, mosts, sums};
use super::{Floor, Matching};
use crate::asked::MOST_WORDS;
use std::ops::Range;
use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

// Each word that is read has its bit. What adds to a score has one where bits are left.
const _: () = assert!(MOST_WORDS <= u64::BITS as usize);

/// A word of which the postings are read.
struct Read {
    concept: Option<usize>,
    finding: Vec<Run>,
    bonus: Vec<Run>,
    /// Set where a document holds what only adds to the score; 0 without a bit for it.
    bonus_bit: u64,
}

impl Read {
    fn open(word: Found, bonus_bit: u64) -> tantivy::Result<Self> {
        let concept = word.concept;
        let (finding, bonus) = word.opened(Place::run)?;
        Ok(Self { concept, finding, bonus, bonus_bit })
    }

    fn score(&mut self, document: DocId, place: DocId) -> Score {
        let runs = self.finding.iter_mut().chain(&mut self.bonus);
        runs.map(|run| run.score(document, place)).sum()
    }
}

/// A word that is looked up.
struct LookedUp {
    weight: f32,
    concept: Option<usize>,
    finding: Vec<Cursor>,
    bonus: Vec<Cursor>,
    /// No document scores more for it.
    most: Score,
}

impl LookedUp {
    fn open(word: Found) -> tantivy::Result<Self> {
        let (weight, concept, most) = (word.weight, word.concept, word.most());
        let (finding, bonus) = word.opened(Place::cursor)?;
        Ok(Self { weight, concept, finding, bonus, most })
    }

    fn is_in(&mut self, document: DocId) -> bool {
        self.finding.iter_mut().any(|cursor| cursor.is_at(document))
    }

    fn score(&mut self, document: DocId) -> Score {
        let cursors = self.finding.iter_mut().chain(&mut self.bonus);
        cursors.map(|cursor| cursor.score(document)).sum()
    }
}

/// The other words for a concept.
enum Concept {
    /// Words that are read are named by it, by bit.
    Read { runs: Vec<Run>, words: Score, bits: u64, leads: bool },
    /// What the document that was looked at last scores is kept.
    LookedUp { cursors: Vec<Cursor>, words: Score, looked_at: Option<(DocId, Score)> },
}

impl Concept {
    /// Named by this many words, of which those are read that these bits say.
    fn open(places: Vec<Place>, words: usize, bits: u64, leads: bool) -> tantivy::Result<Self> {
        let words = words.max(1) as Score;
        let places = places.into_iter();
        Ok(if bits != 0 {
            Self::Read { runs: places.map(Place::run).collect::<Result<_, _>>()?, words, bits, leads }
        } else {
            let cursors = places.map(Place::cursor).collect::<Result<_, _>>()?;
            Self::LookedUp { cursors, words, looked_at: None }
        })
    }

    /// What of it leads to candidates.
    fn leading(&mut self) -> &mut [Run] {
        match self {
            Self::Read { runs, leads: true, .. } => runs,
            _ => &mut [],
        }
    }

    /// Reads which documents of a window hold any of them.
    fn read(&mut self, window: &Range<DocId>, held: &mut PerDocument<u64>) {
        let Self::Read { runs, bits, .. } = self else { return };
        for run in runs {
            run.read(window.clone(), |place| *held.at(place) |= *bits);
        }
    }

    /// What a document of the window that starts here scores for the best of them, for each of the words that name the
    /// concept; 0 where it holds none. Documents are asked for in rising order.
    fn score(&mut self, document: DocId, start: DocId) -> Score {
        match self {
            Self::Read { runs, words, .. } => {
                let scores = runs.iter_mut().map(|run| run.score(document, document - start));
                scores.fold(0.0, Score::max) / *words
            }
            Self::LookedUp { looked_at: Some((at, score)), .. } if *at == document => *score,
            Self::LookedUp { cursors, words, looked_at } => {
                let scores = cursors.iter_mut().map(|cursor| cursor.score(document));
                let score = scores.fold(0.0, Score::max) / *words;
                *looked_at = Some((document, score));
                score
            }
        }
    }
}

/// Walks the documents that hold enough of the words.
pub(super) struct MatchingScorer {
    read: Vec<Read>,
    /// Those from here on lead: a document that holds none of them is no match.
    first_leading: usize,
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
    /// The words that are read and that each document of the window holds, by bit, and after them the bonus bits.
    held: PerDocument<u64>,
    weights: SumsOfBits,
    mosts: SumsOfBits,
    /// Places in the window.
    possible: Vec<DocId>,
    /// The matches in the window with their scores.
    matches: Vec<(DocId, Score)>,
    /// The present match's place among them.
    place: usize,
}

impl MatchingScorer {
    /// Stands on the first match; nothing where no document of the segment can match.
    pub fn open(matching: &Matching, segment: &SegmentReader, boost: Score) -> tantivy::Result<Option<Self>> {
        let ordinal = matching.ordinal(segment)?;
        let part = Part::of(segment, ordinal, &matching.phrases, boost);
        let (mut others, mut most) = (Vec::with_capacity(matching.concepts.len()), Vec::new());
        for concept in matching.concepts.iter() {
            let mut places = Vec::with_capacity(concept.sources.len());
            for source in &concept.sources {
                places.extend(Place::of(source, &part)?);
            }
            let best = places.iter().map(Place::most).fold(0.0, Score::max);
            most.push(best / concept.words.max(1) as Score);
            others.push(places);
        }
        let mut words = Vec::with_capacity(matching.words.len());
        for word in matching.words.iter() {
            let mut places = Vec::with_capacity(word.sources.len());
            for source in &word.sources {
                places.extend(Place::of(source, &part)?);
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
        words: Vec<Found>,
        others: Vec<Vec<Place>>,
    ) -> tantivy::Result<Option<Self>> {
        let lighter = sums(&words);
        if lighter.last().is_none_or(|sum| *sum < matching.demanded) {
            return Ok(None);
        }
        let roles = Roles::of(words, &others, &lighter, matching.demanded);
        let mut concepts = Vec::with_capacity(others.len());
        let known = matching.concepts.iter().zip(&roles.concepts);
        for (places, (concept, (bits, leads))) in others.into_iter().zip(known) {
            concepts.push(Concept::open(places, concept.words, *bits, *leads)?);
        }
        let Roles { first_leading, candidates, read, looked_up, .. } = roles;
        let (mosts, bonus_bits) = mosts(&read);
        let weights = read.iter().map(|word| word.weight).collect::<Vec<_>>();
        let read = read.into_iter().zip(bonus_bits).map(|(word, bit)| Read::open(word, bit));
        let mut scorer = Self {
            weights: SumsOfBits::of(weights.into_iter()),
            mosts: SumsOfBits::of(mosts.into_iter()),
            first_leading,
            read: read.collect::<Result<_, _>>()?,
            lighter: sums(&looked_up),
            most_looked_up: looked_up.iter().map(Found::most).sum(),
            looked_up: looked_up.into_iter().map(LookedUp::open).collect::<Result<_, _>>()?,
            concepts,
            demanded: matching.demanded,
            floor: matching.floor.clone(),
            candidates,
            window: 0..0,
            held: PerDocument::new(),
            possible: Vec::new(),
            matches: Vec::new(),
            place: 0,
        };
        scorer.find_from(0);
        Ok(Some(scorer))
    }

    /// Moves to the first match at or after this document, which lies beyond the window.
    fn find_from(&mut self, from: DocId) -> DocId {
        let mut start = from;
        loop {
            self.matches.clear();
            self.place = 0;
            start = self.next_candidate(start);
            self.window = start..start.saturating_add(WINDOW as DocId).min(TERMINATED);
            if start == TERMINATED {
                return TERMINATED;
            }
            self.read_window();
            self.find_matches();
            if let Some((first, _)) = self.matches.first() {
                return *first;
            }
            start = self.window.end;
        }
    }

    /// The first document from this one on that holds a leading word, or another word for it.
    fn next_candidate(&mut self, from: DocId) -> DocId {
        let own = self.read.iter_mut().skip(self.first_leading).flat_map(|word| &mut word.finding);
        let runs = own.chain(self.concepts.iter_mut().flat_map(Concept::leading));
        runs.map(|run| run.seek(from)).min().unwrap_or(TERMINATED)
    }

    /// Reads what the documents of the window hold.
    fn read_window(&mut self) {
        let (window, held) = (&self.window, &mut self.held);
        held.clear();
        self.concepts.iter_mut().for_each(|concept| concept.read(window, held));
        for (bit, word) in self.read.iter_mut().enumerate() {
            let bit = 1 << bit;
            for run in &mut word.finding {
                run.read(window.clone(), |place| *held.at(place) |= bit);
            }
            for run in &mut word.bonus {
                run.read(window.clone(), |place| *held.at(place) |= word.bonus_bit);
            }
        }
    }

    /// Finds the matches among the candidates of the window.
    fn find_matches(&mut self) {
        let floor = self.floor.get();
        self.find_possible();
        let possible = std::mem::take(&mut self.possible);
        for place in possible.iter().copied() {
            let held = *self.held.at(place);
            let weight = self.weights.of_bits(held);
            let document = self.window.start + place;
            if weight >= self.demanded || self.holds_enough(document, weight) {
                let most = self.mosts.of_bits(held) + self.most_looked_up;
                let score = if most > floor { self.score_of(document, held, floor) } else { 0.0 };
                self.matches.push((document, score));
            }
        }
        self.possible = possible;
    }

    /// Finds the documents of the window that match if they hold all that is looked up.
    fn find_possible(&mut self) {
        let lightest = self.lighter.last().copied().unwrap_or(0.0);
        let least = self.demanded - lightest;
        self.possible.resize(WINDOW, 0);
        let mut count = 0;
        // No branch: which documents they are cannot be foreseen.
        for (place, held) in (0..).zip(self.held.values()) {
            if let Some(next) = self.possible.get_mut(count) {
                *next = place;
            }
            count += usize::from(self.weights.of_bits(*held) >= least);
        }
        self.possible.truncate(count);
    }

    /// What a document of the window scores that holds these of the words that are read; less where that does not reach
    /// the floor. What is looked up comes last, as long as it can make a difference.
    fn score_of(&mut self, document: DocId, held: u64, floor: Score) -> Score {
        let start = self.window.start;
        let (mut score, mut more) = (0.0, self.most_looked_up);
        let mut words = held & all_bits(self.read.len());
        let mut bonuses = held ^ words;
        while words != 0 {
            // The heaviest first: it says most.
            let bit = words.ilog2();
            words ^= 1 << bit;
            if let Some(word) = self.read.get_mut(bit as usize) {
                let others = score_of_others(&mut self.concepts, word.concept, document, start);
                score += word.score(document, document - start).max(others);
                bonuses &= !word.bonus_bit;
            }
            if score + more + self.mosts.of_bits(words | bonuses) <= floor {
                return score;
            }
        }
        for word in self.looked_up.iter_mut().rev() {
            if score + more <= floor {
                return score;
            }
            let others = score_of_others(&mut self.concepts, word.concept, document, start);
            score += word.score(document).max(others);
            more -= word.most;
        }
        score
    }

    /// Whether what a document holds weighs enough with those that are looked up; gives up as soon as those left cannot
    /// reach it.
    fn holds_enough(&mut self, document: DocId, mut held: f32) -> bool {
        let start = self.window.start;
        for (word, lighter) in self.looked_up.iter_mut().zip(&self.lighter).rev() {
            if word.is_in(document)
                || score_of_others(&mut self.concepts, word.concept, document, start) > 0.0
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

/// What a document of the window that starts here scores for other words of the concept at this place; 0 without one.
fn score_of_others(concepts: &mut [Concept], place: Option<usize>, document: DocId, start: DocId) -> Score {
    let concept = place.and_then(|place| concepts.get_mut(place));
    concept.map_or(0.0, |concept| concept.score(document, start))
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
