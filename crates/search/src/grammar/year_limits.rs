//! Ovid's limits to years: `limit … to yr="2019 -Current"`.

use super::language::is_year_limit;
use super::lexer::{Token, TokenKind};
use super::operands::Operand;
use super::token_stream::TokenStream;
use super::words;
use domain::query::ProblemCode;

/// An Ovid search with limits: `limit … to yr="2019 -Current"`, or the limits after the query.
pub(super) struct LimitedQuery<'a> {
    pub(super) query: &'a [Token],
    pub(super) limits: &'a [Token],
}

/// Splits a search from its limits.
pub(super) fn split_limits<'a>(text: &str, tokens: &'a [Token]) -> Option<LimitedQuery<'a>> {
    let is_word = |at: usize, wanted: &str| {
        tokens.get(at).is_some_and(|token| token.span.of(text).eq_ignore_ascii_case(wanted))
    };
    // Before an operator or a field it is a search word, as in the canonical form.
    let is_word_alone = tokens.get(1).is_some_and(|next| {
        matches!(next.kind, TokenKind::Operator(_) | TokenKind::Tag(_) | TokenKind::Codes(_))
    });
    let begins = |at: usize| if at == 0 { !is_word_alone } else { is_word(at + 1, "to") };
    let limit = (0..tokens.len()).find(|at| is_word(*at, "limit") && begins(*at))?;
    let years = (limit..tokens.len()).find(|at| is_year_limit(tokens[*at].span.of(text)))?;
    let to = (limit..years).rfind(|at| is_word(*at, "to"))?;
    let query = if limit == 0 { &tokens[1..to] } else { &tokens[..limit] };
    (limit == 0 || to == limit + 1).then_some(LimitedQuery { query, limits: &tokens[to + 1..] })
}

/// The years of the limits; other limits are ignored.
pub(super) fn parse_limits(stream: &mut TokenStream<'_>) -> Vec<Operand> {
    let mut found = Vec::new();
    while let Some(token) = stream.tokens.get(stream.at) {
        stream.at += 1;
        let written = token.span.of(stream.text);
        if is_year_limit(written) {
            let quoted =
                stream.tokens.get(stream.at).filter(|next| matches!(next.kind, TokenKind::Quoted(_)));
            let years = quoted.filter(|_| written.len() == 3).unwrap_or(token);
            stream.at += usize::from(years.span != token.span);
            let written =
                years.span.of(stream.text).trim_start_matches(|c: char| !c.is_ascii_digit() && c != '-');
            found.push(
                stream.date_operand(written.trim_end_matches(words::is_quote), token.span.to(years.span)),
            );
        } else if let TokenKind::Text(_) | TokenKind::Quoted(_) = token.kind {
            stream.problems.add(ProblemCode::MissingFilter, token.span);
        }
    }
    found
}

/// Whether the query is only the number of an earlier search.
pub(super) fn is_number_alone(text: &str, query: &[Token]) -> bool {
    matches!(query, [only] if only.span.of(text).bytes().all(|byte| byte.is_ascii_digit()))
}
