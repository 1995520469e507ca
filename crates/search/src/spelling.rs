//! Correcting a misspelt search with words that the searcher can find: the library's own, and those of the lexicon.
//!
//! The term dictionary is a transducer, so an automaton of all similar words visits only those. Words of up to seven
//! letters may have one error anywhere; longer ones may have two, but then the first letter has to be right: that
//! keeps the walk short, and people seldom get it wrong.
//!
//! A correction that is wrong about medicine is worse than none. What the lexicon or the thesaurus knows is no
//! misspelling, nor is what looks like an abbreviation; no correction is an abbreviation, an opposite or another
//! medicine ([`domain::thesaurus::Confusables`]); and where two corrections that are taken for one another are as
//! likely, there is none.

use super::analysis::is_stop_word;
use super::collector::ResultCollector;
use super::error::SearchError;
use super::lexicon::Lexicon;
use super::matching::{Coverage, ScoreThreshold};
use super::query_plan::{QueryPlan, QueryWord};
use super::snapshot::Snapshot;
use domain::search_query::SearchQuery;
use std::cmp::Reverse;
use std::collections::HashMap;
use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

/// Shorter words have too many neighbours.
const SHORTEST: usize = 4;
/// Longer words are not corrected.
const LONGEST: usize = 40;
/// Words with fewer letters may have only one error.
const LONG: usize = 8;
/// Words with fewer letters have too many neighbours for a letter to be wrong: one may be missing or too many.
const SURE: usize = 6;
/// An abbreviation seldom has more letters.
const LONGEST_ABBREVIATION: usize = 6;
/// Neighbours of a word that are tried, the most likely first.
const TRIED: usize = 8;
/// Words of a search that are corrected; with more unknown words it is not a misspelt search.
const MAX_CORRECTED: usize = 6;

/// The text with its unknown words corrected, where that finds something in scope under the chosen filters.
pub(crate) fn correct(
    snapshot: &Snapshot<'_>,
    lexicon: &Lexicon,
    query: &SearchQuery,
    plan: &QueryPlan,
    total: u64,
) -> Result<Option<String>, SearchError> {
    if plan.is_structured() {
        // The corrected words alone would lose the operators and fields typed with them.
        return Ok(None);
    }
    let mut words = Vec::with_capacity(plan.words.len());
    let (mut suspects, mut is_corrected) = (0, false);
    for word in &plan.words {
        let is_suspect = suspects < MAX_CORRECTED
            && !is_known(snapshot, lexicon, &word.surface)
            && !is_like_an_abbreviation(&query.text, &word.surface)
            && is_suspect(snapshot, word)?;
        suspects += usize::from(is_suspect);
        let correction = if is_suspect { find_correction(snapshot, lexicon, word)? } else { None };
        if is_suspect && correction.is_none() {
            // A word that stays unknown makes a guess at the others worth little.
            return Ok(None);
        }
        is_corrected |= correction.is_some();
        words.push(correction.unwrap_or_else(|| word.surface.clone()));
    }
    if !is_corrected {
        return Ok(None);
    }
    let text = words.join(" ");
    let found = count_matches(snapshot, &SearchQuery { text: text.clone(), ..query.clone() })?;
    // A correction that finds fewer items than what was typed is no help.
    Ok((found > 0 && found >= total).then_some(text))
}

/// Whether medicine or this portal knows a word.
fn is_known(snapshot: &Snapshot<'_>, lexicon: &Lexicon, word: &str) -> bool {
    let thesaurus = snapshot.scope.thesaurus;
    let singular = word.strip_suffix('s').filter(|_| !word.ends_with("is"));
    [Some(word), singular].into_iter().flatten().any(|form| {
        thesaurus.knows(form) || thesaurus.spellings().confusables().knows(form) || lexicon.has_word(form)
    })
}

/// Whether a word looks like an abbreviation: short and typed with capitals that a text does not give its words, or
/// without a vowel.
fn is_like_an_abbreviation(text: &str, word: &str) -> bool {
    if word.chars().count() > LONGEST_ABBREVIATION {
        return false;
    }
    let mut typed = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let is_single = typed.clone().count() == 1;
    let is_shouted = !is_single && !text.chars().any(char::is_lowercase);
    let has_capitals =
        typed.any(|part| part.to_lowercase() == word && part.chars().skip(1).any(char::is_uppercase));
    (has_capitals && !is_shouted)
        || !word.chars().any(|letter| "aeiouy".contains(letter) || !letter.is_ascii())
}

/// Whether a word may be misspelt: nothing in the index holds it.
fn is_suspect(snapshot: &Snapshot<'_>, word: &QueryWord) -> Result<bool, SearchError> {
    let is_word = word.identifier.is_none()
        && word.alternatives.is_empty()
        && (SHORTEST..=LONGEST).contains(&word.surface.chars().count())
        && !word.surface.contains(|c: char| c.is_ascii_digit());
    let term = Term::from_field_text(snapshot.store.fields().words, &word.stem);
    Ok(is_word && snapshot.store.term_statistics(&term, &snapshot.searcher)?.documents() == 0)
}

