//! Mending a misspelt search with words that the asker can find: the library's own, and those of the lexicon.
//!
//! The index's dictionary is a transducer, which an automaton of all words spelt almost so walks through without
//! touching the others. A word of up to seven letters may be wrong in one place, be it the first letter; a longer one in
//! two, but then its first letter has to be right: that keeps the walk short, and people seldom get it wrong.

use super::asked::{Asked, Word};
use super::matching::{Floor, Share};
use super::tally::Tally;
use super::{Search, SearchError, Sight, question};
use domain::search_query::SearchQuery;
use std::cmp::Reverse;
use std::collections::HashMap;
use tantivy::query::FuzzyTermQuery;
use tantivy::{Searcher, Term};

/// Shorter words have too many neighbours.
const SHORTEST: usize = 4;
/// Longer ones are no words that anybody searches.
const LONGEST: usize = 40;
/// Words of fewer letters may be wrong in one place only.
const LONG: usize = 8;
/// So many neighbours of a word are tried, the most likely first.
const TRIED: usize = 8;
/// So many words of a search are mended; one with more of them unknown is no misspelt search.
const MENDED: usize = 6;

impl Search {
    /// The text with its unknown words mended, where that finds something for this very asker under the filters
    /// that he has chosen.
    pub(super) fn mended(
        &self,
        searcher: &Searcher,
        query: &SearchQuery,
        asked: &Asked,
        total: u64,
        sight: &Sight<'_>,
    ) -> Result<Option<String>, SearchError> {
        if asked.structure.is_some() {
            // Mended words alone would lose the operators and fields that were typed with them.
            return Ok(None);
        }
        let mut words = Vec::with_capacity(asked.words.len());
        let (mut suspects, mut is_mended) = (0, false);
        for word in &asked.words {
            let is_suspect = suspects < MENDED && self.is_suspect(searcher, word)?;
            suspects += usize::from(is_suspect);
            let better = if is_suspect { self.better(searcher, word, sight)? } else { None };
            is_mended |= better.is_some();
            words.push(better.unwrap_or_else(|| word.surface.clone()));
        }
        if !is_mended {
            return Ok(None);
        }
        let text = words.join(" ");
        let found =
            self.number_found(searcher, &SearchQuery { text: text.clone(), ..query.clone() }, sight)?;
        // A mended search that finds no more than what was typed is no help.
        Ok((found > 0 && found >= total).then_some(text))
    }

    /// Whether a word may be misspelt: nothing in the index holds it.
    fn is_suspect(&self, searcher: &Searcher, word: &Word) -> Result<bool, SearchError> {
        let is_word = word.identifier.is_none()
            && (SHORTEST..=LONGEST).contains(&word.surface.chars().count())
            && !word.surface.contains(|c: char| c.is_ascii_digit());
        let term = Term::from_field_text(self.store.fields().words, &word.stem);
        Ok(is_word && self.store.standing(&term, searcher)?.documents() == 0)
    }

    /// The likeliest word that is spelt almost so and that this asker can find.
    fn better(
        &self,
        searcher: &Searcher,
        word: &Word,
        sight: &Sight<'_>,
    ) -> Result<Option<String>, SearchError> {
        for candidate in self.neighbours(searcher, &word.surface)? {
            if self.finds(searcher, &candidate, sight)? {
                return Ok(Some(candidate));
            }
        }
        Ok(None)
    }

    /// Words of the index and of the lexicon that are spelt almost like this one, the closest and most frequent first.
    fn neighbours(&self, searcher: &Searcher, word: &str) -> Result<Vec<String>, SearchError> {
        let wanted: Vec<char> = word.chars().collect();
        let Some(first) = wanted.first() else { return Ok(Vec::new()) };
        let is_long = wanted.len() >= LONG;
        let mut found: HashMap<String, u64> = HashMap::new();
        self.in_index(searcher, word, 1, "", &mut found)?;
        if is_long {
            let mut farther = HashMap::new();
            self.in_index(searcher, word, 2, &first.to_string(), &mut farther)?;
            found.extend(farther);
        }
        let lexicon = self.lexicon();
        for known in lexicon.words_beginning(*first) {
            if known.len().abs_diff(word.len()) <= 4 && !found.contains_key(known) {
                found.insert(known.to_owned(), 0);
            }
        }
        let most = if is_long { 2 } else { 1 };
        let mut near: Vec<_> = found
            .into_iter()
            .filter_map(|(known, often)| {
                let distance = distance(&wanted, &known, most).filter(|distance| *distance > 0)?;
                // Doubling letters, or not, is one slip, however often it is made.
                let distance = if undoubled(&known) == undoubled(word) { 1 } else { distance };
                Some(((distance, !known.starts_with(*first), Reverse(often)), known))
            })
            .collect();
        near.sort();
        near.truncate(TRIED);
        Ok(near.into_iter().map(|(_, word)| word).collect())
    }

    /// Adds the words of the index that are at most so far from this one and begin so, with how many items hold them.
    fn in_index(
        &self,
        searcher: &Searcher,
        word: &str,
        most: u8,
        beginning: &str,
        found: &mut HashMap<String, u64>,
    ) -> Result<(), SearchError> {
        let field = self.store.fields().spelling;
        // To make it takes longer than to walk a small dictionary with it.
        let almost = FuzzyTermQuery::new(Term::from_field_text(field, word), most, true).automaton()?;
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let walk = inverted.terms().search(&almost);
            let mut terms = walk.ge(beginning).lt(format!("{beginning}\u{10FFFF}")).into_stream()?;
            while terms.advance() {
                let Ok(term) = std::str::from_utf8(terms.key()) else { continue };
                *found.entry(term.to_owned()).or_default() += u64::from(terms.value().doc_freq);
            }
        }
        Ok(())
    }

    /// How many items a search finds in this view, under its filters.
    fn number_found(
        &self,
        searcher: &Searcher,
        query: &SearchQuery,
        sight: &Sight<'_>,
    ) -> Result<u64, SearchError> {
        let asked = Asked::of(&query.text, sight.thesaurus, &query.off);
        let clause = self.clause(searcher, &asked, Share::Most, sight, &Floor::beyond_all())?;
        let clause = question::narrowed(clause, &query.pico, self.store.fields());
        Ok(searcher.search(&clause, &Tally::of(&self.store, query, &asked, 1))?.total)
    }
}

/// The word with each letter that stands there several times in a row but once.
fn undoubled(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
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
    use super::{distance, undoubled};

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

    #[test]
    fn a_doubled_letter_is_one_letter() {
        assert_eq!(undoubled("haemorrhoids"), undoubled("haemorhoids"));
        assert_eq!(undoubled("aabba"), "aba");
    }
}
