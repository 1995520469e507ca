//! Notations of other databases, written anew in the two that the parser reads.
//!
//! Cochrane, Embase, CINAHL (EBSCO), Scopus and Web of Science have what PubMed and Ovid have, written otherwise:
//! `[mh "Heart Failure"]`, `'heart failure'/exp`, `(MH "Heart Failure+")`, `bnp:ti,ab`, `NEAR/3`. One pass turns it into
//! headings and fields in brackets, codes between full stops, and `adj`. Text of the parser's own notations stays as
//! it is, and every place in the result leads back to the original.

mod fields;
mod headings;

use super::language::Language;
use super::references::is_line_name;
use super::rewriting::Rewriting;
use super::words::{is_gap, is_quote};
use domain::folding::{is_invisible, is_word_part};
use domain::query::Span;

/// A text in the parser's notations.
#[derive(Debug)]
pub(super) struct Translation {
    pub(super) rewriting: Rewriting,
    /// The language in which to read it, where a sign of another notation says so.
    pub(super) language: Option<Language>,
}

/// Whether a text may be in one of these notations.
pub(super) fn has_signs(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|part| part.eq_ignore_ascii_case(needle));
    let is_sign = |at: usize| match bytes[at] {
        b':' => fields::suffix_length(&text[at..]).is_some(),
        b'/' => {
            headings::suffix(&text[at..]).is_some()
                || (at > 0 && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) && is_near(&text[..at]))
        }
        b'[' => headings::bracket(&text[at..]).is_some(),
        b'{' => true,
        b'"' => text[..at].ends_with("MH ") || text[..at].ends_with("MM "),
        b'=' => text[..at].ends_with("TS") || text[..at].ends_with("TI") || text[..at].ends_with("ALL"),
        b'(' => fields::ends_in_call(&text[..at]),
        _ => false,
    };
    (0..bytes.len()).any(|at| b":/[{\"=(".contains(&bytes[at]) && is_sign(at))
        || (text.len() > 16 && has(b"mesh descriptor"))
        || text.contains("TITLE-ABS")
        || text.contains("MESH.EXACT")
}

fn is_near(before: &str) -> bool {
    let start = before.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |at| at + 1);
    is_near_word(before.get(start..).unwrap_or_default())
}

fn is_near_word(word: &str) -> bool {
    ["near", "next", "onear", "pre", "w", "n", "p"].iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a text is written in EBSCO's notation, whose fields are bare words before their terms.
pub(super) fn is_ebsco(text: &str) -> bool {
    let signs = ["MH \"", "MM \"", "TI \"", "TI (", "AB \"", "AB (", "TX (", "TX \"", "SU \"", "MW \""];
    signs.iter().any(|sign| text.contains(sign))
        || (text.contains("TI ") && text.contains(" OR AB "))
        || (text.contains("AB ") && text.contains(" OR TI "))
}

/// Whether a line of a strategy begins with one of EBSCO's fields: `TI heart failure`.
pub(super) fn begins_with_field(line: &str) -> bool {
    let words = line.split_once(is_gap).filter(|(code, _)| ["TI", "AB", "TX", "SU", "MW"].contains(code));
    // Other notations have a field after the words.
    words.is_some_and(|(_, rest)| !rest.contains('[') && !rest.ends_with('.'))
}

/// Translates a text.
pub(super) fn translate(text: &str, is_ebsco: bool) -> Translation {
    let mut translator = Translator {
        text,
        at: 0,
        copied: 0,
        out: Rewriting::default(),
        language: None,
        is_ebsco,
        closing: Vec::new(),
        operand: None,
    };
    translator.read();
    Translation { rewriting: translator.out, language: translator.language }
}

struct Translator<'a> {
    text: &'a str,
    at: usize,
    /// What comes before was added already.
    copied: usize,
    out: Rewriting,
    language: Option<Language>,
    is_ebsco: bool,
    /// For each open parenthesis, the field that stands before it.
    closing: Vec<Option<String>>,
    /// Where the words of a field end that has no parentheses, and the field.
    operand: Option<(usize, String)>,
}

