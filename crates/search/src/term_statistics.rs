//! Statistics of terms: looked up once and cached until the index changes.
//!
//! A search asks about a hundred terms or so, most of them synonyms that nobody typed. Without the cache, each would be looked up in the dictionary of every segment, more than once.

use super::segments::segment_ids;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentOrdinal, Term};

/// Terms that are cached.
const MOST_KEPT: usize = 10_000;

/// How many documents hold a term, and where its postings are.
#[derive(Debug)]
pub(crate) struct TermStatistics {
    field: Field,
    documents: u64,
    /// One for each segment.
    by_segment: Box<[Option<TermInfo>]>,
}

impl TermStatistics {
    fn look_up(term: &Term, searcher: &Searcher) -> tantivy::Result<Self> {
        let mut by_segment = Vec::with_capacity(searcher.segment_readers().len());
        for segment in searcher.segment_readers() {
            by_segment.push(segment.inverted_index(term.field())?.get_term_info(term)?);
        }
        let documents = by_segment.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
        Ok(Self { field: term.field(), documents, by_segment: by_segment.into() })
    }

    /// The number of documents that hold it, deleted ones included.
    pub(crate) fn documents(&self) -> u64 {
        self.documents
    }

    pub(crate) fn field(&self) -> Field {
        self.field
    }

    /// Where its postings are in a segment.
    pub(crate) fn in_segment(&self, segment_ord: SegmentOrdinal) -> Option<&TermInfo> {
        self.by_segment.get(segment_ord as usize)?.as_ref()
    }
}

/// The terms looked up since the index changed.
#[derive(Default)]
pub(crate) struct TermStatisticsCache(Mutex<CacheEntries>);

#[derive(Default)]
struct CacheEntries {
    generation: u64,
    segments: Vec<SegmentId>,
    terms: HashMap<Term, Arc<TermStatistics>>,
}

impl CacheEntries {
    /// Whether the entries are valid for this searcher; drops those that are not valid for a newer one.
    fn follow(&mut self, searcher: &Searcher) -> bool {
        let generation = searcher.generation().generation_id();
        if generation == self.generation {
            return true;
        }
        let segments = segment_ids(searcher);
        if generation < self.generation {
            return segments == self.segments;
        }
        if segments != self.segments {
            self.terms.clear();
        }
        (self.generation, self.segments) = (generation, segments);
        true
    }
}

impl TermStatisticsCache {
    /// The statistics of a term for this searcher.
    pub(crate) fn get(&self, term: &Term, searcher: &Searcher) -> tantivy::Result<Arc<TermStatistics>> {
        let known = {
            let mut entries = self.entries();
            if entries.follow(searcher) { entries.terms.get(term).cloned() } else { None }
        };
        if let Some(statistics) = known {
            return Ok(statistics);
        }
        let statistics = Arc::new(TermStatistics::look_up(term, searcher)?);
        let mut entries = self.entries();
        // A search that began before the index changed caches nothing for those after it.
        if entries.follow(searcher) {
            if entries.terms.len() >= MOST_KEPT {
                entries.terms.clear();
            }
            entries.terms.insert(term.clone(), statistics.clone());
        }
        Ok(statistics)
    }

    fn entries(&self) -> MutexGuard<'_, CacheEntries> {
        // A panic while the lock was held leaves the map whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
