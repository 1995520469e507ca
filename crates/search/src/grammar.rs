//! The query language: what a text in the search box asks for.
//!
//! One box accepts a plain question and the syntax of PubMed and of Ovid. [`parse`] detects which it is and returns
//! what was understood ([`Expression`]) and what was not ([`domain::query::QueryProblem`], each with its place). Every
//! text can be parsed; none is rejected.
//!
//! # Which language
//!
//! A text is Ovid's if it has a field in Ovid's notation (`.ti,ab.`), a heading (`exp Asthma/`, `*Asthma/`, `Heart
//! Failure/`), `adj` or `adj3` between two words, truncation by `$`, or `limit … to yr=`. Otherwise it is PubMed's if it
//! has `AND`, `OR` or `NOT` in capitals, a field in brackets, or truncation by `*`. Otherwise it is a question: words, of
//! which an item may lack some, and phrases, which it has to hold. Parentheses, colons, lower-case operators, quotation
//! marks and all other signs do not make a text structured.
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
//! - Operators are applied from left to right, as in PubMed; in Ovid `and` and `not` bind more tightly than `or`. `NOT`
//!   negates what comes next. Operands without an operator between them are combined by `AND`.
//! - A run is one operand: in PubMed all of its words, in Ovid a phrase. A field applies to the whole run or phrase before
//!   it, or to everything in the group before it that has no field of its own.
//! - `adjN` binds more tightly than the other operators: at most N−1 other words between, in any order. `[tiab:~N]` allows
//!   N.
//! - The content of a field of values (author, journal, heading, …) is one value.
//! - Text split by marks, such as `HLA-B*57:01` or `25(OH)D`, is a phrase of its parts. A DOI or a web address is one
//!   word, up to an unpaired parenthesis. Commas and semicolons are gaps, except within a number.
//! - Truncation needs [`limits::MIN_TRUNCATED`] letters before it.
//!
//! # Bounds
//!
//! At most [`MAX_QUERY_BYTES`] bytes and [`limits::MAX_TERMS`] terms are read, and the tree is at most
//! [`limits::MAX_DEPTH`] deep; a problem says what was left out. Parsing takes time linear in the text and does not
//! recurse.
//!
//! # Using it
//!
//! `ParsedQuery::wanted` gives the leaves that a matching item may hold, for scoring, snippets and spelling, whatever the
//! language; [`Expression`] says how they are combined. The words of a leaf are as typed: splitting them further
//! (`COVID-19`), stems, stop words (which an `AND` should not require), identifiers and the vocabulary are up to the
//! engine. The words of one [`Pattern::Words`] were side by side, so terms of the vocabulary are to be looked for within
//! it; a phrase is taken literally. `to_string` of an expression is its canonical form in PubMed's syntax, which shows how
//! a text was read: parsed again, it gives the same expression. The message of a problem has the key `ProblemCode::key`,
//! with `text` as its argument, and `QueryProblem::place` is what to mark.

mod canonical;
mod dates;
mod dialects;
mod fields;
mod frame;
mod headings;
mod language;
mod lexer;
mod limits;
mod line_set;
mod operands;
mod parsed_query;
mod parser;
mod problems;
mod proximity;
mod qualifiers;
mod references;
mod rewriting;
mod strategy;
#[cfg(test)]
mod tests;
mod token_stream;
mod tree;
mod words;
mod year_limits;

pub(crate) use dates::Dates;
pub(crate) use fields::Field;
pub use limits::MAX_QUERY_BYTES;
pub use parsed_query::find_problems;
pub(crate) use parsed_query::parse;
pub(crate) use strategy::{LineKind, Strategy};
pub(crate) use tree::{Expression, Heading, Leaf, Node, Pattern, Word};