impl Translator<'_> {
    fn read(&mut self) {
        loop {
            self.close_operand();
            let Some(c) = self.text[self.at..].chars().next() else { break };
            let is_start = self.is_word_start();
            let before = self.text[..self.at].chars().next_back();
            let next = self.at + c.len_utf8();
            match c {
                c if is_quote(c) => self.read_quoted(next),
                '\'' if is_start && self.read_apostrophes() => {}
                '[' if self.read_bracket() => {}
                '{' if self.read_braces() => {}
                '(' => {
                    self.closing.push(None);
                    self.at = next;
                }
                ')' => self.read_close(next),
                c if begins_word(c, before) => self.read_word(),
                '#' if is_start && self.read_line_list() => {}
                _ => self.at = next,
            }
        }
        self.flush();
    }

    /// Adds the field of the words before this place, where they end here.
    fn close_operand(&mut self) {
        if let Some((_, codes)) = self.operand.take_if(|(end, _)| *end <= self.at) {
            self.flush();
            self.out.put(&format!("){codes}"), Span::new(self.at, self.at));
        }
    }

    fn is_word_start(&self) -> bool {
        let before = self.text[..self.at].chars().next_back();
        before.is_none_or(|c| is_gap(c) || is_quote(c) || "()[]{},;*$?#".contains(c))
    }

    /// Adds what was only passed over.
    fn flush(&mut self) {
        if self.copied < self.at {
            self.out.copy(self.text, Span::new(self.copied, self.at));
            self.copied = self.at;
        }
    }

    /// Adds a text in place of what comes next, up to an end.
    fn replace(&mut self, text: &str, end: usize) {
        self.flush();
        self.out.put(text, Span::new(self.at, end));
        self.at = end;
        self.copied = end;
    }

    fn read_quoted(&mut self, inside: usize) {
        let length = self.text[inside..].find(is_quote);
        let Some(length) = length else {
            self.at = inside;
            return;
        };
        let mark = self.text[inside + length..].chars().next().map_or(0, char::len_utf8);
        self.at = inside + length + mark;
        self.read_suffix();
    }

    /// Embase's phrases.
    fn read_apostrophes(&mut self) -> bool {
        const LONGEST: usize = 200;
        let inside = self.at + 1;
        let window = &self.text[inside..];
        let window = &window[..window.floor_char_boundary(LONGEST)];
        let is_end = |at: usize| {
            let after = window[at + 1..].chars().next();
            after.is_none_or(|c| is_gap(c) || "):/,;".contains(c))
        };
        let end = window.match_indices('\'').map(|(at, _)| at).find(|at| is_end(*at));
        let Some(length) = end.filter(|length| *length > 0 && !window[..*length].contains(['"', '(', '\n']))
        else {
            return false;
        };
        self.language.get_or_insert(Language::Embase);
        self.replace("\"", inside);
        self.at = inside + length;
        self.replace("\"", inside + length + 1);
        self.read_suffix();
        true
    }

    /// Cochrane's headings and Embase's limits.
    fn read_bracket(&mut self) -> bool {
        let Some((written, length)) = headings::bracket(&self.text[self.at..]) else { return false };
        self.language.get_or_insert(Language::Embase);
        let end = self.at + length;
        self.replace(&written, end);
        true
    }

    /// Cochrane's `{or #1-#5}`.
    fn read_braces(&mut self) -> bool {
        let rest = &self.text[self.at + 1..];
        let Some(length) = rest.find('}').filter(|length| *length <= 200) else { return false };
        let content = rest[..length].trim();
        let Some((operator, list)) = content.split_once(is_gap) else { return false };
        let Some(list) = compact_list(list) else { return false };
        if !matches!(operator.to_ascii_lowercase().as_str(), "or" | "and") {
            return false;
        }
        let end = self.at + 1 + length + 1;
        self.replace(&format!(" {operator}/{list} "), end);
        true
    }

    fn read_close(&mut self, next: usize) {
        self.at = next;
        if let Some(Some(codes)) = self.closing.pop() {
            self.flush();
            self.out.put(&codes, Span::new(next, next));
        }
        self.read_suffix();
    }

    /// A word, with what its notation says before or after it.
    fn read_word(&mut self) {
        let rest = &self.text[self.at..];
        if let Some((written, length)) = headings::descriptor(rest) {
            self.language.get_or_insert(Language::Embase);
            let end = self.at + length;
            self.replace(&written, end);
            return;
        }
        if self.read_operator_list() || self.read_line_list() || self.read_near() || self.read_prefix() {
            return;
        }
        let start = self.at;
        let length = word_length(rest);
        self.at += length.max(1);
        if let Some((tag, length)) = headings::suffix(&self.text[self.at..]) {
            // The heading is this word alone, whatever comes before it.
            let end = self.at;
            self.at = start;
            self.replace("\"", start);
            self.at = end;
            self.language.get_or_insert(Language::Embase);
            let after = end + length;
            self.replace(&format!("\"{tag}"), after);
            return;
        }
        self.read_suffix();
        // Whatever is left of it, such as an address, is passed over as it is.
        while let Some(c) =
            self.text[self.at..].chars().next().filter(|c| !is_gap(*c) && !"()[]{}".contains(*c))
        {
            if is_quote(c) {
                break;
            }
            self.at += c.len_utf8();
        }
    }

    /// `/exp` and `:ti,ab` after a word, a phrase or parentheses.
    fn read_suffix(&mut self) {
        if let Some((tag, length)) = headings::suffix(&self.text[self.at..]) {
            self.language.get_or_insert(Language::Embase);
            let end = self.at + length;
            self.replace(tag, end);
        } else if let Some((codes, length)) = fields::suffix(&self.text[self.at..]) {
            self.language.get_or_insert(Language::Embase);
            let end = self.at + length;
            self.replace(&codes, end);
        }
    }

    /// `or/1, 3-5` with gaps, and `or 1-5`.
    fn read_operator_list(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let letters = rest.bytes().take(4).take_while(u8::is_ascii_alphabetic).count();
        let (operator, after) = rest.split_at(letters);
        if !operator.eq_ignore_ascii_case("or") && !operator.eq_ignore_ascii_case("and") {
            return false;
        }
        let after = after.trim_start();
        let list_text = after.strip_prefix('/').unwrap_or(after).trim_start();
        let is_first = self.at < 64 && self.text[..self.at].chars().all(|c| is_gap(c) || c == '(');
        let Some((length, list)) = line_list(list_text) else { return false };
        if !(after.starts_with('/') || (is_first && list.contains('-'))) {
            return false;
        }
        let end = self.text.len() - list_text.len() + length;
        let written = format!("{operator}/{list}");
        self.replace(&written, end);
        true
    }

    /// `#1-#5` and `1-5/or`.
    fn read_line_list(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some((length, list)) = line_list(rest) else { return false };
        let after = &rest[length..];
        let operator =
            ["/or", "/and", "/OR", "/AND"].into_iter().find(|operator| after.starts_with(operator));
        let is_range = rest.starts_with('#') && list.contains('-');
        let (written, end) = match operator {
            Some(operator) => (format!("{}/{list}", &operator[1..]), length + operator.len()),
            None if is_range => (format!("or/{list}"), length),
            None => return false,
        };
        let end = self.at + end;
        self.replace(&written, end);
        true
    }

    /// `NEAR/3`, `NEXT`, EBSCO's `N3` and `W3`.
    fn read_near(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (word, after) = rest.split_at(letters);
        let stroke = usize::from(after.starts_with('/'));
        let digits = after[stroke..].bytes().take(3).take_while(u8::is_ascii_digit).count();
        let length = letters + if digits > 0 { stroke + digits } else { 0 };
        let number = after[stroke..stroke + digits].parse::<u32>().ok();
        let is_end =
            rest[length..].chars().next().is_none_or(|c| is_gap(c) || is_quote(c) || "('".contains(c));
        let is_between = self.at > 0 && !rest[length..].trim().is_empty();
        if !is_end || !is_between || !is_near_word(word) {
            return false;
        }
        let upper = word.to_ascii_uppercase();
        let written = match (upper.as_str(), number) {
            ("NEXT", None | Some(0 | 1)) if word == upper || stroke > 0 => "adj".to_owned(),
            ("NEAR", None) if word == upper => "adj6".to_owned(),
            ("NEXT" | "NEAR" | "ONEAR", Some(number)) if stroke > 0 => format!("adj{}", number.clamp(1, 99)),
            // These count the words between.
            ("PRE" | "W" | "P" | "N", Some(number)) if stroke > 0 => format!("adj{}", (number + 1).min(99)),
            ("N" | "W", Some(number)) if self.is_ebsco && word == upper => {
                format!("adj{}", (number + 1).min(99))
            }
            _ => return false,
        };
        let language = if self.is_ebsco { Language::Ovid } else { Language::Embase };
        self.language.get_or_insert(language);
        let end = self.at + length;
        self.replace(&written, end);
        true
    }

    /// A field before its words: `TI (…)`, `MH "…"`, `TITLE-ABS-KEY(…)`, `TS=(…)`.
    fn read_prefix(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some(prefix) = fields::prefix(rest, self.is_ebsco) else { return false };
        let inside = self.at + prefix.length;
        let target = &self.text[inside..];
        if let Some(heading) = prefix.heading {
            let Some((written, length)) = headings::after_prefix(target, heading) else { return false };
            self.language.get_or_insert(Language::Ovid);
            self.replace(&written, inside + length);
            return true;
        }
        self.language.get_or_insert(Language::Ovid);
        if target.starts_with('(') {
            self.replace("(", inside + 1);
            self.closing.push(Some(prefix.codes));
            return true;
        }
        // Up to the next operator or parenthesis.
        if self.operand.is_some() {
            return false;
        }
        let length = fields::operand_length(target);
        if length == 0 {
            return false;
        }
        self.replace("(", inside);
        self.operand = Some((inside + length, prefix.codes));
        true
    }
}

