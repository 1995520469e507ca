//! Mending a misspelt search with words that the asker can find.

use super::asked::{Asked, Word};
use super::matching::Share;
use super::{Search, SearchError, Sight};
use std::collections::HashMap;
use tantivy::collector::Count;
use tantivy::{Searcher, Term};

/// Shorter words have too many neighbours.
const SHORTEST: usize = 4;
/// So many neighbours of a word are tried, the most likely first.
const TRIED: usize = 8;

impl Search {
    /// The text with its unknown words mended, where that finds something for this very asker.
    pub(super) fn mended(
        &self,
        searcher: &Searcher,
        asked: &Asked,
        total: u64,
        sight: &Sight<'_>,
    ) -> Result<Option<String>, SearchError> {
        let mut words = Vec::with_capacity(asked.words.len());
        let mut is_mended = false;
        for word in &asked.words {
            let better =
                if self.is_suspect(searcher, word)? { self.better(searcher, word, sight)? } else { None };
            is_mended |= better.is_some();
            words.push(better.unwrap_or_else(|| word.surface.clone()));
        }
        if !is_mended {
            return Ok(None);
        }
        let text = words.join(" ");
        let found = self.number_found(searcher, &text, sight)?;
        // A mended search that finds no more than what was typed is no help.
        Ok((found > 0 && found >= total).then_some(text))
    }

    /// Whether a word may be misspelt: nothing in the index holds it.
    fn is_suspect(&self, searcher: &Searcher, word: &Word) -> Result<bool, SearchError> {
        let is_word = word.identifier.is_none()
            && word.surface.chars().count() >= SHORTEST
            && !word.surface.contains(|c: char| c.is_ascii_digit());
        let term = Term::from_field_text(self.store.fields().words, &word.stem);
        Ok(is_word && searcher.doc_freq(&term)? == 0)
    }

    /// The likeliest word that is spelt almost so and that this asker can find.
    fn better(
        &self,
        searcher: &Searcher,
        word: &Word,
        sight: &Sight<'_>,
    ) -> Result<Option<String>, SearchError> {
        for candidate in self.neighbours(searcher, &word.surface)? {
            if self.number_found(searcher, &candidate, sight)? > 0 {
                return Ok(Some(candidate));
            }
        }
        Ok(None)
    }

    /// Words of the index that are spelt almost like this one, the closest and most frequent first. People
    /// seldom get the first letter wrong, so only words that begin with it are looked at.
    fn neighbours(&self, searcher: &Searcher, word: &str) -> Result<Vec<String>, SearchError> {
        let wanted: Vec<char> = word.chars().collect();
        let Some(first) = wanted.first() else { return Ok(Vec::new()) };
        let most = if wanted.len() < 8 { 1 } else { 2 };
        let (from, to) = (first.to_string(), format!("{first}\u{10FFFF}"));
        let mut found: HashMap<String, (usize, u64)> = HashMap::new();
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(self.store.fields().spelling)?;
            let mut terms = inverted.terms().range().ge(&from).lt(&to).into_stream()?;
            while terms.advance() {
                // Bytes are at least as many as letters and at most four times as many.
                let length = terms.key().len();
                if length + most < wanted.len() || length > 4 * (wanted.len() + most) {
                    continue;
                }
                let Ok(term) = std::str::from_utf8(terms.key()) else { continue };
                if let Some(distance) = distance(&wanted, term, most) {
                    let entry = found.entry(term.to_owned()).or_insert((distance, 0));
                    entry.1 += u64::from(terms.value().doc_freq);
                }
            }
        }
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_by(|(a, (near, often)), (b, (nearer, oftener))| {
            near.cmp(nearer).then(oftener.cmp(often)).then(a.cmp(b))
        });
        found.truncate(TRIED);
        Ok(found.into_iter().map(|(word, _)| word).collect())
    }

    /// How many items a text finds in this view.
    pub(super) fn number_found(
        &self,
        searcher: &Searcher,
        text: &str,
        sight: &Sight<'_>,
    ) -> Result<u64, SearchError> {
        let asked = Asked::of(text, sight.thesaurus, &[]);
        let clause = self.clause(searcher, &asked, Share::Most, sight)?;
        Ok(searcher.search(&clause, &Count)? as u64)
    }
}

/// How many letters have to be changed, added, left out or swapped with their neighbour to make one word of
/// the other; nothing where that is more than `most`.
fn distance(wanted: &[char], other: &str, most: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().collect();
    if wanted.len().abs_diff(other.len()) > most {
        return None;
    }
    // Rows of the usual table: two before, one before, this one.
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in wanted.iter().enumerate() {
        let mut row = Vec::with_capacity(other.len() + 1);
        row.push(i + 1);
        for (j, b) in other.iter().enumerate() {
            let mut least = (above[j] + usize::from(a != b)).min(above[j + 1] + 1).min(row[j] + 1);
            let is_swapped = i > 0 && j > 0 && wanted[i - 1] == *b && other[j - 1] == *a;
            if is_swapped {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        if row.iter().min().is_none_or(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn spelling_differs_by_letters_changed_added_left_out_or_swapped() {
        let apart = |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), b, 2);
        assert_eq!(apart("diabetes", "diabetes"), Some(0));
        assert_eq!(apart("diabtes", "diabetes"), Some(1));
        assert_eq!(apart("dibaetes", "diabetes"), Some(1));
        assert_eq!(apart("diabetics", "diabetes"), Some(2));
        assert_eq!(apart("", "ab"), Some(2));
        assert_eq!(apart("asthma", "diabetes"), None);
    }
}
