//! Parsing a text: its language, what it asks for, and what was not understood.

use super::dialects;
use super::fields::Field;
use super::language::{self, Language};
use super::lexer::{self, Token, TokenKind};
use super::limits::{MAX_QUERY_BYTES, MAX_TERMS};
use super::parser::{check_parentheses, parse_tokens};
use super::problems::Problems;
use super::references::{self, LineNames};
use super::rewriting::Rewriting;
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
    if dialects::has_signs(text) || dialects::is_ebsco(text) {
        let translation = dialects::translate(text, dialects::is_ebsco(text));
        let mut parsed = parse_text(&translation.rewriting.text, translation.language, None, problems);
        lead_back(&mut parsed, &translation.rewriting);
        return parsed;
    }
    parse_text(text, None, None, problems)
}

/// Parses a text that needs no translation, in a language where it is known. With the names of a strategy's lines,
/// references to them are read.
pub(super) fn parse_text(
    text: &str,
    language: Option<Language>,
    names: Option<&LineNames>,
    mut problems: Problems,
) -> ParsedQuery {
    let mut tokens = lexer::tokenize(text, &mut problems);
    if let Some(names) = names {
        tokens = references::mark_references(text, tokens, names, &mut problems);
    }
    let language = language.unwrap_or_else(|| language::detect(text, &tokens));
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

/// Replaces places in a rewritten text by those in its source.
pub(super) fn lead_back(parsed: &mut ParsedQuery, rewriting: &Rewriting) {
    let mut visit = |leaf: &mut Leaf| {
        leaf.span = rewriting.source(leaf.span);
        match &mut leaf.pattern {
            Pattern::Words(words) | Pattern::Phrase(words) | Pattern::Near { words, .. } => {
                words.iter_mut().for_each(|word| word.span = rewriting.source(word.span));
            }
            Pattern::Value(word) => word.span = rewriting.source(word.span),
            Pattern::Heading(heading) => heading.name.span = rewriting.source(heading.name.span),
            Pattern::Dates(_) | Pattern::Line(_) => {}
        }
    };
    match &mut parsed.expression {
        Expression::Everything | Expression::Nothing => {}
        Expression::Question(leaves) => leaves.iter_mut().for_each(visit),
        Expression::Structured(node) => node.leaves_mut(&mut visit),
    }
    for problem in &mut parsed.problems {
        problem.span = rewriting.source(problem.span);
    }
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
