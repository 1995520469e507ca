//! Reading where a word or a phrase stands in one segment: all of it from first to last, or as looked up.

use super::per_document::PerDocument;
use super::{Sought, Source};
use crate::phrases::{PhraseCache, PhraseList};
use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, Postings as _, SegmentPostings, TermInfo};
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, Score, SegmentOrdinal, SegmentReader, TERMINATED, Term};

/// A part of the index that is searched.
pub(super) struct Part<'a> {
    segment: &'a SegmentReader,
    ordinal: SegmentOrdinal,
    phrases: &'a PhraseCache,
    /// What every score is multiplied with.
    boost: Score,
    /// Of the fields that were asked for.
    norms: RefCell<Vec<(Field, FieldNormReader)>>,
}

impl<'a> Part<'a> {
    pub fn of(
        segment: &'a SegmentReader,
        ordinal: SegmentOrdinal,
        phrases: &'a PhraseCache,
        boost: Score,
    ) -> Self {
        Self { segment, ordinal, phrases, boost, norms: RefCell::default() }
    }

    /// How long each document's text is in a field.
    fn norms(&self, field: Field) -> tantivy::Result<FieldNormReader> {
        let mut known = self.norms.borrow_mut();
        if let Some((_, norms)) = known.iter().find(|(of, _)| *of == field) {
            return Ok(norms.clone());
        }
        let norms = self.segment.get_fieldnorms_reader(field)?;
        known.push((field, norms.clone()));
        Ok(norms)
    }
}

/// A word or a phrase that stands somewhere in the part.
pub(super) struct Place {
    stands: Stands,
    scores: Scores,
    /// Adds to the score but does not find.
    pub is_bonus: bool,
}

/// What a document scores, by how often it holds the word or phrase.
struct Scores {
    norms: FieldNormReader,
    bm25: Bm25Weight,
    boost: Score,
}

impl Scores {
    #[inline]
    fn of(&self, document: DocId, often: u32) -> Score {
        self.bm25.score(self.norms.fieldnorm_id(document), often) * self.boost
    }
}

enum Stands {
    Term(Arc<InvertedIndexReader>, TermInfo),
    Phrase(Arc<PhraseList>),
}

impl Place {
    /// Nothing where it does not stand in the part of the index.
    pub fn of(source: &Source, part: &Part<'_>) -> tantivy::Result<Option<Self>> {
        let (field, stands) = match &source.sought {
            Sought::Term(standing) => {
                let Some(info) = standing.in_part(part.ordinal) else { return Ok(None) };
                let inverted = part.segment.inverted_index(standing.field())?;
                (Some(standing.field()), Stands::Term(inverted, info.clone()))
            }
            Sought::Phrase(terms) => {
                let list = part.phrases.of(terms, part.segment)?;
                let field = terms.first().filter(|_| !list.documents.is_empty()).map(Term::field);
                (field, Stands::Phrase(list))
            }
        };
        let Some(field) = field else { return Ok(None) };
        let scores = Scores { norms: part.norms(field)?, bm25: source.bm25.clone(), boost: part.boost };
        Ok(Some(Self { stands, scores, is_bonus: source.is_bonus }))
    }

    /// The number of documents that hold it, of those deleted too.
    pub fn documents(&self) -> u32 {
        match &self.stands {
            Stands::Term(_, info) => info.doc_freq,
            // A segment has fewer documents than that.
            Stands::Phrase(list) => u32::try_from(list.documents.len()).unwrap_or(u32::MAX),
        }
    }

    /// No document scores more for it.
    pub fn most(&self) -> Score {
        self.scores.bm25.max_score() * self.scores.boost
    }

    /// Opened to be read from first to last.
    pub fn run(self) -> tantivy::Result<Run> {
        let blocks = match self.stands {
            Stands::Term(inverted, info) => {
                let with_frequencies = IndexRecordOption::WithFreqs;
                Blocks::Term(Box::new(inverted.read_block_postings_from_terminfo(&info, with_frequencies)?))
            }
            Stands::Phrase(list) => Blocks::Phrase { list, is_past: false },
        };
        Ok(Run { blocks, place: 0, scores: self.scores, frequencies: PerDocument::new(), is_clear: true })
    }

    /// Opened to be asked about single documents.
    pub fn cursor(self) -> tantivy::Result<Cursor> {
        let stands = match self.stands {
            Stands::Term(inverted, info) => {
                let with_frequencies = IndexRecordOption::WithFreqs;
                let postings = inverted.read_postings_from_terminfo(&info, with_frequencies)?;
                CursorIn::Term(Box::new(postings))
            }
            Stands::Phrase(list) => CursorIn::Phrase { list, place: 0 },
        };
        Ok(Cursor { stands, scores: self.scores })
    }
}

