//! What is said about a search's text: where it was not understood, and why.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// So many characters around a marked place are shown with it.
const CONTEXT: usize = 40;
/// So many characters of a marked place are shown.
const MARKED: usize = 80;

/// A place in a text, in bytes, at the borders of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// From the start of this place to the end of the other.
    pub fn to(self, other: Self) -> Self {
        Self::new(self.start, other.end)
    }

    /// The part of the text; empty where the text has no such place.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// Something in a search's text that was not understood, or not as it was written. The search was made all the
/// same, with what could be made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct QueryProblem {
    pub code: ProblemCode,
    pub span: Span,
}

/// A marked place with what stands around it, short enough to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    pub before: &'a str,
    pub marked: &'a str,
    pub after: &'a str,
}

impl QueryProblem {
    /// The place in the text that was searched for.
    pub fn place<'a>(&self, text: &'a str) -> Place<'a> {
        let before = text.get(..self.span.start).unwrap_or_default();
        let after = text.get(self.span.end..).unwrap_or_default();
        let cut = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
        Place {
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

/// What a problem is.
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
    /// `)` without `(`: passed over.
    CloseParenthesis,
    /// A quotation mark without its partner: passed over.
    LoneQuote,
    /// Quotation marks with no word between them: passed over.
    EmptyPhrase,
    /// Parentheses with nothing in them: passed over.
    EmptyGroup,
    /// An operator that lacks what it combines: passed over.
    DanglingOperator,
    /// `or` or `not` where `OR` or `NOT` may have been meant.
    LowerCaseOperator,
    /// No field of this name: the words are looked for everywhere.
    UnknownField,
    /// A field that PubMed or Ovid has and the library has not: the words are looked for everywhere.
    MissingField,
    /// A date other than that of publication: read as that of publication.
    OtherDate,
    /// A filter that the library has not: left out.
    MissingFilter,
    /// A field with no word before it: passed over.
    FieldWithoutWords,
    /// `[` of a field without `]`: read as closed.
    OpenField,
    /// No date, or none that the calendar has: what can be read of it counts, else it is left out.
    BadDate,
    /// A range whose end lies before its start: read the other way round.
    ReversedDates,
    /// Too few letters before the mark of truncation: the word alone is looked for.
    ShortTruncation,
    /// A truncation to a number of letters: read as truncation to any number.
    LimitedTruncation,
    /// A wild card within a word: read as truncation where enough letters stand before it, else left out.
    Wildcard,
    /// Proximity with fewer than two words, or of something that is no word: all of it is looked for.
    Proximity,
    /// The number of an earlier search: left out.
    EarlierSearch,
    /// Nested deeper than is read: what lies deeper is read as if not nested, or left out.
    TooDeep,
    /// More terms than are read: the others are left out.
    TooManyTerms,
    /// A longer text than is read: the rest is left out.
    TooLong,
    /// Nothing that could be looked for.
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
