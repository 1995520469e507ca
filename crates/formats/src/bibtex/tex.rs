//! The TeX that occurs in titles, names and abstracts.
//!
//! The biblatex library understands accents and letters (`\"o`, `\ss`); formulas and font commands, which it leaves as
//! they are, become plain text first.

use crate::entities::unescape;
use crate::formula::{self, argument, is_type, sign};

/// Letters, which the library takes for accents on nothing where an empty group ends their command (`S\o{}rensen`).
const LETTERS: [(&str, char); 20] = [
    ("o", 'ø'),
    ("O", 'Ø'),
    ("l", 'ł'),
    ("L", 'Ł'),
    ("ss", 'ß'),
    ("SS", 'ẞ'),
    ("ae", 'æ'),
    ("AE", 'Æ'),
    ("oe", 'œ'),
    ("OE", 'Œ'),
    ("aa", 'å'),
    ("AA", 'Å'),
    ("i", 'ı'),
    ("j", 'ȷ'),
    ("dh", 'ð'),
    ("DH", 'Ð'),
    ("th", 'þ'),
    ("TH", 'Þ'),
    ("dj", 'đ'),
    ("DJ", 'Đ'),
];

/// The text without formulas and type.
pub(crate) fn simplified(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '\\' => command(&mut plain, after),
            '$' => formula(&mut plain, after),
            '&' => entity(&mut plain, after),
            '~' => {
                plain.push(' ');
                after
            }
            '`' if after.starts_with('`') => {
                plain.push('“');
                &after[1..]
            }
            '\'' if after.starts_with('\'') => {
                plain.push('”');
                &after[1..]
            }
            _ => {
                plain.push(c);
                after
            }
        };
    }
    plain
}

/// Writes what a command means; returns what follows it.
fn command<'a>(plain: &mut String, after: &'a str) -> &'a str {
    let length = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
    let (name, rest) = after.split_at(length);
    if name.is_empty() {
        if let Some(after) = rest.strip_prefix('&') {
            return entity(plain, after);
        }
        if let Some(length) = rest.strip_prefix('(').and_then(length_of_formula) {
            push_formula(plain, &rest[1..=length]);
            return &rest[length + 3..];
        }
        // An escaped sign, or an accent: the library knows them.
        let sign = after.chars().next();
        plain.push('\\');
        plain.extend(sign);
        let rest = &after[sign.map_or(0, char::len_utf8)..];
        return sign.and_then(|sign| dotless(plain, sign, rest)).unwrap_or(rest);
    }
    let letter = LETTERS.iter().find(|(known, _)| *known == name);
    if let (Some((_, letter)), Some(rest)) = (letter, rest.trim_start().strip_prefix("{}")) {
        plain.push(*letter);
        return rest;
    }
    match name {
        "textsuperscript" | "textsubscript" => {
            let (script, rest) = argument(rest);
            push_formula(plain, &format!("\\{name}{{{script}}}"));
            rest
        }
        "ensuremath" => {
            let (inner, rest) = argument(rest);
            push_formula(plain, inner);
            rest
        }
        _ if is_type(name) => rest.trim_start(),
        _ => match sign(name) {
            Some(sign) => {
                plain.push_str(&escaped(&sign));
                let rest = rest.trim_start();
                rest.strip_prefix("{}").unwrap_or(rest)
            }
            None => {
                plain.push('\\');
                plain.push_str(name);
                rest
            }
        },
    }
}

/// Writes the letter that an accent stands on where it is one without a dot (`\'\i`): the library wants it with its dot.
/// Returns what follows it.
fn dotless<'a>(plain: &mut String, accent: char, rest: &'a str) -> Option<&'a str> {
    if !matches!(accent, '\'' | '"' | '`' | '^' | '~' | '=' | '.') {
        return None;
    }
    let rest = rest.trim_start().strip_prefix('\\')?;
    let letter = rest.chars().next().filter(|letter| matches!(letter, 'i' | 'j'))?;
    let after = rest.get(1..).filter(|after| !after.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    plain.push(letter);
    Some(after.strip_prefix("{}").unwrap_or_else(|| after.trim_start()))
}

