//! Parsing a text: its language, what it asks for, and what was not understood.

use super::fields::Field;
use super::language::{self, Language};
use super::lexer::{self, Token, TokenKind};
use super::limits::{MAX_QUERY_BYTES, MAX_TERMS};
use super::parser::{check_parentheses, parse_tokens};
use super::problems::Problems;
use super::tree::{Expression, Leaf, Pattern};
use super::words;
use domain::folding::is_invisible;
use domain::query::{ProblemCode, QueryProblem, Span};

/// How a text was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ParsedQuery {
    pub(crate) language: Language,
    pub(crate) expression: Expression,
    /// Problems of the whole text come first, the others by their place; at most
    /// [`MAX_PROBLEMS`](super::limits::MAX_PROBLEMS).
    pub(crate) problems: Vec<QueryProblem>,
}

impl ParsedQuery {
    /// The leaves that a matching item may hold, in the order of the text; none that are negated.
    pub(crate) fn wanted(&self) -> Vec<&Leaf> {
        match &self.expression {
            Expression::Everything | Expression::Nothing => Vec::new(),
            Expression::Question(leaves) => leaves.iter().collect(),
            Expression::Structured(node) => node.wanted(),
        }
    }
}

/// What of a text is not understood, each problem with its place in the text.
pub fn find_problems(text: &str) -> Vec<QueryProblem> {
    parse(text).problems
}

/// Parses a text. See the documentation of [`super`].
pub(crate) fn parse(text: &str) -> ParsedQuery {
    if text.chars().all(|c| words::is_gap(c) || is_invisible(c)) {
        let (language, expression) = (Language::Question, Expression::Everything);
        return ParsedQuery { language, expression, problems: Vec::new() };
    }
    let mut problems = Problems::default();
    let whole = text;
    let text = &whole[..whole.floor_char_boundary(MAX_QUERY_BYTES)];
    if text.len() < whole.len() {
        problems.add(ProblemCode::TooLong, Span::new(text.len(), whole.len()));
    }
    let tokens = lexer::tokenize(text, &mut problems);
    let language = language::detect(text, &tokens);
    let tokens = language::resolve(tokens, language, &mut problems);
    check_parentheses(&tokens, &mut problems);
    let expression = match language {
        Language::Question => parse_question(text, &tokens, &mut problems),
        _ => parse_tokens(text, &tokens, language, &mut problems)
            .map_or(Expression::Nothing, Expression::Structured),
    };
    if expression == Expression::Nothing {
        problems.add(ProblemCode::NothingToSearch, Span::new(0, text.len()));
    }
    ParsedQuery { language, expression, problems: problems.into_sorted() }
}

/// The words and phrases of a question.
fn parse_question(text: &str, tokens: &[Token], problems: &mut Problems) -> Expression {
    let mut leaves: Vec<Leaf> = Vec::new();
    let mut room = MAX_TERMS;
    for token in tokens {
        if token.kind == TokenKind::Star {
            problems.add(ProblemCode::ShortTruncation, token.span);
        }
        let Some(word_list) = token.word_list() else { continue };
        problems.extend(&word_list.problems);
        let words = &word_list.words[..word_list.words.len().min(room)];
        room -= words.len();
        match leaves.last_mut().map(|leaf| (&mut leaf.pattern, &mut leaf.span)) {
            _ if words.is_empty() => {}
            Some((Pattern::Words(before), span)) if matches!(token.kind, TokenKind::Text(_)) => {
                before.extend_from_slice(words);
                span.end = token.span.end;
            }
            _ => {
                let pattern = match token.kind {
                    TokenKind::Quoted(_) => Pattern::Phrase(words.to_vec()),
                    _ => Pattern::Words(words.to_vec()),
                };
                leaves.push(Leaf { field: Field::Anywhere, pattern, span: token.span });
            }
        }
        if words.len() < word_list.words.len() {
            problems.add(ProblemCode::TooManyTerms, Span::new(token.span.start, text.len()));
            break;
        }
    }
    if leaves.is_empty() { Expression::Nothing } else { Expression::Question(leaves) }
}
