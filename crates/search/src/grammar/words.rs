//! Splitting text into words: syntax separates words and is never part of one.

use super::limits::MIN_TRUNCATED;
use super::problems::Problems;
use super::tree::Word;
use domain::folding::{is_invisible, is_word_part};
use domain::query::{ProblemCode, Span};

/// Bytes of a DOI or web address that are read, so that many of them in one word do not slow parsing down.
const LONGEST_VERBATIM: usize = 2_048;

/// Signs that stand for letters within a word.
const SIGNS: [char; 3] = ['?', '#', '*'];

/// The words of a piece of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct WordList {
    pub(super) words: Vec<Word>,
    /// What is wrong with it as text; as a value it may be fine.
    pub(super) problems: Problems,
    /// Whether it is truncated by `$`, which only Ovid has.
    pub(super) has_dollar: bool,
}

impl WordList {
    /// Its only word, unless truncated.
    pub(super) fn only_word(&self) -> Option<&str> {
        match self.words.as_slice() {
            [word] if !word.is_truncated && !word.has_wildcard() => Some(&word.text),
            _ => None,
        }
    }
}

/// Whether a character separates words and means nothing: white space and control characters.
pub(super) fn is_gap(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Whether a character begins or ends a phrase.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// Whether the comma or semicolon here is between two digits, as in `1,25-dihydroxyvitamin D`.
pub(super) fn is_within_number(text: &str, at: usize) -> bool {
    let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    at > 0 && is_digit(at - 1) && is_digit(at + 1)
}

/// The words in this span of a text.
pub(super) fn split_words(text: &str, span: Span) -> WordList {
    let mut splitter = WordSplitter {
        text,
        base: span.start,
        word: String::new(),
        start: span.start,
        is_open: false,
        word_list: WordList::default(),
    };
    splitter.read(span);
    splitter.word_list
}

struct WordSplitter<'a> {
    text: &'a str,
    base: usize,
    word: String,
    /// Where the word begins.
    start: usize,
    /// Whether any beginning may precede the word.
    is_open: bool,
    word_list: WordList,
}

