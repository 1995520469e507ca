//! Reading the postings of a term or phrase in one segment: sequentially, or by looking up single documents.

use super::plan::{ScoringClause, TermOrPhrase};
use super::window_array::WindowArray;
use crate::phrase_postings::{PhrasePostings, PhrasePostingsCache};
use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, Postings as _, SegmentPostings, TermInfo};
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, Score, SegmentOrdinal, SegmentReader, TERMINATED, Term};

/// A segment that is being searched.
pub(super) struct SegmentContext<'a> {
    segment: &'a SegmentReader,
    ordinal: SegmentOrdinal,
    phrases: &'a PhrasePostingsCache,
    /// A factor of every score.
    boost: Score,
    /// Of the fields read so far.
    norms: RefCell<Vec<(Field, FieldNormReader)>>,
}

impl<'a> SegmentContext<'a> {
    pub(super) fn new(
        segment: &'a SegmentReader,
        ordinal: SegmentOrdinal,
        phrases: &'a PhrasePostingsCache,
        boost: Score,
    ) -> Self {
        Self { segment, ordinal, phrases, boost, norms: RefCell::default() }
    }

    /// The lengths of the documents in a field.
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

/// The postings of a term or phrase that occurs in the segment.
pub(super) struct ClausePostings {
    postings: TermOrPhrasePostings,
    scorer: ClauseScorer,
    /// Adds to the score but finds nothing on its own.
    pub(super) is_bonus: bool,
}

/// Scores a document by how often it holds the term or phrase.
struct ClauseScorer {
    norms: FieldNormReader,
    bm25: Bm25Weight,
    boost: Score,
}

impl ClauseScorer {
    #[inline]
    fn score(&self, document: DocId, frequency: u32) -> Score {
        self.bm25.score(self.norms.fieldnorm_id(document), frequency) * self.boost
    }
}

enum TermOrPhrasePostings {
    Term(Arc<InvertedIndexReader>, TermInfo),
    Phrase(Arc<PhrasePostings>),
}

impl ClausePostings {
    /// None where the segment does not hold it.
    pub(super) fn open(
        clause: &ScoringClause,
        context: &SegmentContext<'_>,
    ) -> tantivy::Result<Option<Self>> {
        let (field, postings) = match &clause.target {
            TermOrPhrase::Term(term) => {
                let Some(info) = term.in_segment(context.ordinal) else { return Ok(None) };
                let inverted = context.segment.inverted_index(term.field())?;
                (Some(term.field()), TermOrPhrasePostings::Term(inverted, info.clone()))
            }
            TermOrPhrase::Phrase(terms, slack) => {
                let list = context.phrases.get(terms, *slack, context.segment)?;
                let field = terms.first().filter(|_| !list.documents.is_empty()).map(Term::field);
                (field, TermOrPhrasePostings::Phrase(list))
            }
        };
        let Some(field) = field else { return Ok(None) };
        let scorer =
            ClauseScorer { norms: context.norms(field)?, bm25: clause.bm25.clone(), boost: context.boost };
        Ok(Some(Self { postings, scorer, is_bonus: clause.is_bonus }))
    }

    /// The number of documents that hold it, deleted ones included.
    pub(super) fn documents(&self) -> u32 {
        match &self.postings {
            TermOrPhrasePostings::Term(_, info) => info.doc_freq,
            // A segment has fewer than 2^32 documents.
            TermOrPhrasePostings::Phrase(list) => u32::try_from(list.documents.len()).unwrap_or(u32::MAX),
        }
    }

    /// The upper bound of its score in any document.
    pub(super) fn max_score(&self) -> Score {
        self.scorer.bm25.max_score() * self.scorer.boost
    }

