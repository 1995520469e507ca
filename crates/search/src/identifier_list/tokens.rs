//! The tokens of a text that may be a list of identifiers.

use super::written::{Identifier, Kind, identifier};

/// Digits of a bare number that is a PMID by itself; shorter ones are PMIDs beside other identifiers.
const BARE_DIGITS: std::ops::RangeInclusive<usize> = 5..=8;
/// Words between identifiers, and before them, that say nothing else.
const JOINTS: [&str; 16] = [
    "or",
    "and",
    "und",
    "et",
    "id",
    "ids",
    "uid",
    "uids",
    "number",
    "numbers",
    "no",
    "nos",
    "identifier",
    "identifiers",
    "articles",
    "clinicaltrials.gov",
];
/// Labels, in lower case, with what they say of the numbers that follow.
const LABELS: [(&str, Option<Kind>); 13] = [
    ("pmid", Some(Kind::Pmid)),
    ("pmids", Some(Kind::Pmid)),
    ("pubmed", Some(Kind::Pmid)),
    ("medline", Some(Kind::Pmid)),
    ("pmcid", Some(Kind::Pmcid)),
    ("pmcids", Some(Kind::Pmcid)),
    ("pmc", Some(Kind::Pmcid)),
    ("nct", Some(Kind::Trial)),
    ("isrctn", Some(Kind::Registry)),
    ("doi", None),
    ("dois", None),
    ("digital", None),
    ("object", None),
];
/// Fields of a query that name identifiers, in lower case.
const TAGS: [&str; 9] = ["[pmid]", "[uid]", "[doi]", "[aid]", "[lid]", "[pmc]", "[pmcid]", "[si]", "[all]"];

/// A part of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    Identifier(Identifier<'a>),
    /// A number that is a PMID only beside other identifiers.
    ShortNumber(&'a str),
    /// `3.` or `[3]` at the start of a line.
    ListNumber,
    /// What joins identifiers or says of which kind they are.
    Joint,
    /// `AND` and `NOT` in capitals: a query, not a list.
    Operator,
    /// Between paragraphs.
    EmptyLine,
    /// Anything else.
    Word,
}

/// The tokens of a text, each with its place.
pub(super) fn tokens(text: &str) -> Vec<(usize, Token<'_>)> {
    let mut tokens = Vec::new();
    let mut place = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if line.trim().is_empty() {
            tokens.push((place, Token::EmptyLine));
        } else {
            add_line(&mut tokens, line, place);
        }
        place += line.len();
    }
    tokens
}

fn add_line<'a>(tokens: &mut Vec<(usize, Token<'a>)>, line: &'a str, start: usize) {
    let mut label = None;
    let pieces = pieces(line);
    for (position, &(at, piece)) in pieces.iter().enumerate() {
        let token = if position == 0 && is_list_number(piece, pieces.len()) {
            Token::ListNumber
        } else {
            token(piece, &mut label)
        };
        tokens.push((start + at, token));
    }
}

/// The token that a piece is. A label lasts until something that is neither an identifier nor a joint.
fn token<'a>(piece: &'a str, label: &mut Option<Kind>) -> Token<'a> {
    if matches!(piece, "AND" | "NOT") {
        return Token::Operator;
    }
    let bare = trimmed(piece);
    let name = bare.trim_end_matches([':', '.', '#', '=']).to_lowercase();
    if bare.is_empty() || JOINTS.contains(&name.as_str()) {
        return Token::Joint;
    }
    if let Some((_, kind)) = LABELS.iter().find(|(label, _)| *label == name) {
        *label = *kind;
        return Token::Joint;
    }
    if let Some(found) = identifier(bare, *label) {
        return Token::Identifier(found);
    }
    if bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return match bare.len() {
            length if BARE_DIGITS.contains(&length) => Token::Identifier(Identifier::bare(bare)),
            ..5 => Token::ShortNumber(bare),
            _ => Token::Word,
        };
    }
    *label = None;
    Token::Word
}

/// The parts of a line between gaps, and between marks after which an identifier begins, each with its place.
fn pieces(line: &str) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    let mut words = line.split(|c: char| c.is_whitespace() || c.is_control());
    let mut place = 0;
    words.by_ref().for_each(|word| {
        let mut start = 0;
        let lower = word.to_ascii_lowercase();
        for (at, mark) in word.match_indices([',', ';', '|', '[']) {
            let is_tag = TAGS.iter().any(|tag| lower[at..].starts_with(tag));
            if at < start || !(is_tag || (mark != "[" && begins_identifier(&word[at + mark.len()..]))) {
                continue;
            }
            pieces.push((place + start, &word[start..at]));
            let end = lower[at..].find(']').filter(|_| is_tag).map_or(at, |end| at + end);
            start = end + 1;
        }
        pieces.push((place + start, &word[start..]));
        // One byte, or more for a wider gap.
        place += word.len();
        place += line[place..].chars().next().map_or(0, char::len_utf8);
    });
    pieces.retain(|(_, piece)| !piece.is_empty());
    pieces
}

/// Whether what follows a comma within a word is another identifier, and not the rest of a DOI.
fn begins_identifier(text: &str) -> bool {
    let text = text.trim_start_matches(['(', '[', '"', '\'']);
    if text.is_empty() {
        return true;
    }
    let lower = text.to_ascii_lowercase();
    let is_doi =
        lower.strip_prefix("10.").and_then(|rest| rest.split_once('/')).is_some_and(|(registrant, _)| {
            registrant.len() >= 4 && registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        });
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let ends = text[digits..].chars().next().is_none_or(|c| ",;[|)]".contains(c));
    let labels = ["pmid", "pmc", "doi", "http", "nct", "mir-", "isrctn"];
    is_doi || (digits > 0 && ends) || labels.iter().any(|label| lower.starts_with(label))
}

/// `3.`, `[3]` and `3` before something else at the start of a line, and the signs of a list without numbers.
fn is_list_number(piece: &str, pieces: usize) -> bool {
    let number = piece.trim_start_matches(['[', '(', '#']).trim_end_matches(['.', ')', ']', ':']);
    let is_short = (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_bullet = matches!(piece, "-" | "*" | "•" | "–" | "·");
    pieces > 1 && (is_bullet || (is_short && (number.len() < piece.len() || number.len() < 4)))
        || (is_short && piece.ends_with(['.', ')', ']', ':']))
}

/// A piece without the marks around it: of brackets, those that are not closed or opened within.
fn trimmed(piece: &str) -> &str {
    let is_invisible = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let mut bare =
        piece.trim_matches(is_invisible).trim_start_matches(|c: char| "([{<\"'“”„«»‘’,;|".contains(c));
    while let Some(last) = bare.chars().next_back() {
        let is_unpaired = |open: char| bare.matches(last).count() > bare.matches(open).count();
        let is_mark = match last {
            ')' => is_unpaired('('),
            ']' => is_unpaired('['),
            '>' => is_unpaired('<'),
            '}' => is_unpaired('{'),
            last => ".,;|\"'“”«»‘’".contains(last),
        };
        if !is_mark {
            break;
        }
        bare = &bare[..bare.len() - last.len_utf8()];
    }
    bare
}
