//! References to other lines of a strategy: `#1`, `S2`, `1a`, `or/1-5`, `and/3,5,7-9`.

use super::lexer::{Operator, Token, TokenKind, parse_proximity};
use super::line_set::LineSet;
use super::problems::Problems;
use domain::query::ProblemCode;
use std::collections::HashMap;

/// The names of a strategy's lines, for references to them.
#[derive(Debug, Default)]
pub(super) struct LineNames {
    places: HashMap<String, usize>,
}

impl LineNames {
    /// Names in the order of the lines; of equal names the first counts.
    pub(super) fn new(names: impl Iterator<Item = String>) -> Self {
        let mut places = HashMap::new();
        for (place, name) in names.enumerate() {
            places.entry(name).or_insert(place);
        }
        Self { places }
    }

    /// The place of the line with this name, in any case and with leading zeros.
    fn find(&self, name: &str) -> Option<usize> {
        let name = name.to_ascii_lowercase();
        let bare = name.trim_start_matches('0');
        self.places.get(if bare.is_empty() { name.as_str() } else { bare }).copied()
    }

    /// The lines between two names, both included, whichever comes first.
    fn between(&self, from: &str, to: &str) -> Option<Vec<usize>> {
        let (from, to) = (self.find(from)?, self.find(to)?);
        Some((from.min(to)..=from.max(to)).collect())
    }
}

/// Turns what refers to a line into references. A bare number or letter does so only where it is an operand by
/// itself: in `type 2 diabetes` it is a word.
pub(super) fn mark_references(
    text: &str,
    tokens: Vec<Token>,
    names: &LineNames,
    problems: &mut Problems,
) -> Vec<Token> {
    let joins: Vec<bool> = tokens.iter().map(is_joint).collect();
    let mut marked = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.into_iter().enumerate() {
        let is_alone = (at == 0 || joins[at - 1]) && joins.get(at + 1).is_none_or(|joins| *joins);
        let written = token.span.of(text);
        let kind = match token.kind {
            TokenKind::Text(_) => reference(written, is_alone, names).map(TokenKind::Lines),
            _ => None,
        };
        if is_missing(written, kind.as_ref(), is_alone, &token) {
            problems.add(ProblemCode::UnknownLine, token.span);
            let none = LineSet { lines: Vec::new(), is_any: true };
            marked.push(Token { kind: TokenKind::Lines(none), span: token.span });
            continue;
        }
        marked.push(match kind {
            Some(kind) => Token { kind, span: token.span },
            None => token,
        });
    }
    marked
}

/// Whether this certainly refers to a line that is not there.
fn is_missing(written: &str, kind: Option<&TokenKind>, is_alone: bool, token: &Token) -> bool {
    if kind.is_some() || !matches!(token.kind, TokenKind::Text(_)) {
        return false;
    }
    let sign = written.strip_prefix('#').is_some_and(is_line_name);
    let is_list = split_list(written).is_some_and(|(_, list)| !list.is_empty());
    let is_number = is_alone && written.len() <= 3 && written.bytes().all(|byte| byte.is_ascii_digit());
    sign || is_list || is_number
}

/// Whether an operand begins or ends beside this token.
fn is_joint(token: &Token) -> bool {
    match &token.kind {
        TokenKind::Open | TokenKind::Close | TokenKind::Operator(_) | TokenKind::Near(_) => true,
        TokenKind::Text(_) => token
            .only_word()
            .is_some_and(|word| Operator::of_any_case(word).is_some() || parse_proximity(word).is_some()),
        _ => false,
    }
}

fn reference(written: &str, is_alone: bool, names: &LineNames) -> Option<LineSet> {
    let one = |place: usize| LineSet { lines: vec![place], is_any: true };
    if let Some((is_any, list)) = split_list(written) {
        return Some(LineSet { lines: parse_list(list, names)?, is_any });
    }
    if let Some(name) = written.strip_prefix('#') {
        return match name.split_once('-') {
            Some(_) => Some(LineSet { lines: parse_list(written, names)?, is_any: true }),
            None => names.find(name).map(one),
        };
    }
    if !is_alone {
        return None;
    }
    if let Some(place) = Some(written).filter(|name| is_line_name(name)).and_then(|name| names.find(name)) {
        return Some(one(place));
    }
    let name = written.strip_prefix(['S', 's', 'L'])?;
    names.find(name).filter(|_| name.starts_with(|c: char| c.is_ascii_digit())).map(one)
}

/// `or/1-5` and `1-5/or`: whether any line is enough, and the list.
fn split_list(written: &str) -> Option<(bool, &str)> {
    let lower = |word: &str| match word.to_ascii_lowercase().as_str() {
        "or" => Some(true),
        "and" => Some(false),
        _ => None,
    };
    let (first, last) = written.split_once('/')?;
    let is_list = |list: &str| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || "#-,–".contains(c);
        list.contains(|c: char| c.is_ascii_digit()) && list.chars().all(is_part)
    };
    match (lower(first), lower(last)) {
        (Some(is_any), _) if is_list(last) => Some((is_any, last)),
        (None, Some(is_any)) if is_list(first) => Some((is_any, first)),
        _ => None,
    }
}

/// The lines of `3,5,7-9`; none where one of them is not there.
fn parse_list(list: &str, names: &LineNames) -> Option<Vec<usize>> {
    let bare = |name: &str| -> String {
        let name = name.trim_start_matches('#');
        name.strip_prefix(['S', 's', 'L']).filter(|rest| is_line_name(rest)).unwrap_or(name).to_owned()
    };
    let mut lines = Vec::new();
    for part in list.split(',').filter(|part| !part.is_empty()) {
        match part.split_once(['-', '–']) {
            Some((from, to)) => lines.extend(names.between(&bare(from), &bare(to))?),
            None => lines.push(names.find(&bare(part))?),
        }
    }
    (!lines.is_empty()).then_some(lines)
}

/// `12`, `3a` or a single letter.
pub(super) fn is_line_name(name: &str) -> bool {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &name[digits..];
    digits <= 4 && rest.len() <= 1 && !name.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphabetic())
}
