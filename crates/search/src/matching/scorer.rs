//! Walks the matches of one segment, some thousand documents at a time.
//!
//! Postings are read one word after the other into arrays with one entry per document: which words it holds, and how
//! often. That costs a fraction of advancing all words document by document. Words so common that reading them costs
//! more than the candidates are worth are looked up instead, where they decide. Scores are computed only where they
//! may count.

use super::bit_sums::{BitSums, all_bits};
use super::plan::MatchPlan;
use super::postings::{ClausePostings, PostingsCursor, PostingsReader, SegmentContext};
use super::roles::{SegmentWord, WordRoles, cumulative_weights, max_scores};
use super::threshold::ScoreThreshold;
use super::window_array::{WINDOW, WindowArray, WindowSet};
use crate::preferences::SegmentPreferences;
use crate::query_plan::MAX_WORDS;
use std::ops::Range;
use std::sync::Arc;
use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

// Each word that is read sequentially has a bit. Bonuses have one while bits are left.
const _: () = assert!(MAX_WORDS <= u64::BITS as usize);

/// A word whose postings are read sequentially.
struct ReadWord {
    concept: Option<usize>,
    finding: Vec<PostingsReader>,
    bonus: Vec<PostingsReader>,
    /// Set in documents that hold a bonus; 0 where no bit was left for it.
    bonus_bit: u64,
}

impl ReadWord {
    fn open(word: SegmentWord, bonus_bit: u64) -> tantivy::Result<Self> {
        let concept = word.concept;
        let (finding, bonus) = word.open_with(ClausePostings::into_reader)?;
        Ok(Self { concept, finding, bonus, bonus_bit })
    }

    fn score(&mut self, document: DocId, place: DocId) -> Score {
        let runs = self.finding.iter_mut().chain(&mut self.bonus);
        runs.map(|run| run.score(document, place)).sum()
    }
}

/// A word that is looked up.
struct LookedUpWord {
    weight: f32,
    is_subject: bool,
    concept: Option<usize>,
    finding: Vec<PostingsCursor>,
    bonus: Vec<PostingsCursor>,
    /// Upper bound of its score.
    max_score: Score,
}

impl LookedUpWord {
    fn open(word: SegmentWord) -> tantivy::Result<Self> {
        let (weight, is_subject) = (word.weight, word.is_subject);
        let (concept, max_score) = (word.concept, word.max_score());
        let (finding, bonus) = word.open_with(ClausePostings::into_cursor)?;
        Ok(Self { weight, is_subject, concept, finding, bonus, max_score })
    }

    fn is_in(&mut self, document: DocId) -> bool {
        self.finding.iter_mut().any(|cursor| cursor.is_at(document))
    }

    fn score(&mut self, document: DocId) -> Score {
        let cursors = self.finding.iter_mut().chain(&mut self.bonus);
        cursors.map(|cursor| cursor.score(document)).sum()
    }
}

/// The synonyms of a concept.
enum ConceptPostings {
    /// Named by sequential words, whose bits these are.
    Read { runs: Vec<PostingsReader>, words: Score, bits: u64, leads: bool },
    /// The score of the last document is remembered.
    LookedUp { cursors: Vec<PostingsCursor>, words: Score, looked_at: Option<(DocId, Score)> },
}

impl ConceptPostings {
    /// Named by `words` words, of which `bits` are read sequentially.
    fn open(postings: Vec<ClausePostings>, words: usize, bits: u64, leads: bool) -> tantivy::Result<Self> {
        let words = words.max(1) as Score;
        let postings = postings.into_iter();
        Ok(if bits != 0 {
            Self::Read {
                runs: postings.map(ClausePostings::into_reader).collect::<Result<_, _>>()?,
                words,
                bits,
                leads,
            }
        } else {
            let cursors = postings.map(ClausePostings::into_cursor).collect::<Result<_, _>>()?;
            Self::LookedUp { cursors, words, looked_at: None }
        })
    }

    /// The postings that lead to candidates.
    fn leading(&mut self) -> &mut [PostingsReader] {
        match self {
            Self::Read { runs, leads: true, .. } => runs,
            _ => &mut [],
        }
    }

