//! Reading where a term stands in one segment: all of it from first to last, or as looked up.

use super::window::PerDocument;
use super::{OtherSource, Phrase, Source};
use std::ops::Range;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings, TermInfo};
use tantivy::query::{Bm25Weight, Scorer};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED};

/// A term that stands somewhere in the segment.
pub(super) struct Place {
    inverted: Arc<InvertedIndexReader>,
    info: TermInfo,
    norms: FieldNormReader,
    bm25: Bm25Weight,
    /// Adds to the score but does not find.
    pub is_bonus: bool,
}

impl Place {
    /// Nothing where the term does not stand in the segment.
    pub fn of(source: &Source, segment: &SegmentReader, boost: Score) -> tantivy::Result<Option<Self>> {
        let field = source.term.field();
        let inverted = segment.inverted_index(field)?;
        let Some(info) = inverted.get_term_info(&source.term)? else { return Ok(None) };
        let norms = segment.get_fieldnorms_reader(field)?;
        let bm25 = source.bm25.boost_by(boost);
        Ok(Some(Self { inverted, info, norms, bm25, is_bonus: source.is_bonus }))
    }

    /// The number of documents that hold it, of those deleted too.
    pub fn documents(&self) -> u32 {
        self.info.doc_freq
    }

    /// No document scores more for it.
    pub fn most(&self) -> Score {
        self.bm25.max_score()
    }

    pub fn run(self) -> tantivy::Result<Run> {
        let with_freqs = IndexRecordOption::WithFreqs;
        let postings = self.inverted.read_block_postings_from_terminfo(&self.info, with_freqs)?;
        Ok(Run { postings, place: 0, norms: self.norms, bm25: self.bm25, frequencies: PerDocument::new() })
    }

    pub fn cursor(self) -> tantivy::Result<Cursor> {
        let postings = self.inverted.read_postings_from_terminfo(&self.info, IndexRecordOption::WithFreqs)?;
        Ok(Cursor { postings, norms: self.norms, bm25: self.bm25 })
    }
}

/// Postings that are read from first to last, a window at a time.
pub(super) struct Run {
    postings: BlockSegmentPostings,
    /// The next document's place in the block.
    place: usize,
    norms: FieldNormReader,
    bm25: Bm25Weight,
    /// How often each document of the window holds the term.
    frequencies: PerDocument<u16>,
}

impl Run {
    /// The next document.
    pub fn doc(&self) -> DocId {
        self.postings.docs().get(self.place).copied().unwrap_or(TERMINATED)
    }

    /// Passes over the documents before this one.
    pub fn seek(&mut self, target: DocId) {
        if self.doc() < target {
            self.place = self.postings.seek(target);
        }
    }

    /// Reads the documents of a window; calls with the place of each that holds the term.
    pub fn read(&mut self, window: Range<DocId>, mut take: impl FnMut(DocId)) {
        self.frequencies.clear();
        loop {
            let documents = self.postings.docs();
            let rest = documents.iter().zip(self.postings.freqs()).skip(self.place);
            for (document, frequency) in rest {
                if *document >= window.end {
                    return;
                }
                let place = *document - window.start;
                *self.frequencies.at(place) = u16::try_from(*frequency).unwrap_or(u16::MAX);
                take(place);
                self.place += 1;
            }
            if documents.is_empty() {
                return;
            }
            self.postings.advance();
            self.place = 0;
        }
    }

    /// What a document of the window scores, which stands at this place.
    pub fn score(&mut self, document: DocId, place: DocId) -> Score {
        match *self.frequencies.at(place) {
            0 => 0.0,
            often => self.bm25.score(self.norms.fieldnorm_id(document), u32::from(often)),
        }
    }
}

/// Postings in which documents are looked up, in rising order.
pub(super) struct Cursor {
    postings: SegmentPostings,
    norms: FieldNormReader,
    bm25: Bm25Weight,
}

impl Cursor {
    pub fn is_at(&mut self, document: DocId) -> bool {
        if self.postings.doc() < document {
            self.postings.seek(document);
        }
        self.postings.doc() == document
    }

    pub fn score(&mut self, document: DocId) -> Score {
        if !self.is_at(document) {
            return 0.0;
        }
        self.bm25.score(self.norms.fieldnorm_id(document), self.postings.term_freq())
    }
}

/// Where another word for a concept stands in the segment.
pub(super) enum OtherPlace {
    Term(Box<Place>),
    Phrase { phrase: Arc<Phrase>, lookup: PhraseLookup, boost: Score },
}

