//! Finding and scoring: which items answer these words, and how well.
//!
//! Every word weighs as much as it is rare. An item answers when the words that it holds make up enough of the
//! weight of all words, so that it may lack the common words of a question but not its subject. The score is
//! BM25 over the whole text and a share of BM25 over the title.
//!
//! Where words name a concept, other words for it stand for them: an item that holds those holds these, and scores a
//! share of what it would score for them.
//!
//! Candidates are taken from the rarest words alone: as many of the most common words as cannot reach the demanded
//! weight together lead to none. [`window`] walks the candidates.

mod bits;
mod cursor;
mod per_document;
mod roles;
mod window;

use super::SearchError;
use super::asked::{Other, Word};
use super::phrases::PhraseCache;
use super::ranking::RANKING;
use super::schema::Fields;
use super::store::{Store, parts};
use super::terms::Standing;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tantivy::index::SegmentId;
use tantivy::query::{
    Bm25StatisticsProvider as _, Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyError, Term};
use window::MatchingScorer;

/// How much of the words' weight an item has to hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Share {
    /// Enough to answer what was asked.
    Most,
    /// Enough to resemble it.
    Some,
    /// Any word.
    Any,
}

impl Share {
    /// The share of the weight of this many words. What names two things has to be about both; a long question
    /// is answered by what holds a few of its rare words. The numbers were found on judged collections.
    fn of_weight(self, words: usize) -> f32 {
        match self {
            Self::Most => (2.0 / words as f32).clamp(0.25, 0.67),
            Self::Some => 0.25,
            Self::Any => 0.0,
        }
    }
}

/// The least score with which an item may still be among the best of a search: who keeps the best raises it, and who
/// scores need not work out a score that cannot reach it.
#[derive(Debug, Clone, Default)]
pub(super) struct Floor(Arc<AtomicU32>);

impl Floor {
    /// For who only counts: no score matters.
    pub fn beyond_all() -> Self {
        let floor = Self::default();
        floor.raise(Score::MAX);
        floor
    }

    /// Raises it; a lower value than before changes nothing.
    pub fn raise(&self, score: Score) {
        // The bits of floats that are not negative rise with their values.
        self.0.fetch_max(score.max(0.0).to_bits(), Ordering::Relaxed);
    }

    fn get(&self) -> Score {
        Score::from_bits(self.0.load(Ordering::Relaxed))
    }
}

/// The query that finds what holds enough of these words. Items that score less than the floor may be given any score
/// below it.
pub(super) fn matching(
    store: &Store,
    searcher: &Searcher,
    words: &[Word],
    share: Share,
    floor: &Floor,
) -> Result<Matching, SearchError> {
    let statistics = Statistics::of(store, searcher)?;
    let (mut weighted, mut concepts) = (Vec::with_capacity(words.len()), Vec::<ConceptSource>::new());
    let mut seen: Vec<&[Other]> = Vec::new();
    for word in words {
        let mut own = statistics.weigh(word)?;
        if !word.others.is_empty() {
            // Words of one concept share its other words, which are looked for once.
            let place = match seen.iter().position(|known| *known == word.others) {
                Some(place) => place,
                None => {
                    seen.push(&word.others);
                    concepts.push(statistics.concept(&word.others)?);
                    seen.len() - 1
                }
            };
            if let Some(concept) = concepts.get_mut(place).filter(|concept| !concept.sources.is_empty()) {
                concept.words += 1;
                own.weight = own.weight.min(rarity(concept.frequency, statistics.documents));
                own.concept = Some(place);
            }
        }
        weighted.push(own);
    }
    weigh_unknown(&mut weighted, statistics.documents);
    // Common words first: see the scorer.
    weighted.sort_by(|a, b| a.weight.total_cmp(&b.weight));
    let whole: f32 = weighted.iter().map(|word| word.weight).sum();
    // A sum of floats is not exact: a little less is enough.
    let demanded = (whole * share.of_weight(words.len()) - 1e-3).max(f32::MIN_POSITIVE);
    Ok(Matching {
        words: weighted.into(),
        concepts: concepts.into(),
        phrases: store.phrases().clone(),
        parts: parts(searcher).into(),
        demanded,
        floor: floor.clone(),
    })
}