    /// Marks the documents of a window that hold any synonym.
    fn read(&mut self, window: &Range<DocId>, held: &mut WindowArray<u64>, candidates: &mut WindowSet) {
        let Self::Read { runs, bits, leads, .. } = self else { return };
        for run in runs {
            if *leads {
                run.read(window.clone(), |place| {
                    *held.at(place) |= *bits;
                    candidates.insert(place);
                });
            } else {
                run.read(window.clone(), |place| *held.at(place) |= *bits);
            }
        }
    }

    /// The best synonym's score in a document, divided among the words that name the concept; 0 where it holds none.
    /// `start` is the first document of the window; documents are asked for in ascending order.
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

/// What is preferred among the documents of the segment.
struct Preferences {
    segment: Arc<SegmentPreferences>,
    /// What an article that holds every subject has more than any record can have.
    lead_of_articles: Score,
    /// The bits of the sequential words that name a subject.
    subjects: u64,
    /// Whether the segment holds every subject.
    has_all_subjects: bool,
}

impl Preferences {
    fn open(
        plan: &MatchPlan,
        segment: &SegmentReader,
        words: &[SegmentWord],
    ) -> tantivy::Result<Option<Self>> {
        let Some(preferences) = &plan.preferences else { return Ok(None) };
        let subjects = plan.words.iter().filter(|word| word.is_subject).count();
        Ok(Some(Self {
            segment: preferences.cache.get(segment, &preferences.factors, preferences.now)?,
            lead_of_articles: preferences.lead_of_articles,
            subjects: 0,
            has_all_subjects: words.iter().filter(|word| word.is_subject).count() == subjects,
        }))
    }
}

/// Walks the documents that hold enough of the words.
pub(super) struct WindowScorer {
    read: Vec<ReadWord>,
    /// Words from here on lead: a document that holds none of them is no match.
    first_leading: usize,
    /// In ascending order of weight.
    looked_up: Vec<LookedUpWord>,
    concepts: Vec<ConceptPostings>,
    /// `lighter[n]`: the total weight of the first n words that are looked up.
    lighter: Vec<f32>,
    /// Upper bound of the score of all words that are looked up.
    max_looked_up: Score,
    required: f32,
    threshold: ScoreThreshold,
    preferences: Option<Preferences>,
    /// Upper bound on the number of candidates.
    candidates: u32,
    /// The documents read last.
    window: Range<DocId>,
    /// For each document of the window, the bits of the sequential words that it holds, followed by the bonus bits.
    held: WindowArray<u64>,
    /// The places in the window of documents that hold a leading word or a synonym of one.
    leading: WindowSet,
    weights: BitSums,
    max_scores: BitSums,
    /// Places in the window.
    possible: Vec<DocId>,
    /// The matches in the window with their scores.
    matches: Vec<(DocId, Score)>,
    /// The place of the current match among them.
    place: usize,
}

impl WindowScorer {
    /// Positioned on the first match; none where no document of the segment can match.
    pub(super) fn open(
        plan: &MatchPlan,
        segment: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Option<Self>> {
        let ordinal = plan.ordinal(segment)?;
        let context = SegmentContext::new(segment, ordinal, &plan.phrases, boost);
        let (mut alternatives, mut best_scores) = (Vec::with_capacity(plan.concepts.len()), Vec::new());
        for concept in plan.concepts.iter() {
            let mut postings = Vec::with_capacity(concept.clauses.len());
            for clause in &concept.clauses {
                postings.extend(ClausePostings::open(clause, &context)?);
            }
            let best = postings.iter().map(ClausePostings::max_score).fold(0.0, Score::max);
            best_scores.push(best / concept.words.max(1) as Score);
            alternatives.push(postings);
        }
        let mut words = Vec::with_capacity(plan.words.len());
        for word in plan.words.iter() {
            let mut postings = Vec::with_capacity(word.clauses.len());
            for clause in &word.clauses {
                postings.extend(ClausePostings::open(clause, &context)?);
            }
            let concept =
                word.concept.filter(|index| alternatives.get(*index).is_some_and(|it| !it.is_empty()));
            if concept.is_some() || postings.iter().any(|postings| !postings.is_bonus) {
                let max_of_alternatives =
                    concept.and_then(|index| best_scores.get(index)).copied().unwrap_or(0.0);
                let (weight, is_subject) = (word.weight, word.is_subject);
                words.push(SegmentWord { weight, is_subject, concept, max_of_alternatives, postings });
            }
        }
        let preferences = Preferences::open(plan, segment, &words)?;
        Self::build(plan, words, alternatives, preferences)
    }

    fn build(
        plan: &MatchPlan,
        words: Vec<SegmentWord>,
        alternatives: Vec<Vec<ClausePostings>>,
        mut preferences: Option<Preferences>,
    ) -> tantivy::Result<Option<Self>> {
        let lighter = cumulative_weights(&words);
        if lighter.last().is_none_or(|sum| *sum < plan.required) {
            return Ok(None);
        }
        let roles = WordRoles::assign(words, &alternatives, &lighter, plan.required);
        let mut concepts = Vec::with_capacity(alternatives.len());
        let known = plan.concepts.iter().zip(&roles.concepts);
        for (postings, (concept, (bits, leads))) in alternatives.into_iter().zip(known) {
            concepts.push(ConceptPostings::open(postings, concept.words, *bits, *leads)?);
        }
        let WordRoles { first_leading, candidates, read, looked_up, .. } = roles;
        let (max_scores, bonus_bits) = max_scores(&read);
        let weights = read.iter().map(|word| word.weight).collect::<Vec<_>>();
        if let Some(preferences) = &mut preferences {
            let bits = (0..).zip(&read).filter(|(_, word)| word.is_subject).map(|(bit, _)| 1_u64 << bit);
            preferences.subjects = bits.sum();
        }
        let read = read.into_iter().zip(bonus_bits).map(|(word, bit)| ReadWord::open(word, bit));
        let mut scorer = Self {
            weights: BitSums::new(weights.into_iter()),
            max_scores: BitSums::new(max_scores.into_iter()),
            first_leading,
            read: read.collect::<Result<_, _>>()?,
            lighter: cumulative_weights(&looked_up),
            max_looked_up: looked_up.iter().map(SegmentWord::max_score).sum(),
            looked_up: looked_up.into_iter().map(LookedUpWord::open).collect::<Result<_, _>>()?,
            concepts,
            required: plan.required,
            threshold: plan.threshold.clone(),
            preferences,
            candidates,
            window: 0..0,
            held: WindowArray::new(),
            leading: WindowSet::default(),
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

    /// The first document from this one on that holds a leading word or a synonym of one.
    fn next_candidate(&mut self, from: DocId) -> DocId {
        let own = self.read.iter_mut().skip(self.first_leading).flat_map(|word| &mut word.finding);
        let runs = own.chain(self.concepts.iter_mut().flat_map(ConceptPostings::leading));
        runs.map(|run| run.seek(from)).min().unwrap_or(TERMINATED)
    }

    /// Reads what the documents of the window hold.
    fn read_window(&mut self) {
        let (window, held, leading) = (&self.window, &mut self.held, &mut self.leading);
        held.clear();
        leading.clear();
        self.concepts.iter_mut().for_each(|concept| concept.read(window, held, leading));
        for (number, word) in self.read.iter_mut().enumerate() {
            let bit = 1 << number;
            for run in &mut word.finding {
                if number < self.first_leading {
                    run.read(window.clone(), |place| *held.at(place) |= bit);
                } else {
                    run.read(window.clone(), |place| {
                        *held.at(place) |= bit;
                        leading.insert(place);
                    });
                }
            }
            for run in &mut word.bonus {
                run.read(window.clone(), |place| *held.at(place) |= word.bonus_bit);
            }
        }
    }

    /// Finds the matches among the candidates of the window.
    fn find_matches(&mut self) {
        let threshold = self.threshold.get();
        self.find_possible();
        let possible = std::mem::take(&mut self.possible);
        for place in possible.iter().copied() {
            let held = *self.held.at(place);
            let weight = self.weights.get(held);
            let document = self.window.start + place;
            if weight >= self.required || self.holds_enough(document, weight) {
                let most = self.max_scores.get(held) + self.max_looked_up;
                let score = self.preferred_score_of(document, held, most, threshold);
                self.matches.push((document, score));
            }
        }
        self.possible = possible;
    }

    /// Finds the documents of the window that match if they hold everything that is looked up.
    fn find_possible(&mut self) {
        let lightest = self.lighter.last().copied().unwrap_or(0.0);
        let least = self.required - lightest;
        self.possible.resize(WINDOW, 0);
        let mut count = 0;
        // Branch-free: which documents they are cannot be predicted.
        for place in self.leading.places() {
            if let Some(next) = self.possible.get_mut(count) {
                *next = place;
            }
            count += usize::from(self.weights.get(*self.held.at(place)) >= least);
        }
        self.possible.truncate(count);
    }

    /// As [`WindowScorer::score_of`], with what is preferred; `most` is its upper bound without.
    fn preferred_score_of(&mut self, document: DocId, held: u64, most: Score, threshold: Score) -> Score {
        let Some(preferences) = &self.preferences else {
            return if most > threshold { self.score_of(document, held, threshold) } else { 0.0 };
        };
        let factor = preferences.segment.factor(document);
        let is_candidate = preferences.has_all_subjects && preferences.segment.is_article(document);
        let lead = preferences.lead_of_articles;
        let lead = if is_candidate && self.holds_subjects(document, held) { lead } else { 0.0 };
        // Division is inexact, so slightly less is enough.
        let least = (threshold - lead) / factor - 1e-4;
        if most > least { self.score_of(document, held, least) * factor + lead } else { 0.0 }
    }

    /// Whether a document holds every word that names a subject.
    fn holds_subjects(&mut self, document: DocId, held: u64) -> bool {
        let subjects = self.preferences.as_ref().map_or(0, |preferences| preferences.subjects);
        let start = self.window.start;
        let concepts = &mut self.concepts;
        held & subjects == subjects
            && self.looked_up.iter_mut().filter(|word| word.is_subject).all(|word| {
                word.is_in(document) || score_of_alternatives(concepts, word.concept, document, start) > 0.0
            })
    }

    /// The score of a document of the window that holds these sequential words; less where it cannot reach the
    /// threshold. Lookups come last, and only while they can make a difference.
    fn score_of(&mut self, document: DocId, held: u64, threshold: Score) -> Score {
        let start = self.window.start;
        let (mut score, mut more) = (0.0, self.max_looked_up);
        let mut words = held & all_bits(self.read.len());
        let mut bonuses = held ^ words;
        while words != 0 {
            // The heaviest first, since it decides most.
            let bit = words.ilog2();
            words ^= 1 << bit;
            if let Some(word) = self.read.get_mut(bit as usize) {
                let alternatives = score_of_alternatives(&mut self.concepts, word.concept, document, start);
                score += word.score(document, document - start).max(alternatives);
                bonuses &= !word.bonus_bit;
            }
            if score + more + self.max_scores.get(words | bonuses) <= threshold {
                return score;
            }
        }
        for word in self.looked_up.iter_mut().rev() {
            if score + more <= threshold {
                return score;
            }
            let alternatives = score_of_alternatives(&mut self.concepts, word.concept, document, start);
            score += word.score(document).max(alternatives);
            more -= word.max_score;
        }
        score
    }

    /// Whether what a document holds weighs enough together with the words that are looked up. Gives up as soon as
    /// the remaining words cannot reach it.
    fn holds_enough(&mut self, document: DocId, mut held: f32) -> bool {
        let start = self.window.start;
        for (word, lighter) in self.looked_up.iter_mut().zip(&self.lighter).rev() {
            if word.is_in(document)
                || score_of_alternatives(&mut self.concepts, word.concept, document, start) > 0.0
            {
                held += word.weight;
            }
            if held >= self.required {
                return true;
            }
            if held + lighter < self.required {
                return false;
            }
        }
        false
    }
}

/// The score of a document for the synonyms of a concept; 0 without one. `start` is the first document of the window.
fn score_of_alternatives(
    concepts: &mut [ConceptPostings],
    place: Option<usize>,
    document: DocId,
    start: DocId,
) -> Score {
    let concept = place.and_then(|place| concepts.get_mut(place));
    concept.map_or(0.0, |concept| concept.score(document, start))
}

impl DocSet for WindowScorer {
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

impl Scorer for WindowScorer {
    fn score(&mut self) -> Score {
        self.matches.get(self.place).map_or(0.0, |(_, score)| *score)
    }
}