impl WordSplitter<'_> {
    fn read(&mut self, span: Span) {
        let part = span.of(self.text);
        let mut previous = None;
        let mut characters = part.char_indices().peekable();
        while let Some((offset, c)) = characters.next() {
            let at = self.base + offset;
            let next = characters.peek().map(|(_, next)| *next);
            // Signs in capitals, as in `HLA-A*B`, mean something else.
            let is_part = |c: char| c.is_lowercase() || matches!(c, '?' | '#');
            let is_within = previous.is_some_and(is_part) && next.is_some_and(is_part);
            let after = at + c.len_utf8();
            match c {
                '?' | '#' | '*' if is_within => self.word.push(c),
                // In Web of Science.
                '$' if is_within => self.word.push('?'),
                '*' if self.word.is_empty()
                    && previous.is_none_or(is_gap)
                    && next.is_some_and(char::is_lowercase) =>
                {
                    self.is_open = true;
                    self.start = at;
                    self.word.push(c);
                }
                '*' if !next.is_some_and(char::is_alphanumeric) => self.truncated(after, None),
                '*' | '$' if self.is_limited(previous, &part[offset + 1..]) => {
                    let digits = part[offset + 1..].bytes().take_while(u8::is_ascii_digit).count();
                    let limit = part[offset + 1..][..digits].parse().ok();
                    self.truncated(after + digits, limit);
                    self.word_list.has_dollar |= c == '$';
                    characters.nth(digits - 1);
                }
                '$' if self.is_truncated_by_dollar(previous, next) => {
                    self.truncated(after, None);
                    self.word_list.has_dollar = true;
                }
                _ if is_border_at(self.text, at, c) => self.end(after),
                _ => self.word.push(c),
            }
            previous = Some(c);
        }
        self.end(span.end);
    }

    fn letters(&self) -> usize {
        self.word.chars().filter(|c| c.is_alphanumeric()).count()
    }

    /// `$` is also money: it truncates only after enough lower-case letters, and not before others.
    fn is_truncated_by_dollar(&self, previous: Option<char>, next: Option<char>) -> bool {
        previous.is_some_and(char::is_lowercase)
            && !next.is_some_and(char::is_alphabetic)
            && self.letters() >= MIN_TRUNCATED
    }

    /// Whether a sign of truncation is followed by the number of letters that it stands for, as in `dog$1`.
    fn is_limited(&self, previous: Option<char>, rest: &str) -> bool {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        (1..=2).contains(&digits)
            && previous.is_some_and(char::is_lowercase)
            && !rest[digits..].starts_with(|c: char| c.is_alphanumeric() || ":*".contains(c))
            && self.letters() >= MIN_TRUNCATED
    }

    /// Ends the word before a border.
    fn end(&mut self, after: usize) {
        self.finish(false, None);
        self.start = after;
    }

    /// Ends the word at a truncation mark.
    fn truncated(&mut self, after: usize, limit: Option<u8>) {
        let is_long = self.letters() >= MIN_TRUNCATED;
        if !is_long && self.letters() > 0 {
            self.word_list.problems.add(ProblemCode::ShortTruncation, Span::new(self.start, after));
        }
        self.finish(is_long, limit);
        self.start = after;
    }

    fn finish(&mut self, is_truncated: bool, limit: Option<u8>) {
        let word = std::mem::take(&mut self.word);
        let is_open = std::mem::take(&mut self.is_open);
        if !word.contains('/') || !word.contains(SIGNS) {
            self.push(&word, self.start, (is_open, is_truncated), limit);
            return;
        }
        // A word with signs for letters has no slash within.
        let (mut at, length) = (self.start, word.len());
        for part in word.split('/') {
            let is_last = at + part.len() == self.start + length;
            let ends = (is_open && at == self.start, is_truncated && is_last);
            self.push(part, at, ends, limit);
            at += part.len() + 1;
        }
    }

    /// Adds a word without the marks at its ends; it may be open at its start and its end.
    fn push(&mut self, word: &str, start: usize, (is_open, is_truncated): (bool, bool), limit: Option<u8>) {
        let is_edge = |c: char| !is_word_part(c) || is_invisible(c);
        let started = word.trim_start_matches(is_edge);
        let start = start + word.len() - started.len();
        let trimmed = started.trim_end_matches(is_edge);
        let letters = trimmed.chars().filter(|c| c.is_alphanumeric()).count();
        if trimmed.is_empty() {
            return;
        }
        if letters < MIN_TRUNCATED && trimmed.contains(SIGNS) {
            self.push_apart(trimmed, start);
            return;
        }
        // A part of a longer word may be too short for what the whole was long enough for.
        let is_truncated = is_truncated && letters >= MIN_TRUNCATED;
        let mark = if is_open && letters >= MIN_TRUNCATED { "*" } else { "" };
        self.word_list.words.push(Word {
            text: format!("{mark}{trimmed}"),
            is_truncated,
            limit: limit.filter(|_| is_truncated),
            span: Span::new(start - mark.len(), start + trimmed.len()),
        });
    }

    /// The parts of a word that has too few letters for the signs within it.
    fn push_apart(&mut self, word: &str, start: usize) {
        self.word_list.problems.add(ProblemCode::Wildcard, Span::new(start, start + word.len()));
        let mut at = start;
        for part in word.split(SIGNS) {
            self.push(part, at, (false, false), None);
            at += part.len() + 1;
        }
    }
}

/// The length of the marks at the start of a text after which a word is over; none where it goes on.
pub(super) fn closing_marks(text: &str) -> Option<usize> {
    /// More marks are no end of a word.
    const LONGEST: usize = 64;
    let mut length = 0;
    for c in text.chars() {
        if is_border_at(text, length, c) {
            return Some(length);
        }
        if (is_word_part(c) && !is_invisible(c)) || length > LONGEST {
            return None;
        }
        length += c.len_utf8();
    }
    Some(length)
}

