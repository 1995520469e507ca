//! Operands: words, phrases, values and dates, each with the fields after it.

use super::dates::{DateError, parse_dates};
use super::fields::{self, Field, FieldSpec, Target};
use super::headings::split_heading;
use super::language::Language;
use super::lexer::{Token, TokenKind};
use super::line_set::LineSet;
use super::token_stream::TokenStream;
use super::tree::{BoundedNode, Leaf, Pattern, Word};
use super::words;
use domain::query::{ProblemCode, Span};

/// What an operator is applied to.
pub(super) enum Operand {
    Node(BoundedNode),
    /// Something that cannot be searched; it is dropped together with its operator.
    Dropped,
}

impl<'a> TokenStream<'a> {
    /// Parses the operand at the next token, searched in its own fields or in those of the group; none where there is
    /// none. Consumes at least one token.
    pub(super) fn parse_operand(&mut self, outer: &FieldSpec) -> Option<Operand> {
        if self.language == Language::Ovid
            && let Some(heading) = self.parse_heading()
        {
            return Some(Operand::Node(heading));
        }
        if let Some(operand) = self.parse_earlier_search().or_else(|| self.parse_date_range()) {
            return Some(operand);
        }
        let token = self.tokens.get(self.at)?;
        let run = match &token.kind {
            TokenKind::Lines(set) => return Some(self.parse_lines(token.span, set)),
            TokenKind::Text(_) => self.run(),
            TokenKind::Quoted(_) => std::slice::from_ref(token),
            _ => {
                self.skip_non_operand(token);
                return None;
            }
        };
        self.at += run.len();
        let mut span = whole(run);
        let own = self.read_fields(self.at);
        if own.is_some() {
            span.end = self.tokens.get(self.at).map_or(span.end, |field| field.span.end);
            self.at += 1;
        }
        let spec = own.as_ref().unwrap_or(outer);
        if spec.is_dropped { Some(Operand::Dropped) } else { self.build(run, span, spec) }
    }

    /// Skips what cannot be an operand.
    fn skip_non_operand(&mut self, token: &Token) {
        match token.kind {
            TokenKind::Tag(_) | TokenKind::Codes(_) => {
                self.problems.add(ProblemCode::FieldWithoutWords, token.span)
            }
            TokenKind::Star => self.problems.add(ProblemCode::ShortTruncation, token.span),
            _ => {}
        }
        self.at += 1;
    }

