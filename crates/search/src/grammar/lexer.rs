//! From text to tokens, before it is known which language the text is written in.
//!
//! What could be a sign of a language but need not be one is marked as uncertain; [`super::language`] decides.

use super::Problems;
use super::fields;
use super::tree::Word;
use super::words::{Spelled, is_gap, is_quote, is_within_number, spelled, verbatim};
use domain::query::{ProblemCode, Span};

/// A field's tag is looked for in so many bytes after its bracket.
const LONGEST_TAG: usize = 64;
/// Parentheses within a word, as in `25(OH)D`, are looked for in so many bytes.
const LONGEST_ASIDE: usize = 64;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    /// All of it, with its marks.
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text without a gap; at least one word. More than one are parted by marks within, as in `HLA-B*57:01`.
    Text(Spelled),
    /// At least one word between quotation marks.
    Quoted(Spelled),
    Open,
    Close,
    Operator(Operator),
    /// Words stand side by side in this order, or with at most so many others among them in any order.
    Near(Option<u32>),
    /// A field as PubMed writes it, with what stands between its brackets.
    Tag(Span),
    /// Fields as Ovid writes them, with what stands between the full stops.
    Codes(Span),
    /// A field in a structured query, in a question text; with its words.
    PerhapsTag(Span, Spelled),
    /// Fields in a text of Ovid, text in any other; with its words.
    PerhapsCodes(Span, Spelled),
    /// The stroke that ends one of Ovid's headings.
    Slash,
    Colon,
    /// A star with no word before it.
    Star,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
}

impl Operator {
    /// The operator of this name, as PubMed demands it.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "AND" => Some(Self::And),
            "OR" => Some(Self::Or),
            "NOT" => Some(Self::Not),
            _ => None,
        }
    }

    /// The operator of this name in whatever case.
    pub fn of_any_case(word: &str) -> Option<Self> {
        if word.len() > 3 { None } else { Self::of(&word.to_ascii_uppercase()) }
    }
}

impl Token {
    /// What it says, where it is or may be text.
    pub fn spelled(&self) -> Option<&Spelled> {
        match &self.kind {
            Kind::Text(spelled)
            | Kind::Quoted(spelled)
            | Kind::PerhapsTag(_, spelled)
            | Kind::PerhapsCodes(_, spelled) => Some(spelled),
            _ => None,
        }
    }

    /// Its words, where it is or may be text.
    pub fn words(&self) -> &[Word] {
        self.spelled().map_or(&[], |spelled| &spelled.words)
    }

    /// The word, where it is text of one whole word.
    pub fn only_word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(spelled) => spelled.only_word(),
            _ => None,
        }
    }

    /// Whether a field can follow.
    fn is_operand(&self) -> bool {
        matches!(self.kind, Kind::Text(_) | Kind::Quoted(_) | Kind::Close | Kind::Slash)
    }
}

/// Takes a text apart.
pub(super) fn tokens(text: &str, problems: &mut Problems) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, depth: 0, tokens: Vec::new(), problems };
    while let Some(c) = lexer.text[lexer.at..].chars().next() {
        lexer.token(c);
    }
    lexer.tokens
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// Parentheses that are open.
    depth: usize,
    tokens: Vec<Token>,
    problems: &'a mut Problems,
}

