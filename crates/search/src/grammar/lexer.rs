//! From text to tokens, before the language of the text is known.
//!
//! What may or may not be a sign of a language is marked as uncertain; [`super::language`] decides.

use super::fields;
use super::limits::MIN_TRUNCATED;
use super::line_set::LineSet;
use super::problems::Problems;
use super::tree::Word;
use super::words::{WordList, is_gap, is_quote, is_within_number, split_words, verbatim_length};
use domain::folding::is_invisible;
use domain::query::{ProblemCode, Span};

/// How far after its bracket a field's tag is looked for, in bytes.
const LONGEST_TAG: usize = 64;
/// How far parentheses within a word may reach, as in `25(OH)D`, in bytes.
const LONGEST_ASIDE: usize = 64;
/// How far after a star the slash of a heading is looked for, in bytes.
const LONGEST_NAME: usize = 120;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// All of it, with its marks.
    pub(super) span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Text without a gap; at least one word. Several are separated by marks within, as in `HLA-B*57:01`.
    Text(WordList),
    /// At least one word between quotation marks.
    Quoted(WordList),
    Open,
    Close,
    Operator(Operator),
    /// Proximity: adjacent words in this order, or words in any order with at most this many others between.
    Near(Option<u32>),
    /// A PubMed field, with the span between its brackets.
    Tag(Span),
    /// Ovid fields, with the span between the full stops.
    Codes(Span),
    /// A field in a structured query, text in a question; with its words.
    PerhapsTag(Span, WordList),
    /// Fields in an Ovid query, text in any other; with its words.
    PerhapsCodes(Span, WordList),
    /// The slash that ends an Ovid heading.
    Slash,
    Colon,
    /// A star with no word before it.
    Star,
    /// Other lines of a strategy.
    Lines(LineSet),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
}

impl Operator {
    /// The operator with this name, in PubMed's capitals.
    pub(super) fn of(word: &str) -> Option<Self> {
        match word {
            "AND" => Some(Self::And),
            "OR" => Some(Self::Or),
            "NOT" => Some(Self::Not),
            _ => None,
        }
    }

    /// The operator with this name in any case.
    pub(super) fn of_any_case(word: &str) -> Option<Self> {
        if word.len() > 3 { None } else { Self::of(&word.to_ascii_uppercase()) }
    }
}

impl Token {
    /// Its words and problems, where it is or may be text.
    pub(super) fn word_list(&self) -> Option<&WordList> {
        match &self.kind {
            TokenKind::Text(word_list)
            | TokenKind::Quoted(word_list)
            | TokenKind::PerhapsTag(_, word_list)
            | TokenKind::PerhapsCodes(_, word_list) => Some(word_list),
            _ => None,
        }
    }

    /// Its words, where it is or may be text.
    pub(super) fn words(&self) -> &[Word] {
        self.word_list().map_or(&[], |word_list| &word_list.words)
    }

    /// Its word, where it is text of one whole word.
    pub(super) fn only_word(&self) -> Option<&str> {
        match &self.kind {
            TokenKind::Text(word_list) => word_list.only_word(),
            _ => None,
        }
    }

    /// Whether a field can follow.
    fn is_operand(&self) -> bool {
        matches!(self.kind, TokenKind::Text(_) | TokenKind::Quoted(_) | TokenKind::Close | TokenKind::Slash)
    }
}

/// Splits a text into tokens.
pub(super) fn tokenize(text: &str, problems: &mut Problems) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, depth: 0, tokens: Vec::new(), problems };
    while let Some(c) = lexer.text[lexer.at..].chars().next() {
        lexer.read_token(c);
    }
    lexer.tokens
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// The number of open parentheses.
    depth: usize,
    tokens: Vec<Token>,
    problems: &'a mut Problems,
}

