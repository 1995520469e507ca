//! Words near each other or in a row, each of which may be any of several: `(wom?n) adj3 vaccinat*`.

use std::collections::HashMap;
use tantivy::postings::Postings as _;
use tantivy::query::{
    BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{BitSet, DocId, DocSet as _, Score, SegmentReader, TERMINATED, Term};

/// How words are arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrangement {
    /// One after the other.
    Row,
    /// In any order, with at most so many other words among them.
    Near(u32),
}

/// Documents with a term of each list, arranged like this. Adds nothing to a score.
#[derive(Debug, Clone)]
pub(crate) struct NearQuery {
    /// All in one field with positions.
    pub(crate) words: Vec<Vec<Term>>,
    pub(crate) arrangement: Arrangement,
}

/// A word in a document: the document, its position, and which word it is.
type Occurrence = (DocId, u32, usize);

impl Query for NearQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(NearWeight(self.clone())))
    }
}

struct NearWeight(NearQuery);

impl Weight for NearWeight {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.0.find(segment)? {
            Some(found) => Box::new(ConstScorer::new(BitSetDocSet::from(found), 0.0)),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let holds = self.0.find(segment)?.is_some_and(|found| found.contains(document));
        Ok(Explanation::new("near each other", if holds { 1.0 } else { 0.0 }))
    }
}

impl NearQuery {
    /// The documents of a segment; none where it lacks one of the words.
    fn find(&self, segment: &SegmentReader) -> tantivy::Result<Option<BitSet>> {
        let mut candidates: Option<BitSet> = None;
        for terms in &self.words {
            let holding = Self::holding(terms, segment, candidates.as_ref())?;
            if holding.len() == 0 {
                return Ok(None);
            }
            candidates = Some(holding);
        }
        let Some(candidates) = candidates else { return Ok(None) };
        let mut occurrences = self.occurrences(segment, &candidates)?;
        occurrences.sort_unstable();
        let mut found = BitSet::with_max_value(segment.max_doc());
        for of_document in occurrences.chunk_by(|a, b| a.0 == b.0) {
            let holds = match self.arrangement {
                Arrangement::Row => self.has_row(of_document),
                Arrangement::Near(distance) => self.is_near(of_document, distance),
            };
            if let Some((document, ..)) = of_document.first().filter(|_| holds) {
                found.insert(*document);
            }
        }
        Ok(Some(found))
    }

    /// The candidates with any of these terms.
    fn holding(
        terms: &[Term],
        segment: &SegmentReader,
        candidates: Option<&BitSet>,
    ) -> tantivy::Result<BitSet> {
        let mut holding = BitSet::with_max_value(segment.max_doc());
        for term in terms {
            let inverted = segment.inverted_index(term.field())?;
            let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::Basic)? else {
                continue;
            };
            let mut document = postings.doc();
            while document != TERMINATED {
                if candidates.is_none_or(|candidates| candidates.contains(document)) {
                    holding.insert(document);
                }
                document = postings.advance();
            }
        }
        Ok(holding)
    }

    /// Every occurrence of a word in the candidates.
    fn occurrences(&self, segment: &SegmentReader, candidates: &BitSet) -> tantivy::Result<Vec<Occurrence>> {
        // One term may stand for several words.
        let mut words_of: HashMap<&Term, Vec<usize>> = HashMap::new();
        for (word, terms) in self.words.iter().enumerate() {
            for term in terms {
                words_of.entry(term).or_default().push(word);
            }
        }
        let (mut occurrences, mut positions) = (Vec::new(), Vec::new());
        for (term, words) in words_of {
            let inverted = segment.inverted_index(term.field())?;
            let option = IndexRecordOption::WithFreqsAndPositions;
            let Some(mut postings) = inverted.read_postings(term, option)? else { continue };
            let mut document = postings.doc();
            while document != TERMINATED {
                if candidates.contains(document) {
                    postings.positions(&mut positions);
                    for position in &positions {
                        occurrences.extend(words.iter().map(|word| (document, *position, *word)));
                    }
                }
                document = postings.advance();
            }
        }
        Ok(occurrences)
    }

    /// Whether the words follow one another, given all occurrences in a document by position.
    fn has_row(&self, occurrences: &[Occurrence]) -> bool {
        let starts = occurrences.iter().filter(|(.., word)| *word == 0);
        starts.into_iter().any(|(document, start, _)| {
            (1..).zip(1..self.words.len()).all(|(offset, word)| {
                occurrences.binary_search(&(*document, start.saturating_add(offset), word)).is_ok()
            })
        })
    }

    /// Whether a stretch of text holds all words and few others, given all occurrences in a document by position.
    fn is_near(&self, occurrences: &[Occurrence], distance: u32) -> bool {
        let wanted = self.words.len();
        // A document has fewer than 2^32 words.
        let others = u32::try_from(wanted).unwrap_or(u32::MAX).saturating_sub(1);
        let widest = others.saturating_add(distance);
        let mut counts = vec![0_u32; wanted];
        let (mut held, mut first) = (0, 0);
        for (_, position, word) in occurrences {
            if let Some(count) = counts.get_mut(*word) {
                *count += 1;
                held += usize::from(*count == 1);
            }
            while let Some((_, start, word)) =
                occurrences.get(first).filter(|(_, start, _)| position - start > widest)
            {
                debug_assert!(start <= position);
                if let Some(count) = counts.get_mut(*word) {
                    *count -= 1;
                    held -= usize::from(*count == 0);
                }
                first += 1;
            }
            // Words that have a term in common need a place each.
            let width = occurrences.get(first).map_or(0, |(_, start, _)| position - start);
            if held == wanted && width >= others {
                return true;
            }
        }
        false
    }
}
