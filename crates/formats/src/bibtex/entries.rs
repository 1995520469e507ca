//! Cuts a BibTeX file into its entries.
//!
//! An entry ends with the brace that closes it. Where another entry begins at the start of a line before that, the
//! first has no end: it is rejected, and the next one read.

use super::super::lines::{Lines, Trouble, decoded};
use super::super::{MAX_DEPTH, MAX_ENTRY, Rejected};
use std::collections::VecDeque;
use std::io::BufRead;

/// The most braces that an entry may have: far above what an abstract full of formulas holds.
const MAX_BRACES: usize = 20_000;
const TOO_LONG: &str = "the entry is longer than 16 MiB";

/// Where an entry stands in the file.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub number: usize,
    /// The line on which it begins.
    line: u64,
}

impl Place {
    /// A rejection of the entry.
    pub fn rejected(self, reason: impl Into<String>) -> Rejected {
        Rejected::entry(self.number, self.line, reason)
    }
}

/// One entry, or the abbreviations of a `@string`.
pub struct Piece {
    pub place: Place,
    /// The entry's type, in lower case.
    pub kind: String,
    pub text: String,
}

impl Piece {
    /// A rejection for what the library says of it, with the line counted from the file's start.
    pub fn malformed(&self, error: &biblatex::ParseError) -> Rejected {
        let before = self.text.get(..error.span.start).unwrap_or_default();
        let line = self.place.line + before.matches('\n').count() as u64;
        Place { line, ..self.place }.rejected(format!("malformed BibTeX: {}", error.kind))
    }
}

/// The entries of a source, one at a time. Comments and preambles are passed over.
pub struct Entries<R> {
    lines: Lines<R>,
    count: usize,
    open: Option<Open>,
    done: VecDeque<Result<Piece, Rejected>>,
    is_over: bool,
}

/// An entry that has begun.
struct Open {
    piece: Piece,
    closing: char,
    depth: usize,
    braces: usize,
    is_in_quotes: bool,
    /// Why it cannot be used; then its text is gone.
    trouble: Option<&'static str>,
}

/// Whether a line begins an entry: `@article{`.
pub fn opens_entry(line: &str) -> bool {
    line.trim_start().starts_with('@') && begun(line).is_some()
}

/// Type, opening brace and what follows it, where an entry begins in this text.
fn begun(text: &str) -> Option<(&str, char, &str)> {
    let uncommented = text.split('%').next().unwrap_or_default().len();
    text.match_indices('@').take_while(|(at, _)| *at < uncommented).find_map(|(at, _)| {
        let after = &text[at + 1..];
        let length = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
        let (kind, rest) = after.split_at(length);
        let rest = rest.trim_start();
        let opening = rest.chars().next().filter(|c| !kind.is_empty() && matches!(c, '{' | '('))?;
        Some((kind, opening, &rest[1..]))
    })
}

impl Open {
    fn give_up(&mut self, trouble: &'static str) {
        self.trouble.get_or_insert(trouble);
        self.piece.text = String::new();
    }

    /// Takes in what belongs to the entry; what follows its end, where it ends here.
    fn take<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let mut is_escaped = false;
        for (at, c) in text.char_indices() {
            if is_escaped {
                is_escaped = false;
                continue;
            }
            match c {
                '\\' => is_escaped = true,
                '"' if self.depth == 1 => self.is_in_quotes = !self.is_in_quotes,
                _ if self.is_in_quotes => {}
                '{' => {
                    self.depth += 1;
                    self.braces += 1;
                    if self.depth > MAX_DEPTH || self.braces > MAX_BRACES {
                        self.give_up("its braces are too many or nested too deep");
                    }
                }
                '}' if self.depth > 1 => self.depth -= 1,
                _ if c == self.closing && self.depth == 1 => {
                    self.push(&text[..at]);
                    return Some(&text[at + 1..]);
                }
                _ => {}
            }
        }
        self.push(text);
        self.push("\n");
        None
    }

    fn push(&mut self, text: &str) {
        if self.piece.text.len() + text.len() > MAX_ENTRY {
            self.give_up(TOO_LONG);
        } else if self.trouble.is_none() {
            self.piece.text.push_str(text);
        }
    }
}

impl<R: BufRead> Entries<R> {
    pub fn new(reader: R) -> Self {
        Self { lines: Lines::new(reader), count: 0, open: None, done: VecDeque::new(), is_over: false }
    }

    fn take_line(&mut self, line: &str) {
        // What a comment holds may well be entries.
        if let Some(open) = self.open.take_if(|open| open.piece.kind != "comment" && opens_entry(line)) {
            self.finish(open, Some("the entry has no end: another begins before its closing brace"));
        }
        let mut rest = line;
        loop {
            match &mut self.open {
                None => {
                    let Some((kind, opening, after)) = begun(rest) else { return };
                    self.begin(&kind.to_ascii_lowercase(), opening);
                    rest = after;
                }
                Some(open) => {
                    let Some(after) = open.take(rest) else { return };
                    rest = after;
                    if let Some(open) = self.open.take() {
                        self.finish(open, None);
                    }
                }
            }
        }
    }

    fn begin(&mut self, kind: &str, opening: char) {
        let is_entry = !matches!(kind, "comment" | "preamble" | "string");
        self.count += usize::from(is_entry);
        let piece = Piece {
            place: Place { number: self.count.max(1), line: self.lines.number() },
            kind: kind.to_owned(),
            text: format!("@{kind}{{"),
        };
        let closing = if opening == '{' { '}' } else { ')' };
        self.open = Some(Open { piece, closing, depth: 1, braces: 1, is_in_quotes: false, trouble: None });
    }

    fn finish(&mut self, mut open: Open, trouble: Option<&'static str>) {
        open.piece.text.push('}');
        let is_passed_over = matches!(open.piece.kind.as_str(), "comment" | "preamble");
        match open.trouble.or(trouble) {
            Some(trouble) => self.done.push_back(Err(open.piece.place.rejected(trouble))),
            None if is_passed_over => {}
            None => self.done.push_back(Ok(open.piece)),
        }
    }

    fn end(&mut self) {
        self.is_over = true;
        if let Some(open) = self.open.take() {
            self.finish(open, Some("the file ends before the entry does: it may have been cut short"));
        } else if self.count == 0 {
            let reason = "no BibTeX entry is in it: is it another format?";
            self.done.push_back(Err(Rejected::whole_file(reason)));
        }
    }
}

impl<R: BufRead> Iterator for Entries<R> {
    type Item = Result<Piece, Rejected>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(done) = self.done.pop_front() {
                return Some(done);
            }
            if self.is_over {
                return None;
            }
            match self.lines.next() {
                None => self.end(),
                Some(Ok(line)) => {
                    let line = decoded(line);
                    self.take_line(&line);
                }
                Some(Err(Trouble::TooLong)) => match &mut self.open {
                    Some(open) => open.give_up(TOO_LONG),
                    // The line held the entry's beginning too.
                    None => {
                        self.count += 1;
                        return Some(Err(Rejected::entry(self.count, self.lines.number(), TOO_LONG)));
                    }
                },
                Some(Err(Trouble::Read(error))) => {
                    self.is_over = true;
                    let reason = format!("the file cannot be read on: {error}");
                    return Some(Err(Rejected::entry(self.count.max(1), self.lines.number() + 1, reason)));
                }
            }
        }
    }
}
