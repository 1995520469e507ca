//! A line of a strategy before it is parsed.

use super::super::lexer::Operator;
use super::super::references::is_line_name;
use super::super::words::is_gap;
use domain::folding::is_invisible;
use domain::query::{ProblemCode, QueryProblem, Span};

/// A line before it is parsed.
#[derive(Debug)]
pub(super) struct RawLine {
    /// Lower-case; empty for a comment.
    pub(super) name: String,
    /// Its name among the lines of its own strategy, and the place of that, where several follow one another.
    pub(super) own_name: String,
    pub(super) block: usize,
    /// From its first character to its last, without its number.
    pub(super) span: Span,
    pub(super) kind: RawKind,
    /// The parts of the text that it consists of.
    pub(super) pieces: Vec<Span>,
    /// Another line, and what it is limited to.
    pub(super) limit: Option<LineLimit>,
    pub(super) problems: Vec<QueryProblem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RawKind {
    Comment,
    Search,
}

/// `limit 28 to yr="2000 -Current"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineLimit {
    /// The name of the line that is limited.
    pub(super) line: Span,
    pub(super) years: Option<Span>,
}

impl RawLine {
    /// Adds a part of the text.
    pub(super) fn extend(&mut self, span: Span) {
        if self.pieces.is_empty() {
            self.span = span;
        }
        self.span.end = span.end;
        self.pieces.push(span);
    }

    pub(super) fn report(&mut self, code: ProblemCode, span: Span) {
        self.problems.push(QueryProblem { code, span });
    }
}

/// A span without the gaps around it.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let is_margin = |c: char| is_gap(c) || is_invisible(c);
    let part = span.of(text);
    let start = span.start + part.len() - part.trim_start_matches(is_margin).len();
    let end = span.start + part.trim_end_matches(is_margin).len();
    Span::new(start, end.max(start))
}

/// Whether a line does nothing but combine others: `1 and 2`, `or/1-5`, `(#1 OR #2) NOT S3`, `A or B`.
pub(super) fn is_reference_line(line: &str) -> bool {
    let (mut operators, mut names) = (0, 0);
    for word in line.split(|c: char| is_gap(c) || "(),;{}/-–.".contains(c)).filter(|word| !word.is_empty())
    {
        let bare = word.trim_start_matches(['#', 'S', 's', 'L']);
        match Operator::of_any_case(word) {
            Some(_) => operators += 1,
            None if is_line_name(if bare.is_empty() { word } else { bare }) => names += 1,
            None => return false,
        }
    }
    operators > 0 && names > 0
}
