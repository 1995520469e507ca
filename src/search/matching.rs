//! Finding and scoring: which items answer these words, and how well.
//!
//! Every word weighs as much as it is rare. An item answers when the words that it holds make up enough of the
//! weight of all words, so that it may lack the common words of a question but not its subject. The score is
//! BM25 over the whole text and a share of BM25 over the title.
//!
//! Where words name a concept, other words for it stand for them: an item that holds those holds these, and scores a
//! share of what it would score for them.
//!
//! Candidates are taken from the rarest words alone: as many of the most common words as cannot reach the
//! demanded weight together are only looked up for candidates that the others have found.

use super::SearchError;
use super::asked::{Other, Word};
use super::ranking::RANKING;
use super::schema::Fields;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, EmptyScorer, EnableScoring, Explanation, PhraseQuery, Query, Scorer,
    Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, Term};

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

/// The query that finds what holds enough of these words.
pub(super) fn matching(
    searcher: &Searcher,
    fields: &Fields,
    words: &[Word],
    share: Share,
) -> Result<Matching, SearchError> {
    let statistics = Statistics::of(searcher, fields)?;
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
    Ok(Matching { words: weighted.into(), concepts: concepts.into(), demanded })
}

struct Statistics<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    documents: u64,
    average_text: Score,
    average_title: Score,
}

impl<'a> Statistics<'a> {
    fn of(searcher: &'a Searcher, fields: &'a Fields) -> Result<Self, SearchError> {
        let documents = searcher.total_num_docs()?;
        let average = |field| -> Result<Score, SearchError> {
            Ok((searcher.total_num_tokens(field)? as Score / documents.max(1) as Score).max(1.0))
        };
        Ok(Self {
            searcher,
            fields,
            documents,
            average_text: average(fields.words)?,
            average_title: average(fields.title)?,
        })
    }

    fn weigh(&self, word: &Word) -> Result<Weighted, SearchError> {
        let mut sources = Vec::with_capacity(3);
        let mut most_frequent = 0;
        if !word.stem.is_empty() {
            for (field, average, boost, is_bonus) in [
                (self.fields.words, self.average_text, 1.0, false),
                (self.fields.title, self.average_title, RANKING.title, true),
            ] {
                let term = Term::from_field_text(field, &word.stem);
                let frequency = self.searcher.doc_freq(&term)?;
                if frequency > 0 {
                    most_frequent = most_frequent.max(frequency);
                    sources.push(self.source(term, frequency, average, boost, is_bonus));
                }
            }
        }
        if let Some(identifier) = &word.identifier {
            let term = Term::from_field_text(self.fields.identifier, identifier);
            let frequency = self.searcher.doc_freq(&term)?;
            if frequency > 0 {
                most_frequent = most_frequent.max(frequency);
                sources.push(self.source(term, frequency, 1.0, 1.0, false));
            }
        }
        Ok(Weighted { sources, concept: None, weight: rarity(most_frequent, self.documents) })
    }

    /// Where other words for a concept stand; those that no item holds are left out.
    fn concept(&self, others: &[Other]) -> Result<ConceptSource, SearchError> {
        let mut concept = ConceptSource { sources: Vec::new(), words: 0, frequency: 0 };
        for other in others {
            let terms: Vec<Term> =
                other.stems.iter().map(|stem| Term::from_field_text(self.fields.words, stem)).collect();
            let mut least = u64::MAX;
            for term in &terms {
                least = least.min(self.searcher.doc_freq(term)?);
            }
            if least == 0 {
                continue;
            }
            // Of a phrase no more is known than that its rarest word is at least as frequent.
            concept.frequency = concept.frequency.max(least);
            let source = match <[Term; 1]>::try_from(terms) {
                Ok([term]) => {
                    OtherSource::Term(self.source(term, least, self.average_text, other.share, false))
                }
                Err(terms) => {
                    let scoring = EnableScoring::enabled_from_searcher(self.searcher);
                    OtherSource::Phrase(PhraseQuery::new(terms).weight(scoring)?.into(), other.share)
                }
            };
            concept.sources.push(source);
        }
        Ok(concept)
    }