/// What stands where, in blocks of rising documents.
enum Blocks {
    Term(Box<BlockSegmentPostings>),
    /// All of it is one block.
    Phrase {
        list: Arc<PhraseList>,
        is_past: bool,
    },
}

impl Blocks {
    /// The documents of the block, and how often each holds it. Nothing at the end.
    fn block(&self) -> (&[DocId], &[u32]) {
        match self {
            Self::Term(postings) => (postings.docs(), postings.freqs()),
            Self::Phrase { is_past: true, .. } => (&[], &[]),
            Self::Phrase { list, .. } => (&list.documents, &list.frequencies),
        }
    }

    fn advance(&mut self) {
        match self {
            Self::Term(postings) => postings.advance(),
            Self::Phrase { is_past, .. } => *is_past = true,
        }
    }

    /// Moves to the block of the first document that is not before this one; its place there.
    fn seek(&mut self, target: DocId) -> usize {
        match self {
            Self::Term(postings) => postings.seek(target),
            Self::Phrase { list, .. } => list.documents.partition_point(|document| *document < target),
        }
    }
}

/// Documents that are read from first to last, a window at a time.
pub(super) struct Run {
    blocks: Blocks,
    /// The next document's place in the block.
    place: usize,
    scores: Scores,
    /// How often each document of the window holds it: more often than can be said here scores no more.
    frequencies: PerDocument<u8>,
    is_clear: bool,
}

impl Run {
    /// Passes over the documents before this one; the next one then.
    pub fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            self.place = self.blocks.seek(target);
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.blocks.block().0.get(self.place).copied().unwrap_or(TERMINATED)
    }

    /// Reads the documents of a window; calls with the place of each that holds it.
    pub fn read(&mut self, window: Range<DocId>, mut take: impl FnMut(DocId)) {
        if !std::mem::replace(&mut self.is_clear, true) {
            self.frequencies.clear();
        }
        self.seek(window.start);
        loop {
            let (documents, frequencies) = self.blocks.block();
            let documents = documents.get(self.place..).unwrap_or_default();
            let frequencies = frequencies.get(self.place..).unwrap_or_default();
            let is_whole = documents.last().is_none_or(|last| *last < window.end);
            let count = if is_whole {
                documents.len()
            } else {
                documents.partition_point(|document| *document < window.end)
            };
            for (document, frequency) in documents.iter().zip(frequencies).take(count) {
                let place = *document - window.start;
                *self.frequencies.at(place) = u8::try_from(*frequency).unwrap_or(u8::MAX);
                take(place);
            }
            self.is_clear &= count == 0;
            self.place += count;
            if !is_whole || documents.is_empty() {
                return;
            }
            self.blocks.advance();
            self.place = 0;
        }
    }

    /// What a document of the window scores, which stands at this place.
    #[inline]
    pub fn score(&mut self, document: DocId, place: DocId) -> Score {
        match *self.frequencies.at(place) {
            0 => 0.0,
            often => self.scores.of(document, u32::from(often)),
        }
    }
}

/// A word or a phrase that is looked up in single documents, in rising order.
pub(super) struct Cursor {
    stands: CursorIn,
    scores: Scores,
}

enum CursorIn {
    Term(Box<SegmentPostings>),
    /// The next document's place in the list.
    Phrase {
        list: Arc<PhraseList>,
        place: usize,
    },
}

impl Cursor {
    pub fn is_at(&mut self, document: DocId) -> bool {
        self.often_in(document) > 0
    }

    pub fn score(&mut self, document: DocId) -> Score {
        match self.often_in(document) {
            0 => 0.0,
            often => self.scores.of(document, often),
        }
    }

    /// How often a document holds it.
    fn often_in(&mut self, document: DocId) -> u32 {
        match &mut self.stands {
            CursorIn::Term(postings) => {
                if postings.doc() < document {
                    postings.seek(document);
                }
                if postings.doc() == document { postings.term_freq() } else { 0 }
            }
            CursorIn::Phrase { list, place } => {
                let rest = list.documents.get(*place..).unwrap_or_default();
                *place += rest.partition_point(|it| *it < document);
                let is_at = list.documents.get(*place) == Some(&document);
                list.frequencies.get(*place).copied().filter(|_| is_at).unwrap_or(0)
            }
        }
    }
}
