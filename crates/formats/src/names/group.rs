//! The names of groups, without what stands around them.

use super::words::is_short;
use domain::record::{composed, is_of_group};

/// What leads to a group's name.
const LEADS: [&str; 9] = [
    "for and on behalf of the ",
    "for and on behalf of ",
    "on behalf of the ",
    "on behalf of ",
    "on behalf of all ",
    "and on behalf of the ",
    "as part of the ",
    "and the ",
    "for the ",
];

/// Where a group's name ends and its address begins.
const ADDRESSES: [&str; 7] =
    ["electronic address:", "e-mail:", "email:", "e-mail address:", "correspondence:", "mailto:", "contact:"];

/// The name of a group: without what leads to it, without addresses, and without the names of its members.
pub(crate) fn group(text: &str) -> String {
    let text = composed(&crate::text::clean(text));
    let mut name = without_address(&text).trim_matches([',', ';', ' ']);
    if let Some(rest) = LEADS.iter().find_map(|lead| after_lead(name, lead)) {
        name = rest;
    }
    if let Some((before, members)) = name.split_once(": ")
        && are_people(members)
    {
        name = before;
    }
    if let Some((before, members)) = name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("))
        && are_people(members)
    {
        name = before;
    }
    name.trim_matches(['*', '†', '‡', ',', ';', ' ']).to_owned()
}

/// Whether a text lists people by their initials.
fn are_people(text: &str) -> bool {
    let names = text.split([',', ';']).map(str::trim).filter(|name| !name.is_empty());
    names.clone().count() > 1 && names.clone().all(is_short)
}

fn after_lead<'a>(text: &'a str, lead: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(lead.len())?;
    (start.eq_ignore_ascii_case(lead) && !rest.is_empty()).then_some(rest)
}

fn without_address(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    let at = ADDRESSES.iter().filter_map(|mark| lower.find(mark)).min().filter(|at| *at > 0);
    let text = at
        .and_then(|at| text.get(..at))
        .unwrap_or(text)
        .trim_end_matches(['.', ',', ';', ' ', '(', '[', '<']);
    match text.find('@') {
        // The words before the one that is an address.
        Some(at) => {
            text.get(..at).and_then(|before| before.rsplit_once(' ')).map_or("", |(before, _)| before)
        }
        None => text,
    }
    .trim_end_matches(['.', ',', ';', ' ', '(', '[', '<'])
}

/// The people before `on behalf of …`, and the group that is named there, if it is one with a name.
pub(super) fn and_on_behalf(text: &str) -> (&str, Option<&str>) {
    let lower = text.to_ascii_lowercase();
    let marks = [
        " for and on behalf of ",
        " and on behalf of ",
        " on behalf of ",
        "(on behalf of ",
        ", for the ",
        " for the ",
        "(for the ",
    ];
    let found = marks.iter().filter_map(|mark| lower.find(mark).map(|at| (at, mark.len()))).min();
    let Some((at, length)) = found else { return (text, None) };
    let (Some(before), Some(behind)) = (text.get(..at), text.get(at + length..)) else { return (text, None) };
    let before = before.trim_end_matches([',', ' ', '(', '[']);
    // `Committee for the Study of …` is one name.
    if is_of_group(before) || before.is_empty() || !before.contains([' ', ',']) {
        return (text, None);
    }
    let behind = behind.trim_matches([')', ']', '.', ',', ' ']);
    let behind = behind.strip_prefix("the ").unwrap_or(behind);
    (before, Some(behind).filter(|name| has_name(name)))
}

/// Whether a group is called something: `SPRINT Investigators` is, `study group` is not.
fn has_name(text: &str) -> bool {
    text.chars().any(char::is_uppercase) || domain::record::is_uncased(text)
}

/// The text without what stands in parentheses or angle brackets, unless a group is meant.
pub(super) fn without_asides(text: &str) -> String {
    let is_open = |c: char| matches!(c, '(' | '[' | '<' | '（' | '［');
    if !text.contains(is_open) {
        return text.to_owned();
    }
    let (mut plain, mut depth) = (String::with_capacity(text.len()), 0_usize);
    for c in text.chars() {
        match c {
            c if is_open(c) => depth += 1,
            ')' | ']' | '>' | '）' | '］' if depth > 0 => depth -= 1,
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let plain = crate::text::clean(&plain);
    if plain.chars().any(char::is_alphabetic) && !is_of_group(&plain) { plain } else { text.to_owned() }
}
