//! What of a text was not understood.

use super::limits::MAX_PROBLEMS;
use domain::query::{ProblemCode, QueryProblem, Span};

/// The problems found so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Problems(Vec<QueryProblem>);

impl Problems {
    /// Adds a problem, merging it with an adjacent last one of the same kind.
    pub(super) fn add(&mut self, code: ProblemCode, span: Span) {
        match self.0.last_mut() {
            Some(last)
                if last.code == code && (last.span.start..=last.span.end + 1).contains(&span.start) =>
            {
                last.span.end = last.span.end.max(span.end);
            }
            _ => self.0.push(QueryProblem { code, span }),
        }
    }

    pub(super) fn extend(&mut self, others: &Self) {
        self.0.extend_from_slice(&others.0);
    }

    /// The problems in the order in which they are reported.
    pub(super) fn into_sorted(mut self) -> Vec<QueryProblem> {
        let is_of_whole = |code| {
            matches!(code, ProblemCode::NothingToSearch | ProblemCode::TooLong | ProblemCode::TooManyTerms)
        };
        self.0.sort_by_key(|problem| (!is_of_whole(problem.code), problem.span, problem.code));
        self.0.dedup();
        self.0.truncate(MAX_PROBLEMS);
        self.0
    }
}
