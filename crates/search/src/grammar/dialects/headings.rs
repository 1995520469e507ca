//! Headings of other databases: Cochrane's, Embase's and EBSCO's.

use super::super::fields::{is_tag, qualifier};
use super::super::words::{closing_marks, is_gap, is_quote};
use super::fields::HeadingPrefix;

/// The most bytes of a heading with all that belongs to it.
const LONGEST: usize = 400;
/// The most marks after a heading.
const MOST_MARKS: usize = 8;

/// `/exp`, `/de`, `/mj`, `/exp/mj` at the start of a text as PubMed's tag, with its length.
pub(super) fn suffix(text: &str) -> Option<(&'static str, usize)> {
    if !text.starts_with('/') {
        return None;
    }
    let (mut is_exploded, mut is_major, mut is_known, mut length) = (false, false, false, 0);
    for _ in 0..MOST_MARKS {
        let Some(rest) = text[length..].strip_prefix('/') else { break };
        let word = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        match rest[..word].to_ascii_lowercase().as_str() {
            "exp" => (is_exploded, is_known) = (true, true),
            "mj" => (is_major, is_known) = (true, true),
            "de" | "syn" => is_known = true,
            other if is_known && other.starts_with("dm_") => {}
            other if is_known && other.starts_with("dd_") => {}
            _ => break,
        }
        length += 1 + word;
    }
    let marks = closing_marks(&text[length..])?;
    is_known.then(|| (tag(is_exploded, is_major), length + marks))
}

fn tag(is_exploded: bool, is_major: bool) -> &'static str {
    match (is_exploded, is_major) {
        (true, false) => "[mh]",
        (false, false) => "[mh:noexp]",
        (true, true) => "[majr]",
        (false, true) => "[majr:noexp]",
    }
}

/// A heading with PubMed's tag; with subheadings, any of them.
fn written(name: &str, qualifiers: &[&str], tag: &str) -> String {
    let name = name.trim_matches(|c: char| is_gap(c) || is_quote(c));
    match qualifiers {
        [] => format!("\"{name}\"{tag}"),
        [only] => format!("\"{name}/{only}\"{tag}"),
        some => {
            let each: Vec<String> = some.iter().map(|it| format!("\"{name}/{it}\"{tag}")).collect();
            format!("({})", each.join(" OR "))
        }
    }
}

/// `[mh "Heart Failure"]`, `[mh ^Asthma/DT]` and Embase's limits such as `[humans]/lim` at the start of a text, with
/// their length.
pub(super) fn bracket(text: &str) -> Option<(String, usize)> {
    let inside = text.strip_prefix('[')?;
    let window = &inside[..inside.floor_char_boundary(LONGEST)];
    let length = window.find(']')?;
    let content = &window[..length];
    if let Some(after) = inside[length + 1..].strip_prefix("/py") {
        let years = content.replace(['-', '–'], ":");
        let is_years = years.bytes().all(|byte| byte.is_ascii_digit() || byte == b':') && years.len() >= 4;
        let is_end = after.chars().next().is_none_or(|c| is_gap(c) || "),;".contains(c));
        return (is_years && is_end).then(|| (format!("{years}[dp]"), 1 + length + 1 + 3));
    }
    if let Some(after) = inside[length + 1..].strip_prefix("/lim") {
        let is_end = after.chars().next().is_none_or(|c| is_gap(c) || "),;".contains(c));
        // Read as a filter that the library does not have.
        return is_end.then(|| (format!("\"{}\"[sb]", content.replace(is_quote, "")), 1 + length + 1 + 4));
    }
    let (code, name) = (content.get(..2)?, content.get(2..)?);
    let is_major = match code.to_ascii_lowercase().as_str() {
        "mh" => false,
        "mj" => true,
        _ => return None,
    };
    if !name.starts_with(|c: char| is_gap(c) || is_quote(c) || c == '^') || is_tag(content) {
        return None;
    }
    let name = name.trim();
    let (name, is_exploded) = match name.strip_prefix('^') {
        Some(name) => (name, false),
        None => (name, true),
    };
    let (name, codes) = match name.rsplit_once('/') {
        Some((name, codes)) => (name, codes),
        None => (name, ""),
    };
    let qualifiers: Vec<&str> = codes.split(',').filter_map(|code| qualifier(code.trim())).collect();
    Some((written(name, &qualifiers, tag(is_exploded, is_major)), length + 2))
}

