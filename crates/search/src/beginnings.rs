//! The most frequent terms of a field that begin so, within bounded time.
//!
//! A few letters begin tens of thousands of terms in a large library. A segment of the index never changes, so what
//! such a beginning finds in it is looked up once and kept; most longer ones begin few terms.

use super::SearchError;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::index::SegmentId;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader};

/// So many terms are kept of one segment, the most frequent.
const KEPT: usize = 64;
/// A walk over fewer terms is done again rather than remembered.
const WORTH_KEEPING: usize = 500;
/// So many walks are remembered; then all are forgotten, those of segments that are no more among them.
const MOST_KEPT: usize = 2_000;
/// So many terms of one segment are walked over: some five milliseconds.
const MOST_WALKED: usize = 50_000;

/// A term with the number of items that hold it.
type Counted = (String, u64);

#[derive(Debug, PartialEq, Eq, Hash)]
struct Asked {
    segment: SegmentId,
    field: Field,
    beginning: String,
}

/// Looks terms up by their beginnings.
#[derive(Debug, Default)]
pub(super) struct Beginnings {
    kept: Mutex<HashMap<Asked, Arc<[Counted]>>>,
}

impl Beginnings {
    /// At most `most` terms of a field that begin so, the most frequent first. Where that is decided by what stands in
    /// several segments, and none of them has the term among its own most frequent, it is left out.
    pub fn most_frequent(
        &self,
        searcher: &Searcher,
        field: Field,
        beginning: &str,
        most: usize,
    ) -> Result<Vec<Counted>, SearchError> {
        let mut counts: HashMap<String, u64> = HashMap::new();
        for segment in searcher.segment_readers() {
            for (term, count) in self.of_segment(segment, field, beginning)?.iter() {
                *counts.entry(term.clone()).or_default() += count;
            }
        }
        let mut counts: Vec<Counted> = counts.into_iter().collect();
        counts.sort_by(|(a, often), (b, oftener)| oftener.cmp(often).then_with(|| a.cmp(b)));
        counts.truncate(most);
        Ok(counts)
    }

    fn of_segment(
        &self,
        segment: &SegmentReader,
        field: Field,
        beginning: &str,
    ) -> Result<Arc<[Counted]>, SearchError> {
        let asked = Asked { segment: segment.segment_id(), field, beginning: beginning.to_owned() };
        // Each change is whole before the lock is given back, so a panic elsewhere does no harm.
        let known = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&asked).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let (found, walked) = walk(segment, field, beginning)?;
        let found: Arc<[Counted]> = found.into();
        if walked >= WORTH_KEEPING {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.len() >= MOST_KEPT {
                kept.clear();
            }
            kept.insert(asked, found.clone());
        }
        Ok(found)
    }
}

/// The most frequent terms of a segment that begin so, and over how many it was walked.
fn walk(
    segment: &SegmentReader,
    field: Field,
    beginning: &str,
) -> Result<(Vec<Counted>, usize), SearchError> {
    let inverted = segment.inverted_index(field)?;
    let mut terms =
        inverted.terms().range().ge(beginning).lt(format!("{beginning}\u{10FFFF}")).into_stream()?;
    let mut best: BTreeSet<(u64, String)> = BTreeSet::new();
    let mut walked = 0;
    while walked < MOST_WALKED && terms.advance() {
        walked += 1;
        let count = u64::from(terms.value().doc_freq);
        let is_full = best.len() == KEPT;
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

#[cfg(test)]
impl Beginnings {
    /// How many walks are remembered.
    pub fn number_kept(&self) -> usize {
        self.kept.lock().unwrap().len()
    }
}
