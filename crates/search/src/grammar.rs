//! The query language: what a text in the search box asks for.
//!
//! One box takes a plain question and the syntax of PubMed and of Ovid. [`read`] decides which it is, and gives what
//! was understood ([`Meaning`]) together with what was not ([`QueryProblem`], each with its place). Every text has a
//! reading; none is refused.
//!
//! # Which language
//!
//! A text is Ovid's when it has a field as Ovid writes it (`.ti,ab.`), a heading (`exp Asthma/`, `*Asthma/`, `Heart
//! Failure/`), `adj` or `adj3` between two words, truncation by `$`, or `limit … to yr=`. Else it is PubMed's when it has
//! `AND`, `OR` or `NOT` in capitals, a field in brackets, or truncation by `*`. Else it is a question: words, of which
//! an item may lack some, and phrases, which it has to hold. Parentheses, colons, lower-case operators, quotation marks
//! and all other signs make no text structured.
//!
//! # The grammar of structured queries
//!
//! ```ebnf
//! query      = { operator | operand } ;
//! operator   = "AND" | "OR" | "NOT" | near ;              (* Ovid: in any case *)
//! near       = "adj" [ digits ] ;                         (* Ovid alone *)
//! operand    = group | heading | range | ( run | phrase ) [ field ] ;
//! group      = "(" query ")" [ field ] ;
//! run        = text { text } ;                            (* words side by side *)
//! phrase     = quote text { text } quote ;
//! field      = "[" name [ ":noexp" | ":~" digits ] "]"    (* PubMed *)
//!            | "." code { "," code } "." ;                (* Ovid *)
//! heading    = [ "exp" ] [ "*" ] ( run | phrase ) "/" [ subheading { "," subheading } ] ;      (* Ovid alone *)
//! range      = date [ field ] ":" date field ;
//! date       = [ quote ] year [ "/" month [ "/" day ] ] [ quote ] ;
//! limited    = "limit" query "to" limits | query "limit" "to" limits ;                         (* Ovid alone *)
//! limits     = "yr=" ( year | quote year "-" [ year | "Current" ] quote ) ;
//! text       = ? anything without a gap, parenthesis, quote or field in it ? [ "*" | "$" [ digits ] ] ;
//! ```
//!
//! - Operators are applied from left to right, as in PubMed; in Ovid `and` and `not` bind more than `or`. `NOT` turns
//!   round what comes next. Operands without an operator between them are combined by `AND`.
//! - A run is one operand: in PubMed all of its words, in Ovid a phrase. A field belongs to the whole run or phrase
//!   before it, or to everything in the group before it that has none of its own.
//! - `adjN` binds more than the other operators: at most N−1 other words between, in any order. `[tiab:~N]` allows N.
//! - What stands in a field of values (author, journal, heading, …) is one value.
//! - Text that marks part, such as `HLA-B*57:01` or `25(OH)D`, is a phrase of its parts. A DOI or an address is one
//!   word, up to a parenthesis that has no partner in it.
//!   Commas and semicolons are gaps, except within a number.
//! - Truncation needs [`MIN_TRUNCATED`] letters before it.
//!
//! # Bounds
//!
//! [`MAX_TEXT`] bytes and [`MAX_TERMS`] terms are read, and the tree is no deeper than [`MAX_DEPTH`]; a problem says what
//! was left out. Reading takes time in proportion to the text, and calls no function from itself.
//!
//! # Using it
//!
//! [`Reading::wanted`] gives the leaves that an item may hold to match, for scoring, snippets and spelling, whatever the
//! language; [`Meaning`] says how they are combined. A leaf's words are as they were typed: taking them apart further
//! (`COVID-19`), stems, words without a subject (which an `AND` ought not to demand), identifiers and the vocabulary
//! are the engine's. The words of one [`Pattern::Words`] stood side by side, so that terms of the vocabulary are to be
//! looked for within it; a phrase is meant as it stands. `to_string` of a meaning is its canonical form in PubMed's
//! syntax, for showing how a text was read: read again, it gives the same meaning. A problem's message has the key
//! `ProblemCode::key`, with `text` as its argument, and `QueryProblem::place` what to mark.

mod canonical;
mod dates;
mod fields;
mod headings;
mod language;
mod lexer;
mod operands;
mod parser;
mod proximity;
mod qualifiers;
#[cfg(test)]
mod tests;
mod tree;
mod words;

pub use dates::{Dates, PartialDate, Unit};
pub use fields::Field;
pub use tree::{Heading, Leaf, Node, Pattern, Word};

use domain::query::{ProblemCode, QueryProblem, Span};
use lexer::{Kind, Token};

/// So much of a text is read, in bytes.
pub const MAX_TEXT: usize = 64 * 1024;
/// So many words and values are read.
pub const MAX_TERMS: usize = 1_000;
/// So deep are parentheses read, and is the tree at most.
pub const MAX_DEPTH: usize = 50;
/// So many letters stand before a mark of truncation at least. PubMed demands four; with three, `flu*` is possible.
pub const MIN_TRUNCATED: usize = 3;
/// So many problems are told.
pub const MAX_PROBLEMS: usize = 20;