    fn source(&self, term: Term, frequency: u64, average: Score, boost: Score, is_bonus: bool) -> Source {
        let bm25 =
            Bm25Weight::for_one_term_without_explain(frequency, self.documents, average).boost_by(boost);
        Source { term, bm25, is_bonus }
    }
}

/// So many items make a library of which the absence of a word says half of what it could.
const TELLING_SIZE: f32 = 1_000.0;

/// Weighs the words that nothing holds. In a large library such a word is a subject that is missing; a small
/// one lacks many a plain word, which then must not weigh more than what was asked about.
fn weigh_unknown(words: &mut [Weighted], documents: u64) {
    let known = words.iter().filter(|word| !word.sources.is_empty());
    let lightest = known.map(|word| word.weight).reduce(f32::min).unwrap_or(1.0);
    let telling = documents as f32 / (documents as f32 + TELLING_SIZE);
    let weight = (rarity(0, documents) * telling).max(lightest);
    for word in words.iter_mut().filter(|word| word.sources.is_empty()) {
        word.weight = weight;
    }
}

/// The weight of a word: how rare it is (the inverse document frequency of BM25).
fn rarity(frequency: u64, documents: u64) -> f32 {
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

/// Where other words for a concept stand.
struct ConceptSource {
    sources: Vec<OtherSource>,
    /// How many words name it.
    words: usize,
    /// How many items hold the most frequent of them, at most.
    frequency: u64,
}

enum OtherSource {
    Term(Source),
    /// A phrase, and what it scores as a share of its own score.
    Phrase(Arc<dyn Weight>, Score),
}

impl std::fmt::Debug for ConceptSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} other words", self.sources.len())
    }
}

#[derive(Clone)]
struct Source {
    term: Term,
    bm25: Bm25Weight,
    /// Adds to the score but does not find.
    is_bonus: bool,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.term.fmt(f)
    }
}

/// Items that hold enough of the words; see [`matching`].
#[derive(Debug, Clone)]
pub(super) struct Matching {
    /// The lightest first.
    words: Arc<[Weighted]>,
    concepts: Arc<[ConceptSource]>,
    demanded: f32,
}

impl Query for Matching {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Matching {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut words = Vec::with_capacity(self.words.len());
        for word in self.words.iter() {
            words.push(SegmentWord::open(word, segment, boost)?);
        }
        let mut concepts = Vec::with_capacity(self.concepts.len());
        for concept in self.concepts.iter() {
            concepts.push(SegmentConcept::open(concept, segment, boost)?);
        }
        Ok(match MatchingScorer::new(words, concepts, self.demanded) {
            Some(scorer) => Box::new(scorer),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.doc() > document || scorer.seek(document) != document {
            return Err(tantivy::TantivyError::InvalidArgument("the item does not match".to_owned()));
        }
        Ok(Explanation::new("BM25 of the text and a share of the title's", scorer.score()))
    }
}

/// One word in one segment.
struct SegmentWord {
    weight: f32,
    concept: Option<usize>,
    finding: Vec<Cursor>,
    bonus: Vec<Cursor>,
}

/// The other words for a concept in one segment.
struct SegmentConcept {
    cursors: Vec<OtherCursor>,
    /// What a document scores for it is shared among so many words.
    words: Score,
    /// What is known of the document that was looked at last.
    looked_at: Option<(DocId, Score)>,
}

enum OtherCursor {
    Term(Box<Cursor>),
    Phrase(Box<dyn Scorer>),
}

impl OtherCursor {
    fn seek(&mut self, document: DocId) -> DocId {
        match self {
            Self::Term(cursor) => {
                cursor.is_at(document);
                cursor.postings.doc()
            }
            Self::Phrase(scorer) if scorer.doc() < document => scorer.seek(document),
            Self::Phrase(scorer) => scorer.doc(),
        }
    }

