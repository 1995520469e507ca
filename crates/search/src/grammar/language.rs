//! Which language a text is written in, and what its tokens are in that language.

use super::fields;
use super::lexer::{Operator, Token, TokenKind, parse_proximity};
use super::problems::Problems;
use super::tree::Word;
use super::words::WordList;
use domain::query::{ProblemCode, Span};

/// The language in which a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// A question in plain words.
    Question,
    PubMed,
    Ovid,
    /// Cochrane's and Embase's, translated: as Ovid, but words side by side are all required, and headings have tags.
    Embase,
}

impl Language {
    /// Whether operators may be lower-case, and `and` and `not` bind more tightly than `or`.
    pub(super) fn has_lower_case_operators(self) -> bool {
        matches!(self, Self::Ovid | Self::Embase)
    }
}

/// Words that may be lower-case in a heading whose other words are capitalised.
const SMALL_WORDS: [&str; 9] = ["and", "as", "by", "for", "in", "of", "on", "the", "with"];
/// The most words in a heading.
pub(super) const LONGEST_HEADING: usize = 16;

/// The language that the signs in a text suggest; without any, it is a question.
pub(super) fn detect(text: &str, tokens: &[Token]) -> Language {
    let items = adjacent_items(tokens);
    let is_ovid = has_codes(tokens)
        || has_proximity(&items)
        || has_subheading(&items)
        || has_limit(text, tokens)
        || has_headings(text, tokens);
    if is_ovid {
        Language::Ovid
    } else if tokens.iter().any(is_pubmed_sign) {
        Language::PubMed
    } else {
        Language::Question
    }
}

fn is_pubmed_sign(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Operator(_) | TokenKind::Tag(_))
        || token.words().iter().any(Word::is_open)
        || plain_words(token).iter().any(|word| Operator::of(&word.text).is_some())
}

/// The words outside quotation marks.
fn plain_words(token: &Token) -> &[Word] {
    if matches!(token.kind, TokenKind::Quoted(_)) { &[] } else { token.words() }
}

/// `.ti,ab.` and `$` for truncation.
fn has_codes(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| {
        matches!(token.kind, TokenKind::Codes(_))
            || token.word_list().is_some_and(|word_list| word_list.has_dollar)
    })
}

/// Neighbouring items without parentheses and fields, as in the canonical form, so that a text has the same signs as
/// its canonical form.
enum AdjacentItem<'a> {
    Word(&'a str),
    Phrase,
    Operator,
}

fn adjacent_items(tokens: &[Token]) -> Vec<AdjacentItem<'_>> {
    let mut items = Vec::with_capacity(tokens.len());
    for token in tokens {
        match token.kind {
            TokenKind::Quoted(_) => items.push(AdjacentItem::Phrase),
            TokenKind::Operator(_) => items.push(AdjacentItem::Operator),
            _ => items.extend(token.words().iter().map(|word| AdjacentItem::Word(&word.text))),
        }
    }
    items
}