struct Statistics<'a> {
    store: &'a Store,
    searcher: &'a Searcher,
    fields: &'a Fields,
    documents: u64,
    text: Rated,
    title: Rated,
    identifier: Rated,
}

impl<'a> Statistics<'a> {
    fn of(store: &'a Store, searcher: &'a Searcher) -> Result<Self, SearchError> {
        let documents = searcher.total_num_docs()?;
        let fields = store.fields();
        let (text, title) =
            (Rated::in_field(searcher, fields.words)?, Rated::in_field(searcher, fields.title)?);
        let identifier = Rated::of(documents, 1.0);
        Ok(Self { store, searcher, fields, documents, text, title, identifier })
    }

    fn weigh(&self, word: &Word) -> Result<Weighted, SearchError> {
        let mut sources = Vec::with_capacity(3);
        let mut most_frequent = 0;
        if !word.stem.is_empty() {
            for (field, rated, boost, is_bonus) in [
                (self.fields.words, &self.text, 1.0, false),
                (self.fields.title, &self.title, RANKING.title, true),
            ] {
                let standing = self.standing(field, &word.stem)?;
                if standing.documents() > 0 {
                    most_frequent = most_frequent.max(standing.documents());
                    sources.push(Source { is_bonus, ..self.source(standing, rated, boost) });
                }
            }
        }
        if let Some(identifier) = &word.identifier {
            let standing = self.standing(self.fields.identifier, identifier)?;
            if standing.documents() > 0 {
                most_frequent = most_frequent.max(standing.documents());
                sources.push(self.source(standing, &self.identifier, 1.0));
            }
        }
        Ok(Weighted { sources, concept: None, weight: rarity(most_frequent, self.documents) })
    }

    /// Where other words for a concept stand; those that no item holds are left out.
    fn concept(&self, others: &[Other]) -> Result<ConceptSource, SearchError> {
        let mut concept = ConceptSource { sources: Vec::new(), words: 0, frequency: 0 };
        for other in others {
            let words: Vec<Arc<Standing>> = other
                .stems
                .iter()
                .map(|stem| self.standing(self.fields.words, stem))
                .collect::<Result<_, _>>()?;
            // Of a phrase no more is known than that its rarest word is at least as frequent.
            let least = words.iter().map(|word| word.documents()).min().unwrap_or(0);
            if least == 0 {
                continue;
            }
            concept.frequency = concept.frequency.max(least);
            concept.sources.push(match <[Arc<Standing>; 1]>::try_from(words) {
                Ok([word]) => self.source(word, &self.text, other.share),
                Err(words) => self.phrase(other, &words),
            });
        }
        Ok(concept)
    }

    /// A phrase scores as a word that is as rare as all of its words together.
    fn phrase(&self, other: &Other, words: &[Arc<Standing>]) -> Source {
        let rarities = words.iter().map(|word| rarity(word.documents(), self.documents));
        let bm25 = self.text.for_rarity(rarities.sum::<f32>() * other.share);
        let terms = other.stems.iter().map(|stem| Term::from_field_text(self.fields.words, stem));
        Source { sought: Sought::Phrase(terms.collect()), bm25, is_bonus: false }
    }

    fn standing(&self, field: Field, text: &str) -> Result<Arc<Standing>, SearchError> {
        self.store.standing(&Term::from_field_text(field, text), self.searcher)
    }

    fn source(&self, standing: Arc<Standing>, rated: &Rated, boost: Score) -> Source {
        let bm25 = rated.for_rarity(rarity(standing.documents(), self.documents) * boost);
        Source { sought: Sought::Term(standing), bm25, is_bonus: false }
    }
}

/// How documents are rated by their lengths in one field, whatever the word.
pub(super) struct Rated {
    /// For a word that nothing holds; words that are held take their share of it.
    rarest: Bm25Weight,
    rarity: f32,
}

