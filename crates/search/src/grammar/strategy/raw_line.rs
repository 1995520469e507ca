//! A line of a strategy before it is parsed.

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