    fn score(&mut self, document: DocId) -> Score {
        match self {
            Self::Term(cursor) => cursor.score(document),
            Self::Phrase(scorer) => scorer.score(),
        }
    }

    fn size_hint(&self) -> u32 {
        match self {
            Self::Term(cursor) => cursor.postings.size_hint(),
            Self::Phrase(scorer) => scorer.size_hint(),
        }
    }
}

impl SegmentConcept {
    fn open(concept: &ConceptSource, segment: &SegmentReader, boost: Score) -> tantivy::Result<Self> {
        let mut cursors = Vec::with_capacity(concept.sources.len());
        for source in &concept.sources {
            match source {
                OtherSource::Term(source) => {
                    let cursor = Cursor::open(source, segment, boost)?;
                    cursors.extend(cursor.map(|cursor| OtherCursor::Term(Box::new(cursor))));
                }
                OtherSource::Phrase(weight, share) => {
                    let scorer = weight.scorer(segment, boost * share)?;
                    if scorer.doc() != TERMINATED {
                        cursors.push(OtherCursor::Phrase(scorer));
                    }
                }
            }
        }
        Ok(Self { cursors, words: concept.words.max(1) as Score, looked_at: None })
    }

    /// The first document at or after this one that holds any of them.
    fn next(&mut self, from: DocId) -> DocId {
        self.cursors.iter_mut().map(|cursor| cursor.seek(from)).min().unwrap_or(TERMINATED)
    }

    /// What the document scores for the best of them, for each of the words that name the concept; 0 where it holds
    /// none. Documents are asked for in rising order.
    fn score(&mut self, document: DocId) -> Score {
        if let Some((at, score)) = self.looked_at
            && at == document
        {
            return score;
        }
        let mut best: Score = 0.0;
        for cursor in &mut self.cursors {
            if cursor.seek(document) == document {
                best = best.max(cursor.score(document));
            }
        }
        let score = best / self.words;
        self.looked_at = Some((document, score));
        score
    }
}

struct Cursor {
    postings: SegmentPostings,
    norms: FieldNormReader,
    bm25: Bm25Weight,
}

impl SegmentWord {
    fn open(word: &Weighted, segment: &SegmentReader, boost: Score) -> tantivy::Result<Self> {
        let (finding, bonus) = (Vec::new(), Vec::new());
        let mut opened = Self { weight: word.weight, concept: word.concept, finding, bonus };
        for source in &word.sources {
            if let Some(cursor) = Cursor::open(source, segment, boost)? {
                if source.is_bonus { opened.bonus.push(cursor) } else { opened.finding.push(cursor) }
            }
        }
        Ok(opened)
    }

    /// Whether the document holds the word. Documents are asked for in rising order.
    fn is_in(&mut self, document: DocId) -> bool {
        let mut is_in = false;
        for cursor in &mut self.finding {
            is_in |= cursor.is_at(document);
        }
        is_in
    }

    fn score(&mut self, document: DocId) -> Score {
        let cursors = self.finding.iter_mut().chain(&mut self.bonus);
        cursors.map(|cursor| cursor.score(document)).sum()
    }
}

impl Cursor {
    /// Where a term stands in a segment; nothing where it does not.
    fn open(source: &Source, segment: &SegmentReader, boost: Score) -> tantivy::Result<Option<Self>> {
        let field: Field = source.term.field();
        let inverted = segment.inverted_index(field)?;
        let Some(postings) = inverted.read_postings(&source.term, IndexRecordOption::WithFreqs)? else {
            return Ok(None);
        };
        let norms = segment.get_fieldnorms_reader(field)?;
        Ok(Some(Self { postings, norms, bm25: source.bm25.boost_by(boost) }))
    }

    fn is_at(&mut self, document: DocId) -> bool {
        if self.postings.doc() < document {
            self.postings.seek(document);
        }
        self.postings.doc() == document
    }

