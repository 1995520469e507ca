//! The parts of a word that are words of their own: numbers that a superscript parts, and scripts without spaces.

use super::greek;
use super::letters::{continues_letter, is_apostrophe, is_invisible, is_unspaced, plain_letters};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::compose;

/// A superscript after so many letters is a note or an exponent, not part of a symbol such as `Ca²⁺` or `cm²`.
const LONG_WORD: usize = 4;

/// A character of a form, with the place of what it was.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    pub(super) c: char,
    pub(super) place: Range<usize>,
    height: Height,
}

/// How a digit is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Height {
    Line,
    Superscript,
    Subscript,
    /// In a circle, in parentheses, or in a fraction.
    Enclosed,
}

/// A part of a word that is folded as one.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) letters: Vec<Letter>,
    pub(super) is_unspaced: bool,
    /// Whether more than a change of script parts it from what is before it.
    pub(super) is_apart: bool,
}

impl Segment {
    /// Adds its form.
    pub(super) fn push_form(&self, form: &mut String) {
        if self.is_unspaced {
            form.extend(self.letters.iter().map(|letter| letter.c));
        } else {
            let word: String = self.letters.iter().map(|letter| letter.c).collect();
            greek::push_word(&word, form);
        }
    }

    /// The place of all of it.
    pub(super) fn place(&self) -> Range<usize> {
        match (self.letters.first(), self.letters.last()) {
            (Some(first), Some(last)) => first.place.start..last.place.end,
            _ => 0..0,
        }
    }
}

/// The segments of a word.
#[derive(Debug, Default)]
pub(super) struct Segments {
    segments: Vec<Segment>,
    /// Something that is no letter parts the next letter from the last.
    is_broken: bool,
}

impl IntoIterator for Segments {
    type Item = Segment;
    type IntoIter = std::vec::IntoIter<Segment>;

    fn into_iter(self) -> Self::IntoIter {
        self.segments.into_iter()
    }
}

impl Segments {
    /// Takes the word at this place of a text apart.
    pub(super) fn of(text: &str, word: Range<usize>) -> Self {
        let mut segments = Self::default();
        let mut cluster = String::new();
        let mut place = word.start..word.start;
        for (offset, c) in text.get(word.clone()).unwrap_or_default().char_indices() {
            if is_invisible(c) || is_apostrophe(c) {
                continue;
            }
            let at = word.start + offset;
            let composes = || cluster.chars().next_back().is_some_and(|last| compose(last, c).is_some());
            if !cluster.is_empty() && !continues_letter(c) && !composes() {
                segments.push_cluster(&cluster, &place);
                cluster.clear();
            }
            if cluster.is_empty() {
                place.start = at;
            }
            place.end = at + c.len_utf8();
            cluster.push(c);
        }
        segments.push_cluster(&cluster, &place);
        segments
    }

    /// Adds a letter with its marks.
    fn push_cluster(&mut self, cluster: &str, place: &Range<usize>) {
        if let [byte] = cluster.as_bytes() {
            self.push(char::from(byte.to_ascii_lowercase()), place, Height::Line);
            return;
        }
        let height = cluster.chars().next().map_or(Height::Line, height);
        for c in cluster.nfkc() {
            for lower in c.to_lowercase() {
                plain_letters(lower, &mut |plain| self.push(plain, place, height));
            }
        }
    }

    fn push(&mut self, c: char, place: &Range<usize>, height: Height) {
        if !c.is_alphanumeric() && !continues_letter(c) {
            self.is_broken = true;
            return;
        }
        let letter = Letter { c, place: place.clone(), height };
        let is_unspaced = is_unspaced(c);
        let is_broken = std::mem::take(&mut self.is_broken);
        match self.segments.last_mut() {
            Some(last) if !is_broken && last.is_unspaced == is_unspaced && !parts(&last.letters, &letter) => {
                last.letters.push(letter);
            }
            last => {
                let is_apart = is_broken || last.is_some_and(|last| last.is_unspaced == is_unspaced);
                self.segments.push(Segment { letters: vec![letter], is_unspaced, is_apart });
            }
        }
    }
}

/// Whether a letter begins a word of its own after these.
fn parts(before: &[Letter], next: &Letter) -> bool {
    let Some(last) = before.last() else { return false };
    let (after_digit, is_digit) = (last.c.is_ascii_digit(), next.c.is_ascii_digit());
    if after_digit && is_digit {
        return last.height != next.height || next.height == Height::Enclosed;
    }
    if is_digit && next.height == Height::Superscript {
        let letters = before.iter().rev().take_while(|letter| letter.c.is_alphabetic());
        return letters.count() >= LONG_WORD;
    }
    false
}

fn height(c: char) -> Height {
    match c {
        '²' | '³' | '¹' | '\u{2070}'..='\u{2079}' => Height::Superscript,
        '\u{2080}'..='\u{2089}' => Height::Subscript,
        '¼'..='¾' | '\u{2150}'..='\u{215F}' | '\u{2189}' | '\u{2460}'..='\u{249B}' => Height::Enclosed,
        '\u{24EA}'..='\u{24FF}' | '\u{2776}'..='\u{2793}' | '\u{3220}'..='\u{32BF}' => Height::Enclosed,
        _ => Height::Line,
    }
}