impl OtherPlace {
    /// Nothing where it stands nowhere.
    pub fn of(source: &OtherSource, segment: &SegmentReader, boost: Score) -> tantivy::Result<Option<Self>> {
        match source {
            OtherSource::Term(source) => {
                Ok(Place::of(source, segment, boost)?.map(|place| Self::Term(Box::new(place))))
            }
            OtherSource::Phrase(phrase) => {
                let scorer = phrase.weight.scorer(segment, boost * phrase.share)?;
                let lookup = PhraseLookup { next: scorer.doc(), scorer, found: None };
                let phrase = phrase.clone();
                Ok((lookup.next != TERMINATED).then_some(Self::Phrase { phrase, lookup, boost }))
            }
        }
    }

    /// The number of documents that hold it, at most.
    pub fn documents(&self) -> u32 {
        match self {
            Self::Term(place) => place.documents(),
            Self::Phrase { lookup, .. } => lookup.scorer.size_hint(),
        }
    }

    /// No document scores more for it.
    pub fn most(&self) -> Score {
        match self {
            Self::Term(place) => place.most(),
            Self::Phrase { phrase, boost, .. } => phrase.most * boost,
        }
    }

    pub fn run(self, segment: &SegmentReader) -> tantivy::Result<OtherRun> {
        Ok(match self {
            Self::Term(place) => OtherRun::Term(Box::new(place.run()?)),
            Self::Phrase { phrase, lookup, .. } => {
                OtherRun::Phrase { together: phrase.together.scorer(segment, 1.0)?, lookup }
            }
        })
    }

    pub fn cursor(self) -> tantivy::Result<OtherCursor> {
        Ok(match self {
            Self::Term(place) => OtherCursor::Term(Box::new(place.cursor()?)),
            Self::Phrase { lookup, .. } => OtherCursor::Phrase(lookup),
        })
    }
}

/// Another word for a concept, read from first to last.
pub(super) enum OtherRun {
    Term(Box<Run>),
    /// Words that stand together are cheap to find, those one after the other dear.
    Phrase {
        together: Box<dyn Scorer>,
        lookup: PhraseLookup,
    },
}

impl OtherRun {
    /// The next document that holds the word, or may hold the phrase.
    pub fn doc(&self) -> DocId {
        match self {
            Self::Term(run) => run.doc(),
            Self::Phrase { together, .. } => together.doc(),
        }
    }

    pub fn seek(&mut self, target: DocId) {
        match self {
            Self::Term(run) => run.seek(target),
            Self::Phrase { together, .. } if together.doc() < target => _ = together.seek(target),
            Self::Phrase { .. } => {}
        }
    }

    /// Reads the documents of a window; calls with the place of each that holds the word, and of each that may hold the
    /// phrase.
    pub fn read(&mut self, window: Range<DocId>, holds: impl FnMut(DocId), mut may_hold: impl FnMut(DocId)) {
        match self {
            Self::Term(run) => run.read(window, holds),
            Self::Phrase { together, .. } => {
                while together.doc() < window.end {
                    may_hold(together.doc() - window.start);
                    together.advance();
                }
            }
        }
    }

    /// What a document of the window scores, which stands at this place. Documents are asked for in rising order.
    pub fn score(&mut self, document: DocId, place: DocId) -> Score {
        match self {
            Self::Term(run) => run.score(document, place),
            Self::Phrase { lookup, .. } => lookup.score(document),
        }
    }
}

/// Another word for a concept, looked up in rising order.
pub(super) enum OtherCursor {
    Term(Box<Cursor>),
    Phrase(PhraseLookup),
}

impl OtherCursor {
    pub fn score(&mut self, document: DocId) -> Score {
        match self {
            Self::Term(cursor) => cursor.score(document),
            Self::Phrase(lookup) => lookup.score(document),
        }
    }
}

/// A phrase that is looked up in single documents, in rising order, without looking for the next that holds it.
pub(super) struct PhraseLookup {
    scorer: Box<dyn Scorer>,
    /// No document before this one that was not asked for yet holds it.
    next: DocId,
    /// The document that held it last, with its score.
    found: Option<(DocId, Score)>,
}

impl PhraseLookup {
    /// 0 where the document does not hold it.
    fn score(&mut self, document: DocId) -> Score {
        match self.found {
            Some((at, score)) if at == document => return score,
            _ if document < self.next => return 0.0,
            _ => {}
        }
        match self.scorer.seek_danger(document) {
            SeekDangerResult::Found => {
                let score = self.scorer.score();
                self.found = Some((document, score));
                self.next = document + 1;
                score
            }
            SeekDangerResult::SeekLowerBound(bound) => {
                self.next = bound.max(document + 1);
                0.0
            }
        }
    }
}
