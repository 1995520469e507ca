//! Where the terms that searches ask about stand in the index: looked up once, and kept until the index changes.
//!
//! A search asks about some hundred terms, most of them not typed: other words for concepts, words of the best items. Each
//! would be looked up in the dictionary of every part of the index, and more than once.

use super::store::parts;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tantivy::index::SegmentId;
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, SegmentOrdinal, SegmentReader, Term};

/// So many terms are kept.
const MOST_KEPT: usize = 10_000;

/// Where one term stands.
#[derive(Debug)]
pub(super) struct Standing {
    field: Field,
    documents: u64,
    /// One for each part of the index.
    parts: Box<[Option<TermInfo>]>,
}

impl Standing {
    fn of(term: &Term, searcher: &Searcher) -> tantivy::Result<Self> {
        let mut parts = Vec::with_capacity(searcher.segment_readers().len());
        for segment in searcher.segment_readers() {
            parts.push(segment.inverted_index(term.field())?.get_term_info(term)?);
        }
        let documents = parts.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
        Ok(Self { field: term.field(), documents, parts: parts.into() })
    }

    /// The number of documents that hold it, of those deleted too.
    pub fn documents(&self) -> u64 {
        self.documents
    }

    pub fn field(&self) -> Field {
        self.field
    }

    /// Where it stands in one part.
    pub fn in_part(&self, part: SegmentOrdinal) -> Option<&TermInfo> {
        self.parts.get(part as usize)?.as_ref()
    }

    /// The documents of one part that hold it.
    pub fn postings(
        &self,
        part: SegmentOrdinal,
        segment: &SegmentReader,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<SegmentPostings>> {
        let Some(info) = self.in_part(part) else { return Ok(None) };
        Ok(Some(segment.inverted_index(self.field)?.read_postings_from_terminfo(info, option)?))
    }
}

/// The terms that were asked about since the index changed.
#[derive(Default)]
pub(super) struct TermCache(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    generation: u64,
    parts: Vec<SegmentId>,
    terms: HashMap<Term, Arc<Standing>>,
}

impl Kept {
    /// Whether what is kept holds for this searcher; forgets what does not hold for one that came later.
    fn follow(&mut self, searcher: &Searcher) -> bool {
        let generation = searcher.generation().generation_id();
        if generation == self.generation {
            return true;
        }
        let parts = parts(searcher);
        if generation < self.generation {
            return parts == self.parts;
        }
        if parts != self.parts {
            self.terms.clear();
        }
        (self.generation, self.parts) = (generation, parts);
        true
    }
}

impl TermCache {
    /// Where a term stands for this searcher.
    pub fn of(&self, term: &Term, searcher: &Searcher) -> tantivy::Result<Arc<Standing>> {
        let known = {
            let mut kept = self.kept();
            if kept.follow(searcher) { kept.terms.get(term).cloned() } else { None }
        };
        if let Some(standing) = known {
            return Ok(standing);
        }
        let standing = Arc::new(Standing::of(term, searcher)?);
        let mut kept = self.kept();
        // A search that began before the index changed keeps nothing for those after it.
        if kept.follow(searcher) {
            if kept.terms.len() >= MOST_KEPT {
                kept.terms.clear();
            }
            kept.terms.insert(term.clone(), standing.clone());
        }
        Ok(standing)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // A panic while the lock was held leaves the map whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
