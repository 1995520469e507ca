//! Fields of other databases: `:ti,ab,kw` after their words, `TI (…)` and `TITLE-ABS-KEY(…)` before them.

use super::super::lexer::Operator;
use super::super::words::{closing_marks, is_gap, is_quote};

/// Codes after a colon, with Ovid's for them.
const SUFFIXES: [(&str, &str); 21] = [
    ("ti", "ti"),
    ("ab", "ab"),
    ("kw", "kw"),
    ("tt", "ti"),
    ("au", "au"),
    ("de", "hw"),
    ("lnk", "fs"),
    ("exp", "hw"),
    ("tn", "mp"),
    ("rn", "rn"),
    ("dn", "mp"),
    ("mn", "mp"),
    ("pt", "pt"),
    ("it", "pt"),
    ("la", "lg"),
    ("py", "yr"),
    ("jt", "jn"),
    ("ta", "jn"),
    ("so", "jn"),
    ("ff", "in"),
    ("ca", "in"),
];

/// The length of `:ti,ab` at the start of a text.
pub(super) fn suffix_length(text: &str) -> Option<usize> {
    suffix(text).map(|(_, length)| length)
}

/// `:ti,ab` at the start of a text in Ovid's codes, with its length.
pub(super) fn suffix(text: &str) -> Option<(String, usize)> {
    let inside = text.strip_prefix(':')?;
    let is_code = |c: char| c.is_ascii_alphabetic() || c == ',';
    let length = inside.find(|c: char| !is_code(c)).unwrap_or(inside.len());
    let written = inside[..length].trim_end_matches(',');
    let marks = closing_marks(&inside[written.len()..])?;
    if written.is_empty() {
        return None;
    }
    let known =
        |code: &str| SUFFIXES.iter().find(|(name, _)| name.eq_ignore_ascii_case(code)).map(|(_, ovid)| *ovid);
    let mut codes: Vec<&str> = Vec::new();
    for code in written.split(',') {
        let code = known(code)?;
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    Some((format!(".{}.", codes.join(",")), 1 + written.len() + marks))
}

/// A field before its words.
pub(super) struct Prefix {
    /// The same in Ovid's codes.
    pub(super) codes: String,
    /// Its length, with the gap after it.
    pub(super) length: usize,
    /// Whether a heading follows, and whether it has to be a main subject.
    pub(super) heading: Option<HeadingPrefix>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct HeadingPrefix {
    pub(super) is_major: bool,
    pub(super) is_exploded: bool,
}

/// EBSCO's fields, with Ovid's codes.
const EBSCO: [(&str, &str); 13] = [
    ("TI", "ti"),
    ("AB", "ab"),
    ("TX", "mp"),
    ("SU", "hw"),
    ("MW", "hw"),
    ("KW", "kw"),
    ("AU", "au"),
    ("PT", "pt"),
    ("SO", "jn"),
    ("JN", "jn"),
    ("LA", "lg"),
    ("DT", "yr"),
    ("AF", "in"),
];

/// Fields of Scopus, Web of Science and ProQuest, each with a sign after it.
const CALLS: [(&str, &str); 16] = [
    ("TITLE-ABS-KEY(", "ti,ab,kw"),
    ("TITLE-ABS(", "ti,ab"),
    ("TITLE(", "ti"),
    ("ABS(", "ab"),
    ("KEY(", "kw"),
    ("ALL(", "af"),
    ("noft(", "mp"),
    ("NOFT(", "mp"),
    ("TI,AB(", "ti,ab"),
    ("ti,ab(", "ti,ab"),
    ("AB,TI(", "ti,ab"),
    ("TS=", "mp"),
    ("TI=", "ti"),
    ("AB=", "ab"),
    ("AK=", "kw"),
    ("ALL=", "af"),
];

/// Whether a field that is followed by parentheses ends a text.
pub(super) fn ends_in_call(text: &str) -> bool {
    let names = CALLS.iter().filter_map(|(call, _)| call.strip_suffix('('));
    names.into_iter().any(|name| {
        let before = text.strip_suffix(name);
        before.is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric()))
    })
}

/// The field at the start of a text.
pub(super) fn prefix(text: &str, is_ebsco: bool) -> Option<Prefix> {
    for (call, codes) in CALLS {
        if let Some(after) = text.strip_prefix(call) {
            let bracket = usize::from(call.ends_with('('));
            let gap = if bracket == 0 { after.len() - after.trim_start().len() } else { 0 };
            let length = call.len() - bracket + gap;
            return Some(Prefix { codes: format!(".{codes}."), length, heading: None });
        }
    }
    for (name, is_exploded) in
        [("MESH.EXACT.EXPLODE(", true), ("MESH.EXACT(", false), ("MJMESH.EXACT(", false)]
    {
        if text.starts_with(name) {
            let heading = HeadingPrefix { is_major: name.starts_with("MJ"), is_exploded };
            return Some(Prefix { codes: String::new(), length: name.len() - 1, heading: Some(heading) });
        }
    }
    let code = text.get(..2).filter(|_| is_ebsco)?;
    let after = text.get(2..)?;
    let gap = after.len() - after.trim_start_matches([' ', '\t']).len();
    if (gap == 0 && !after.starts_with(['(', '"'])) || after.trim_start().is_empty() {
        return None;
    }
    let length = 2 + gap;
    if matches!(code, "MH" | "MM" | "MJ") {
        let heading = HeadingPrefix { is_major: code != "MH", is_exploded: false };
        return Some(Prefix { codes: String::new(), length, heading: Some(heading) });
    }
    let (_, codes) = EBSCO.iter().find(|(known, _)| *known == code)?;
    Some(Prefix { codes: format!(".{codes}."), length, heading: None })
}

/// The length of the words at the start of a text up to an operator or parenthesis.
pub(super) fn operand_length(text: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    let mut is_quoted = false;
    while let Some(c) = text[at..].chars().next() {
        if is_quote(c) {
            is_quoted = !is_quoted;
        } else if !is_quoted && (c == '(' || c == ')') {
            break;
        } else if !is_quoted && c.is_alphanumeric() {
            let length = text[at..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - at);
            if Operator::of_any_case(&text[at..at + length]).is_some() {
                break;
            }
            at += length;
            end = at;
            continue;
        }
        at += c.len_utf8();
        if !is_gap(c) {
            end = at;
        }
    }
    end
}