    fn score(&mut self, document: DocId) -> Score {
        if !self.is_at(document) {
            return 0.0;
        }
        self.bm25.score(self.norms.fieldnorm_id(document), self.postings.term_freq())
    }
}

/// Walks the documents that hold enough of the words.
struct MatchingScorer {
    /// The lightest first.
    words: Vec<SegmentWord>,
    concepts: Vec<SegmentConcept>,
    /// `lighter[n]`: what the first n words weigh together.
    lighter: Vec<f32>,
    /// Words from here on find candidates: those before cannot reach the demanded weight together.
    leading: usize,
    demanded: f32,
    document: DocId,
    /// Upper bound of the number of candidates.
    candidates: u32,
}

impl MatchingScorer {
    /// Stands on the first match; nothing where no document of the segment can match.
    fn new(words: Vec<SegmentWord>, concepts: Vec<SegmentConcept>, demanded: f32) -> Option<Self> {
        let has_others = |word: &SegmentWord| {
            word.concept.and_then(|place| concepts.get(place)).is_some_and(|it| !it.cursors.is_empty())
        };
        let words: Vec<_> =
            words.into_iter().filter(|word| !word.finding.is_empty() || has_others(word)).collect();
        let mut lighter = vec![0.0];
        let mut sum = 0.0;
        for word in &words {
            sum += word.weight;
            lighter.push(sum);
        }
        if sum < demanded {
            return None;
        }
        let leading = lighter.iter().rposition(|sum| *sum < demanded).unwrap_or(0);
        let mut scorer = Self { words, concepts, lighter, leading, demanded, document: 0, candidates: 0 };
        scorer.candidates = scorer.count_candidates();
        scorer.find_from(0);
        Some(scorer)
    }

    fn count_candidates(&self) -> u32 {
        let leading = self.words.iter().skip(self.leading);
        let own = leading.clone().flat_map(|word| &word.finding).map(|cursor| cursor.postings.size_hint());
        let concepts = leading.filter_map(|word| self.concepts.get(word.concept?));
        let others = concepts.flat_map(|concept| &concept.cursors).map(OtherCursor::size_hint);
        own.chain(others).fold(0, u32::saturating_add)
    }

    /// Moves to the first match at or after this document.
    fn find_from(&mut self, mut from: DocId) -> DocId {
        loop {
            let candidate = self.next_candidate(from);
            if candidate == TERMINATED || self.holds_enough(candidate) {
                self.document = candidate;
                return candidate;
            }
            from = candidate + 1;
        }
    }

    /// The first document at or after this one that holds a leading word, or another word for it.
    fn next_candidate(&mut self, from: DocId) -> DocId {
        let mut next = TERMINATED;
        for word in self.words.iter_mut().skip(self.leading) {
            for cursor in &mut word.finding {
                cursor.is_at(from);
                next = next.min(cursor.postings.doc());
            }
            if let Some(concept) = word.concept.and_then(|place| self.concepts.get_mut(place)) {
                next = next.min(concept.next(from));
            }
        }
        next
    }

    /// Whether the words in this document weigh enough; gives up as soon as those left cannot reach it.
    fn holds_enough(&mut self, document: DocId) -> bool {
        let mut held = 0.0;
        for (word, lighter) in self.words.iter_mut().zip(&self.lighter).rev() {
            let concept = word.concept.and_then(|place| self.concepts.get_mut(place));
            if word.is_in(document) || concept.is_some_and(|concept| concept.score(document) > 0.0) {
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

impl DocSet for MatchingScorer {
    fn advance(&mut self) -> DocId {
        if self.document == TERMINATED { TERMINATED } else { self.find_from(self.document + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.document >= target { self.document } else { self.find_from(target) }
    }

    fn doc(&self) -> DocId {
        self.document
    }

    fn size_hint(&self) -> u32 {
        self.candidates
    }
}

impl Scorer for MatchingScorer {
    fn score(&mut self) -> Score {
        let document = self.document;
        let mut score = 0.0;
        for word in &mut self.words {
            let concept = word.concept.and_then(|place| self.concepts.get_mut(place));
            let others = concept.map_or(0.0, |concept| concept.score(document));
            score += word.score(document).max(others);
        }
        score
    }
}