    /// Neighbouring text; colons and slashes within it mean nothing.
    fn run(&self) -> &'a [Token] {
        let rest = &self.tokens[self.at..];
        let is_part = |token: &&Token| match token.kind {
            TokenKind::Text(_) => !is_earlier_search(self.text, token),
            TokenKind::Colon | TokenKind::Slash => true,
            _ => false,
        };
        let length = rest.iter().take_while(is_part).count();
        let last = rest[..length].iter().rposition(|token| matches!(token.kind, TokenKind::Text(_)));
        &rest[..last.map_or(1, |last| last + 1)]
    }

    /// `#1`, and Ovid's `or/1-5`.
    fn parse_earlier_search(&mut self) -> Option<Operand> {
        let token = self.tokens.get(self.at).filter(|token| is_earlier_search(self.text, token))?;
        self.problems.add(ProblemCode::EarlierSearch, token.span);
        self.at += 1;
        Some(Operand::Dropped)
    }

    /// Other lines of the strategy.
    fn parse_lines(&mut self, span: Span, set: &LineSet) -> Operand {
        self.at += 1;
        let leaf = |place: &usize| Leaf { field: Field::Anywhere, pattern: Pattern::Line(*place), span };
        let leaves = set.lines.iter().map(leaf).collect();
        let leaves = self.with_room(leaves);
        let node = if set.is_any { BoundedNode::any(leaves) } else { BoundedNode::all(leaves) };
        node.map_or(Operand::Dropped, Operand::Node)
    }

    /// Two dates with a colon between: each with its field, or the last with the field of both.
    fn parse_date_range(&mut self) -> Option<Operand> {
        let is_date = |token: &Token| match token.kind {
            TokenKind::Tag(content) => {
                fields::parse_tag(content.of(self.text)).targets == [Target::Field(Field::Date)]
            }
            _ => false,
        };
        let is_end = |token: &Token| matches!(token.kind, TokenKind::Text(_) | TokenKind::Quoted(_));
        let is_colon = |token: &Token| token.kind == TokenKind::Colon;
        let (from, to, length) = match &self.tokens[self.at..] {
            [from, field, colon, to, last, ..]
                if is_end(from) && is_date(field) && is_colon(colon) && is_end(to) && is_date(last) =>
            {
                (from, to, 5)
            }
            [from, colon, to, last, ..] if is_end(from) && is_colon(colon) && is_end(to) && is_date(last) => {
                (from, to, 4)
            }
            _ => return None,
        };
        // A problem with one field concerns both.
        self.read_fields(self.at + length - 1);
        let span = from.span.to(self.tokens[self.at + length - 1].span);
        let written =
            [from, to].map(|token| token.span.of(self.text).trim_matches(words::is_quote)).join(":");
        self.at += length;
        Some(self.date_operand(&written, span))
    }

    /// Dates of publication.
    pub(super) fn date_operand(&mut self, written: &str, span: Span) -> Operand {
        let leaf = self.dates_leaf(written, span);
        let leaves = self.with_room(leaf.into_iter().collect());
        BoundedNode::all(leaves).map_or(Operand::Dropped, Operand::Node)
    }

    /// Dates of publication; none where they cannot be read.
    fn dates_leaf(&mut self, written: &str, span: Span) -> Option<Leaf> {
        let parsed = parse_dates(written);
        match parsed.error {
            Some(DateError::NoDate) => self.problems.add(ProblemCode::BadDate, span),
            Some(DateError::Reversed) => self.problems.add(ProblemCode::ReversedDates, span),
            None => {}
        }
        parsed.dates.map(|dates| Leaf { field: Field::Date, pattern: Pattern::Dates(dates), span })
    }

    /// A run or a phrase in any of its fields.
    fn build(&mut self, run: &[Token], span: Span, spec: &FieldSpec) -> Option<Operand> {
        if spec.targets == [Target::Field(Field::Date)] {
            return Some(self.date_operand(whole(run).of(self.text), span));
        }
        if spec.targets.iter().any(is_text) {
            for word_list in run.iter().filter_map(Token::word_list) {
                self.problems.extend(&word_list.problems);
            }
        }
        if spec.distance.is_some() && !spec.targets.iter().any(is_text) {
            self.problems.add(ProblemCode::Proximity, span);
        }
        let mut built: Option<BoundedNode> = None;
        for target in &spec.targets {
            let leaves = match *target {
                Target::Field(field) if field.is_text() => self
                    .patterns(run, spec.distance)
                    .into_iter()
                    .map(|pattern| Leaf { field, span: span_of(&pattern, span), pattern })
                    .collect(),
                Target::Field(Field::Date) => {
                    self.dates_leaf(whole(run).of(self.text), span).into_iter().collect()
                }
                Target::Field(field) => self.value(run).map_or_else(Vec::new, |value| {
                    vec![Leaf { field, pattern: Pattern::Value(value), span }]
                }),
                Target::Heading { explode, major } => {
                    let heading = self.value(run).map(|name| split_heading(name, explode, major));
                    let leaf =
                        |heading| Leaf { field: Field::Heading, pattern: Pattern::Heading(heading), span };
                    heading.map(leaf).into_iter().collect()
                }
            };
            let Some(next) = BoundedNode::all(self.with_room(leaves)) else { continue };
            built = Some(match built {
                None => next,
                Some(built) => built.or(next).unwrap_or_else(|built| built),
            });
        }
        built.map(Operand::Node)
    }

    /// A run or a phrase as one value.
    fn value(&mut self, run: &[Token]) -> Option<Word> {
        words::normalize_value(self.text, whole(run), self.problems)
    }

    /// The patterns to match in a text field.
    fn patterns(&mut self, run: &[Token], distance: Option<u32>) -> Vec<Pattern> {
        let words = || words::split_verbatim(run.iter().flat_map(Token::words).cloned().collect());
        let is_quoted = run.iter().all(|token| matches!(token.kind, TokenKind::Quoted(_)));
        if let Some(distance) = distance {
            let words = words();
            if words.len() > 1 {
                return vec![Pattern::Near { words, distance }];
            }
            self.problems.add(ProblemCode::Proximity, whole(run));
        }
        if is_quoted {
            return vec![phrase(words())];
        }
        match run {
            _ if self.language != Language::Ovid => side_by_side(run),
            [only] if only.words().len() == 1 => vec![Pattern::Words(only.words().to_vec())],
            _ => vec![phrase(words())],
        }
    }
}

/// From the first token to the last.
fn whole(run: &[Token]) -> Span {
    match run {
        [first, .., last] => first.span.to(last.span),
        [only] => only.span,
        [] => Span::new(0, 0),
    }
}

fn is_text(target: &Target) -> bool {
    matches!(target, Target::Field(field) if field.is_text())
}

/// Runs of single words, separated by text that marks split into several words: each such text is a phrase.
fn side_by_side(run: &[Token]) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    for token in run {
        match token.words() {
            [] => {}
            [word] => match patterns.last_mut() {
                Some(Pattern::Words(words)) => words.push(word.clone()),
                _ => patterns.push(Pattern::Words(vec![word.clone()])),
            },
            words => patterns.push(phrase(words.to_vec())),
        }
    }
    patterns
}

/// Consecutive words. An index finds only the last word of a phrase by its prefix; where another one is truncated,
/// the words are adjacent in any order.
fn phrase(words: Vec<Word>) -> Pattern {
    let is_truncated_within =
        words.split_last().is_some_and(|(_, before)| before.iter().any(|word| word.is_truncated));
    if is_truncated_within { Pattern::Near { words, distance: 0 } } else { Pattern::Phrase(words) }
}

/// The span of the words, including their field where they are the last before it.
fn span_of(pattern: &Pattern, whole: Span) -> Span {
    match pattern {
        Pattern::Words(words) | Pattern::Phrase(words) => {
            let first = words.first().map_or(whole.start, |word| word.span.start);
            Span::new(first.max(whole.start), whole.end)
        }
        _ => whole,
    }
}

/// Whether this refers to the result of an earlier search.
fn is_earlier_search(text: &str, token: &Token) -> bool {
    let Some(word) = token.only_word() else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let range = ["or/", "and/", "OR/", "AND/"].into_iter().find_map(|label| word.strip_prefix(label));
    token.span.of(text).strip_prefix('#').is_some_and(is_number)
        || range
            .and_then(|range| range.split_once('-'))
            .is_some_and(|(from, to)| is_number(from) && is_number(to))
}