/// `MeSH descriptor: [Heart Failure] explode all trees` at the start of a text, with its length.
pub(super) fn descriptor(text: &str) -> Option<(String, usize)> {
    const LABEL: &str = "mesh descriptor";
    let label = text.get(..LABEL.len()).filter(|start| start.eq_ignore_ascii_case(LABEL))?;
    let after = text[label.len()..].trim_start_matches([':', ' ', '\t']);
    let window = &after[..after.floor_char_boundary(LONGEST)];
    let lower = window.to_ascii_lowercase();
    let (name, rest) = match window.strip_prefix('[') {
        Some(inside) => {
            let length = inside.find(']')?;
            (&inside[..length], length + 2)
        }
        None => {
            let ends = ["explode ", "this term only", "in mesh products"];
            let length = ends.iter().filter_map(|end| lower.find(end)).min()?;
            (&window[..length], length)
        }
    };
    let mut length = rest;
    let mut is_exploded = false;
    let follows = |length: usize, words: &str| {
        let gap = lower[length..].len() - lower[length..].trim_start_matches([' ', ',', '\t']).len();
        lower[length + gap..].starts_with(words).then_some(length + gap + words.len())
    };
    for (words, explodes) in [
        ("explode all trees", true),
        ("explode tree", true),
        ("explode trees", true),
        ("this term only", false),
        ("in mesh products", false),
    ] {
        if let Some(end) = follows(length, words) {
            length = end;
            is_exploded = explodes;
            // The numbers of the trees.
            if words.starts_with("explode t") {
                let numbers = |c: char| c.is_ascii_digit() || " ,and".contains(c);
                length += lower[length..].len() - lower[length..].trim_start_matches(numbers).len();
            }
            break;
        }
    }
    let mut qualifiers = Vec::new();
    for words in
        ["and with qualifier(s):", "and with qualifiers:", "and with qualifier(s)", "with qualifier(s):"]
    {
        let Some(end) = follows(length, words) else { continue };
        let list = window[end..].trim_start();
        let start = window.len() - list.len();
        let Some(inside) = list.strip_prefix('[') else { break };
        let Some(closed) = inside.find(']') else { break };
        qualifiers = inside[..closed]
            .split(',')
            .filter_map(|part| qualifier(part.rsplit_once(" - ").map_or(part, |(name, _)| name).trim()))
            .collect();
        length = start + closed + 2;
        break;
    }
    let consumed = text.len() - after.len() + length;
    Some((written(name, &qualifiers, tag(is_exploded, false)), consumed))
}

/// The heading after EBSCO's `MH`: `"Heart Failure+"`, with its length.
pub(super) fn after_prefix(text: &str, prefix: HeadingPrefix) -> Option<(String, usize)> {
    let window = &text[..text.floor_char_boundary(LONGEST)];
    let first = window.chars().next()?;
    let (name, length) = match first {
        '(' => {
            let length = window.find(')')?;
            (&window[1..length], length + 1)
        }
        quote if is_quote(quote) => {
            let start = quote.len_utf8();
            let length = window[start..].find(is_quote)?;
            let mark = window[start + length..].chars().next().map_or(0, char::len_utf8);
            (&window[start..start + length], start + length + mark)
        }
        _ => {
            let length = super::fields::operand_length(window);
            (&window[..length], length)
        }
    };
    let name = name.trim_matches(|c: char| is_gap(c) || is_quote(c));
    let (name, is_exploded) = match name.strip_suffix('+') {
        Some(name) => (name, true),
        None => (name, prefix.is_exploded),
    };
    // A plus sign after the quotation mark means the same.
    let plus = usize::from(window[length..].starts_with('+'));
    let (name, codes) = name.rsplit_once('/').unwrap_or((name, ""));
    let name = name.trim_end_matches('+');
    let qualifiers: Vec<&str> = codes.split(',').filter_map(|code| qualifier(code.trim())).collect();
    if name.is_empty() {
        return None;
    }
    Some((written(name, &qualifiers, tag(is_exploded || plus > 0, prefix.is_major)), length + plus))
}
