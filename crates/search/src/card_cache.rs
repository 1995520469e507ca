//! The cards shown lately. Unpacking and parsing one takes longer than all else that a hit needs, and readers see the
//! same few items of a library again and again.

use super::card::Card;
use super::segments::segment_ids;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher};

/// The size of the cache in bytes.
const MOST_BYTES: usize = 16_000_000;

/// The cards shown lately of the segments in use.
#[derive(Debug, Default)]
pub(crate) struct CardCache(Mutex<CacheEntries>);

type Cards = HashMap<(SegmentId, DocId), Arc<Card>>;

/// Cards in two generations: what is asked for stays in the younger, and the older goes when that is full.
#[derive(Debug, Default)]
struct CacheEntries {
    young: Cards,
    old: Cards,
    /// Of the younger.
    bytes: usize,
}

impl CardCache {
    pub(crate) fn get(&self, segment: SegmentId, document: DocId) -> Option<Arc<Card>> {
        let mut entries = self.entries();
        let key = (segment, document);
        if let Some(card) = entries.young.get(&key) {
            return Some(card.clone());
        }
        let card = entries.old.remove(&key)?;
        entries.keep(key, &card);
        Some(card)
    }

    pub(crate) fn keep(&self, segment: SegmentId, document: DocId, card: &Arc<Card>) {
        self.entries().keep((segment, document), card);
    }

    /// Forgets the cards of segments that are gone.
    pub(crate) fn follow(&self, searcher: &Searcher) {
        let segments = segment_ids(searcher);
        let mut entries = self.entries();
        entries.young.retain(|(segment, _), _| segments.contains(segment));
        entries.old.retain(|(segment, _), _| segments.contains(segment));
        entries.bytes = entries.young.values().map(|card| card.bytes()).sum();
    }

    fn entries(&self) -> MutexGuard<'_, CacheEntries> {
        // A panic while the lock was held may leave the byte count stale until it is next recomputed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CacheEntries {
    fn keep(&mut self, key: (SegmentId, DocId), card: &Arc<Card>) {
        if self.bytes + card.bytes() > MOST_BYTES / 2 {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        // Another search may have kept it meanwhile.
        if self.young.insert(key, card.clone()).is_none() {
            self.bytes += card.bytes();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::record;

    #[test]
    fn what_is_kept_has_a_bound_and_what_is_asked_for_stays() {
        let cache = CardCache::default();
        let segment = SegmentId::generate_random();
        let card = Arc::new(Card::new(&record("1", "A title", &"word ".repeat(400))));
        cache.keep(segment, 0, &card);
        for document in 1..10_000 {
            cache.keep(segment, document, &card);
            assert!(cache.get(segment, 0).is_some());
            let entries = cache.entries();
            assert!((entries.young.len() + entries.old.len()) * card.bytes() <= MOST_BYTES);
        }
        assert!(cache.get(segment, 9_999).is_some() && cache.get(segment, 1).is_none());
    }
}
