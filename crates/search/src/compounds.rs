//! Compounds: what one writer joins, another parts by a hyphen or a space (`birthweight`, `BCL-2`, `IL 6`,
//! `follow-up`).
//!
//! The index holds what was written. A search that names a compound also looks for its other ways of writing, as far as
//! the library's dictionary has all their words: joining costs nothing while items are indexed, and no list of
//! compounds has to be kept.

use super::analysis::{is_stop_word, stem_analyzer, tokenize};
use super::error::SearchError;
use super::expansion_term::ExpansionTerm;
use super::query_plan::{QueryPlan, QueryWord};
use super::store::IndexStore;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Searcher, Term};

/// Words of a search that are examined.
const WORDS: usize = 16;
/// The most words that one compound is parted into.
const LONGEST: usize = 4;
/// The most pieces of a compound: each more doubles the ways of writing it.
const MOST_PIECES: usize = 5;
/// The most ways of writing that are searched beside the one typed.
const MOST_WAYS: usize = 4;
/// Shorter words join only as particles and prefixes.
const SHORTEST: usize = 3;
/// What is joined to a word before it.
const PARTICLES: [&str; 6] = ["up", "off", "out", "down", "over", "back"];
/// What is joined to a word after it.
const PREFIXES: [&str; 4] = ["co", "re", "de", "bi"];

/// Adds the other ways of writing the compounds among the words of a plan.
pub(crate) fn add_ways_of_writing(
    plan: &mut QueryPlan,
    store: &IndexStore,
    searcher: &Searcher,
) -> Result<(), SearchError> {
    let mut finder = CompoundFinder { store, searcher, stems: stem_analyzer() };
    let mut start = 0;
    while start < plan.words.len().min(WORDS) {
        let longest = LONGEST.min(plan.words.len() - start);
        let mut length = 1;
        for tried in (1..=longest).rev() {
            let ways = finder.ways(plan.words.get(start..start + tried).unwrap_or_default())?;
            if !ways.is_empty() {
                for word in plan.words.get_mut(start..start + tried).unwrap_or_default() {
                    add_ways(word, &ways);
                }
                length = tried;
                break;
            }
        }
        start += length;
    }
    Ok(())
}

fn add_ways(word: &mut QueryWord, ways: &[Vec<String>]) {
    for stems in ways {
        if word.alternatives.iter().all(|known| known.stems != *stems) {
            // It is the same word, not one for the same.
            word.alternatives.push(ExpansionTerm {
                stems: stems.clone(),
                slack: 0,
                share: 1.0,
                is_narrower: false,
            });
        }
    }
}

struct CompoundFinder<'a> {
    store: &'a IndexStore,
    searcher: &'a Searcher,
    stems: TextAnalyzer,
}