/// Splits the DOIs and web addresses among the words of a phrase.
pub(super) fn split_verbatim(words: Vec<Word>) -> Vec<Word> {
    let is_whole = |word: &Word| {
        word.has_wildcard() || !word.text.char_indices().any(|(at, c)| is_border_at(&word.text, at, c))
    };
    if words.iter().all(is_whole) {
        return words;
    }
    let parts = |word: Word| match is_whole(&word) {
        true => vec![word],
        false => {
            let parts = split_words(&word.text, Span::new(0, word.text.len())).words;
            let at = |span: Span| Span::new(word.span.start + span.start, word.span.start + span.end);
            parts
                .into_iter()
                .map(|part| Word { is_truncated: false, limit: None, span: at(part.span), ..part })
                .collect()
        }
    };
    words.into_iter().flat_map(parts).collect()
}

/// Whether a character is never part of a word.
fn is_border_at(text: &str, at: usize, c: char) -> bool {
    match c {
        ',' | ';' => !is_within_number(text, at),
        '(' | ')' | '[' | ']' | '*' | '$' | '?' | '#' => true,
        c => is_gap(c) || is_quote(c),
    }
}

/// A value with single spaces and without marks at its ends, and whether it is truncated. None without a letter or
/// digit.
pub(super) fn normalize_value(text: &str, span: Span, problems: &mut Problems) -> Option<Word> {
    let written = span.of(text).trim_matches(|c: char| is_gap(c) || is_quote(c));
    let is_truncated = written.ends_with(['*', '$']);
    let is_space = |c: char| is_gap(c) || is_quote(c) || matches!(c, '[' | ']' | '*' | '$');
    let normal = written.split(is_space).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let normal = trim_marks(&normal);
    if normal.is_empty() {
        return None;
    }
    let is_long = normal.chars().filter(|c| c.is_alphanumeric()).count() >= MIN_TRUNCATED;
    if is_truncated && !is_long {
        problems.add(ProblemCode::ShortTruncation, span);
    }
    Some(Word { text: normal.to_owned(), is_truncated: is_truncated && is_long, limit: None, span })
}

/// Trims marks at both ends, except for a parenthesis that closes one within.
pub(super) fn trim_marks(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut end = text.len();
    // Parentheses in what is kept.
    let mut open = text.matches('(').count();
    let mut closed = text.matches(')').count();
    for (at, c) in text.char_indices().rev() {
        match c {
            '(' => open -= 1,
            ')' if closed <= open => break,
            ')' => closed -= 1,
            c if c.is_alphanumeric() => break,
            _ => {}
        }
        end = at;
    }
    &text[..end]
}

/// The length of a DOI or web address at the start of this text. It is one word, whatever it contains, up to an
/// unpaired parenthesis.
pub(super) fn verbatim_length(text: &str) -> Option<usize> {
    let head = &text.as_bytes()[..text.len().min("https://".len())];
    let starts_with =
        |label: &[u8]| head.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label));
    let is_address = [b"http://".as_slice(), b"https://"].into_iter().any(starts_with);
    let label = [b"doi.org/".as_slice(), b"doi:"].into_iter().find(|label| starts_with(label));
    if !is_address && !is_doi(text.get(label.map_or(0, <[u8]>::len)..)?) {
        return None;
    }
    let text_of_it = &text[..text.floor_char_boundary(LONGEST_VERBATIM)];
    let length = text_of_it.find(|c: char| is_gap(c) || is_quote(c) || c == '[').unwrap_or(text_of_it.len());
    let closed = &text[..until_unpaired(&text[..length])];
    let whole = closed.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
    // Before a star it is a prefix.
    (!whole.is_empty() && !text[whole.len()..].starts_with('*')).then_some(whole.len())
}

/// The length of this text up to its first unpaired parenthesis, which belongs to the surrounding text.
fn until_unpaired(text: &str) -> usize {
    let mut open = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' => open.push(at),
            ')' if open.pop().is_none() => return at,
            _ => {}
        }
    }
    open.first().copied().unwrap_or(text.len())
}

/// `10.`, a registrant's number, a slash and something.
fn is_doi(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("10.") else { return false };
    let digits = rest.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let after = rest[digits..].strip_prefix('/');
    (4..=9).contains(&digits)
        && after.is_some_and(|after| after.starts_with(|c: char| c.is_alphanumeric() || c == '('))
}
