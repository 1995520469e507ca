//! Which language a text is written in, and what its tokens are in that language.

use super::lexer::{Kind, Operator, Token, proximity};
use super::tree::Word;
use super::words::Spelled;
use super::{Language, Problems, fields};
use domain::query::{ProblemCode, Span};

/// Words that a heading may have in small letters although its other words are capitalised.
const SMALL_WORDS: [&str; 9] = ["and", "as", "by", "for", "in", "of", "on", "the", "with"];
/// The most words of a heading.
pub(super) const LONGEST_HEADING: usize = 16;

/// The language that the signs of a text speak for; without a sign, it is a question.
pub(super) fn decide(text: &str, tokens: &[Token]) -> Language {
    let sides = sides(tokens);
    let is_ovid = has_codes(tokens)
        || has_proximity(&sides)
        || has_subheading(&sides)
        || has_limit(text, tokens)
        || has_headings(text, tokens);
    if is_ovid {
        Language::Ovid
    } else if tokens.iter().any(is_of_pubmed) {
        Language::PubMed
    } else {
        Language::Question
    }
}

fn is_of_pubmed(token: &Token) -> bool {
    matches!(token.kind, Kind::Operator(_) | Kind::Tag(_))
        || token.words().iter().any(|word| word.is_truncated)
        || plain_words(token).iter().any(|word| Operator::of(&word.text).is_some())
}

/// The words outside quotation marks.
fn plain_words(token: &Token) -> &[Word] {
    if matches!(token.kind, Kind::Quoted(_)) { &[] } else { token.words() }
}

/// `.ti,ab.` and the `$` of truncation.
fn has_codes(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| {
        matches!(token.kind, Kind::Codes(_)) || token.spelled().is_some_and(|spelled| spelled.has_dollar)
    })
}

/// What stands side by side, were there no parentheses and fields: as it stands in the canonical form, so that a text
/// has the signs that its canonical form has.
enum Side<'a> {
    Word(&'a str),
    Phrase,
    Operator,
}

fn sides(tokens: &[Token]) -> Vec<Side<'_>> {
    let mut sides = Vec::with_capacity(tokens.len());
    for token in tokens {
        match token.kind {
            Kind::Quoted(_) => sides.push(Side::Phrase),
            Kind::Operator(_) => sides.push(Side::Operator),
            _ => sides.extend(token.words().iter().map(|word| Side::Word(&word.text))),
        }
    }
    sides
}

