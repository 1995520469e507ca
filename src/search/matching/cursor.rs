//! Reading where a word or a phrase stands in one segment: all of it from first to last, or as looked up.

use super::Source;
use super::per_document::PerDocument;
use super::phrases::{PhraseCache, PhraseList};
use std::ops::Range;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, Postings as _, SegmentPostings, TermInfo};
use tantivy::query::Bm25Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet as _, Score, SegmentReader, TERMINATED};

/// So many documents are read in the time in which one is looked up, about.
const READ_FOR_ONE_LOOKED_UP: u32 = 8;

/// A word or a phrase that stands somewhere in the segment.
pub(super) struct Place {
    stands: Stands,
    scores: Scores,
    /// Adds to the score but does not find.
    pub is_bonus: bool,
}

/// What a document scores, by how often it holds the word or phrase.
struct Scores {
    norms: FieldNormReader,
    bm25: Arc<Bm25Weight>,
    boost: Score,
}

impl Scores {
    fn of(&self, document: DocId, often: u32) -> Score {
        self.bm25.score(self.norms.fieldnorm_id(document), often) * self.boost
    }
}

enum Stands {
    Term(Arc<InvertedIndexReader>, TermInfo),
    Phrase(Arc<PhraseList>),
}

impl Place {
    /// Nothing where it does not stand in the segment.
    pub fn of(
        source: &Source,
        phrases: &PhraseCache,
        segment: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Option<Self>> {
        let Some(first) = source.terms.first() else { return Ok(None) };
        let stands = if source.terms.len() == 1 {
            let inverted = segment.inverted_index(first.field())?;
            let Some(info) = inverted.get_term_info(first)? else { return Ok(None) };
            Stands::Term(inverted, info)
        } else {
            let list = phrases.of(&source.terms, segment)?;
            if list.documents.is_empty() {
                return Ok(None);
            }
            Stands::Phrase(list)
        };
        let norms = segment.get_fieldnorms_reader(first.field())?;
        let scores = Scores { norms, bm25: source.bm25.clone(), boost };
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
        Ok(Run { blocks, place: 0, scores: self.scores, frequencies: PerDocument::new() })
    }

    /// Opened to be asked about at most so many documents.
    pub fn looked_up(self, candidates: u32) -> tantivy::Result<LookUp> {
        let reading_all_costs_less = self.documents() <= candidates.saturating_mul(READ_FOR_ONE_LOOKED_UP);
        match &self.stands {
            Stands::Term(inverted, info) if !reading_all_costs_less => {
                let with_frequencies = IndexRecordOption::WithFreqs;
                let postings = inverted.read_postings_from_terminfo(info, with_frequencies)?;
                Ok(LookUp::Each(Box::new(Cursor { postings, scores: self.scores })))
            }
            _ => Ok(LookUp::ByWindow { run: self.run()?, read: None }),
        }
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
    /// How often each document of the window holds it.
    frequencies: PerDocument<u16>,
}

impl Run {
    /// The next document.
    pub fn doc(&self) -> DocId {
        self.blocks.block().0.get(self.place).copied().unwrap_or(TERMINATED)
    }

    /// Passes over the documents before this one.
    pub fn seek(&mut self, target: DocId) {
        if self.doc() < target {
            self.place = self.blocks.seek(target);
        }
    }

    /// Reads the documents of a window; calls with the place of each that holds it.
    pub fn read(&mut self, window: Range<DocId>, mut take: impl FnMut(DocId)) {
        self.frequencies.clear();
        loop {
            let (documents, frequencies) = self.blocks.block();
            let rest = documents.iter().zip(frequencies).skip(self.place);
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
            self.blocks.advance();
            self.place = 0;
        }
    }

    /// Whether a document of the window holds it, which stands at this place.
    pub fn holds(&mut self, place: DocId) -> bool {
        *self.frequencies.at(place) > 0
    }

    /// What a document of the window scores, which stands at this place.
    pub fn score(&mut self, document: DocId, place: DocId) -> Score {
        match *self.frequencies.at(place) {
            0 => 0.0,
            often => self.scores.of(document, u32::from(often)),
        }
    }
}

/// A word or a phrase about which single documents are asked, in rising order.
pub(super) enum LookUp {
    /// For few documents among many that hold it.
    Each(Box<Cursor>),
    /// For many: a window is read when the first of its documents is asked about.
    ByWindow {
        run: Run,
        /// The start of the window that was read last.
        read: Option<DocId>,
    },
}

impl LookUp {
    /// Whether a document of this window holds it.
    pub fn is_in(&mut self, document: DocId, window: &Range<DocId>) -> bool {
        match self {
            Self::Each(cursor) => cursor.is_at(document),
            Self::ByWindow { run, read } => {
                read_once(run, read, window);
                run.holds(document - window.start)
            }
        }
    }

    /// What a document of this window scores for it.
    pub fn score(&mut self, document: DocId, window: &Range<DocId>) -> Score {
        match self {
            Self::Each(cursor) => cursor.score(document),
            Self::ByWindow { run, read } => {
                read_once(run, read, window);
                run.score(document, document - window.start)
            }
        }
    }
}

/// Reads a window unless it was the last that was read.
fn read_once(run: &mut Run, read: &mut Option<DocId>, window: &Range<DocId>) {
    if *read != Some(window.start) {
        run.seek(window.start);
        run.read(window.clone(), |_| ());
        *read = Some(window.start);
    }
}

/// Postings in which documents are looked up, in rising order.
pub(super) struct Cursor {
    postings: SegmentPostings,
    scores: Scores,
}

impl Cursor {
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
        self.scores.of(document, self.postings.term_freq())
    }
}