impl Lexer<'_> {
    fn read_token(&mut self, c: char) {
        let next = self.at + c.len_utf8();
        match c {
            ',' | ';' => self.at = next,
            c if is_gap(c) || is_invisible(c) => self.at = next,
            c if is_quote(c) => self.read_quoted(next),
            '(' if self.find_aside(self.at).is_none() => {
                self.depth += 1;
                self.push(TokenKind::Open, next);
            }
            ')' => self.read_close(next),
            ':' => self.push(TokenKind::Colon, next),
            // Alleles are written `*2`.
            '*' if self.is_left_truncation(next) => self.read_text(c),
            '*' if !self.text[next..].starts_with(|c: char| c.is_ascii_digit()) => {
                self.push(TokenKind::Star, next)
            }
            '/' if self.follows_quoted() => self.push(TokenKind::Slash, next),
            '[' => match self.find_tag(self.at, self.follows_operand()) {
                Some(tag) => self.push_tag(tag),
                None => self.read_text(c),
            },
            '.' if self.follows_operand() => match self.find_codes(self.at) {
                Some((kind @ TokenKind::Codes(_), end)) => self.push(kind, end),
                _ => self.read_text(c),
            },
            c => self.read_text(c),
        }
    }

    fn push(&mut self, kind: TokenKind, end: usize) {
        self.tokens.push(Token { kind, span: Span::new(self.at, end) });
        self.at = end;
    }

    fn follows_operand(&self) -> bool {
        self.tokens.last().is_some_and(Token::is_operand)
    }

    fn follows_quoted(&self) -> bool {
        let last = self.tokens.last();
        last.is_some_and(|token| matches!(token.kind, TokenKind::Quoted(_)) && token.span.end == self.at)
    }

    /// A phrase, unless the mark stands for inches or seconds after a digit.
    fn read_quoted(&mut self, inside: usize) {
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
        let word_list = split_words(self.text, content);
        let end = content.end + mark;
        if word_list.words.is_empty() {
            self.problems.add(ProblemCode::EmptyPhrase, Span::new(self.at, end));
            self.at = end;
        } else {
            self.push(TokenKind::Quoted(word_list), end);
        }
    }

    fn follows_digit(&self, at: usize) -> bool {
        self.text[..at].ends_with(|c: char| c.is_ascii_digit())
    }

    /// Whether any beginning stands for the star before this place, as in `*glycemia`, which is not a main heading.
    fn is_left_truncation(&self, next: usize) -> bool {
        let rest = &self.text[next..];
        let window = &rest[..rest.floor_char_boundary(LONGEST_NAME)];
        let letters = window.find(|c: char| !c.is_alphanumeric()).unwrap_or(window.len());
        let before = self.text[..next - 1].chars().next_back();
        let is_word = window.starts_with(char::is_lowercase)
            && window[..letters].chars().count() >= MIN_TRUNCATED
            && before.is_none_or(|c| is_gap(c) || is_quote(c) || c == '(');
        let name =
            window.find(|c: char| is_quote(c) || "()[].,;\n".contains(c)).map_or(window, |at| &window[..at]);
        let ends_heading = |at: usize| {
            let after = name[at + 1..].split(is_gap).next().unwrap_or_default();
            after.is_empty() || fields::qualifier(after).is_some()
        };
        is_word && !name.match_indices('/').any(|(at, _)| ends_heading(at))
    }

    /// A closing parenthesis, unless it ends a list number such as `1)`.
    fn read_close(&mut self, next: usize) {
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
        self.push(TokenKind::Close, next);
    }

    fn push_tag(&mut self, tag: Tag) {
        if tag.is_open {
            self.problems.add(ProblemCode::OpenField, Span::new(self.at, tag.end));
        }
        let kind = if tag.is_certain {
            TokenKind::Tag(tag.content)
        } else {
            TokenKind::PerhapsTag(tag.content, split_words(self.text, tag.content))
        };
        self.push(kind, tag.end);
    }

    /// Text up to the next gap or mark, with a slash or colon at its end.
    fn read_text(&mut self, first: char) {
        let start = self.at;
        if let Some(length) = verbatim_length(&self.text[start..]) {
            let span = Span::new(start, start + length);
            let words = vec![Word::new(span.of(self.text), span)];
            self.push(TokenKind::Text(WordList { words, ..WordList::default() }), span.end);
            return;
        }
        let mut end = self.find_aside(start).unwrap_or(start + first.len_utf8());
        while let Some(c) = self.text[end..].chars().next() {
            end = match c {
                c if is_gap(c) || c == ')' => break,
                c if is_quote(c) && !self.follows_digit(end) => break,
                ',' | ';' if !is_within_number(self.text, end) => break,
                '(' => match self.find_aside(end) {
                    Some(after) => after,
                    None => break,
                },
                '[' if self.find_tag(end, true).is_some_and(|tag| tag.is_certain) => break,
                '.' if self.find_codes(end).is_some() => break,
                c => end + c.len_utf8(),
            };
        }
        self.push_text(Span::new(start, end));
        if let Some((kind, end)) = self.find_codes(end) {
            self.push(kind, end);
        }
    }

    fn push_text(&mut self, span: Span) {
        let written = span.of(self.text);
        let last = written.chars().next_back().filter(|last| "/:".contains(*last) && written.len() > 1);
        let end = span.end - last.map_or(0, char::len_utf8);
        let word_list = split_words(self.text, Span::new(span.start, end));
        match word_list.only_word().and_then(Operator::of) {
            _ if word_list.words.is_empty() => self.at = end,
            Some(operator) => self.push(TokenKind::Operator(operator), end),
            None => self.push(TokenKind::Text(word_list), end),
        }
        match last {
            Some('/') => self.push(TokenKind::Slash, span.end),
            Some(_) => self.push(TokenKind::Colon, span.end),
            None => {}
        }
    }

    /// The end of parentheses that belong to a word, as in `25(OH)D` and `(S)-ketamine`.
    fn find_aside(&self, open: usize) -> Option<usize> {
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

    /// The tag at this bracket.
    fn find_tag(&self, open: usize, follows_operand: bool) -> Option<Tag> {
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
        match BracketContent::of(content.of(self.text)) {
            BracketContent::Name if may_be => Some(tag(follows_directly)),
            BracketContent::Remark if may_be && !follows_directly => Some(tag(false)),
            _ => None,
        }
    }

    /// Ovid's fields at this full stop, such as `.ti,ab.`, and where they end.
    fn find_codes(&self, stop: usize) -> Option<(TokenKind, usize)> {
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
            true => TokenKind::Codes(content),
            false => TokenKind::PerhapsCodes(content, split_words(self.text, content)),
        };
        is_end.then_some((kind, at + 1))
    }
}