/// `adj` or `adj3` between two words.
fn has_proximity(sides: &[Side<'_>]) -> bool {
    sides.windows(3).any(|sides| match sides {
        [Side::Word(_) | Side::Phrase, Side::Word(word), Side::Word(_) | Side::Phrase] => {
            proximity(word).is_some()
        }
        _ => false,
    })
}

/// `exp Asthma/dt`: the stroke of a heading with subheadings stands within.
fn has_subheading(sides: &[Side<'_>]) -> bool {
    sides.iter().enumerate().any(|(at, side)| {
        let before = sides[at.saturating_sub(LONGEST_HEADING)..at].iter().rev();
        let mut before = before.take_while(|side| !matches!(side, Side::Operator));
        matches!(side, Side::Word(word) if split_qualifier(word).is_some())
            && before.any(|side| matches!(side, Side::Word(word) if word.eq_ignore_ascii_case("exp")))
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

/// `exp Heart Failure/`, `*Heart Failure/`, `Heart Failure/`. A stroke after other words may be a slip of the finger:
/// it needs a second one to be a sign.
fn has_headings(text: &str, tokens: &[Token]) -> bool {
    let mut doubtful = 0;
    for (at, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Slash {
            if qualified(text, token).is_some() && is_exploded(tokens, at + 1) {
                return true;
            }
            continue;
        }
        if is_exploded(tokens, at) {
            return true;
        }
        let ends = tokens.get(at + 1).is_none_or(|next| {
            matches!(next.kind, Kind::Close | Kind::Operator(_))
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

/// Whether what stands before this place begins with `exp` or a star.
fn is_exploded(tokens: &[Token], end: usize) -> bool {
    let before = &tokens[end.saturating_sub(LONGEST_HEADING + 1)..end];
    for (distance, token) in before.iter().rev().enumerate() {
        match &token.kind {
            Kind::Star => return distance > 0,
            Kind::Text(_) if distance > 0 && is_explode(token) => return true,
            Kind::Text(_) | Kind::Quoted(_) => {}
            _ => return false,
        }
    }
    false
}

/// Whether this is the word that asks for narrower headings too.
pub(super) fn is_explode(token: &Token) -> bool {
    token.only_word().is_some_and(|word| word.eq_ignore_ascii_case("exp"))
}

/// The words of a heading that ends here, back to what cannot be of it.
fn heading_before(tokens: &[Token], end: usize) -> &[Token] {
    let before = &tokens[end.saturating_sub(LONGEST_HEADING)..end];
    let others = before.iter().rposition(|token| match &token.kind {
        Kind::Text(_) => token.only_word().is_some_and(|word| Operator::of_any_case(word).is_some()),
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

/// Where the stroke stands in text such as `Asthma/dt`, with the code of a subheading after it.
pub(super) fn qualified(text: &str, token: &Token) -> Option<usize> {
    let Kind::Text(_) = token.kind else { return None };
    let word = token.words().last()?;
    let name = split_qualifier(word.span.of(text))?;
    Some(word.span.start + name.len())
}

/// The name before the stroke and code of a subheading.
fn split_qualifier(word: &str) -> Option<&str> {
    let (name, code) = word.rsplit_once('/')?;
    (code.len() == 2 && !name.is_empty() && fields::qualifier(code).is_some()).then_some(name)
}

/// Turns tokens into what they are in this language: what is uncertain becomes text or a field, small operators become
/// operators or words.
pub(super) fn settle(tokens: Vec<Token>, language: Language, problems: &mut Problems) -> Vec<Token> {
    let mut settled: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        let kind = match token.kind {
            Kind::PerhapsTag(_, spelled) if language == Language::Question => Kind::Text(spelled),
            Kind::PerhapsTag(content, _) => Kind::Tag(content),
            Kind::PerhapsCodes(content, _) if language == Language::Ovid => Kind::Codes(content),
            Kind::Text(spelled) if language == Language::Ovid => of_ovid(spelled),
            Kind::PerhapsCodes(_, spelled) | Kind::Text(spelled) if language == Language::PubMed => {
                let is_beside = settled.last().is_some_and(|last| is_syntax_before(&last.kind))
                    || rest.peek().is_some_and(|next| matches!(next.kind, Kind::Open | Kind::Quoted(_)));
                of_pubmed(spelled, token.span, is_beside, problems)
            }
            Kind::PerhapsCodes(_, spelled) => Kind::Text(spelled),
            kind => kind,
        };
        settled.push(Token { kind, span: token.span });
    }
    settled
}

fn of_ovid(spelled: Spelled) -> Kind {
    let word = spelled.only_word().unwrap_or_default();
    if let Some(operator) = Operator::of_any_case(word) {
        Kind::Operator(operator)
    } else if let Some(distance) = proximity(word) {
        Kind::Near(distance)
    } else {
        Kind::Text(spelled)
    }
}

/// PubMed's operators are written in capitals. Beside a parenthesis, phrase or field a small one is meant as an
/// operator all the same; among words it is a word.
fn of_pubmed(spelled: Spelled, span: Span, is_beside: bool, problems: &mut Problems) -> Kind {
    let word = spelled.only_word().unwrap_or_default();
    // Between full stops it looked like a field of Ovid's.
    if let Some(operator) = Operator::of(word) {
        return Kind::Operator(operator);
    }
    let Some(operator) = Operator::of_any_case(word) else { return Kind::Text(spelled) };
    if operator != Operator::And || is_beside {
        problems.add(ProblemCode::LowerCaseOperator, span);
    }
    if is_beside { Kind::Operator(operator) } else { Kind::Text(spelled) }
}

fn is_syntax_before(kind: &Kind) -> bool {
    matches!(kind, Kind::Close | Kind::Tag(_) | Kind::Quoted(_))
}