/// Writes what an entity of HTML stands for, whose `&` is before this text, or the `&`. Returns what follows it.
fn entity<'a>(plain: &mut String, after: &'a str) -> &'a str {
    let mut written = String::new();
    let rest = unescape(&mut written, after);
    plain.push_str(&escaped(&written));
    rest
}

/// The bytes up to `\)`, which ends a formula that is not longer than any ever printed.
fn length_of_formula(text: &str) -> Option<usize> {
    const LONGEST: usize = 1000;
    let at = text.as_bytes().windows(2).take(LONGEST).position(|bytes| bytes == b"\\)");
    at.filter(|at| text.is_char_boundary(*at))
}

/// Writes what a formula says, as TeX that says the same to the library.
fn push_formula(plain: &mut String, source: &str) {
    let written = formula::plain(plain, source);
    plain.push_str(&escaped(&written));
}

/// Writes a formula as text: indices and powers as in the titles of other formats. A dollar that begins none stays.
fn formula<'a>(plain: &mut String, after: &'a str) -> &'a str {
    let after = after.strip_prefix('$').unwrap_or(after);
    let Some(end) = end_of_formula(after) else {
        plain.push_str("\\$");
        return after;
    };
    push_formula(plain, &after[..end]);
    let rest = &after[end + 1..];
    rest.strip_prefix('$').filter(|_| after.starts_with('$')).unwrap_or(rest)
}

fn end_of_formula(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let ends = c == '$' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends.then_some(at)
    })
}

/// Escapes a text as TeX.
pub(crate) fn escaped(text: &str) -> String {
    let mut tex = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\\' => tex.push_str("\\textbackslash{}"),
            '{' => tex.push_str("\\textbraceleft{}"),
            '}' => tex.push_str("\\textbraceright{}"),
            '~' => tex.push_str("\\textasciitilde{}"),
            '^' => tex.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' => {
                tex.push('\\');
                tex.push(c);
            }
            // Two of these would be read as another sign.
            '-' | '`' | '\'' if before == c => {
                tex.push_str("{}");
                tex.push(c);
            }
            _ => tex.push(c),
        }
        before = c;
    }
    tex
}

/// A text that is no TeX, within braces.
pub(crate) fn escaped_verbatim(text: &str) -> String {
    text.chars().flat_map(|c| matches!(c, '\\' | '{' | '}').then_some('\\').into_iter().chain([c])).collect()
}

/// What [`escaped_verbatim`] wrote, or another writer that escapes more.
pub(crate) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match letters.next_if(|next| c == '\\' && next.is_ascii_punctuation()) {
            Some(next) => plain.push(next),
            None => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_and_type_become_plain_text() {
        for (tex, plain) in [
            ("CO$_2$ and H$_{2}$O", "CO₂ and H₂O"),
            ("$\\alpha$-blockers, $\\Delta$F508", "α-blockers, ΔF508"),
            ("\\emph{In vitro} {\\it and} \\textbf{in} vivo", "{In vitro} {and} {in} vivo"),
            ("p$\\leq$0.05, 10$^{-3}$ m$^2$", "p≤0.05, 10⁻³ m²"),
            ("a cost of $5 million", "a cost of \\$5 million"),
            ("``quoted'' and~tied", "“quoted” and tied"),
            ("Gr\\\"uner \\& S{\\o}n", "Gr\\\"uner \\& S{\\o}n"),
        ] {
            assert_eq!(simplified(tex), plain, "{tex}");
        }
    }

    #[test]
    fn letters_may_end_in_an_empty_group() {
        let tex = "S\\o{}rensen \\O{}st \\L{}\\'od\\'z Wa\\l{}\\k{e}sa Stra\\ss{}e \\ae{}\\aa {}\\i{}";
        assert_eq!(simplified(tex), "Sørensen Øst Ł\\'od\\'z Wał\\k{e}sa Straße æåı");
    }

    #[test]
    fn what_is_no_tex_reads_back() {
        for text in ["https://a.example/x_y?z={1}&b=%7E--\\", "{}", "a\\b"] {
            assert_eq!(unescaped(&escaped_verbatim(text)), text);
        }
        assert_eq!(unescaped("https://a.example/x\\_y\\%20z"), "https://a.example/x_y%20z");
    }
}
