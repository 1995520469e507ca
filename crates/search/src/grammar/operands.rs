//! What operators combine: words, phrases, values and dates, each with the fields behind it.

use super::dates::{self, Fault};
use super::fields::{self, Field, Scope, Target};
use super::lexer::{Kind, Token};
use super::parser::{Operand, Parser};
use super::tree::{Grown, Heading, Leaf, Pattern, Word};
use super::words;
use super::{Language, MAX_TERMS};
use domain::query::{ProblemCode, Span};

impl<'a> Parser<'a> {
    /// The operand at the next token, looked for in its own fields or in those of the group. Nothing where there is
    /// none. Goes on by at least one token.
    pub(super) fn operand(&mut self, outer: &Scope) -> Option<Operand> {
        if self.language == Language::Ovid
            && let Some(operand) = self.heading()
        {
            return Some(operand);
        }
        if let Some(operand) = self.earlier_search().or_else(|| self.date_range()) {
            return Some(operand);
        }
        let token = self.tokens.get(self.at)?;
        let run = match token.kind {
            Kind::Text(_) => self.run(),
            Kind::Quoted(_) => std::slice::from_ref(token),
            _ => {
                self.no_operand(token);
                return None;
            }
        };
        self.at += run.len();
        let mut span = whole(run);
        let own = self.scope(self.at);
        if own.is_some() {
            span.end = self.tokens.get(self.at).map_or(span.end, |field| field.span.end);
            self.at += 1;
        }
        let scope = own.as_ref().unwrap_or(outer);
        if scope.is_left_out { Some(Operand::LeftOut) } else { self.built(run, span, scope) }
    }

    /// Passes over what stands where an operand should.
    fn no_operand(&mut self, token: &Token) {
        match token.kind {
            Kind::Tag(_) | Kind::Codes(_) => self.problems.add(ProblemCode::FieldWithoutWords, token.span),
            Kind::Star => self.problems.add(ProblemCode::ShortTruncation, token.span),
            _ => {}
        }
        self.at += 1;
    }

