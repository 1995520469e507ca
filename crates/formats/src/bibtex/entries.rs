//! Splits a BibTeX file into its entries.
//!
//! An entry ends with the brace that closes it. Where another entry begins at the start of a line before that, the
//! first has no end: it is rejected, and the next one read.

use crate::limits::{MAX_DEPTH, MAX_ENTRY, MAX_ON_A_LINE};
use crate::lines::{LineError, Lines, decoded};
use crate::rejection::Rejection;
use std::collections::VecDeque;
use std::io::BufRead;

/// The most braces that an entry may have: far above what an abstract full of formulas holds.
const MAX_BRACES: usize = 20_000;
const TOO_LONG: &str = "the entry is longer than 16 MiB";

/// The position of an entry in the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Position {
    pub(crate) number: usize,
    /// The line on which it begins.
    line: u64,
}

impl Position {
    /// A rejection of the entry.
    pub(crate) fn rejected(self, reason: impl Into<String>) -> Rejection {
        Rejection::entry(self.number, self.line, reason)
    }
}

/// One entry, or the abbreviations of a `@string`.
pub(crate) struct EntryText {
    pub(crate) position: Position,
    /// The entry's type, in lower case.
    pub(crate) kind: String,
    pub(crate) text: String,
}

impl EntryText {
    /// A rejection for what the library says of it, with the line counted from the file's start.
    pub(crate) fn malformed(&self, error: &biblatex::ParseError) -> Rejection {
        let before = self.text.get(..error.span.start).unwrap_or_default();
        let line = self.position.line + before.matches('\n').count() as u64;
        Position { line, ..self.position }.rejected(format!("malformed BibTeX: {}", error.kind))
    }
}

/// The entries of a source, one at a time. Comments and preambles are skipped.
pub(crate) struct Entries<R> {
    lines: Lines<R>,
    count: usize,
    open: Option<OpenEntry>,
    done: VecDeque<Result<EntryText, Rejection>>,
    is_over: bool,
}

/// An entry that has begun.
struct OpenEntry {
    entry: EntryText,
    closing: char,
    depth: usize,
    braces: usize,
    is_in_quotes: bool,
    /// Why it cannot be used; then its text is gone.
    problem: Option<&'static str>,
}

/// Whether a line begins an entry: `@article{`.
pub(crate) fn opens_entry(line: &str) -> bool {
    line.trim_start().starts_with('@') && begun(line).is_some()
}

/// Type, opening brace and what follows it, where an entry begins in this text.
fn begun(text: &str) -> Option<(&str, char, &str)> {
    // Looked at as far as the first that is found and no further: a line may hold very many entries.
    let signs = text.match_indices(['@', '%']).take_while(|(_, sign)| *sign == "@");
    signs.map(|(at, _)| at).find_map(|at| {
        let after = &text[at + 1..];
        let length = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
        let (kind, rest) = after.split_at(length);
        let rest = rest.trim_start();
        let opening = rest.chars().next().filter(|c| !kind.is_empty() && matches!(c, '{' | '('))?;
        Some((kind, opening, &rest[1..]))
    })
}

impl OpenEntry {
    fn give_up(&mut self, problem: &'static str) {
        self.problem.get_or_insert(problem);
        self.entry.text = String::new();
    }

    /// Appends what belongs to the entry; returns what follows its end, if it ends here.
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
        if self.entry.text.len() + text.len() > MAX_ENTRY {
            self.give_up(TOO_LONG);
        } else if self.problem.is_none() {
            self.entry.text.push_str(text);
        }
    }
}

impl<R: BufRead> Entries<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { lines: Lines::new(reader), count: 0, open: None, done: VecDeque::new(), is_over: false }
    }

    fn take_line(&mut self, line: &str) {
        // A comment may contain entries.
        if let Some(open) = self.open.take_if(|open| open.entry.kind != "comment" && opens_entry(line)) {
            self.finish(open, Some("the entry has no end: another begins before its closing brace"));
        }
        let mut rest = line;
        loop {
            if self.done.len() > MAX_ON_A_LINE {
                let reason = format!(
                    "more than {MAX_ON_A_LINE} entries stand on its line: what follows there is not read"
                );
                let position = Position { number: self.count, line: self.lines.number() };
                self.open = None;
                return self.done.push_back(Err(position.rejected(reason)));
            }
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
        let entry = EntryText {
            position: Position { number: self.count.max(1), line: self.lines.number() },
            kind: kind.to_owned(),
            text: format!("@{kind}{{"),
        };
        let closing = if opening == '{' { '}' } else { ')' };
        self.open =
            Some(OpenEntry { entry, closing, depth: 1, braces: 1, is_in_quotes: false, problem: None });
    }

    fn finish(&mut self, mut open: OpenEntry, problem: Option<&'static str>) {
        open.entry.text.push('}');
        let is_passed_over = matches!(open.entry.kind.as_str(), "comment" | "preamble");
        match open.problem.or(problem) {
            Some(problem) => self.done.push_back(Err(open.entry.position.rejected(problem))),
            None if is_passed_over => {}
            None => self.done.push_back(Ok(open.entry)),
        }
    }

    fn end(&mut self) {
        self.is_over = true;
        if let Some(open) = self.open.take() {
            self.finish(open, Some("the file ends before the entry does: it may have been cut short"));
        } else if self.count == 0 {
            let reason = "no BibTeX entry is in it: is it another format?";
            self.done.push_back(Err(Rejection::whole_file(reason)));
        }
    }
}

impl<R: BufRead> Iterator for Entries<R> {
    type Item = Result<EntryText, Rejection>;

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
                Some(Err(LineError::TooLong)) => match &mut self.open {
                    Some(open) => open.give_up(TOO_LONG),
                    // The beginning of the entry is in this line too.
                    None => {
                        self.count += 1;
                        return Some(Err(Rejection::entry(self.count, self.lines.number(), TOO_LONG)));
                    }
                },
                Some(Err(LineError::Read(error))) => {
                    self.is_over = true;
                    let reason = format!("the file cannot be read on: {error}");
                    return Some(Err(Rejection::entry(self.count.max(1), self.lines.number() + 1, reason)));
                }
            }
        }
    }
}