impl Lexer<'_> {
    fn token(&mut self, c: char) {
        let next = self.at + c.len_utf8();
        match c {
            ',' | ';' => self.at = next,
            c if is_gap(c) => self.at = next,
            c if is_quote(c) => self.quoted(next),
            '(' if self.aside(self.at).is_none() => {
                self.depth += 1;
                self.push(Kind::Open, next);
            }
            ')' => self.close(next),
            ':' => self.push(Kind::Colon, next),
            // Alleles are written `*2`.
            '*' if !self.text[next..].starts_with(|c: char| c.is_ascii_digit()) => {
                self.push(Kind::Star, next)
            }
            '/' if self.follows_quoted() => self.push(Kind::Slash, next),
            '[' => match self.tag(self.at, self.follows_operand()) {
                Some(tag) => self.push_tag(tag),
                None => self.text(c),
            },
            '.' if self.follows_operand() => match self.codes(self.at) {
                Some((kind @ Kind::Codes(_), end)) => self.push(kind, end),
                _ => self.text(c),
            },
            c => self.text(c),
        }
    }

    fn push(&mut self, kind: Kind, end: usize) {
        self.tokens.push(Token { kind, span: Span::new(self.at, end) });
        self.at = end;
    }

    fn follows_operand(&self) -> bool {
        self.tokens.last().is_some_and(Token::is_operand)
    }

    fn follows_quoted(&self) -> bool {
        let last = self.tokens.last();
        last.is_some_and(|token| matches!(token.kind, Kind::Quoted(_)) && token.span.end == self.at)
    }

    /// A phrase, or a mark that is none: inches and seconds follow a digit.
    fn quoted(&mut self, inside: usize) {
        if self.follows_digit(self.at) {
            self.at = inside;
            return;
        }
        let Some(length) = self.text[inside..].find(is_quote) else {
            self.problems.add(ProblemCode::LoneQuote, Span::new(self.at, inside));
            self.at = inside;
            return;
        };
        let content = Span::new(inside, inside + length);
        let mark = self.text[content.end..].chars().next().map_or(0, char::len_utf8);
        let spelled = spelled(self.text, content);
        let end = content.end + mark;
        if spelled.words.is_empty() {
            self.problems.add(ProblemCode::EmptyPhrase, Span::new(self.at, end));
            self.at = end;
        } else {
            self.push(Kind::Quoted(spelled), end);
        }
    }

    fn follows_digit(&self, at: usize) -> bool {
        self.text[..at].ends_with(|c: char| c.is_ascii_digit())
    }

    /// A closing parenthesis; one that ends the number of a list, as in `1)`, is none.
    fn close(&mut self, next: usize) {
        let is_of_list = self.depth == 0
            && self
                .tokens
                .last()
                .is_some_and(|token| token.span.end == self.at && is_list_number(token, self.text));
        if is_of_list {
            self.at = next;
            return;
        }
        self.depth = self.depth.saturating_sub(1);
        self.push(Kind::Close, next);
    }

    fn push_tag(&mut self, tag: Tag) {
        if tag.is_open {
            self.problems.add(ProblemCode::OpenField, Span::new(self.at, tag.end));
        }
        let kind = if tag.is_certain {
            Kind::Tag(tag.content)
        } else {
            Kind::PerhapsTag(tag.content, spelled(self.text, tag.content))
        };
        self.push(kind, tag.end);
    }

    /// Text up to the next gap or mark, with the stroke or colon at its end.
    fn text(&mut self, first: char) {
        let start = self.at;
        if let Some(length) = verbatim(&self.text[start..]) {
            let span = Span::new(start, start + length);
            let words = vec![Word::new(span.of(self.text), span)];
            self.push(Kind::Text(Spelled { words, ..Spelled::default() }), span.end);
            return;
        }
        let mut end = self.aside(start).unwrap_or(start + first.len_utf8());
        while let Some(c) = self.text[end..].chars().next() {
            end = match c {
                c if is_gap(c) || c == ')' => break,
                c if is_quote(c) && !self.follows_digit(end) => break,
                ',' | ';' if !is_within_number(self.text, end) => break,
                '(' => match self.aside(end) {
                    Some(after) => after,
                    None => break,
                },
                '[' if self.tag(end, true).is_some_and(|tag| tag.is_certain) => break,
                '.' if self.codes(end).is_some() => break,
                c => end + c.len_utf8(),
            };
        }
        self.push_text(Span::new(start, end));
        if let Some((kind, end)) = self.codes(end) {
            self.push(kind, end);
        }
    }

    fn push_text(&mut self, span: Span) {
        let written = span.of(self.text);
        let last = written.chars().next_back().filter(|last| "/:".contains(*last) && written.len() > 1);
        let end = span.end - last.map_or(0, char::len_utf8);
        let spelled = spelled(self.text, Span::new(span.start, end));
        match spelled.only_word().and_then(Operator::of) {
            _ if spelled.words.is_empty() => self.at = end,
            Some(operator) => self.push(Kind::Operator(operator), end),
            None => self.push(Kind::Text(spelled), end),
        }
        match last {
            Some('/') => self.push(Kind::Slash, span.end),
            Some(_) => self.push(Kind::Colon, span.end),
            None => {}
        }
    }

    /// The end of parentheses that belong to a word, as in `25(OH)D` and `(S)-ketamine`.
    fn aside(&self, open: usize) -> Option<usize> {
        let rest = self.text[open..].strip_prefix('(')?;
        let before = self.text[..open].chars().next_back();
        let mut depth = 1_usize;
        let length = rest
            .char_indices()
            .take_while(|(at, c)| *at < LONGEST_ASIDE && !is_gap(*c) && !is_quote(*c))
            .find(|(_, c)| {
                depth = match c {
                    '(' => depth + 1,
                    ')' => depth - 1,
                    _ => depth,
                };
                depth == 0
            })?;
        let (length, _) = length;
        let after = &rest[length + 1..];
        let is_within = before.is_some_and(|c| c.is_alphanumeric() || "-/.".contains(c))
            && !ends_in_operator(&self.text[..open]);
        let begins = before.is_none_or(|c| is_gap(c) || c == '(')
            && after.strip_prefix('-').is_some_and(|after| after.starts_with(char::is_alphanumeric));
        (length > 0 && (is_within || begins)).then_some(open + length + 2)
    }

    /// The tag of a field at this bracket.
    fn tag(&self, open: usize, follows_operand: bool) -> Option<Tag> {
        let inside = self.text[open..].strip_prefix('[').map(|_| open + 1)?;
        let rest = &self.text[inside..];
        let window = &rest[..rest.floor_char_boundary(LONGEST_TAG)];
        let is_end = |c: char| c == '[' || c == ']' || is_quote(c) || c.is_control();
        let Some(length) = window.find(is_end) else {
            let is_open = window.len() == rest.len() && follows_operand && fields::is_tag(rest.trim_end());
            let end = inside + rest.trim_end().len();
            let content = Span::new(inside, end);
            return is_open.then_some(Tag { content, end, is_certain: true, is_open: true });
        };
        let content = Span::new(inside, inside + length);
        let after = self.text[content.end..].strip_prefix(']')?;
        let tag = |is_certain| Tag { content, end: content.end + 1, is_certain, is_open: false };
        if fields::is_tag(content.of(self.text)) {
            return Some(tag(follows_operand));
        }
        let follows_directly = !self.text[..open].ends_with(is_gap);
        let may_be = !after.starts_with(char::is_alphanumeric) && follows_operand;
        match Likeness::of(content.of(self.text)) {
            Likeness::Name if may_be => Some(tag(follows_directly)),
            Likeness::Remark if may_be && !follows_directly => Some(tag(false)),
            _ => None,
        }
    }

    /// Ovid's fields at this full stop, such as `.ti,ab.`, and where they end.
    fn codes(&self, stop: usize) -> Option<(Kind, usize)> {
        let inside = self.text[stop..].strip_prefix('.').map(|_| stop + 1)?;
        let bytes = self.text.as_bytes();
        let mut at = inside;
        let mut is_certain = false;
        loop {
            let code = self
                .text
                .get(at..at + 2)
                .filter(|code| code.bytes().all(|byte| byte.is_ascii_alphabetic()))?;
            is_certain |= fields::is_code(code);
            at += 2;
            match bytes.get(at) {
                Some(b',') => at += 1 + usize::from(bytes.get(at + 1) == Some(&b' ')),
                Some(b'.') => break,
                _ => return None,
            }
        }
        let after = self.text[at + 1..].chars().next();
        let is_end = after.is_none_or(|c| is_gap(c) || is_quote(c) || ")],;".contains(c));
        let content = Span::new(inside, at);
        let kind = match is_certain {
            true => Kind::Codes(content),
            false => Kind::PerhapsCodes(content, spelled(self.text, content)),
        };
        is_end.then_some((kind, at + 1))
    }
}