/// The most likely similar word that finds something in scope.
fn find_correction(
    snapshot: &Snapshot<'_>,
    lexicon: &Lexicon,
    word: &QueryWord,
) -> Result<Option<String>, SearchError> {
    for candidate in find_neighbours(snapshot, lexicon, &word.surface)? {
        if snapshot.has_hit(&candidate)? {
            return Ok(Some(candidate));
        }
    }
    Ok(None)
}

/// Similar words of the index and of the lexicon, the closest and most frequent first.
fn find_neighbours(
    snapshot: &Snapshot<'_>,
    lexicon: &Lexicon,
    word: &str,
) -> Result<Vec<String>, SearchError> {
    let wanted: Vec<char> = word.chars().collect();
    let Some(first) = wanted.first() else { return Ok(Vec::new()) };
    let is_long = wanted.len() >= LONG;
    let mut found: HashMap<String, u64> = HashMap::new();
    add_from_index(snapshot, word, 1, "", &mut found)?;
    if is_long {
        let mut farther = HashMap::new();
        add_from_index(snapshot, word, 2, &first.to_string(), &mut farther)?;
        found.extend(farther);
    }
    for known in lexicon.words_starting(*first) {
        if known.len().abs_diff(word.len()) <= 4 && !found.contains_key(known) {
            found.insert(known.to_owned(), 0);
        }
    }
    let most = if is_long { 2 } else { 1 };
    let mut near: Vec<_> = found
        .into_iter()
        .filter_map(|(known, often)| {
            let distance = distance(&wanted, &known, most).filter(|distance| *distance > 0)?;
            // Doubled letters count as one error, however many there are.
            let distance =
                if collapse_doubled_letters(&known) == collapse_doubled_letters(word) { 1 } else { distance };
            may_mean(snapshot, (word, &known), distance)
                .then_some(((distance, !known.starts_with(*first), Reverse(often)), known))
        })
        .collect();
    near.sort();
    near.truncate(TRIED);
    if is_doubtful(snapshot, &near) {
        return Ok(Vec::new());
    }
    Ok(near.into_iter().map(|(_, word)| word).collect())
}

/// Whether a word may be a misspelling of a known one.
fn may_mean(snapshot: &Snapshot<'_>, (word, known): (&str, &str), distance: usize) -> bool {
    let thesaurus = snapshot.scope.thesaurus;
    let (letters, known_letters) = (word.chars().count(), known.chars().count());
    if letters < SURE && letters == known_letters && !is_swap(word, known) {
        return false;
    }
    if is_stop_word(known) {
        return false;
    }
    // Four letters are what is left of many a word: only one that was forgotten is beyond doubt.
    (letters > SHORTEST || known_letters > letters)
        && !thesaurus.is_abbreviation(known)
        && thesaurus.spellings().confusables().may_mean(word, known, distance, thesaurus.is_brand(known))
}

/// Whether two words have the same letters.
fn is_swap(one: &str, other: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    sorted(one) == sorted(other)
}

/// How likely a correction is, the likeliest first: its distance, whether its first letter is another, how often it
/// occurs.
type Likelihood = (usize, bool, Reverse<u64>);

/// Whether the closest corrections are taken for one another, so that only the reader knows which is meant.
fn is_doubtful(snapshot: &Snapshot<'_>, near: &[(Likelihood, String)]) -> bool {
    let confusables = snapshot.scope.thesaurus.spellings().confusables();
    let Some(((least, ..), _)) = near.first() else { return false };
    let closest: Vec<&str> =
        near.iter().filter(|((distance, ..), _)| distance == least).map(|(_, word)| word.as_str()).collect();
    closest
        .iter()
        .enumerate()
        .any(|(place, one)| closest.iter().skip(place + 1).any(|other| confusables.are_apart(one, other)))
}

/// Adds the words of the index within this distance and with this prefix, with the number of items that hold them.
fn add_from_index(
    snapshot: &Snapshot<'_>,
    word: &str,
    most: u8,
    beginning: &str,
    found: &mut HashMap<String, u64>,
) -> Result<(), SearchError> {
    let field = snapshot.store.fields().spelling;
    // Building it takes longer than walking a small dictionary with it.
    let almost = FuzzyTermQuery::new(Term::from_field_text(field, word), most, true).automaton()?;
    for segment in snapshot.searcher.segment_readers() {
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

/// The number of items that a search finds in scope, under its filters.
fn count_matches(snapshot: &Snapshot<'_>, query: &SearchQuery) -> Result<u64, SearchError> {
    let plan = snapshot.plan(&query.text, &query.off)?;
    let matches = snapshot.filtered(query, &plan, Coverage::Most, &ScoreThreshold::unreachable())?;
    let collector = ResultCollector::new(snapshot.store, query, &plan, 1);
    Ok(snapshot.searcher.search(&matches, &collector)?.total)
}

/// The word with every run of one letter reduced to one.
fn collapse_doubled_letters(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// The number of letters to change, add, remove or swap with their neighbour to turn one word into the other; none
/// where that is more than `most`.
fn distance(wanted: &[char], other: &str, most: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().collect();
    if wanted.len().abs_diff(other.len()) > most {
        return None;
    }
    // Rows of the usual table: two before, one before, the current one.
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
    use super::{collapse_doubled_letters, distance};

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
        assert_eq!(collapse_doubled_letters("haemorrhoids"), collapse_doubled_letters("haemorhoids"));
        assert_eq!(collapse_doubled_letters("aabba"), "aba");
    }
}
