//! One form for all the ways to write a word.

use super::confusable::Confusables;
use crate::folding::{folded, is_word_part};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A word, or with a star the beginning of words, as both sides of the Atlantic spell it: `haemo*` and `hemo*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub british: String,
    pub american: String,
}

/// What is known of spelling: British and American pairs, and plain words that look like abbreviations.
#[derive(Debug, Clone, Default)]
pub struct Spellings {
    /// From British to American, sorted.
    to_american: Vec<Change>,
    /// From American to British, sorted.
    to_british: Vec<Change>,
    plain_words: BTreeSet<String>,
    confusables: Confusables,
}

/// One spelling and the other.
#[derive(Debug, Clone)]
struct Change {
    from: String,
    to: String,
    /// Whether it holds for all words that begin so, rather than for this one and its plural.
    is_beginning: bool,
}

impl Spellings {
    /// Pairs in lower case, none of whose sides begins with the same side of another; and the plain words that are
    /// abbreviations only in capitals.
    pub fn new(pairs: impl IntoIterator<Item = Pair>, plain_words: impl IntoIterator<Item = String>) -> Self {
        let (mut to_american, mut to_british) = (Vec::new(), Vec::new());
        for Pair { british, american } in pairs {
            let is_beginning = british.ends_with('*');
            let (british, american) = (british.trim_end_matches('*'), american.trim_end_matches('*'));
            let change =
                |from: &str, to: &str| Change { from: from.to_owned(), to: to.to_owned(), is_beginning };
            to_american.push(change(british, american));
            to_british.push(change(american, british));
        }
        to_american.sort_by(|a, b| a.from.cmp(&b.from));
        to_british.sort_by(|a, b| a.from.cmp(&b.from));
        let plain_words = plain_words.into_iter().collect();
        Self { to_american, to_british, plain_words, confusables: Confusables::default() }
    }

    /// The same, with the words that are taken for one another.
    pub fn with_confusables(self, confusables: Confusables) -> Self {
        Self { confusables, ..self }
    }

    /// The words that are taken for one another.
    pub fn confusables(&self) -> &Confusables {
        &self.confusables
    }

    /// The text in the other spelling or spellings: all of it American, all of it British; without the text itself.
    pub fn others(&self, text: &str) -> Vec<String> {
        let mut others: Vec<String> = [&self.to_american, &self.to_british]
            .into_iter()
            .filter_map(|changes| respelt(changes, text))
            .collect();
        others.dedup();
        others
    }

    /// The form in which a word of a group is looked up: words of the same form may be the same (see
    /// [`Self::are_same`]).
    pub fn form(&self, text: &str) -> String {
        joined(&self.pieces(text))
    }

    /// Whether two words are compared as one: see the head of [`super`].
    pub fn are_same(&self, one: &str, other: &str) -> bool {
        are_same(&self.pieces(one), &self.pieces(other))
    }

    /// Whether a lower-case word is plain English, so that only its capitals can make an abbreviation of it.
    pub(super) fn is_plain_word(&self, word: &str) -> bool {
        self.plain_words.contains(word)
    }

    /// The form in which a word is compared.
    fn normal(&self, raw: &str) -> String {
        let folded = folded(without_plural_of_capitals(raw));
        let singular = singular(&folded);
        changed(&self.to_american, &singular).unwrap_or_else(|| singular.into_owned())
    }

    /// The form in which the beginning of a word is compared. It is no word that could have a plural.
    pub(super) fn beginning(&self, raw: &str) -> Piece {
        let folded = folded(raw);
        let text = changed(&self.to_american, &folded).unwrap_or_else(|| folded.into_owned());
        Piece { text, is_tight: false }
    }

    /// Splits a text into words in the form in which they are compared.
    pub(super) fn pieces(&self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let (mut raw, mut is_tight) = (String::new(), false);
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            if is_word_part(letter) {
                raw.push(letter);
            } else if matches!(letter, '\'' | '’' | 'ʼ') && !raw.is_empty() {
                // `Crohn's` is `Crohn`, `d'Arcy` one word.
                let mut ahead = letters.clone();
                let is_possessive = matches!(ahead.next(), Some('s' | 'S'))
                    && !ahead.next().is_some_and(char::is_alphanumeric);
                if is_possessive {
                    letters.next();
                }
            } else {
                if !raw.is_empty() {
                    pieces.push(Piece { text: self.normal(&raw), is_tight });
                    raw.clear();
                    is_tight = is_hyphen(letter) && letters.peek().is_some_and(|next| is_word_part(*next));
                } else if !is_hyphen(letter) {
                    is_tight = false;
                }
            }
        }
        if !raw.is_empty() {
            pieces.push(Piece { text: self.normal(&raw), is_tight });
        }
        if let Some(first) = pieces.first_mut() {
            first.is_tight = false;
        }
        pieces
    }
}

/// A word in the form in which it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
    /// Whether a hyphen alone parts it from the one before.
    pub is_tight: bool,
}

/// Whether two texts, taken apart, are the same but for where one parts words and the other does not. A gap may be
/// missing beside a hyphen, between a letter and a digit, and between words of three letters and more (`beta
/// blocker`); so `a typical` is not `atypical`.
pub(super) fn are_same(one: &[Piece], other: &[Piece]) -> bool {
    joined(one) == joined(other) && may_be_joined(one, other) && may_be_joined(other, one)
}