/// How a text was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub language: Language,
    pub meaning: Meaning,
    /// Those that concern all of the text come first, then by their place; at most [`MAX_PROBLEMS`].
    pub problems: Vec<QueryProblem>,
}

/// The language in which a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Words, as people ask.
    Question,
    PubMed,
    Ovid,
}

/// What a text asks for. Written out, it is the canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// The text is blank: nothing narrows the search.
    Everything,
    /// There is text, but nothing in it that could be looked for.
    Nothing,
    /// Words by relevance, and phrases that have to be there, in the order of the text: leaves with [`Pattern::Words`]
    /// and [`Pattern::Phrase`] alone, all of them for [`Field::Anywhere`].
    Question(Vec<Leaf>),
    /// What has to match, by the rules of logic.
    Structured(Node),
}

impl Reading {
    /// The leaves that an item may hold to match, in the order of the text; none of what is negated.
    pub fn wanted(&self) -> Vec<&Leaf> {
        match &self.meaning {
            Meaning::Everything | Meaning::Nothing => Vec::new(),
            Meaning::Question(leaves) => leaves.iter().collect(),
            Meaning::Structured(node) => node.wanted(),
        }
    }
}

/// Reads a text. See the module's documentation.
pub fn read(text: &str) -> Reading {
    if text.chars().all(words::is_gap) {
        let (language, meaning) = (Language::Question, Meaning::Everything);
        return Reading { language, meaning, problems: Vec::new() };
    }
    let mut problems = Problems::default();
    let whole = text;
    let text = &whole[..whole.floor_char_boundary(MAX_TEXT)];
    if text.len() < whole.len() {
        problems.add(ProblemCode::TooLong, Span::new(text.len(), whole.len()));
    }
    let tokens = lexer::tokens(text, &mut problems);
    let language = language::decide(text, &tokens);
    let tokens = language::settle(tokens, language, &mut problems);
    parser::check_parentheses(&tokens, &mut problems);
    let meaning = match language {
        Language::Question => question(text, &tokens, &mut problems),
        _ => parser::parse(text, &tokens, language, &mut problems)
            .map_or(Meaning::Nothing, Meaning::Structured),
    };
    if meaning == Meaning::Nothing {
        problems.add(ProblemCode::NothingToSearch, Span::new(0, text.len()));
    }
    Reading { language, meaning, problems: problems.told() }
}

/// The words and phrases of a question.
fn question(text: &str, tokens: &[Token], problems: &mut Problems) -> Meaning {
    let mut leaves: Vec<Leaf> = Vec::new();
    let mut room = MAX_TERMS;
    for token in tokens {
        if token.kind == Kind::Star {
            problems.add(ProblemCode::ShortTruncation, token.span);
        }
        let Some(spelled) = token.spelled() else { continue };
        problems.extend(&spelled.problems);
        let words = &spelled.words[..spelled.words.len().min(room)];
        room -= words.len();
        match leaves.last_mut().map(|leaf| (&mut leaf.pattern, &mut leaf.span)) {
            _ if words.is_empty() => {}
            Some((Pattern::Words(before), span)) if matches!(token.kind, Kind::Text(_)) => {
                before.extend_from_slice(words);
                span.end = token.span.end;
            }
            _ => {
                let pattern = match token.kind {
                    Kind::Quoted(_) => Pattern::Phrase(words.to_vec()),
                    _ => Pattern::Words(words.to_vec()),
                };
                leaves.push(Leaf { field: Field::Anywhere, pattern, span: token.span });
            }
        }
        if words.len() < spelled.words.len() {
            problems.add(ProblemCode::TooManyTerms, Span::new(token.span.start, text.len()));
            break;
        }
    }
    if leaves.is_empty() { Meaning::Nothing } else { Meaning::Question(leaves) }
}

/// The problems found so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Problems(Vec<QueryProblem>);

impl Problems {
    /// Adds a problem; one of the same kind side by side with the last is one with it.
    fn add(&mut self, code: ProblemCode, span: Span) {
        match self.0.last_mut() {
            Some(last)
                if last.code == code && (last.span.start..=last.span.end + 1).contains(&span.start) =>
            {
                last.span.end = last.span.end.max(span.end);
            }
            _ => self.0.push(QueryProblem { code, span }),
        }
    }

    fn extend(&mut self, others: &Self) {
        self.0.extend_from_slice(&others.0);
    }

    /// In the order in which they are told.
    fn told(mut self) -> Vec<QueryProblem> {
        let is_of_whole = |code| {
            matches!(code, ProblemCode::NothingToSearch | ProblemCode::TooLong | ProblemCode::TooManyTerms)
        };
        self.0.sort_by_key(|problem| (!is_of_whole(problem.code), problem.span, problem.code));
        self.0.dedup();
        self.0.truncate(MAX_PROBLEMS);
        self.0
    }
}
