//! The words of a text, each with its form and its place. Plain English costs no allocation.

use super::letters::{begins_word, is_apostrophe, is_word_part};
use super::segments::{Segment, Segments};
use std::ops::Range;

/// What becomes of a script without spaces, such as Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grams {
    /// Each two neighbouring characters are a word; a single character is one only alone. For what is looked for.
    Pairs,
    /// Each character is a word too. For what is found.
    All,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub form: String,
    /// Where it is in the text, in bytes.
    pub place: Range<usize>,
    /// Whether it is at the place of the word before it, as a character beside the pair that it begins.
    pub is_beside: bool,
}

/// What a byte of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A letter or digit of plain English.
    Letter,
    /// Anything else in ASCII, which ends a word.
    Sign,
    Apostrophe,
    /// Part of a character that is not ASCII.
    Other,
}

/// The kind of each byte: reading one is quicker than comparing.
static KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Other; 256];
    let mut byte: u8 = 0;
    while byte < 0x80 {
        kinds[byte as usize] = match byte {
            b'\'' => Kind::Apostrophe,
            _ if byte.is_ascii_alphanumeric() => Kind::Letter,
            _ => Kind::Sign,
        };
        byte += 1;
    }
    kinds
};

/// Reads a text word by word.
///
/// `Crohn's` is `crohn`, `O'Neill` is `oneill`; other apostrophes and hyphens part words.
#[derive(Debug)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
    grams: Grams,
    /// Words read, the next one last.
    waiting: Vec<Word>,
}

impl<'a> Words<'a> {
    /// The words of a text.
    pub fn of(text: &'a str, grams: Grams) -> Self {
        Self { text, at: 0, grams, waiting: Vec::new() }
    }

    /// Replaces `form` by the form of the next word, and returns its place and whether it is beside the word before.
    pub fn next_into(&mut self, form: &mut String) -> Option<(Range<usize>, bool)> {
        self.next_beginning(form, |_, _| true)
    }

    /// As [`Words::next_into`], for whoever looks for few words: `form` stays empty where a word of plain English does not
    /// begin as wanted. `is_wanted` is asked about its first two letters; the second is 0 where there is none.
    #[inline]
    pub fn next_beginning(
        &mut self,
        form: &mut String,
        is_wanted: impl Fn(u8, u8) -> bool,
    ) -> Option<(Range<usize>, bool)> {
        form.clear();
        loop {
            if let Some(word) = self.waiting.pop() {
                form.push_str(&word.form);
                return Some((word.place, word.is_beside));
            }
            let start = self.find_start()?;
            let (end, is_plain) = self.find_end(start);
            self.at = after_possessive(self.text, end);
            if is_plain {
                let word = self.text.as_bytes().get(start..end)?;
                let letter = |place: usize| word.get(place).map_or(0, u8::to_ascii_lowercase);
                if is_wanted(letter(0), letter(1)) {
                    form.push_str(self.text.get(start..end)?);
                    form.make_ascii_lowercase();
                }
                return Some((start..end, false));
            }
            for segment in Segments::of(self.text, start..end) {
                self.push(&segment);
            }
            self.waiting.reverse();
        }
    }

    #[inline]
    fn find_start(&mut self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        loop {
            match KINDS[usize::from(*bytes.get(self.at)?)] {
                Kind::Letter => return Some(self.at),
                Kind::Sign | Kind::Apostrophe => {
                    self.at += 1;
                    continue;
                }
                Kind::Other => {}
            }
            let c = self.text.get(self.at..)?.chars().next()?;
            if begins_word(c) {
                return Some(self.at);
            }
            self.at += c.len_utf8();
        }
    }

    /// The end of the word that starts here, and whether it is plain ASCII.
    #[inline]
    fn find_end(&self, start: usize) -> (usize, bool) {
        let bytes = self.text.as_bytes();
        let rest = bytes.get(start..).unwrap_or_default();
        let kind = |byte: &u8| KINDS[usize::from(*byte)];
        let length = rest.iter().position(|byte| kind(byte) != Kind::Letter).unwrap_or(rest.len());
        let end = start + length;
        if rest.get(length).is_none_or(|byte| kind(byte) == Kind::Sign) {
            return (end, true);
        }
        let end_of_word = word_end(self.text, end);
        if let Some(end) = after_irish_o(self.text, start, end_of_word) {
            return (word_end(self.text, end), false);
        }
        (end_of_word, end_of_word == end)
    }

    fn push(&mut self, segment: &Segment) {
        if segment.is_unspaced {
            self.push_grams(segment);
            return;
        }
        let mut form = String::new();
        segment.push_form(&mut form);
        self.waiting.push(Word { form, place: segment.place(), is_beside: false });
    }

    fn push_grams(&mut self, segment: &Segment) {
        let single = |letter: &super::segments::Letter, is_beside| Word {
            form: letter.c.to_string(),
            place: letter.place.clone(),
            is_beside,
        };
        if let [only] = segment.letters.as_slice() {
            self.waiting.push(single(only, false));
            return;
        }
        let is_all = self.grams == Grams::All;
        for pair in segment.letters.windows(2) {
            let [first, second] = pair else { continue };
            self.waiting.push(Word {
                form: [first.c, second.c].iter().collect(),
                place: first.place.start..second.place.end,
                is_beside: false,
            });
            if is_all {
                self.waiting.push(single(first, true));
            }
        }
        if let Some(last) = segment.letters.last().filter(|_| is_all) {
            self.waiting.push(single(last, true));
        }
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let mut form = String::new();
        let (place, is_beside) = self.next_into(&mut form)?;
        Some(Word { form, place, is_beside })
    }
}

/// The end of the word of which some is before this place.
pub(super) fn word_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    rest.find(|c| !is_word_part(c)).map_or(text.len(), |length| from + length)
}

/// The place after the `'s` that follows a word, if one does.
#[inline]
fn after_possessive(text: &str, end: usize) -> usize {
    if text.as_bytes().get(end).is_none_or(|next| KINDS[usize::from(*next)] == Kind::Sign) {
        return end;
    }
    let mut rest = text.get(end..).unwrap_or_default().chars();
    let Some(mark) = rest.next().filter(|c| is_apostrophe(*c)) else { return end };
    let is_possessive = matches!(rest.next(), Some('s' | 'S')) && !rest.next().is_some_and(is_word_part);
    if is_possessive { end + mark.len_utf8() + 1 } else { end }
}

/// The place after the apostrophe of a name such as `O'Neill`.
fn after_irish_o(text: &str, start: usize, end: usize) -> Option<usize> {
    if !matches!(text.get(start..end), Some("O" | "o")) {
        return None;
    }
    let mut rest = text.get(end..)?.chars();
    let mark = rest.next().filter(|c| is_apostrophe(*c))?;
    rest.next().filter(|c| c.is_alphabetic())?;
    Some(end + mark.len_utf8())
}
