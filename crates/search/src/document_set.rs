//! Sets of documents, one bit for each: lines of a strategy are combined by and, or and not of such sets.

use std::sync::Arc;
use tantivy::index::SegmentId;
use tantivy::query::{
    BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::{BitSet, DocId, DocSet as _, Score, Searcher, SegmentReader, TERMINATED};

/// Documents of one state of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DocumentSet {
    /// In the order of the segments of the index.
    segments: Vec<SegmentSet>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct SegmentSet {
    id: SegmentId,
    /// The number of documents in the segment, deleted ones included.
    size: u32,
    bits: Vec<u64>,
}

impl DocumentSet {
    /// Every document that a query matches; deleted ones may be among them.
    pub(crate) fn matching(query: &dyn Query, searcher: &Searcher) -> tantivy::Result<Self> {
        let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
        let in_segment = |segment: &SegmentReader| {
            let mut set = SegmentSet::empty(segment);
            weight.for_each_no_score(segment, &mut |documents| set.insert_all(documents))?;
            Ok(set)
        };
        Ok(Self {
            segments: searcher.segment_readers().iter().map(in_segment).collect::<tantivy::Result<_>>()?,
        })
    }

    /// Every document, deleted ones included.
    pub(crate) fn all(searcher: &Searcher) -> Self {
        let mut set = Self { segments: searcher.segment_readers().iter().map(SegmentSet::empty).collect() };
        set.complement();
        set
    }

    /// Leaves out deleted documents.
    pub(crate) fn without_deleted(mut self, searcher: &Searcher) -> Self {
        for (set, segment) in self.segments.iter_mut().zip(searcher.segment_readers()) {
            if let Some(alive) = segment.alive_bitset() {
                set.retain(|document| alive.is_alive(document));
            }
        }
        self
    }

    pub(crate) fn intersect(&mut self, other: &Self) {
        self.combine(other, |own, others| own & others);
    }

    pub(crate) fn unite(&mut self, other: &Self) {
        self.combine(other, |own, others| own | others);
    }

    pub(crate) fn subtract(&mut self, other: &Self) {
        self.combine(other, |own, others| own & !others);
    }

    /// Replaces the set by all other documents.
    pub(crate) fn complement(&mut self) {
        for segment in &mut self.segments {
            segment.bits.iter_mut().for_each(|bits| *bits = !*bits);
            if let Some(last) = segment.bits.last_mut() {
                let beyond = segment.size % u64::BITS;
                *last &= if beyond == 0 { u64::MAX } else { (1 << beyond) - 1 };
            }
        }
    }

    /// The number of documents in both sets.
    pub(crate) fn count_within(&self, other: &Self) -> u64 {
        let pairs = self.segments.iter().zip(&other.segments);
        let bits = pairs.flat_map(|(own, other)| own.bits.iter().zip(&other.bits));
        bits.map(|(own, other)| u64::from((own & other).count_ones())).sum()
    }

    fn combine(&mut self, other: &Self, with: impl Fn(u64, u64) -> u64) {
        for (own, other) in self.segments.iter_mut().zip(&other.segments) {
            for (own, other) in own.bits.iter_mut().zip(&other.bits) {
                *own = with(*own, *other);
            }
        }
    }
}

impl SegmentSet {
    fn empty(segment: &SegmentReader) -> Self {
        let size = segment.max_doc();
        Self { id: segment.segment_id(), size, bits: vec![0; size.div_ceil(u64::BITS) as usize] }
    }

    fn insert_all(&mut self, documents: &[DocId]) {
        for document in documents {
            if let Some(bits) = self.bits.get_mut((document / u64::BITS) as usize) {
                *bits |= 1 << (document % u64::BITS);
            }
        }
    }

    fn retain(&mut self, is_kept: impl Fn(DocId) -> bool) {
        for (first, bits) in (0..).step_by(u64::BITS as usize).zip(&mut self.bits) {
            let mut left = *bits;
            while left != 0 {
                let place = left.trailing_zeros();
                left &= left - 1;
                if !is_kept(first + place) {
                    *bits &= !(1 << place);
                }
            }
        }
    }

    fn to_bitset(&self) -> BitSet {
        let mut set = BitSet::with_max_value(self.size);
        for (first, bits) in (0..).step_by(u64::BITS as usize).zip(&self.bits) {
            let mut left = *bits;
            while left != 0 {
                set.insert(first + left.trailing_zeros());
                left &= left - 1;
            }
        }
        set
    }
}

/// The documents of a set. Adds nothing to a score.
#[derive(Debug, Clone)]
pub(crate) struct DocumentSetQuery(pub(crate) Arc<DocumentSet>);

impl Query for DocumentSetQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(DocumentSetWeight(self.0.clone())))
    }
}

struct DocumentSetWeight(Arc<DocumentSet>);

impl Weight for DocumentSetWeight {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let set = self.0.segments.iter().find(|set| set.id == segment.segment_id());
        Ok(match set {
            Some(set) => Box::new(ConstScorer::new(BitSetDocSet::from(set.to_bitset()), 0.0)),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        while scorer.doc() < document && scorer.doc() != TERMINATED {
            scorer.advance();
        }
        Ok(Explanation::new("in the set", if scorer.doc() == document { 1.0 } else { 0.0 }))
    }
}