/// A PubMed field.
struct Tag {
    content: Span,
    end: usize,
    is_certain: bool,
    /// Whether its closing bracket is missing.
    is_open: bool,
}

/// What the content of brackets looks like when it is not a field.
enum BracketContent {
    /// A mistyped field name.
    Name,
    /// Something else.
    Remark,
    Nothing,
}

impl BracketContent {
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

/// Whether an operator precedes a parenthesis, so that a group begins there.
fn ends_in_operator(text: &str) -> bool {
    let start = text.rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
    let word = &text[text.ceil_char_boundary(start)..];
    Operator::of_any_case(word).is_some() || parse_proximity(word).is_some()
}

/// The distance that one of Ovid's proximity operators allows: `adj` is adjacent in this order, `adj3` up to two other
/// words between, in any order.
pub(super) fn parse_proximity(word: &str) -> Option<Option<u32>> {
    let number = word.get(..3).filter(|start| start.eq_ignore_ascii_case("adj")).map(|_| &word[3..])?;
    if number.is_empty() {
        return Some(None);
    }
    let is_number = number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| number.parse::<u32>().ok()).flatten().map(|number| Some(number.saturating_sub(1)))
}

/// Whether this is a list number: `1`, `12`, `a`, `iv`.
fn is_list_number(token: &Token, text: &str) -> bool {
    let number = token.span.of(text);
    let is_roman = number.len() <= 4 && number.bytes().all(|byte| b"ivxIVX".contains(&byte));
    let is_digits = number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_roman || is_digits || is_letter
}