/// The length of the word at the start of a text; a sign before a capital or a digit ends it.
fn word_length(text: &str) -> usize {
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let is_border = "?#*$,;".contains(c) && next.is_some_and(|c| is_word_part(c) && !c.is_lowercase());
        if is_border || is_gap(c) || is_quote(c) || "()[]{}:/".contains(c) {
            return at;
        }
    }
    text.len()
}

/// Whether a word begins with a character: marks before it are no part of it.
fn begins_word(c: char, before: Option<char>) -> bool {
    is_word_part(c) && !is_invisible(c) && before.is_none_or(|c| !is_word_part(c) || is_invisible(c))
}

/// A list of lines at the start of a text, with its length: `1-5, 7`, `#1-#3`.
fn line_list(text: &str) -> Option<(usize, String)> {
    let mut list = String::new();
    let mut length = 0;
    let mut rest = text;
    loop {
        let name_length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).unwrap_or(rest.len());
        let name = rest[..name_length].trim_start_matches('#');
        let bare = name.strip_prefix(['S', 's', 'L']).unwrap_or(name);
        let is_number = bare.starts_with(|c: char| c.is_ascii_digit()) && is_line_name(bare);
        if !is_number {
            break;
        }
        list.push_str(bare);
        rest = &rest[name_length..];
        length = text.len() - rest.len();
        let after = rest.trim_start_matches([' ', '\t']);
        let sign = after.chars().next().filter(|c| ",-–".contains(*c));
        let Some(sign) = sign else { break };
        list.push(if sign == ',' { ',' } else { '-' });
        rest = after[sign.len_utf8()..].trim_start_matches([' ', '\t']);
    }
    let list = list.trim_end_matches([',', '-']).to_owned();
    (!list.is_empty()).then_some((length, list))
}

/// A whole text as a list of lines.
fn compact_list(text: &str) -> Option<String> {
    let text = text.trim();
    let (length, list) = line_list(text)?;
    (length == text.len()).then_some(list)
}
