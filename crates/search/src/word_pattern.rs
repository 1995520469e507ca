//! Words with signs for letters, such as `wom?n` and `*glycemia`, as the words of the library that they stand for.

use super::error::SearchError;
use super::grammar::Word;
use domain::folding::{folded, is_word_part};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader};

/// Words that one pattern stands for, the most frequent.
const MOST_WORDS: usize = 500;
/// Terms of a segment that are compared with one pattern: some ten milliseconds.
const MOST_WALKED: usize = 400_000;
/// Signs and letters of one pattern.
const LONGEST: usize = 60;

/// A word without gaps whose signs stand for letters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct WordPattern {
    letters: Vec<Letter>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Letter {
    One(char),
    /// `#`
    Any,
    /// `?`
    AnyOrNone,
    /// `*`
    AnyNumber,
}

/// A part of a word between marks such as hyphens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WordPart {
    Plain(String),
    Pattern(WordPattern),
}

/// The parts of a word, folded.
pub(crate) fn parts_of(word: &Word) -> Vec<WordPart> {
    let is_part = |c: char| is_word_part(c) || matches!(c, '?' | '#' | '*') || matches!(c, '\'' | '’');
    let pieces: Vec<&str> = word.text.split(|c| !is_part(c)).filter(|piece| !piece.is_empty()).collect();
    let last = pieces.len().saturating_sub(1);
    let parts = pieces.into_iter().enumerate().map(|(place, piece)| {
        let is_truncated = place == last && word.is_truncated;
        if is_truncated || piece.contains(['?', '#', '*']) {
            WordPart::Pattern(WordPattern::new(piece, is_truncated, word.limit))
        } else {
            WordPart::Plain(piece.to_owned())
        }
    });
    parts.collect()
}

/// The words that patterns stand for in one state of the index, each looked up once.
#[derive(Debug, Default)]
pub(crate) struct Expansions(RefCell<HashMap<(WordPattern, Field), Rc<Expansion>>>);

impl Expansions {
    /// The words of a field that a pattern stands for.
    pub(crate) fn get(
        &self,
        pattern: &WordPattern,
        searcher: &Searcher,
        field: Field,
    ) -> Result<Rc<Expansion>, SearchError> {
        let key = (pattern.clone(), field);
        if let Some(known) = self.0.borrow().get(&key) {
            return Ok(known.clone());
        }
        let expansion = Rc::new(pattern.expand(searcher, field)?);
        self.0.borrow_mut().insert(key, expansion.clone());
        Ok(expansion)
    }
}

/// The words that a pattern stands for, the most frequent first.
#[derive(Debug)]
pub(crate) struct Expansion {
    pub(crate) words: Vec<String>,
    /// Whether there are more.
    pub(crate) is_cut: bool,
}

impl WordPattern {
    /// A pattern; a truncated one may have any ending, of so many letters at most.
    fn new(text: &str, is_truncated: bool, limit: Option<u8>) -> Self {
        let text = folded(text);
        let letters = text.chars().filter(|c| !matches!(c, '\'' | '’')).map(|c| match c {
            '?' => Letter::AnyOrNone,
            '#' => Letter::Any,
            '*' => Letter::AnyNumber,
            c => Letter::One(c),
        });
        let mut letters: Vec<Letter> = letters.take(LONGEST).collect();
        match limit {
            Some(limit) if is_truncated => {
                let room = LONGEST.saturating_sub(letters.len()).min(usize::from(limit));
                letters.extend(std::iter::repeat_n(Letter::AnyOrNone, room));
            }
            _ if is_truncated => letters.push(Letter::AnyNumber),
            _ => {}
        }
        Self { letters }
    }

    /// What every word that it stands for begins with.
    fn prefix(&self) -> String {
        let plain = self.letters.iter().map_while(|letter| match letter {
            Letter::One(c) => Some(*c),
            _ => None,
        });
        plain.collect()
    }

    /// The prefix, if any ending may follow and nothing else is open.
    pub(crate) fn as_prefix(&self) -> Option<String> {
        let prefix = self.prefix();
        let is_simple = self.letters.len() == prefix.chars().count() + 1;
        (is_simple && self.letters.last() == Some(&Letter::AnyNumber)).then_some(prefix)
    }