    /// Text side by side; colons and strokes within it mean nothing.
    fn run(&self) -> &'a [Token] {
        let rest = &self.tokens[self.at..];
        let is_part = |token: &&Token| match token.kind {
            Kind::Text(_) => !is_earlier_search(self.text, token),
            Kind::Colon | Kind::Slash => true,
            _ => false,
        };
        let length = rest.iter().take_while(is_part).count();
        let last = rest[..length].iter().rposition(|token| matches!(token.kind, Kind::Text(_)));
        &rest[..last.map_or(1, |last| last + 1)]
    }

    /// `#1`, and Ovid's `or/1-5`.
    fn earlier_search(&mut self) -> Option<Operand> {
        let token = self.tokens.get(self.at).filter(|token| is_earlier_search(self.text, token))?;
        self.problems.add(ProblemCode::EarlierSearch, token.span);
        self.at += 1;
        Some(Operand::LeftOut)
    }

    /// Two dates with a colon between: each with its field, or the last with that of both.
    fn date_range(&mut self) -> Option<Operand> {
        let is_date = |token: &Token| match token.kind {
            Kind::Tag(content) => fields::tag(content.of(self.text)).targets == [Target::Field(Field::Date)],
            _ => false,
        };
        let is_end = |token: &Token| matches!(token.kind, Kind::Text(_) | Kind::Quoted(_));
        let is_colon = |token: &Token| token.kind == Kind::Colon;
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
        // What is wrong with one field is wrong with both.
        self.scope(self.at + length - 1);
        let span = from.span.to(self.tokens[self.at + length - 1].span);
        let written =
            [from, to].map(|token| token.span.of(self.text).trim_matches(words::is_quote)).join(":");
        self.at += length;
        Some(self.dates(&written, span))
    }

    /// Dates of publication.
    pub(super) fn dates(&mut self, written: &str, span: Span) -> Operand {
        let leaf = self.dates_leaf(written, span);
        let leaves = self.with_room(leaf.into_iter().collect());
        Grown::all(leaves).map_or(Operand::LeftOut, Operand::Found)
    }

    /// Dates of publication; nothing where there are none to be read.
    fn dates_leaf(&mut self, written: &str, span: Span) -> Option<Leaf> {
        let read = dates::read(written);
        match read.fault {
            Some(Fault::NoDate) => self.problems.add(ProblemCode::BadDate, span),
            Some(Fault::Reversed) => self.problems.add(ProblemCode::ReversedDates, span),
            None => {}
        }
        read.dates.map(|dates| Leaf { field: Field::Date, pattern: Pattern::Dates(dates), span })
    }

    /// A run or a phrase in its fields: any of them.
    fn built(&mut self, run: &[Token], span: Span, scope: &Scope) -> Option<Operand> {
        if scope.targets == [Target::Field(Field::Date)] {
            return Some(self.dates(whole(run).of(self.text), span));
        }
        if scope.targets.iter().any(is_text) {
            for spelled in run.iter().filter_map(Token::spelled) {
                self.problems.extend(&spelled.problems);
            }
        }
        if scope.distance.is_some() && !scope.targets.iter().any(is_text) {
            self.problems.add(ProblemCode::Proximity, span);
        }
        let mut built: Option<Grown> = None;
        for target in &scope.targets {
            let leaves = match *target {
                Target::Field(field) if field.is_text() => self
                    .patterns(run, scope.distance)
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
                    let heading = self.value(run).map(|name| heading(name, explode, major));
                    let leaf =
                        |heading| Leaf { field: Field::Heading, pattern: Pattern::Heading(heading), span };
                    heading.map(leaf).into_iter().collect()
                }
            };
            let Some(next) = Grown::all(self.with_room(leaves)) else { continue };
            built = Some(match built {
                None => next,
                Some(built) => built.or(next).unwrap_or_else(|built| built),
            });
        }
        built.map(Operand::Found)
    }

    /// A run or a phrase as one value.
    fn value(&mut self, run: &[Token]) -> Option<Word> {
        words::value(self.text, whole(run), self.problems)
    }

    /// What to look for in a field of text.
    fn patterns(&mut self, run: &[Token], distance: Option<u32>) -> Vec<Pattern> {
        let words = || words::in_phrase(run.iter().flat_map(Token::words).cloned().collect());
        let is_quoted = run.iter().all(|token| matches!(token.kind, Kind::Quoted(_)));
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

    /// As many of these leaves as there is room for. Where one has none, the rest of the text is left out.
    pub(super) fn with_room(&mut self, leaves: Vec<Leaf>) -> Vec<Leaf> {
        let mut taken = Vec::with_capacity(leaves.len());
        for mut leaf in leaves {
            let room = MAX_TERMS.saturating_sub(self.terms);
            let count = leaf.words().len().max(1);
            if count <= room {
                self.terms += count;
                taken.push(leaf);
                continue;
            }
            let first_left_out = leaf.words().get(room).map_or(leaf.span, |word| word.span);
            self.stop(first_left_out);
            if let Pattern::Words(words) = &mut leaf.pattern
                && room > 0
            {
                words.truncate(room);
                self.terms += room;
                taken.push(leaf);
            }
            break;
        }
        taken
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

/// Runs of whole words, and between them text that marks part into more than one word: that is a phrase.
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

/// Words as they stand. An index finds only the last word of a phrase by its start; where another is truncated, the
/// words stand together in any order.
fn phrase(words: Vec<Word>) -> Pattern {
    let is_truncated_within =
        words.split_last().is_some_and(|(_, before)| before.iter().any(|word| word.is_truncated));
    if is_truncated_within { Pattern::Near { words, distance: 0 } } else { Pattern::Phrase(words) }
}

/// The place of the words, with the field where they are the last before it.
fn span_of(pattern: &Pattern, whole: Span) -> Span {
    match pattern {
        Pattern::Words(words) | Pattern::Phrase(words) => {
            let first = words.first().map_or(whole.start, |word| word.span.start);
            Span::new(first.max(whole.start), whole.end)
        }
        _ => whole,
    }
}

/// A heading by its name, such as `Asthma/drug therapy`.
pub(super) fn heading(name: Word, explode: bool, major: bool) -> Heading {
    let split = name.text.rsplit_once('/');
    let known = split.and_then(|(name, qualifier)| Some((name, fields::qualifier(qualifier)?)));
    match known {
        Some((start, qualifier)) => Heading {
            name: Word { text: words::trimmed(start).to_owned(), ..name.clone() },
            qualifier: Some(qualifier.to_owned()),
            explode,
            major,
        },
        None => Heading { name, qualifier: None, explode, major },
    }
}

/// Whether this stands for the result of an earlier search.
fn is_earlier_search(text: &str, token: &Token) -> bool {
    let Some(word) = token.only_word() else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let range = ["or/", "and/", "OR/", "AND/"].into_iter().find_map(|label| word.strip_prefix(label));
    token.span.of(text).strip_prefix('#').is_some_and(is_number)
        || range
            .and_then(|range| range.split_once('-'))
            .is_some_and(|(from, to)| is_number(from) && is_number(to))
}
