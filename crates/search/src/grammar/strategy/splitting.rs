//! Splitting a text into the lines of a strategy: a search may be wrapped over several lines of the text, and not
//! every line is a search.

use super::super::lexer::{Operator, parse_proximity};
use super::super::words::{is_gap, is_quote};
use super::numbering::{self, LineNumber};
use super::printed;
use super::raw_line::{RawKind, RawLine, trimmed};
use super::signs::{is_like_search, is_reference_line};
use domain::query::Span;

/// The most words of a heading between the lines.
const LONGEST_HEADING: usize = 10;

/// Whether a character ends a line.
pub(super) fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The lines of a text.
#[derive(Debug, Default)]
pub(super) struct Split {
    pub(super) lines: Vec<RawLine>,
    /// Whether its author numbered the lines.
    pub(super) is_numbered: bool,
    /// Whether the newest line comes first.
    pub(super) is_descending: bool,
    /// Whether a line does nothing but combine others.
    pub(super) has_references: bool,
}

/// Splits a text.
pub(super) fn split(text: &str) -> Split {
    let physical = physical_lines(text);
    let numbers: Vec<Option<LineNumber>> =
        physical.iter().map(|line| LineNumber::read(line.of(text))).collect();
    let (mut accepted, is_descending) = numbering::accept(&numbers, &apart(text, &physical, &numbers));
    let count = accepted.iter().filter(|is_accepted| **is_accepted).count();
    let is_numbered =
        count > 1 || (count == 1 && physical.len() > 1 && is_first_of_strategy(&physical, &accepted, text));
    if !is_numbered {
        accepted.fill(false);
    }
    let searches = physical.iter().filter(|line| is_like_search(line.of(text))).count();
    let mut splitter = Splitter {
        text,
        is_numbered,
        // Only among lines with signs of a query language is a line without any a heading.
        may_have_headings: is_numbered || 2 * searches >= physical.len(),
        depth: 0,
        is_quoted: false,
        highest: 0,
        block: 0,
        split: Split { is_numbered, is_descending: is_numbered && is_descending, ..Split::default() },
    };
    for ((line, number), is_accepted) in physical.iter().zip(&numbers).zip(accepted) {
        splitter.read(*line, number.as_ref().filter(|_| is_accepted));
    }
    splitter.finish()
}

/// For each line, whether a heading or an empty line comes before it.
fn apart(text: &str, physical: &[Span], numbers: &[Option<LineNumber>]) -> Vec<bool> {
    let mut is_apart = vec![false; physical.len()];
    for ((lines, number), is_apart) in physical.windows(2).zip(numbers).zip(is_apart.iter_mut().skip(1)) {
        let [before, after] = lines else { continue };
        let ends = Span::new(before.end, after.start).of(text).matches('\n').count();
        *is_apart = number.is_none() || ends > 1;
    }
    is_apart
}

/// Whether the only number is that of a search, with nothing before it but headings.
fn is_first_of_strategy(physical: &[Span], accepted: &[bool], text: &str) -> bool {
    let at = accepted.iter().position(|is_accepted| *is_accepted).unwrap_or(0);
    physical.iter().take(at).all(|line| !is_like_search(line.of(text)))
        && physical
            .get(at)
            .is_some_and(|line| is_like_search(line.of(text)) && line.of(text).starts_with(['1', '#', 'S']))
}

/// The lines of a text without the gaps around them; none is empty or drawn.
fn physical_lines(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    let ends = text.char_indices().filter(|(_, c)| is_line_end(*c)).map(|(at, c)| (at, at + c.len_utf8()));
    for (end, next) in ends.chain([(text.len(), text.len())]) {
        let line = trimmed(text, Span::new(start, end));
        let is_drawn = line.of(text).chars().all(|c| is_gap(c) || "-–—_=*~+|.·•".contains(c));
        if !is_drawn {
            lines.push(line);
        }
        start = next;
    }
    lines
}

struct Splitter<'a> {
    text: &'a str,
    is_numbered: bool,
    may_have_headings: bool,
    /// Parentheses that are open in the last search, and whether it is within quotation marks.
    depth: i32,
    is_quoted: bool,
    /// The highest number of a line.
    highest: u32,
    /// Strategies before this one.
    block: usize,
    split: Split,
}