    /// Whether it stands for a word. Takes time linear in the word.
    fn matches(&self, word: &str) -> bool {
        // Bit n: the first n letters of the pattern stand for what was read.
        let mut reached = self.skipping(1);
        for c in word.chars() {
            let mut next = 0_u64;
            for (place, letter) in
                self.letters.iter().enumerate().filter(|(place, _)| reached >> place & 1 == 1)
            {
                match letter {
                    Letter::One(own) if *own != c => {}
                    Letter::AnyNumber => next |= 1 << place,
                    _ => next |= 1 << (place + 1),
                }
            }
            if next == 0 {
                return false;
            }
            reached = self.skipping(next);
        }
        reached >> self.letters.len() & 1 == 1
    }

    /// Also what is reached without a letter.
    fn skipping(&self, mut reached: u64) -> u64 {
        for (place, letter) in self.letters.iter().enumerate() {
            if reached >> place & 1 == 1 && matches!(letter, Letter::AnyOrNone | Letter::AnyNumber) {
                reached |= 1 << (place + 1);
            }
        }
        reached
    }

    /// The words of a field that it stands for.
    fn expand(&self, searcher: &Searcher, field: Field) -> Result<Expansion, SearchError> {
        let mut counts: HashMap<String, u64> = HashMap::new();
        let mut is_cut = false;
        for segment in searcher.segment_readers() {
            is_cut |= self.walk(segment, field, &mut counts)?;
        }
        let mut words: Vec<(String, u64)> = counts.into_iter().collect();
        words.sort_unstable_by(|(a, often), (b, oftener)| oftener.cmp(often).then_with(|| a.cmp(b)));
        is_cut |= words.len() > MOST_WORDS;
        words.truncate(MOST_WORDS);
        Ok(Expansion { words: words.into_iter().map(|(word, _)| word).collect(), is_cut })
    }

    /// Adds the words of a segment; returns whether some were not compared.
    fn walk(
        &self,
        segment: &SegmentReader,
        field: Field,
        counts: &mut HashMap<String, u64>,
    ) -> Result<bool, SearchError> {
        let prefix = self.prefix();
        let inverted = segment.inverted_index(field)?;
        let beyond = format!("{prefix}\u{10FFFF}");
        let mut terms = inverted.terms().range().ge(&prefix).lt(&beyond).into_stream()?;
        let mut walked = 0;
        while terms.advance() {
            walked += 1;
            if walked > MOST_WALKED {
                return Ok(true);
            }
            let Ok(word) = std::str::from_utf8(terms.key()) else { continue };
            if self.matches(word) {
                let count = u64::from(terms.value().doc_freq);
                match counts.get_mut(word) {
                    Some(known) => *known += count,
                    None => _ = counts.insert(word.to_owned(), count),
                }
            }
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_for_letters() {
        for (pattern, truncated, limit, yes, no) in [
            ("wom?n", false, None, ["woman", "women", "womn"], ["wooman", "womens"]),
            ("wom#n", false, None, ["woman", "women", "womxn"], ["womn", "womaan"]),
            ("colo?r", false, None, ["color", "colour", "coloar"], ["colouur", "colours"]),
            (
                "p?ediatric",
                false,
                None,
                ["paediatric", "pediatric", "poediatric"],
                ["pediatrics", "ediatric"],
            ),
            (
                "*glycemia",
                false,
                None,
                ["hypoglycemia", "glycemia", "hyperglycemia"],
                ["glycemias", "glycemi"],
            ),
            ("isch?emi", true, None, ["ischemia", "ischaemic", "ischemi"], ["ischem", "schemia"]),
            ("dog", true, Some(1), ["dog", "dogs", "doge"], ["dogma", "do"]),
            (
                "h*matology",
                false,
                None,
                ["hematology", "haematology", "hmatology"],
                ["hematolog", "matology"],
            ),
        ] {
            let pattern = WordPattern::new(pattern, truncated, limit);
            for word in yes {
                assert!(pattern.matches(word), "{word}");
            }
            for word in no {
                assert!(!pattern.matches(word), "{word}");
            }
        }
    }
}
