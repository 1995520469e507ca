//! The numbers of a strategy's lines: `1.`, `1 `, `#1`, `S1`, `1a)`, `Search 1:`, `A.`.

use super::super::lexer::{Operator, parse_proximity};
use super::super::words::is_gap;
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// The highest number without a mark that is taken for a line's; a higher one may be a year.
const HIGHEST_UNMARKED: u32 = 500;
/// How far numbers with a mark may be apart.
const WIDEST_GAP: u32 = 60;

/// Numbers that may be years.
const YEARS: RangeInclusive<u32> = 1900..=2100;

/// What stands before a number.
const LABELS: [&str; 7] = ["search", "line", "set", "query", "step", "string", "no"];

/// The number at the start of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineNumber {
    /// Lower-case, without zeros before it.
    pub(super) name: String,
    /// The place of its letter, where it has no digits.
    value: u32,
    has_digits: bool,
    has_letter: bool,
    /// Its bytes, with its marks and the gap after them.
    pub(super) length: usize,
    /// Whether a mark or a tabulator says that it is a number and no word.
    is_marked: bool,
    /// Whether nothing comes after it, as for the number of hits.
    is_bare: bool,
}

impl LineNumber {
    /// Reads the number at the start of a trimmed line.
    pub(super) fn read(line: &str) -> Option<Self> {
        let after_label = skip_label(line);
        let is_labelled = after_label.len() < line.len();
        let opened = after_label.strip_prefix(['(', '[']);
        let at_sign = opened.unwrap_or(after_label);
        let at_name = skip_sign(at_sign);
        let is_signed = at_name.len() < at_sign.len();
        let digits = at_name.bytes().take_while(u8::is_ascii_digit).count();
        let letter = at_name[digits..].bytes().take(1).take_while(u8::is_ascii_alphabetic).count();
        if digits > 4 || digits + letter == 0 {
            return None;
        }
        let (name, rest) = at_name.split_at(digits + letter);
        let closed = if opened.is_some() { Some(rest.strip_prefix([')', ']'])?) } else { None };
        let rest = closed.unwrap_or(rest);
        let (rest, has_mark) = skip_mark(rest, digits > 0)?;
        let is_tabbed = rest.starts_with(['\t', '|']);
        let is_marked = has_mark || is_signed || is_tabbed || closed.is_some();
        let rest = rest.trim_start_matches(|c: char| is_gap(c) || c == '|');
        let is_word = digits == 0 && !(has_mark || closed.is_some());
        if is_word || (is_labelled && !has_mark && !is_tabbed) {
            return None;
        }
        if !has_mark && !is_tabbed && begins_with_operator(rest) {
            // `1 and 2`, `#1 OR #2`.
            return None;
        }
        let bare = name.trim_start_matches('0').to_ascii_lowercase();
        let value = match name[..digits].parse() {
            Ok(value) => value,
            Err(_) => u32::from(name.bytes().next()?.to_ascii_lowercase() - b'a') + 1,
        };
        let (has_digits, has_letter) = (digits > 0, letter > 0);
        let length = line.len() - rest.len();
        let is_bare = rest.is_empty();
        let number = Self { name: bare, value, has_digits, has_letter, length, is_marked, is_bare };
        (!number.name.is_empty()).then_some(number)
    }

    /// Whether it can be the first number.
    fn can_be_first(&self) -> bool {
        match self.has_digits {
            true => self.is_marked || self.value <= HIGHEST_UNMARKED,
            false => self.value == 1,
        }
    }

    /// Whether it can come after another.
    fn can_follow(&self, last: &Self, is_descending: bool) -> bool {
        if self.has_digits != last.has_digits {
            return self.is_marked && self.value == 1;
        }
        let (low, high) = if is_descending { (self, last) } else { (last, self) };
        let step = high.value.checked_sub(low.value);
        match step {
            Some(0) => self.has_letter && self.name != last.name,
            Some(1) => true,
            Some(step) => self.is_marked && step <= WIDEST_GAP,
            None => false,
        }
    }

    /// Whether it is without a mark and some lines after another: those between were deleted.
    fn may_skip_after(&self, last: &Self) -> bool {
        let is_of_lines = self.has_digits && last.has_digits && !self.is_bare && !self.is_marked;
        is_of_lines && (last.value + 2..=last.value + WIDEST_GAP).contains(&self.value)
    }

    /// Whether another strategy begins with it.
    fn restarts_after(&self, last: &Self, next: Option<&Self>) -> bool {
        let is_first = self.name == "1" && last.has_digits && last.value > 1;
        is_first && next.is_some_and(|next| next.has_digits && next.value == 2)
    }

    /// Whether it is without a mark and high, as in a part of a long history, and no year.
    fn may_begin_part(&self, next: Option<&Self>) -> bool {
        let is_rising = next.is_some_and(|next| next.has_digits && next.value == self.value + 1);
        self.has_digits && !self.is_bare && is_rising && !YEARS.contains(&self.value)
    }
}

