//! Signs by which a line is a search, or a combination of others.

use super::super::lexer::{Operator, parse_proximity};
use super::super::references::is_line_name;
use super::super::words::is_gap;

/// Whether a line has a sign of a query language, or refers to other lines.
pub(super) fn is_like_search(line: &str) -> bool {
    let mut words = line.split(|c: char| is_gap(c) || "(),;".contains(c)).filter(|word| !word.is_empty());
    let has_word = words.any(|word| {
        Operator::of(word).is_some()
            || (parse_proximity(word).is_some() && word.len() > 3)
            || word.eq_ignore_ascii_case("exp")
            || (word.len() > 1 && word.starts_with('#'))
            || word.ends_with('/')
            || (word.len() > 3 && word.ends_with(['*', '$']))
            || word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("or/"))
            || word.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("and/"))
            || word.contains(":ti")
            || word.contains(":ab")
            || word.contains("/exp")
    });
    let has_codes = line.rfind('.').is_some_and(|end| {
        let start = line[..end].rfind('.').map_or(end, |at| at + 1);
        let codes = &line[start..end];
        codes.len() >= 2 && codes.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b',')
    });
    has_word
        || has_codes
        || line.contains(['[', '"', '“'])
        || line.contains("=(")
        || line.contains("MeSH descriptor")
        || is_reference_line(line)
}

/// Whether a line does nothing but combine others: `1 and 2`, `or/1-5`, `(#1 OR #2) NOT S3`, `A or B`.
pub(super) fn is_reference_line(line: &str) -> bool {
    let (mut operators, mut names) = (0, 0);
    for word in line.split(|c: char| is_gap(c) || "(),;{}/-–.".contains(c)).filter(|word| !word.is_empty())
    {
        let bare = word.trim_start_matches(['#', 'S', 's', 'L']);
        match Operator::of_any_case(word) {
            Some(_) => operators += 1,
            None if is_line_name(if bare.is_empty() { word } else { bare }) => names += 1,
            None => return false,
        }
    }
    operators > 0 && names > 0
}
