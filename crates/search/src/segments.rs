//! The segments of the index.

use tantivy::index::SegmentId;
use tantivy::{Searcher, SegmentReader};

/// The segments of the index, in the searcher's order.
pub(crate) fn segment_ids(searcher: &Searcher) -> Vec<SegmentId> {
    searcher.segment_readers().iter().map(SegmentReader::segment_id).collect()
}