impl CompoundFinder<'_> {
    /// The other ways of writing these words as one compound, as stems that the dictionary has.
    fn ways(&mut self, words: &[QueryWord]) -> Result<Vec<Vec<String>>, SearchError> {
        if words.iter().any(|word| word.identifier.is_some() || word.stem.is_empty()) {
            return Ok(Vec::new());
        }
        let surfaces: Vec<&str> = words.iter().map(|word| word.surface.as_str()).collect();
        let ways = groupings(&surfaces);
        let mut known = Vec::new();
        for way in ways {
            if known.len() < MOST_WAYS
                && let Some(stems) = self.known_stems(&way)?
            {
                known.push(stems);
            }
        }
        if let [only] = words {
            known.extend(self.parted(only)?);
        }
        Ok(known)
    }

    /// A word in the two words that the library has side by side. Both have to be at least as common as the word:
    /// texts with lost hyphenation hold parts of every word.
    fn parted(&mut self, word: &QueryWord) -> Result<Option<Vec<String>>, SearchError> {
        let own = self.frequency(&word.stem)?;
        for half in halves(&word.surface) {
            let Some(stems) = self.known_stems(&half)? else { continue };
            let mut is_common = true;
            for stem in &stems {
                is_common &= self.frequency(stem)? >= own;
            }
            if is_common && self.has_phrase(&stems)? {
                return Ok(Some(stems));
            }
        }
        Ok(None)
    }

    fn term(&self, stem: &str) -> Term {
        Term::from_field_text(self.store.fields().words, stem)
    }

    /// The number of items that hold a stem.
    fn frequency(&self, stem: &str) -> Result<u64, SearchError> {
        Ok(self.store.term_statistics(&self.term(stem), self.searcher)?.documents())
    }

    fn has_phrase(&self, stems: &[String]) -> Result<bool, SearchError> {
        let terms: Vec<Term> = stems.iter().map(|stem| self.term(stem)).collect();
        for segment in self.searcher.segment_readers() {
            if !self.store.phrases().get(&terms, 0, segment)?.documents.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The stems of these words, if the dictionary has all of them.
    fn known_stems(&mut self, words: &[String]) -> Result<Option<Vec<String>>, SearchError> {
        let mut stems = Vec::with_capacity(words.len());
        for word in words {
            let Some(stem) = tokenize(&mut self.stems, word).pop() else { return Ok(None) };
            if self.frequency(&stem)? == 0 {
                return Ok(None);
            }
            stems.push(stem);
        }
        Ok(Some(stems))
    }
}

/// The other ways to put the pieces of these words together: between letters and digits there may be a gap or none,
/// between words none only where both could stand alone or one is a particle.
pub(crate) fn groupings(words: &[&str]) -> Vec<Vec<String>> {
    let pieces: Vec<&str> = words.iter().flat_map(|word| letters_and_digits(word)).collect();
    if pieces.len() < 2 || pieces.len() > MOST_PIECES || pieces.iter().any(|piece| !piece.is_ascii()) {
        return Vec::new();
    }
    let gaps = pieces.len() - 1;
    let may_join: Vec<bool> =
        pieces.windows(2).map(|pair| matches!(pair, [a, b] if may_join(a, b))).collect();
    let mut ways = Vec::new();
    // Each bit is a gap that is closed; first the ways with the fewest words.
    for closed in (0..1_usize << gaps).rev() {
        if (0..gaps).any(|gap| closed >> gap & 1 == 1 && !may_join.get(gap).copied().unwrap_or_default()) {
            continue;
        }
        let mut way: Vec<String> = Vec::new();
        for (place, piece) in pieces.iter().enumerate() {
            match way.last_mut().filter(|_| place > 0 && closed >> (place - 1) & 1 == 1) {
                Some(last) => last.push_str(piece),
                None => way.push((*piece).to_owned()),
            }
        }
        let is_typed = way.iter().map(String::as_str).eq(words.iter().copied());
        // A compound of several words is not one where it only parts one of them.
        let joins = words.len() == 1 || way.len() < words.len() || spans_every_gap(&way, words);
        if !is_typed && joins {
            ways.push(way);
        }
    }
    ways
}

/// Whether no gap between the words typed is one between those of `way`.
fn spans_every_gap(way: &[String], words: &[&str]) -> bool {
    let ends = |lengths: &mut dyn Iterator<Item = usize>| -> Vec<usize> {
        lengths
            .scan(0, |end, length| {
                *end += length;
                Some(*end)
            })
            .collect()
    };
    let own = ends(&mut way.iter().map(String::len));
    let typed = ends(&mut words.iter().map(|word| word.len()));
    typed.split_last().is_some_and(|(_, gaps)| gaps.iter().all(|gap| !own.contains(gap)))
}

/// A word in two, each of which could stand alone.
fn halves(word: &str) -> Vec<Vec<String>> {
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    let least = PREFIXES.iter().map(|prefix| prefix.len()).min().unwrap_or(SHORTEST);
    (least..word.len())
        .map(|place| word.split_at(place))
        .filter(|(first, second)| may_join(first, second) && !is_stop_word(first) && !is_stop_word(second))
        .map(|(first, second)| vec![first.to_owned(), second.to_owned()])
        .collect()
}

fn may_join(before: &str, after: &str) -> bool {
    let is_number = |piece: &str| piece.ends_with(|c: char| c.is_ascii_digit());
    match (is_number(before), after.starts_with(|c: char| c.is_ascii_digit())) {
        (true, true) => false,
        (false, false) => {
            let is_long = |piece: &str| piece.len() >= SHORTEST;
            (is_long(before) && is_long(after))
                || (is_long(before) && PARTICLES.contains(&after))
                || (PREFIXES.contains(&before) && after.len() > SHORTEST)
        }
        _ => true,
    }
}

/// The runs of letters and of digits of a word.
fn letters_and_digits(word: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let is_digit = first.is_ascii_digit();
        let length = rest.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(rest.len());
        let (run, after) = rest.split_at(length);
        runs.push(run);
        rest = after;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::{groupings, halves};

    fn ways(words: &[&str]) -> Vec<String> {
        groupings(words).into_iter().map(|way| way.join(" ")).collect()
    }

    #[test]
    fn letters_and_digits_are_joined_and_parted() {
        assert_eq!(ways(&["il", "6"]), ["il6"]);
        assert_eq!(ways(&["il6"]), ["il 6"]);
        assert_eq!(ways(&["glp", "1r"]), ["glp1r", "glp1 r"]);
        assert!(ways(&["glp1r"]).contains(&"glp 1r".to_owned()));
        assert!(ways(&["10", "6"]).is_empty());
    }

    #[test]
    fn words_are_joined_where_each_could_stand_alone() {
        assert_eq!(ways(&["birth", "weight"]), ["birthweight"]);
        assert_eq!(ways(&["follow", "up"]), ["followup"]);
        assert!(ways(&["a", "typical"]).is_empty());
        assert!(halves("birthweight").contains(&vec!["birth".to_owned(), "weight".to_owned()]));
        assert!(halves("followup").contains(&vec!["follow".to_owned(), "up".to_owned()]));
    }
}
