//! Headings: Ovid's, such as `exp *Heart Failure/dt, th`, and names with a subheading.

use super::fields::{self, Field};
use super::language::{LONGEST_HEADING, find_qualifier, is_capitalised, is_explode};
use super::lexer::{Token, TokenKind};
use super::token_stream::TokenStream;
use super::tree::{BoundedNode, Heading, Leaf, Pattern, Word};
use super::words;
use domain::query::Span;

impl TokenStream<'_> {
    /// Parses the heading that begins at the next token.
    pub(super) fn parse_heading(&mut self) -> Option<BoundedNode> {
        let tokens = self.tokens;
        let mut at = self.at;
        let explode = is_explode(tokens.get(at)?);
        at += usize::from(explode);
        let major = tokens.get(at)?.kind == TokenKind::Star;
        at += usize::from(major);
        let name = find_name(self.text, tokens.get(at..)?, explode || major)?;
        let start = tokens.get(self.at)?.span;
        let name_span = tokens.get(at)?.span.to(Span::new(0, name.end));
        self.at = at + name.length;
        let (qualifiers, end) = self.parse_qualifiers(name.qualifier);
        let span = start.to(end);
        let name = words::normalize_value(self.text, name_span, self.problems)?;
        let headings = match qualifiers.as_slice() {
            [] => vec![split_heading(name, explode, major)],
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
        BoundedNode::any(leaves)
    }

    /// The subheadings after a heading's slash, any of which has to be present, and where they end.
    fn parse_qualifiers(&mut self, first: Option<&'static str>) -> (Vec<&'static str>, Span) {
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
        // Ovid shows the meaning of the codes.
        if let Some(token) = self.tokens.get(self.at)
            && let TokenKind::Tag(content) = token.kind
            && content.of(self.text).split(',').next().and_then(fields::qualifier).is_some()
        {
            end = token.span;
            self.at += 1;
        }
        (qualifiers, end)
    }
}

/// A heading's name.
struct HeadingName {
    /// The number of its tokens, including the slash.
    length: usize,
    /// Where it ends in the text.
    end: usize,
    /// The subheading directly after its slash.
    qualifier: Option<&'static str>,
}

/// The name at the start of these tokens. Only after `exp` or a star may it contain operators, as in `exp Bone and
/// Bones/`; elsewhere they combine.
fn find_name(text: &str, tokens: &[Token], is_announced: bool) -> Option<HeadingName> {
    for (at, token) in tokens.iter().enumerate().take(LONGEST_HEADING) {
        match token.kind {
            TokenKind::Slash if at > 0 => {
                return Some(HeadingName { length: at + 1, end: tokens[at - 1].span.end, qualifier: None });
            }
            TokenKind::Quoted(_)
                if at == 0 && tokens.get(1).is_some_and(|next| next.kind == TokenKind::Slash) => {}
            TokenKind::Text(_) if at > 0 && is_explode(token) => return None,
            TokenKind::Text(_) => {
                let may_end = is_announced || tokens[..=at].iter().all(is_capitalised);
                if let Some(stroke) = find_qualifier(text, token).filter(|_| may_end) {
                    let end = token.words().last()?.span.end;
                    let qualifier = fields::qualifier(text.get(stroke + 1..end)?);
                    return Some(HeadingName { length: at + 1, end: stroke, qualifier });
                }
            }
            TokenKind::Operator(_) if is_announced && at > 0 && is_small(text, token) => {}
            _ => return None,
        }
    }
    None
}

fn is_small(text: &str, operator: &Token) -> bool {
    operator.span.of(text).bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The heading with this name, such as `Asthma/drug therapy`.
pub(super) fn split_heading(name: Word, explode: bool, major: bool) -> Heading {
    let split = name.text.rsplit_once('/');
    let known = split.and_then(|(name, qualifier)| Some((name, fields::qualifier(qualifier)?)));
    match known {
        Some((start, qualifier)) => Heading {
            name: Word { text: words::trim_marks(start).to_owned(), ..name.clone() },
            qualifier: Some(qualifier.to_owned()),
            explode,
            major,
        },
        None => Heading { name, qualifier: None, explode, major },
    }
}