/// `adj` or `adj3` between two words.
fn has_proximity(items: &[AdjacentItem<'_>]) -> bool {
    items.windows(3).any(|items| match items {
        [
            AdjacentItem::Word(_) | AdjacentItem::Phrase,
            AdjacentItem::Word(word),
            AdjacentItem::Word(_) | AdjacentItem::Phrase,
        ] => parse_proximity(word).is_some(),
        _ => false,
    })
}

/// `exp Asthma/dt`: a heading with a subheading, whose slash is within a word.
fn has_subheading(items: &[AdjacentItem<'_>]) -> bool {
    items.iter().enumerate().any(|(at, item)| {
        let before = items[at.saturating_sub(LONGEST_HEADING)..at].iter().rev();
        let mut before = before.take_while(|item| !matches!(item, AdjacentItem::Operator));
        matches!(item, AdjacentItem::Word(word) if split_qualifier(word).is_some())
            && before.any(|item| matches!(item, AdjacentItem::Word(word) if word.eq_ignore_ascii_case("exp")))
    })
}

/// `limit … to … yr=`.
fn has_limit(text: &str, tokens: &[Token]) -> bool {
    let mut words = tokens.iter().flat_map(|token| plain_words(token).iter().map(move |word| (word, token)));
    words.any(|(word, _)| word.text.eq_ignore_ascii_case("limit"))
        && words.any(|(word, _)| word.text.eq_ignore_ascii_case("to"))
        && words.any(|(word, token)| is_year_limit(&word.text) || is_year_limit(token.span.of(text)))
}

/// Whether a word begins a limit to years.
pub(super) fn is_year_limit(word: &str) -> bool {
    word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("yr="))
}

/// `exp Heart Failure/`, `*Heart Failure/`, `Heart Failure/`. A slash after other words may be a typing error: only
/// two of them are a sign.
fn has_headings(text: &str, tokens: &[Token]) -> bool {
    let mut doubtful = 0;
    for (at, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::Slash {
            if find_qualifier(text, token).is_some() && is_exploded(tokens, at + 1) {
                return true;
            }
            continue;
        }
        if is_exploded(tokens, at) {
            return true;
        }
        let ends = tokens.get(at + 1).is_none_or(|next| {
            matches!(next.kind, TokenKind::Close | TokenKind::Operator(_))
                || next.only_word().is_some_and(|word| Operator::of_any_case(word).is_some())
        });
        let name = heading_before(tokens, at);
        if ends && !name.is_empty() {
            if name.iter().all(is_capitalised) {
                return true;
            }
            doubtful += 1;
        }
    }
    doubtful > 1
}

/// Whether a heading that ends here begins with `exp` or a star.
fn is_exploded(tokens: &[Token], end: usize) -> bool {
    let before = &tokens[end.saturating_sub(LONGEST_HEADING + 1)..end];
    for (distance, token) in before.iter().rev().enumerate() {
        match &token.kind {
            TokenKind::Star => return distance > 0,
            TokenKind::Text(_) if distance > 0 && is_explode(token) => return true,
            TokenKind::Text(_) | TokenKind::Quoted(_) => {}
            _ => return false,
        }
    }
    false
}

/// Whether this is the keyword that includes narrower headings.
pub(super) fn is_explode(token: &Token) -> bool {
    token.only_word().is_some_and(|word| word.eq_ignore_ascii_case("exp"))
}

/// The words before this place that may belong to a heading.
fn heading_before(tokens: &[Token], end: usize) -> &[Token] {
    let before = &tokens[end.saturating_sub(LONGEST_HEADING)..end];
    let others = before.iter().rposition(|token| match &token.kind {
        TokenKind::Text(_) => token.only_word().is_some_and(|word| Operator::of_any_case(word).is_some()),
        _ => true,
    });
    &before[others.map_or(0, |at| at + 1)..]
}

pub(super) fn is_capitalised(token: &Token) -> bool {
    token.words().iter().all(|word| {
        word.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || SMALL_WORDS.contains(&word.text.as_str())
    })
}

/// The place of the slash in text such as `Asthma/dt`, where a subheading's code follows it.
pub(super) fn find_qualifier(text: &str, token: &Token) -> Option<usize> {
    let TokenKind::Text(_) = token.kind else { return None };
    let word = token.words().last()?;
    let name = split_qualifier(word.span.of(text))?;
    Some(word.span.start + name.len())
}

/// The name before the slash and code of a subheading.
fn split_qualifier(word: &str) -> Option<&str> {
    let (name, code) = word.rsplit_once('/')?;
    (code.len() == 2 && !name.is_empty() && fields::qualifier(code).is_some()).then_some(name)
}

/// Resolves tokens in a language: uncertain ones become text or a field, lower-case operators become operators or
/// words.
pub(super) fn resolve(tokens: Vec<Token>, language: Language, problems: &mut Problems) -> Vec<Token> {
    // What combines lines may be written in any case.
    let has_lines = tokens.iter().any(|token| matches!(token.kind, TokenKind::Lines(_)));
    let mut resolved: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        let kind = match token.kind {
            TokenKind::PerhapsTag(_, word_list) if language == Language::Question => {
                TokenKind::Text(word_list)
            }
            TokenKind::PerhapsTag(content, _) => TokenKind::Tag(content),
            TokenKind::PerhapsCodes(content, _) if language == Language::Ovid => TokenKind::Codes(content),
            TokenKind::Text(word_list) if language.has_lower_case_operators() => resolve_ovid(word_list),
            TokenKind::PerhapsCodes(_, word_list) | TokenKind::Text(word_list)
                if language == Language::PubMed =>
            {
                let is_beside = resolved.last().is_some_and(|last| is_syntax_before(&last.kind))
                    || rest
                        .peek()
                        .is_some_and(|next| matches!(next.kind, TokenKind::Open | TokenKind::Quoted(_)));
                if has_lines {
                    resolve_ovid(word_list)
                } else {
                    resolve_pubmed(word_list, token.span, is_beside, problems)
                }
            }
            TokenKind::PerhapsCodes(_, word_list) => TokenKind::Text(word_list),
            kind => kind,
        };
        resolved.push(Token { kind, span: token.span });
    }
    resolved
}

fn resolve_ovid(word_list: WordList) -> TokenKind {
    let word = word_list.only_word().unwrap_or_default();
    if let Some(operator) = Operator::of_any_case(word) {
        TokenKind::Operator(operator)
    } else if let Some(distance) = parse_proximity(word) {
        TokenKind::Near(distance)
    } else {
        TokenKind::Text(word_list)
    }
}

/// PubMed's operators are upper-case. A lower-case one next to a parenthesis, phrase or field is taken as an operator
/// all the same; among words it is a word.
fn resolve_pubmed(word_list: WordList, span: Span, is_beside: bool, problems: &mut Problems) -> TokenKind {
    let word = word_list.only_word().unwrap_or_default();
    // Between full stops it looked like an Ovid field.
    if let Some(operator) = Operator::of(word) {
        return TokenKind::Operator(operator);
    }
    let Some(operator) = Operator::of_any_case(word) else { return TokenKind::Text(word_list) };
    if operator != Operator::And || is_beside {
        problems.add(ProblemCode::LowerCaseOperator, span);
    }
    if is_beside { TokenKind::Operator(operator) } else { TokenKind::Text(word_list) }
}

fn is_syntax_before(kind: &TokenKind) -> bool {
    matches!(kind, TokenKind::Close | TokenKind::Tag(_) | TokenKind::Quoted(_))
}
