//! The postings of phrases: found once in each segment and cached while there is room.
//!
//! Finding a phrase compares the positions of its words in every document that holds them all. That is the most
//! expensive part of many searches, and the phrases repeat: they are the synonyms of concepts. Segments never change,
//! so what was found in one stays valid as long as it exists.

use super::segments::segment_ids;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tantivy::index::SegmentId;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet as _, Searcher, SegmentReader, TERMINATED, Term};

/// The size of the cache in bytes.
const MOST_BYTES: usize = 16_000_000;
/// The approximate size of a cached phrase without its documents, in bytes.
const BYTES_OF_ONE: usize = 256;

/// The documents of one segment that hold a phrase, deleted ones included, and how often each does.
#[derive(Debug, Default)]
pub(crate) struct PhrasePostings {
    pub(crate) documents: Vec<DocId>,
    pub(crate) frequencies: Vec<u32>,
}

impl PhrasePostings {
    fn find(terms: &[Term], slack: u32, segment: &SegmentReader) -> tantivy::Result<Self> {
        let mut words = Vec::with_capacity(terms.len());
        for term in terms {
            let inverted = segment.inverted_index(term.field())?;
            match inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)? {
                Some(postings) => words.push(postings),
                None => return Ok(Self::default()),
            }
        }
        let mut list = Self::default();
        let mut positions = PhrasePositions::default();
        let mut document = next_of_all(&mut words, 0);
        while document != TERMINATED {
            let frequency = positions.count_phrase(&mut words, slack);
            if frequency > 0 {
                list.documents.push(document);
                list.frequencies.push(frequency);
            }
            document = next_of_all(&mut words, document + 1);
        }
        list.documents.shrink_to_fit();
        list.frequencies.shrink_to_fit();
        Ok(list)
    }

    fn bytes(&self) -> usize {
        BYTES_OF_ONE + self.documents.len() * (size_of::<DocId>() + size_of::<u32>())
    }
}

/// The first document from this one on that holds all words; all postings are then positioned on it.
fn next_of_all(words: &mut [SegmentPostings], from: DocId) -> DocId {
    let mut target = from;
    loop {
        let before = target;
        for word in &mut *words {
            target = if word.doc() < target { word.seek(target) } else { word.doc() };
            if target == TERMINATED {
                return TERMINATED;
            }
        }
        if target == before && words.iter().all(|word| word.doc() == target) {
            return target;
        }
    }
}

/// Buffers for the positions of words in a document.
#[derive(Default)]
struct PhrasePositions {
    /// Where the phrase ends, as far as it was compared, and how many other words may still stand in it.
    ends: Vec<(u32, u32)>,
    word: Vec<u32>,
}

impl PhrasePositions {
    /// How often the words follow one another in the document on which all postings are positioned, with at most
    /// `slack` other words between them.
    fn count_phrase(&mut self, words: &mut [SegmentPostings], slack: u32) -> u32 {
        let Some((first, rest)) = words.split_first_mut() else { return 0 };
        first.positions(&mut self.word);
        self.ends.clear();
        self.ends.extend(self.word.iter().map(|place| (*place, slack)));
        for word in rest {
            word.positions(&mut self.word);
            let mut next = self.word.iter().copied().peekable();
            self.ends.retain_mut(|(end, left)| {
                while next.next_if(|place| place <= end).is_some() {}
                let Some(gap) = next.peek().map(|place| place - *end - 1).filter(|gap| gap <= left) else {
                    return false;
                };
                *end += gap + 1;
                *left -= gap;
                true
            });
            if self.ends.is_empty() {
                return 0;
            }
        }
        // A document has fewer than 2^32 words.
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }
}

/// The phrases looked up in the segments in use.
#[derive(Debug, Default)]
pub(crate) struct PhrasePostingsCache(Mutex<CacheEntries>);

#[derive(Debug, Default)]
struct CacheEntries {
    segments: HashMap<SegmentId, HashMap<(Vec<Term>, u32), Entry>>,
    bytes: usize,
}

#[derive(Debug)]
struct Entry {
    list: Arc<PhrasePostings>,
    /// Whether it was used since room was last made.
    is_used: bool,
}

impl PhrasePostingsCache {
    /// The postings of a phrase in a segment; at most `slack` other words stand between its words.
    pub(crate) fn get(
        &self,
        terms: &[Term],
        slack: u32,
        segment: &SegmentReader,
    ) -> tantivy::Result<Arc<PhrasePostings>> {
        let id = segment.segment_id();
        let key = (terms.to_vec(), slack);
        if let Some(entry) = self.entries().segments.get_mut(&id).and_then(|lists| lists.get_mut(&key)) {
            entry.is_used = true;
            return Ok(entry.list.clone());
        }
        let list = Arc::new(PhrasePostings::find(terms, slack, segment)?);
        self.entries().keep(id, key, &list);
        Ok(list)
    }

    /// Forgets the phrases of segments that are gone.
    pub(crate) fn follow(&self, searcher: &Searcher) {
        let segments = segment_ids(searcher);
        let mut entries = self.entries();
        entries.segments.retain(|id, _| segments.contains(id));
        entries.count();
    }

    fn entries(&self) -> MutexGuard<'_, CacheEntries> {
        // A panic while the lock was held may leave the byte count stale until it is next recomputed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CacheEntries {
    fn keep(&mut self, segment: SegmentId, key: (Vec<Term>, u32), list: &Arc<PhrasePostings>) {
        let entry = Entry { list: list.clone(), is_used: true };
        // Another search may have found it meanwhile.
        let before = self.segments.entry(segment).or_default().insert(key, entry);
        self.bytes += list.bytes();
        self.bytes = self.bytes.saturating_sub(before.map_or(0, |before| before.list.bytes()));
        // Drops what was not used since the last time; a second round drops everything.
        while self.bytes > MOST_BYTES {
            for lists in self.segments.values_mut() {
                lists.retain(|_, entry| std::mem::take(&mut entry.is_used));
            }
            self.count();
        }
    }

    fn count(&mut self) {
        self.bytes = self.segments.values().flat_map(HashMap::values).map(|entry| entry.list.bytes()).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn postings_of(documents: usize) -> Arc<PhrasePostings> {
        Arc::new(PhrasePostings { documents: vec![0; documents], frequencies: vec![1; documents] })
    }

    fn term(text: &str) -> (Vec<Term>, u32) {
        (vec![Term::from_field_text(tantivy::schema::Field::from_field_id(0), text)], 0)
    }

    #[test]
    fn what_is_kept_has_a_bound_and_what_is_asked_for_stays_longest() {
        let mut entries = CacheEntries::default();
        let segment = SegmentId::generate_random();
        entries.keep(segment, term("often"), &postings_of(1_000));
        for number in 0..2_000 {
            entries.keep(segment, term(&number.to_string()), &postings_of(1_000));
            if let Some(entry) = entries.segments.get_mut(&segment).and_then(|it| it.get_mut(&term("often")))
            {
                entry.is_used = true;
            }
            assert!(entries.bytes <= MOST_BYTES);
        }
        let lists = &entries.segments[&segment];
        assert!(lists.contains_key(&term("1999")) && !lists.contains_key(&term("0")));
    }
}