    /// Opens it for sequential reading.
    pub(super) fn into_reader(self) -> tantivy::Result<PostingsReader> {
        let blocks = match self.postings {
            TermOrPhrasePostings::Term(inverted, info) => {
                let with_frequencies = IndexRecordOption::WithFreqs;
                PostingsBlocks::Term(Box::new(
                    inverted.read_block_postings_from_terminfo(&info, with_frequencies)?,
                ))
            }
            TermOrPhrasePostings::Phrase(list) => PostingsBlocks::Phrase { list, is_past: false },
        };
        Ok(PostingsReader {
            blocks,
            place: 0,
            scorer: self.scorer,
            frequencies: WindowArray::new(),
            is_clear: true,
        })
    }

    /// Opens it for looking up single documents.
    pub(super) fn into_cursor(self) -> tantivy::Result<PostingsCursor> {
        let postings = match self.postings {
            TermOrPhrasePostings::Term(inverted, info) => {
                let with_frequencies = IndexRecordOption::WithFreqs;
                let postings = inverted.read_postings_from_terminfo(&info, with_frequencies)?;
                CursorPostings::Term(Box::new(postings))
            }
            TermOrPhrasePostings::Phrase(list) => CursorPostings::Phrase { list, place: 0 },
        };
        Ok(PostingsCursor { postings, scorer: self.scorer })
    }
}

/// Postings in blocks of ascending documents.
enum PostingsBlocks {
    Term(Box<BlockSegmentPostings>),
    /// A single block.
    Phrase {
        list: Arc<PhrasePostings>,
        is_past: bool,
    },
}

impl PostingsBlocks {
    /// The documents of the block and the frequency in each; empty at the end.
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

    /// Moves to the block that holds the first document at or after `target`, and returns its place there.
    fn seek(&mut self, target: DocId) -> usize {
        match self {
            Self::Term(postings) => postings.seek(target),
            Self::Phrase { list, .. } => list.documents.partition_point(|document| *document < target),
        }
    }
}

/// Sequential postings, read one window at a time.
pub(super) struct PostingsReader {
    blocks: PostingsBlocks,
    /// The place of the next document in the block.
    place: usize,
    scorer: ClauseScorer,
    /// The frequency in each document of the window, capped at 255: beyond that the score no longer rises.
    frequencies: WindowArray<u8>,
    is_clear: bool,
}

impl PostingsReader {
    /// Skips the documents before `target` and returns the next one.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            self.place = self.blocks.seek(target);
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.blocks.block().0.get(self.place).copied().unwrap_or(TERMINATED)
    }

    /// Reads the documents of a window and calls `take` with the place of each.
    pub(super) fn read(&mut self, window: Range<DocId>, mut take: impl FnMut(DocId)) {
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

    /// The score of the document at this place of the window.
    #[inline]
    pub(super) fn score(&mut self, document: DocId, place: DocId) -> Score {
        match *self.frequencies.at(place) {
            0 => 0.0,
            frequency => self.scorer.score(document, u32::from(frequency)),
        }
    }
}

/// A term or phrase that is looked up in single documents, in ascending order.
pub(super) struct PostingsCursor {
    postings: CursorPostings,
    scorer: ClauseScorer,
}

enum CursorPostings {
    Term(Box<SegmentPostings>),
    /// The place of the next document in the list.
    Phrase {
        list: Arc<PhrasePostings>,
        place: usize,
    },
}

impl PostingsCursor {
    pub(super) fn is_at(&mut self, document: DocId) -> bool {
        self.frequency_in(document) > 0
    }

    pub(super) fn score(&mut self, document: DocId) -> Score {
        match self.frequency_in(document) {
            0 => 0.0,
            frequency => self.scorer.score(document, frequency),
        }
    }

    /// How often a document holds it.
    fn frequency_in(&mut self, document: DocId) -> u32 {
        match &mut self.postings {
            CursorPostings::Term(postings) => {
                if postings.doc() < document {
                    postings.seek(document);
                }
                if postings.doc() == document { postings.term_freq() } else { 0 }
            }
            CursorPostings::Phrase { list, place } => {
                let rest = list.documents.get(*place..).unwrap_or_default();
                *place += rest.partition_point(|it| *it < document);
                let is_at = list.documents.get(*place) == Some(&document);
                list.frequencies.get(*place).copied().filter(|_| is_at).unwrap_or(0)
            }
        }
    }
}
