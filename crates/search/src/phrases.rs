//! Where phrases stand: found once in each segment of the index, and kept while there is room.
//!
//! To find a phrase, the places of its words are compared in every document that holds them all; that is the dearest part
//! of many searches, and the phrases are the same ones again and again: the other words for concepts. Segments never
//! change, so what was found in one holds as long as it is there.

use super::store::parts;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tantivy::index::SegmentId;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet as _, Searcher, SegmentReader, TERMINATED, Term};

/// So much is kept, in bytes.
const MOST_BYTES: usize = 16_000_000;
/// What a kept phrase takes beside its documents, about.
const BYTES_OF_ONE: usize = 256;

/// The documents of one segment that hold a phrase, deleted ones too, and how often each does.
#[derive(Debug, Default)]
pub(super) struct PhraseList {
    pub documents: Vec<DocId>,
    pub frequencies: Vec<u32>,
}

impl PhraseList {
    fn find(terms: &[Term], segment: &SegmentReader) -> tantivy::Result<Self> {
        let mut words = Vec::with_capacity(terms.len());
        for term in terms {
            let inverted = segment.inverted_index(term.field())?;
            match inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)? {
                Some(postings) => words.push(postings),
                None => return Ok(Self::default()),
            }
        }
        let mut list = Self::default();
        let mut places = Places::default();
        let mut document = next_of_all(&mut words, 0);
        while document != TERMINATED {
            let frequency = places.of_phrase(&mut words);
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

/// The first document from this one on that holds all words, on which all of them then stand.
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

/// Room for the places of words in a document.
#[derive(Default)]
struct Places {
    /// Where the phrase ends, as far as it was compared.
    ends: Vec<u32>,
    word: Vec<u32>,
}

impl Places {
    /// How often the words stand one after the other in the document on which all of them stand.
    fn of_phrase(&mut self, words: &mut [SegmentPostings]) -> u32 {
        let Some((first, rest)) = words.split_first_mut() else { return 0 };
        first.positions(&mut self.ends);
        for word in rest {
            word.positions(&mut self.word);
            let mut next = self.word.iter().copied().peekable();
            self.ends.retain_mut(|end| {
                *end += 1;
                while next.next_if(|place| place < end).is_some() {}
                next.peek() == Some(end)
            });
            if self.ends.is_empty() {
                return 0;
            }
        }
        // A document has fewer words than that.
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }
}

/// The phrases that were looked for in the segments in use.
#[derive(Debug, Default)]
pub(super) struct PhraseCache(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    segments: HashMap<SegmentId, HashMap<Vec<Term>, Entry>>,
    bytes: usize,
}

#[derive(Debug)]
struct Entry {
    list: Arc<PhraseList>,
    /// Whether it was asked for since room was last made.
    is_used: bool,
}

impl PhraseCache {
    /// Where a phrase stands in a segment.
    pub fn of(&self, terms: &[Term], segment: &SegmentReader) -> tantivy::Result<Arc<PhraseList>> {
        let id = segment.segment_id();
        if let Some(entry) = self.kept().segments.get_mut(&id).and_then(|lists| lists.get_mut(terms)) {
            entry.is_used = true;
            return Ok(entry.list.clone());
        }
        let list = Arc::new(PhraseList::find(terms, segment)?);
        self.kept().keep(id, terms, &list);
        Ok(list)
    }

    /// Forgets what was found in segments that are gone.
    pub fn follow(&self, searcher: &Searcher) {
        let parts = parts(searcher);
        let mut kept = self.kept();
        kept.segments.retain(|id, _| parts.contains(id));
        kept.count();
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // A panic while the lock was held may leave the count behind, until it is made anew.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn keep(&mut self, segment: SegmentId, terms: &[Term], list: &Arc<PhraseList>) {
        let entry = Entry { list: list.clone(), is_used: true };
        // Another search may have found it meanwhile.
        let before = self.segments.entry(segment).or_default().insert(terms.to_vec(), entry);
        self.bytes += list.bytes();
        self.bytes = self.bytes.saturating_sub(before.map_or(0, |before| before.list.bytes()));
        // What was not asked for since the last time goes; at the second turn, that is everything.
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

    fn kept_of(documents: usize) -> Arc<PhraseList> {
        Arc::new(PhraseList { documents: vec![0; documents], frequencies: vec![1; documents] })
    }

    fn term(text: &str) -> Vec<Term> {
        vec![Term::from_field_text(tantivy::schema::Field::from_field_id(0), text)]
    }

    #[test]
    fn what_is_kept_has_a_bound_and_what_is_asked_for_stays_longest() {
        let mut kept = Kept::default();
        let segment = SegmentId::generate_random();
        kept.keep(segment, &term("often"), &kept_of(1_000));
        for number in 0..2_000 {
            kept.keep(segment, &term(&number.to_string()), &kept_of(1_000));
            if let Some(entry) = kept.segments.get_mut(&segment).and_then(|it| it.get_mut(&term("often")[..]))
            {
                entry.is_used = true;
            }
            assert!(kept.bytes <= MOST_BYTES);
        }
        let lists = &kept.segments[&segment];
        assert!(lists.contains_key(&term("1999")[..]) && !lists.contains_key(&term("0")[..]));
    }
}