/// A field as PubMed writes it.
struct Tag {
    content: Span,
    end: usize,
    is_certain: bool,
    /// Whether its closing bracket is missing.
    is_open: bool,
}

/// What something between brackets looks like that is no field.
enum Likeness {
    /// A field's name, mistyped.
    Name,
    /// Something else.
    Remark,
    Nothing,
}

impl Likeness {
    fn of(content: &str) -> Self {
        let name = content.split_once(':').map_or(content, |(name, _)| name);
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 2 {
            Self::Nothing
        } else if name.chars().all(|c| c.is_alphabetic() || " /-".contains(c)) {
            Self::Name
        } else {
            Self::Remark
        }
    }
}

/// Whether what stands before a parenthesis is an operator, so that a group begins there.
fn ends_in_operator(text: &str) -> bool {
    let start = text.rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
    let word = &text[text.ceil_char_boundary(start)..];
    Operator::of_any_case(word).is_some() || proximity(word).is_some()
}

/// What one of Ovid's proximity operators allows: `adj` neighbours in this order, `adj3` two other words between, in
/// any order.
pub(super) fn proximity(word: &str) -> Option<Option<u32>> {
    let number = word.get(..3).filter(|start| start.eq_ignore_ascii_case("adj")).map(|_| &word[3..])?;
    if number.is_empty() {
        return Some(None);
    }
    let is_number = number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| number.parse::<u32>().ok()).flatten().map(|number| Some(number.saturating_sub(1)))
}

/// Whether this is the number of a list: `1`, `12`, `a`, `iv`.
fn is_list_number(token: &Token, text: &str) -> bool {
    let number = token.span.of(text);
    let is_roman = number.len() <= 4 && number.bytes().all(|byte| b"ivxIVX".contains(&byte));
    let is_digits = number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_roman || is_digits || is_letter
}