impl Splitter<'_> {
    fn read(&mut self, line: Span, number: Option<&LineNumber>) {
        let written = line.of(self.text);
        if printed::is_header(written) {
            return;
        }
        if let Some(number) = number {
            let span = trimmed(self.text, Span::new(line.start + number.length, line.end));
            if number.name == "1" && self.highest > 1 && !self.split.is_descending {
                self.block += 1;
                self.highest = 0;
            }
            self.begin(number.name.clone(), span);
            return;
        }
        if printed::is_remark(written) {
            self.comment(line);
            return;
        }
        if let Some(length) = printed::final_label(written) {
            let name = self.next_name();
            self.begin(name, trimmed(self.text, Span::new(line.start + length, line.end)));
            return;
        }
        match self.is_numbered {
            true => self.read_beside_numbers(line),
            false => self.read_unnumbered(line),
        }
    }

    /// A line without a number among numbered ones: the rest of the search before it, or a heading.
    fn read_beside_numbers(&mut self, line: Span) {
        let written = line.of(self.text);
        let is_last_open = self.is_last_open();
        match self.last_search() {
            None => self.comment(line),
            Some(last) if last.pieces.is_empty() || is_last_open => self.extend(line),
            Some(_) if printed::is_count(written) => {}
            Some(_) if begins_inside(written) || !is_heading(written) => self.extend(line),
            Some(_) => self.comment(line),
        }
    }

    fn read_unnumbered(&mut self, line: Span) {
        let written = line.of(self.text);
        let goes_on = (self.is_last_open() && !is_reference_line(written)) || begins_with_operator(written);
        if goes_on && self.last_search().is_some() {
            self.extend(line);
            return;
        }
        if written.ends_with(':') || (self.may_have_headings && is_heading(written)) {
            self.comment(line);
        } else {
            self.split.has_references |= is_reference_line(written);
            let name = self.next_name();
            self.begin(name, line);
        }
    }

    fn begin(&mut self, own_name: String, span: Span) {
        let number = own_name.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().unwrap_or(0);
        self.highest = self.highest.max(number);
        (self.depth, self.is_quoted) = (0, false);
        let name = match self.block {
            0 => own_name.clone(),
            block => format!("{}·{own_name}", block + 1),
        };
        let (kind, pieces, problems, block) = (RawKind::Search, Vec::new(), Vec::new(), self.block);
        self.split.lines.push(RawLine { name, own_name, block, span, kind, pieces, limit: None, problems });
        if span.start < span.end {
            self.extend(span);
        }
    }

    /// Adds a part to the last search.
    fn extend(&mut self, span: Span) {
        for c in span.of(self.text).chars() {
            match c {
                c if is_quote(c) => self.is_quoted = !self.is_quoted,
                '(' if !self.is_quoted => self.depth += 1,
                ')' if !self.is_quoted => self.depth -= 1,
                _ => {}
            }
        }
        if let Some(last) = self.last_search() {
            last.extend(span);
        }
    }

    fn comment(&mut self, span: Span) {
        let (kind, name, own_name, block) = (RawKind::Comment, String::new(), String::new(), self.block);
        let (pieces, problems) = (Vec::new(), Vec::new());
        self.split.lines.push(RawLine { name, own_name, block, span, kind, pieces, limit: None, problems });
    }

    /// The name of a line whose author gave none: the number after the last.
    fn next_name(&self) -> String {
        self.highest.saturating_add(1).to_string()
    }

    /// The search before this place, if no comment came after it.
    fn last_search(&mut self) -> Option<&mut RawLine> {
        self.split.lines.last_mut().filter(|line| line.kind == RawKind::Search)
    }

    /// Whether the search before this place cannot end there: a parenthesis is open, or an operator waits for what
    /// comes next.
    fn is_last_open(&self) -> bool {
        let last = self.split.lines.last().filter(|line| line.kind == RawKind::Search);
        let Some(last) = last.and_then(|line| line.pieces.last()) else { return false };
        self.depth > 0 || ends_open(last.of(self.text))
    }

    fn finish(mut self) -> Split {
        for line in &mut self.split.lines {
            if line.kind == RawKind::Search {
                printed::strip(self.text, line);
                line.limit = printed::read_limit(self.text, line);
            }
        }
        self.split
    }
}

/// Whether an operator or a comma ends a part of a search.
fn ends_open(part: &str) -> bool {
    let word = part.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let is_operator = Operator::of_any_case(word).is_some() || parse_proximity(word).is_some();
    (is_operator && word.len() < part.len()) || Operator::of(word).is_some() || part.ends_with(',')
}

/// Whether a line begins in the middle of a search: with an operator, in lower case or with a sign.
fn begins_inside(line: &str) -> bool {
    let first = line.chars().next();
    begins_with_operator(line) || first.is_some_and(|c| c.is_lowercase() || ")[.,;/:]".contains(c))
}

fn begins_with_operator(line: &str) -> bool {
    let length = line.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(line.len());
    let (word, rest) = line.split_at(length);
    let is_near = parse_proximity(word).is_some();
    // A question may begin with a small one.
    let is_operator =
        Operator::of(word).is_some() || (Operator::of_any_case(word).is_some() && !rest.is_empty());
    (is_operator || is_near) && !rest.trim_start().starts_with('/')
}

/// Whether a line is a heading between the searches: a few words without a sign of a query language.
fn is_heading(line: &str) -> bool {
    let is_short = line.split_whitespace().count() <= LONGEST_HEADING;
    line.ends_with(':') || (is_short && line.starts_with(char::is_uppercase) && !is_like_search(line))
}