impl Rated {
    /// For a field of the index.
    pub fn in_field(searcher: &Searcher, field: Field) -> Result<Self, SearchError> {
        let documents = searcher.total_num_docs()?;
        let average = searcher.total_num_tokens(field)? as Score / documents.max(1) as Score;
        Ok(Self::of(documents, average.max(1.0)))
    }

    /// For a field of so many words on average.
    fn of(documents: u64, average: Score) -> Self {
        let rarest = Bm25Weight::for_one_term_without_explain(0, documents, average);
        Self { rarest, rarity: rarity(0, documents) }
    }

    /// For a word of this rarity.
    pub fn for_rarity(&self, rarity: f32) -> Bm25Weight {
        self.rarest.boost_by(rarity / self.rarity)
    }
}

/// So many items make a library of which the absence of a word says half of what it could.
const TELLING_SIZE: f32 = 1_000.0;

/// Weighs the words that nothing holds. In a large library such a word is a subject that is missing; a small
/// one lacks many a plain word, which then must not weigh more than what was asked about.
fn weigh_unknown(words: &mut [Weighted], documents: u64) {
    let known = words.iter().filter(|word| word.is_known());
    let lightest = known.map(|word| word.weight).reduce(f32::min).unwrap_or(1.0);
    let telling = documents as f32 / (documents as f32 + TELLING_SIZE);
    let weight = (rarity(0, documents) * telling).max(lightest);
    for word in words.iter_mut().filter(|word| !word.is_known()) {
        word.weight = weight;
    }
}

/// The weight of a word: how rare it is (the inverse document frequency of BM25).
pub(super) fn rarity(frequency: u64, documents: u64) -> f32 {
    let without = documents.saturating_sub(frequency) as f32;
    (1.0 + (without + 0.5) / (frequency as f32 + 0.5)).ln()
}

/// A word with the postings in which it stands.
#[derive(Debug, Clone)]
struct Weighted {
    sources: Vec<Source>,
    /// The place of the concept whose other words may stand for it.
    concept: Option<usize>,
    weight: f32,
}

impl Weighted {
    /// Whether anything holds it, or another word for it.
    fn is_known(&self) -> bool {
        !self.sources.is_empty() || self.concept.is_some()
    }
}

/// Where other words for a concept stand.
struct ConceptSource {
    sources: Vec<Source>,
    /// How many words name it.
    words: usize,
    /// How many items hold the most frequent of them, at most.
    frequency: u64,
}

impl std::fmt::Debug for ConceptSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} other words", self.sources.len())
    }
}

/// A word or a phrase of the index.
#[derive(Clone)]
struct Source {
    sought: Sought,
    bm25: Bm25Weight,
    /// Adds to the score but does not find.
    is_bonus: bool,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.sought.fmt(f)
    }
}

#[derive(Debug, Clone)]
enum Sought {
    Term(Arc<Standing>),
    /// Stands where its words stand one after the other.
    Phrase(Vec<Term>),
}

/// Items that hold enough of the words; see [`matching`].
#[derive(Debug, Clone)]
pub(super) struct Matching {
    /// The lightest first.
    words: Arc<[Weighted]>,
    concepts: Arc<[ConceptSource]>,
    phrases: Arc<PhraseCache>,
    /// The parts of the index, in their order.
    parts: Arc<[SegmentId]>,
    demanded: f32,
    floor: Floor,
}

impl Matching {
    /// The place of a part of the index among all.
    fn ordinal(&self, segment: &SegmentReader) -> tantivy::Result<SegmentOrdinal> {
        let place = (0..).zip(self.parts.iter()).find(|(_, id)| **id == segment.segment_id());
        let unknown = || TantivyError::InvalidArgument("a part of another state of the index".to_owned());
        place.map(|(ordinal, _)| ordinal).ok_or_else(unknown)
    }
}

impl Query for Matching {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Matching {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match MatchingScorer::open(self, segment, boost)? {
            Some(scorer) => Box::new(scorer),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.doc() > document || scorer.seek(document) != document {
            return Err(TantivyError::InvalidArgument("the item does not match".to_owned()));
        }
        Ok(Explanation::new("BM25 of the text and a share of the title's", scorer.score()))
    }
}
