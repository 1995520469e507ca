//! The most frequent terms of a field with a prefix, in bounded time.
//!
//! In a large library a few letters begin tens of thousands of terms. A segment never changes, so the result for such
//! a prefix is cached; most longer prefixes begin few terms.

use super::error::SearchError;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::index::SegmentId;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader};

/// Terms kept per segment, the most frequent.
const MAX_TERMS_KEPT: usize = 64;
/// A walk over fewer terms is repeated rather than cached.
const WORTH_KEEPING: usize = 500;
/// Walks cached; then the cache is cleared, which also drops those of deleted segments.
const MAX_WALKS_KEPT: usize = 2_000;
/// Terms walked per segment: about five milliseconds.
const MAX_TERMS_WALKED: usize = 50_000;

/// A term with the number of items that hold it.
type TermCount = (String, u64);

#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct PrefixKey {
    segment: SegmentId,
    field: Field,
    prefix: String,
}

/// Looks up terms by prefix.
#[derive(Debug, Default)]
pub(crate) struct PrefixCache {
    pub(crate) walks: Mutex<HashMap<PrefixKey, Arc<[TermCount]>>>,
}

impl PrefixCache {
    /// At most `most` terms of a field with this prefix, the most frequent first. A term is missing if only its sum
    /// over several segments, in none of which it is among the most frequent, would put it there.
    pub(crate) fn most_frequent(
        &self,
        searcher: &Searcher,
        field: Field,
        prefix: &str,
        most: usize,
    ) -> Result<Vec<TermCount>, SearchError> {
        let mut counts: HashMap<String, u64> = HashMap::new();
        for segment in searcher.segment_readers() {
            for (term, count) in self.in_segment(segment, field, prefix)?.iter() {
                *counts.entry(term.clone()).or_default() += count;
            }
        }
        let mut counts: Vec<TermCount> = counts.into_iter().collect();
        counts.sort_by(|(a, often), (b, oftener)| oftener.cmp(often).then_with(|| a.cmp(b)));
        counts.truncate(most);
        Ok(counts)
    }

    fn in_segment(
        &self,
        segment: &SegmentReader,
        field: Field,
        prefix: &str,
    ) -> Result<Arc<[TermCount]>, SearchError> {
        let key = PrefixKey { segment: segment.segment_id(), field, prefix: prefix.to_owned() };
        // Every change under the lock is complete, so a panic elsewhere does no harm.
        let known = self.walks.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let (found, walked) = walk(segment, field, prefix)?;
        let found: Arc<[TermCount]> = found.into();
        if walked >= WORTH_KEEPING {
            let mut walks = self.walks.lock().unwrap_or_else(PoisonError::into_inner);
            if walks.len() >= MAX_WALKS_KEPT {
                walks.clear();
            }
            walks.insert(key, found.clone());
        }
        Ok(found)
    }
}

/// The most frequent terms of a segment with this prefix, and the number of terms walked.
fn walk(segment: &SegmentReader, field: Field, prefix: &str) -> Result<(Vec<TermCount>, usize), SearchError> {
    let inverted = segment.inverted_index(field)?;
    let mut terms = inverted.terms().range().ge(prefix).lt(format!("{prefix}\u{10FFFF}")).into_stream()?;
    let mut best: BTreeSet<(u64, String)> = BTreeSet::new();
    let mut walked = 0;
    while walked < MAX_TERMS_WALKED && terms.advance() {
        walked += 1;
        let count = u64::from(terms.value().doc_freq);
        let is_full = best.len() == MAX_TERMS_KEPT;
        if is_full && best.first().is_some_and(|(least, _)| *least >= count) {
            continue;
        }
        let Ok(term) = std::str::from_utf8(terms.key()) else { continue };
        best.insert((count, term.to_owned()));
        if is_full {
            best.pop_first();
        }
    }
    Ok((best.into_iter().map(|(count, term)| (term, count)).collect(), walked))
}