/// Which of the numbers read at the starts of lines are line numbers, and whether they descend. Where a line is apart
/// from the one before it, by a heading or an empty line, another strategy may begin.
pub(super) fn accept(numbers: &[Option<LineNumber>], is_apart: &[bool]) -> (Vec<bool>, bool) {
    let read: Vec<&LineNumber> = numbers.iter().flatten().collect();
    let falls = read.windows(2).filter(|pair| pair[1].value < pair[0].value).count();
    let is_descending = 2 * falls > read.len().saturating_sub(1) && read.len() > 2
        || matches!(read.as_slice(), [first, second] if first.value == second.value + 1);
    // Where each number stands last: a number that is still to come was not deleted.
    let places: HashMap<u32, usize> =
        read.iter().enumerate().map(|(at, number)| (number.value, at)).collect();
    let mut last: Option<&LineNumber> = None;
    let mut at = 0;
    let accepted = numbers.iter().zip(is_apart).map(|(number, is_apart)| {
        let Some(number) = number else { return false };
        at += 1;
        let is_to_come = |value: u32| places.get(&value).is_some_and(|place| *place >= at);
        let fits = match last {
            None => number.can_be_first() || number.may_begin_part(read.get(at).copied()),
            Some(last) => {
                let skips = !is_descending && number.may_skip_after(last) && !is_to_come(last.value + 1);
                number.can_follow(last, is_descending)
                    || skips
                    || (*is_apart && !is_descending && number.restarts_after(last, read.get(at).copied()))
            }
        };
        if fits {
            last = Some(number);
        }
        fits
    });
    (accepted.collect(), is_descending)
}

/// The text after `Search` and the like.
fn skip_label(line: &str) -> &str {
    let letters = line.bytes().take(7).take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = line.split_at(letters);
    let number = rest.trim_start_matches(|c: char| is_gap(c) || ".:#".contains(c));
    let is_label = LABELS.iter().any(|label| label.eq_ignore_ascii_case(word))
        && rest.len() > number.len()
        && number.starts_with(|c: char| c.is_ascii_digit());
    if is_label { number } else { line }
}

/// The text after `#`, and after `S` or `L` before a digit.
fn skip_sign(text: &str) -> &str {
    if let Some(rest) = text.strip_prefix('#') {
        return rest.trim_start_matches(is_gap);
    }
    let rest =
        text.strip_prefix(['S', 's', 'L']).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    rest.unwrap_or(text)
}

/// The text after the mark of a number, and whether there was one; none where the number goes on.
fn skip_mark(rest: &str, has_digits: bool) -> Option<(&str, bool)> {
    let Some(first) = rest.chars().next() else { return Some((rest, false)) };
    if is_gap(first) || first == '|' {
        return Some((rest, false));
    }
    let after = rest.strip_prefix(['.', ')', ':', ']'])?;
    let after = after.strip_prefix(['.', ')', ':']).unwrap_or(after);
    let follows = after.chars().next();
    let is_end = follows.is_none_or(|c| is_gap(c) || (has_digits && !c.is_ascii_digit()));
    is_end.then_some((after, true))
}

/// Whether an operator comes first, so that what is before it is an operand.
fn begins_with_operator(text: &str) -> bool {
    let length = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let (word, rest) = text.split_at(length);
    let is_list = rest.trim_start().starts_with('/');
    let is_operator = Operator::of_any_case(word).is_some() || parse_proximity(word).is_some();
    is_operator && !is_list && !rest.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(String, &str)> {
        LineNumber::read(line).map(|number| (number.name, &line[number.length..]))
    }

    #[test]
    fn a_number_is_written_in_many_ways() {
        for (line, name, rest) in [
            ("1. exp Asthma/", "1", "exp Asthma/"),
            ("1.exp Asthma/", "1", "exp Asthma/"),
            ("12 exp Asthma/", "12", "exp Asthma/"),
            ("12\texp Asthma/", "12", "exp Asthma/"),
            ("12", "12", ""),
            ("#1 asthma", "1", "asthma"),
            ("# 1 asthma", "1", "asthma"),
            ("#1", "1", ""),
            ("S3 S1 OR S2", "3", "S1 OR S2"),
            ("#3 #1 AND #2", "3", "#1 AND #2"),
            ("3 1 and 2", "3", "1 and 2"),
            ("3 or/1-2", "3", "or/1-2"),
            ("1a) asthma", "1a", "asthma"),
            ("(1) asthma", "1", "asthma"),
            ("[4] asthma", "4", "asthma"),
            ("Search 2: asthma", "2", "asthma"),
            ("Line 02. asthma", "2", "asthma"),
            ("A. asthma", "a", "asthma"),
            ("B: asthma", "b", "asthma"),
            ("1 | asthma", "1", "asthma"),
        ] {
            assert_eq!(read(line), Some((name.to_owned(), rest)), "{line}");
        }
    }

    #[test]
    fn other_numbers_are_part_of_the_line() {
        for line in [
            "1 and 2",
            "#1 OR #2",
            "S1 or S2",
            "1a or 3",
            "25(OH)D",
            "10.1000/182",
            "a study",
            "5-fluorouracil",
            "Search for asthma",
            "1.5 mg",
            "asthma",
            "",
            "12345 x",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