/// The letters of a text, taken apart.
pub(super) fn joined(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// Whether each gap of `one` is a gap of `other` too, or one that may be missing.
fn may_be_joined(one: &[Piece], other: &[Piece]) -> bool {
    let mut gaps = BTreeSet::new();
    let mut place = 0;
    for piece in other {
        gaps.insert(place);
        place += piece.text.len();
    }
    place = 0;
    let mut before: Option<&Piece> = None;
    for piece in one {
        if let Some(before) = before
            && !piece.is_tight
            && !gaps.contains(&place)
            && !is_weak_gap(&before.text, &piece.text)
        {
            return false;
        }
        place += piece.text.len();
        before = Some(piece);
    }
    true
}

fn is_weak_gap(before: &str, after: &str) -> bool {
    const LEAST: usize = 3;
    let is_digit_beside_letter = match (before.chars().next_back(), after.chars().next()) {
        (Some(last), Some(first)) => last.is_ascii_digit() != first.is_ascii_digit(),
        _ => false,
    };
    is_digit_beside_letter || (before.len() >= LEAST && after.len() >= LEAST)
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2014}' | '\u{2212}')
}

/// The word by the change that fits it. No beginning begins with another, so that only the last one that does not
/// come after the word can fit.
fn changed(changes: &[Change], word: &str) -> Option<String> {
    let after = changes.partition_point(|change| change.from.as_str() <= word);
    let change = changes.get(after.checked_sub(1)?)?;
    let rest = word.strip_prefix(change.from.as_str())?;
    let fits = change.is_beginning || rest.is_empty() || rest == "s";
    fits.then(|| format!("{}{rest}", change.to))
}

/// The text with every word changed that a change fits; nothing where none does.
fn respelt(changes: &[Change], text: &str) -> Option<String> {
    let mut respelt = String::with_capacity(text.len() + 4);
    let mut is_changed = false;
    for token in text.split_inclusive(|c| !is_word_part(c)) {
        let word = token.trim_end_matches(|c| !is_word_part(c));
        match changed(changes, &folded(word)) {
            Some(other) => {
                is_changed = true;
                respelt.push_str(&other);
            }
            None => respelt.push_str(word),
        }
        respelt.push_str(token.get(word.len()..).unwrap_or_default());
    }
    is_changed.then_some(respelt)
}

/// `MI` of `MIs`, which is too short for [`singular`].
fn without_plural_of_capitals(raw: &str) -> &str {
    match raw.strip_suffix('s') {
        Some(rest)
            if rest.chars().count() >= 2 && rest.chars().all(|c| c.is_uppercase() || c.is_numeric()) =>
        {
            rest
        }
        _ => raw,
    }
}

/// A word without the plural's s. What is no word of English afterwards (`diabete`) is so on both sides.
fn singular(word: &str) -> Cow<'_, str> {
    if word.len() > 4
        && let Some(stem) = word.strip_suffix("ies")
    {
        return format!("{stem}y").into();
    }
    let keeps_its_s = word.len() <= 3 || ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    word.strip_suffix('s').filter(|_| !keeps_its_s).unwrap_or(word).into()
}
