//! Ovid's headings, such as `exp *Heart Failure/dt, th`, and its limits to years.

use super::fields::{self, Field};
use super::language::{LONGEST_HEADING, is_capitalised, is_explode, is_year_limit, qualified};
use super::lexer::{Kind, Token};
use super::operands::heading;
use super::parser::{Operand, Parser};
use super::tree::{Grown, Heading, Leaf, Pattern};
use super::words;
use domain::query::{ProblemCode, Span};

impl Parser<'_> {
    /// The heading that begins at the next token.
    pub(super) fn heading(&mut self) -> Option<Operand> {
        let tokens = self.tokens;
        let mut at = self.at;
        let explode = is_explode(tokens.get(at)?);
        at += usize::from(explode);
        let major = tokens.get(at)?.kind == Kind::Star;
        at += usize::from(major);
        let name = name(self.text, tokens.get(at..)?, explode || major)?;
        let start = tokens.get(self.at)?.span;
        let name_span = tokens.get(at)?.span.to(Span::new(0, name.end));
        self.at = at + name.length;
        let (qualifiers, end) = self.qualifiers(name.qualifier);
        let span = start.to(end);
        let name = words::value(self.text, name_span, self.problems)?;
        let headings = match qualifiers.as_slice() {
            [] => vec![heading(name, explode, major)],
            some => {
                let with = |qualifier: &&str| Heading {
                    name: name.clone(),
                    qualifier: Some((*qualifier).to_owned()),
                    explode,
                    major,
                };
                some.iter().map(with).collect()
            }
        };
        let leaf = |heading| Leaf { field: Field::Heading, pattern: Pattern::Heading(heading), span };
        let leaves = headings.into_iter().map(leaf).collect();
        let leaves = self.with_room(leaves);
        Grown::any(leaves).map(Operand::Found)
    }

    /// The subheadings behind a heading's stroke, of which any has to stand with it, and where they end.
    fn qualifiers(&mut self, first: Option<&'static str>) -> (Vec<&'static str>, Span) {
        let mut qualifiers: Vec<_> = first.into_iter().collect();
        let mut end = self.tokens[self.at - 1].span;
        if first.is_none() {
            return (qualifiers, end);
        }
        while let Some(token) = self.tokens.get(self.at)
            && self.text[end.end..token.span.start].trim() == ","
            && let Some(qualifier) =
                token.only_word().filter(|code| code.len() == 2).and_then(fields::qualifier)
        {
            qualifiers.push(qualifier);
            end = token.span;
            self.at += 1;
        }
        // Ovid shows what the codes stand for.
        if let Some(token) = self.tokens.get(self.at)
            && let Kind::Tag(content) = token.kind
            && content.of(self.text).split(',').next().and_then(fields::qualifier).is_some()
        {
            end = token.span;
            self.at += 1;
        }
        (qualifiers, end)
    }
}

/// A heading's name.
struct Name {
    /// The tokens that it takes, its stroke included.
    length: usize,
    /// Where it ends.
    end: usize,
    /// The subheading right behind its stroke.
    qualifier: Option<&'static str>,
}

/// The name at the start of these tokens. Only behind `exp` or a star may it have operators in it, as in
/// `exp Bone and Bones/`: elsewhere they combine.
fn name(text: &str, tokens: &[Token], is_announced: bool) -> Option<Name> {
    for (at, token) in tokens.iter().enumerate().take(LONGEST_HEADING) {
        match token.kind {
            Kind::Slash if at > 0 => {
                return Some(Name { length: at + 1, end: tokens[at - 1].span.end, qualifier: None });
            }
            Kind::Quoted(_) if at == 0 && tokens.get(1).is_some_and(|next| next.kind == Kind::Slash) => {}
            Kind::Text(_) if at > 0 && is_explode(token) => return None,
            Kind::Text(_) => {
                let may_end = is_announced || tokens[..=at].iter().all(is_capitalised);
                if let Some(stroke) = qualified(text, token).filter(|_| may_end) {
                    let end = token.words().last()?.span.end;
                    let qualifier = fields::qualifier(text.get(stroke + 1..end)?);
                    return Some(Name { length: at + 1, end: stroke, qualifier });
                }
            }
            Kind::Operator(_) if is_announced && at > 0 && is_small(text, token) => {}
            _ => return None,
        }
    }
    None
}

fn is_small(text: &str, operator: &Token) -> bool {
    operator.span.of(text).bytes().all(|byte| byte.is_ascii_lowercase())
}

/// A search of Ovid with limits: `limit … to yr="2019 -Current"`, or the limits behind what they limit.
pub(super) struct Limited<'a> {
    pub query: &'a [Token],
    pub limits: &'a [Token],
}

/// The parts of a limited search.
pub(super) fn limited<'a>(text: &str, tokens: &'a [Token]) -> Option<Limited<'a>> {
    let is_word = |at: usize, wanted: &str| {
        tokens.get(at).is_some_and(|token| token.span.of(text).eq_ignore_ascii_case(wanted))
    };
    // With an operator or a field behind it, it is a word that is looked for, as in the canonical form.
    let is_word_alone = tokens
        .get(1)
        .is_some_and(|next| matches!(next.kind, Kind::Operator(_) | Kind::Tag(_) | Kind::Codes(_)));
    let begins = |at: usize| if at == 0 { !is_word_alone } else { is_word(at + 1, "to") };
    let limit = (0..tokens.len()).find(|at| is_word(*at, "limit") && begins(*at))?;
    let years = (limit..tokens.len()).find(|at| is_year_limit(tokens[*at].span.of(text)))?;
    let to = (limit..years).rfind(|at| is_word(*at, "to"))?;
    let query = if limit == 0 { &tokens[1..to] } else { &tokens[..limit] };
    (limit == 0 || to == limit + 1).then_some(Limited { query, limits: &tokens[to + 1..] })
}

/// The years of limits; any other limit is left out.
pub(super) fn limits(parser: &mut Parser<'_>) -> Vec<Operand> {
    let mut found = Vec::new();
    while let Some(token) = parser.tokens.get(parser.at) {
        parser.at += 1;
        let written = token.span.of(parser.text);
        if is_year_limit(written) {
            let quoted = parser.tokens.get(parser.at).filter(|next| matches!(next.kind, Kind::Quoted(_)));
            let years = quoted.filter(|_| written.len() == 3).unwrap_or(token);
            parser.at += usize::from(years.span != token.span);
            let written =
                years.span.of(parser.text).trim_start_matches(|c: char| !c.is_ascii_digit() && c != '-');
            found.push(parser.dates(written.trim_end_matches(words::is_quote), token.span.to(years.span)));
        } else if let Kind::Text(_) | Kind::Quoted(_) = token.kind {
            parser.problems.add(ProblemCode::MissingFilter, token.span);
        }
    }
    found
}

/// Whether all that is limited is the number of an earlier search.
pub(super) fn is_number_alone(text: &str, query: &[Token]) -> bool {
    matches!(query, [only] if only.span.of(text).bytes().all(|byte| byte.is_ascii_digit()))
}
