//! Problems in the text of a search: where it was not understood, and why.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// Characters shown on either side of a problem.
const CONTEXT: usize = 40;
/// The most characters shown of a problem itself.
const MARKED: usize = 80;

/// A range of a text, in bytes, at character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// From the start of this span to the end of the other.
    pub fn to(self, other: Self) -> Self {
        Self::new(self.start, other.end)
    }

    /// The part of the text; empty where the span is out of bounds.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// Something in a search's text that was not understood, or not taken literally. The search is made with the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct QueryProblem {
    pub code: ProblemCode,
    pub span: Span,
}

/// A problem in its context, short enough to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProblemExcerpt<'a> {
    pub before: &'a str,
    pub marked: &'a str,
    pub after: &'a str,
}

impl QueryProblem {
    /// The problem in its context.
    pub fn place<'a>(&self, text: &'a str) -> ProblemExcerpt<'a> {
        let before = text.get(..self.span.start).unwrap_or_default();
        let after = text.get(self.span.end..).unwrap_or_default();
        let cut = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
        ProblemExcerpt {
            before: &before[cut..],
            marked: start_of(self.span.of(text), MARKED),
            after: start_of(after, CONTEXT),
        }
    }
}

/// The first characters of a text.
fn start_of(text: &str, length: usize) -> &str {
    text.char_indices().nth(length).map_or(text, |(at, _)| &text[..at])
}

/// The kind of a problem.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(prefix = "query-problem-", serialize_all = "kebab-case")]
pub enum ProblemCode {
    /// `(` without `)`: read as closed at the end.
    OpenParenthesis,
    /// `)` without `(`: ignored.
    CloseParenthesis,
    /// A quotation mark without its partner: ignored.
    LoneQuote,
    /// Quotation marks with no word between them: ignored.
    EmptyPhrase,
    /// Parentheses with nothing in them: ignored.
    EmptyGroup,
    /// An operator without an operand: ignored.
    DanglingOperator,
    /// `or` or `not` where `OR` or `NOT` may have been meant.
    LowerCaseOperator,
    /// No field of this name: the words are searched for everywhere.
    UnknownField,
    /// A field of PubMed or Ovid that the library does not have: the words are searched for everywhere.
    MissingField,
    /// A date other than that of publication: read as that of publication.
    OtherDate,
    /// A filter that the library does not have: ignored.
    MissingFilter,
    /// A field with no word before it: ignored.
    FieldWithoutWords,
    /// `[` of a field without `]`: read as closed.
    OpenField,
    /// An invalid date: the valid part of it counts, else it is ignored.
    BadDate,
    /// A range that ends before it starts: read the other way round.
    ReversedDates,
    /// Too few letters before the truncation sign: only the word itself is searched for.
    ShortTruncation,
    /// A wild card within a word of too few letters: ignored.
    Wildcard,
    /// Proximity with fewer than two words, or of something other than words: all of it is searched for.
    Proximity,
    /// The number of an earlier search: ignored.
    EarlierSearch,
    /// A line of the strategy that is not there: ignored.
    UnknownLine,
    /// A line further down in the strategy: found all the same.
    LaterLine,
    /// A line that leads back to this one: ignored.
    CircularLine,
    /// Too many lines: the rest is ignored.
    TooManyLines,
    /// Letters that stand for more words than can be looked for: only so many count.
    TooManyWords,
    /// Nested too deep: what is deeper is read as if not nested, or ignored.
    TooDeep,
    /// Too many terms: the rest is ignored.
    TooManyTerms,
    /// More identifiers in a list than are looked up: the rest is ignored.
    TooManyIdentifiers,
    /// The text is too long: the rest is ignored.
    TooLong,
    /// Nothing to search for.
    NothingToSearch,
}

impl ProblemCode {
    /// Every code.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Locale key of the message. Some messages take `text`, the marked part of the search.
    pub fn key(self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: usize, end: usize) -> QueryProblem {
        QueryProblem { code: ProblemCode::UnknownField, span: Span::new(start, end) }
    }

    #[test]
    fn a_place_is_shown_with_what_stands_around_it() {
        let place = at(6, 11).place("asthma[foo] in children");
        assert_eq!((place.before, place.marked, place.after), ("asthma", "[foo]", " in children"));
    }

    #[test]
    fn a_place_in_a_long_text_is_shown_with_a_part_of_it() {
        let text = "é".repeat(500);
        let place = at(400, 800).place(&text);
        assert_eq!(place.before.chars().count(), CONTEXT);
        assert_eq!(place.marked.chars().count(), MARKED);
        assert_eq!(place.after.chars().count(), CONTEXT);
    }

    #[test]
    fn a_place_that_the_text_has_not_is_empty() {
        let place = at(7, 9).place("short");
        assert_eq!((place.before, place.marked, place.after), ("", "", ""));
    }
}
