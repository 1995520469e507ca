//! Formulas of TeX as plain text.

use crate::script::{lowered, raised};
use domain::folding::GREEK;

/// Commands that set the type of what comes after them, or say nothing to a reader.
const TYPE: [&str; 50] = [
    "bf",
    "bfseries",
    "boldsymbol",
    "bm",
    "displaystyle",
    "em",
    "emph",
    "ensuremath",
    "it",
    "itshape",
    "left",
    "limits",
    "mathbf",
    "mathbb",
    "mathcal",
    "mathit",
    "mathrm",
    "mathsf",
    "mathop",
    "mbox",
    "nolimits",
    "normalfont",
    "operatorname",
    "rm",
    "right",
    "sc",
    "scshape",
    "sf",
    "sl",
    "smaller",
    "small",
    "text",
    "textbf",
    "textit",
    "textnormal",
    "textrm",
    "textsc",
    "textsf",
    "textsl",
    "texttt",
    "textup",
    "tt",
    "underline",
    "uline",
    "upmu",
    "url",
    "big",
    "Big",
    "bigl",
    "bigr",
];

/// Commands that stand for a sign.
const SIGNS: [(&str, &str); 92] = [
    ("times", "×"),
    ("div", "÷"),
    ("pm", "±"),
    ("textpm", "±"),
    ("mp", "∓"),
    ("le", "≤"),
    ("leq", "≤"),
    ("leqslant", "≤"),
    ("lesssim", "≲"),
    ("ll", "≪"),
    ("lt", "<"),
    ("textless", "<"),
    ("ge", "≥"),
    ("geq", "≥"),
    ("geqslant", "≥"),
    ("gtrsim", "≳"),
    ("gg", "≫"),
    ("gt", ">"),
    ("textgreater", ">"),
    ("ne", "≠"),
    ("neq", "≠"),
    ("equiv", "≡"),
    ("sim", "∼"),
    ("simeq", "≃"),
    ("cong", "≅"),
    ("approx", "≈"),
    ("propto", "∝"),
    ("cdot", "·"),
    ("textperiodcentered", "·"),
    ("bullet", "•"),
    ("textbullet", "•"),
    ("ast", "*"),
    ("star", "⋆"),
    ("circ", "°"),
    ("degree", "°"),
    ("textdegree", "°"),
    ("celsius", "°C"),
    ("prime", "′"),
    ("infty", "∞"),
    ("partial", "∂"),
    ("nabla", "∇"),
    ("sum", "∑"),
    ("prod", "∏"),
    ("int", "∫"),
    ("in", "∈"),
    ("notin", "∉"),
    ("subset", "⊂"),
    ("cup", "∪"),
    ("cap", "∩"),
    ("emptyset", "∅"),
    ("forall", "∀"),
    ("exists", "∃"),
    ("to", "→"),
    ("rightarrow", "→"),
    ("textrightarrow", "→"),
    ("longrightarrow", "→"),
    ("leftarrow", "←"),
    ("leftrightarrow", "↔"),
    ("Rightarrow", "⇒"),
    ("Leftrightarrow", "⇔"),
    ("rightleftharpoons", "⇌"),
    ("uparrow", "↑"),
    ("textuparrow", "↑"),
    ("downarrow", "↓"),
    ("textdownarrow", "↓"),
    ("langle", "⟨"),
    ("rangle", "⟩"),
    ("mid", "|"),
    ("vert", "|"),
    ("textbar", "|"),
    ("dots", "…"),
    ("ldots", "…"),
    ("cdots", "…"),
    ("textellipsis", "…"),
    ("ell", "ℓ"),
    ("hbar", "ħ"),
    ("angstrom", "Å"),
    ("textmu", "µ"),
    ("micro", "µ"),
    ("textohm", "Ω"),
    ("permil", "‰"),
    ("textperthousand", "‰"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("textcopyright", "©"),
    ("dagger", "†"),
    ("textdagger", "†"),
    ("texteuro", "€"),
    ("euro", "€"),
    ("textonehalf", "½"),
];

/// Commands that put a sign over the letter after them.
const ACCENTS: [(&str, char); 8] = [
    ("bar", '\u{304}'),
    ("overline", '\u{304}'),
    ("hat", '\u{302}'),
    ("widehat", '\u{302}'),
    ("tilde", '\u{303}'),
    ("dot", '\u{307}'),
    ("ddot", '\u{308}'),
    ("vec", '\u{20d7}'),
];

/// How many characters before a formula are looked at.
const CONTEXT: usize = 8;

/// How deep groups may be nested; what is deeper loses its scripts.
const DEEPEST: usize = 20;

/// Whether a command only sets type.
pub(crate) fn is_type(name: &str) -> bool {
    TYPE.contains(&name)
}

/// The Greek letter or other sign for which a command stands.
pub(crate) fn sign(name: &str) -> Option<String> {
    if let Some((_, sign)) = SIGNS.iter().find(|(known, _)| *known == name) {
        return Some((*sign).to_owned());
    }
    let name = name.strip_prefix("var").or_else(|| name.strip_prefix("text")).unwrap_or(name);
    let (letter, known) = GREEK.iter().find(|(_, known)| known.eq_ignore_ascii_case(name))?;
    match (name == *known, name.get(1..) == known.get(1..)) {
        (true, _) => Some(letter.to_string()),
        (false, true) => Some(letter.to_uppercase().collect()),
        (false, false) => None,
    }
}

/// A formula as it is read after this text, without dollars.
pub(crate) fn plain(before: &str, formula: &str) -> String {
    let mut text = String::new();
    write(&mut text, before, document(formula), 0);
    text
}

/// The last characters before a script, which tell how it is written. The text before a formula is only looked at: what
/// stands in it is not the formula's to change.
fn context(before: &str, text: &str) -> String {
    let last = |text: &str, count: usize| -> Vec<char> { text.chars().rev().take(count).collect() };
    let mut characters = last(text, CONTEXT);
    characters.extend(last(before, CONTEXT - characters.len()));
    characters.into_iter().rev().collect()
}

/// What stands between the commands that begin and end a document, which typesetters put around a formula.
fn document(formula: &str) -> &str {
    let inner = formula.split_once("\\begin{document}").map_or(formula, |(_, inner)| inner);
    inner.split_once("\\end{document}").map_or(inner, |(inner, _)| inner)
}

fn write(text: &mut String, before: &str, formula: &str, depth: usize) {
    let mut rest = formula;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '\\' => command(text, before, after, depth),
            '^' => script(text, before, after, depth, raised),
            '_' => script(text, before, after, depth, lowered),
            '{' | '}' | '$' => after,
            '~' | '&' => {
                text.push(' ');
                after
            }
            _ => {
                text.push(c);
                after
            }
        };
    }
}

fn script<'a>(
    text: &mut String,
    before: &str,
    after: &'a str,
    depth: usize,
    written: fn(&str, &str) -> String,
) -> &'a str {
    let (argument, rest) = argument(after);
    let mut inner = String::new();
    if depth < DEEPEST {
        write(&mut inner, "", argument, depth + 1);
    }
    // White space before a script says nothing in a formula.
    let end = text.trim_end().len();
    if text[end..].len() == 1 && !argument.is_empty() {
        text.truncate(end);
    }
    let written = written(&context(before, text), &inner);
    text.push_str(&written);
    rest
}

/// The group in braces, the command or the character with which a text begins, and what follows.
pub(crate) fn argument(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if at == 0 && c == '\\' {
            let name = text[1..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len() - 1);
            let length = 1 + name.max(text[1..].chars().next().map_or(0, char::len_utf8));
            return text.split_at(length);
        }
        if depth == 0 {
            let (group, rest) = text.split_at(at + c.len_utf8());
            let inner = group.strip_prefix('{').and_then(|group| group.strip_suffix('}'));
            return (inner.unwrap_or(group), rest);
        }
    }
    // A group without an end.
    (text.strip_prefix('{').unwrap_or(text), "")
}

/// Writes what a command means; returns what follows it.
fn command<'a>(text: &mut String, before: &str, after: &'a str, depth: usize) -> &'a str {
    let length = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
    let (name, rest) = after.split_at(length);
    let inner = |part: &str| {
        let mut inner = String::new();
        if depth < DEEPEST {
            write(&mut inner, "", part, depth + 1);
        }
        inner
    };
    match name {
        "" => escaped_sign(text, after),
        "textsuperscript" => script(text, before, rest, depth, raised),
        "textsubscript" => script(text, before, rest, depth, lowered),
        "frac" | "tfrac" | "dfrac" | "nicefrac" | "sfrac" => {
            let (above, rest) = argument(rest);
            let (below, rest) = argument(rest);
            text.push_str(&format!("{}/{}", grouped(&inner(above)), grouped(&inner(below))));
            rest
        }
        "sqrt" => {
            let (argument, rest) = argument(rest);
            text.push_str(&format!("√{}", grouped(&inner(argument))));
            rest
        }
        "begin" | "end" | "label" | "hspace" | "vspace" => argument(rest).1,
        "quad" | "qquad" | "newline" | "space" => {
            text.push(' ');
            rest
        }
        _ if is_type(name) => rest.trim_start_matches(' '),
        _ => match (sign(name), ACCENTS.iter().find(|(known, _)| *known == name)) {
            (Some(sign), _) => {
                text.push_str(&sign);
                let rest = rest.trim_start_matches(' ');
                rest.strip_prefix("{}").unwrap_or(rest)
            }
            (None, Some((_, accent))) => {
                let (letter, rest) = argument(rest);
                text.push_str(&inner(letter));
                text.push(*accent);
                rest
            }
            (None, None) => {
                // A function such as `log`.
                text.push_str(name);
                rest
            }
        },
    }
}

fn escaped_sign<'a>(text: &mut String, after: &'a str) -> &'a str {
    let Some(sign) = after.chars().next() else { return after };
    match sign {
        ',' | ';' | ':' | ' ' | '\\' => text.push(' '),
        '!' | '(' | ')' | '[' | ']' | '-' | '/' => {}
        _ => text.push(sign),
    }
    &after[sign.len_utf8()..]
}

/// A part of a fraction, in parentheses where it is more than a number or a name.
pub(crate) fn grouped(text: &str) -> String {
    let text = text.trim();
    let is_simple =
        text.chars().count() < 2 || !text.contains(|c: char| c.is_whitespace() || "+-−=/<>≤≥±×·".contains(c));
    if is_simple { text.to_owned() } else { format!("({text})") }
}

/// A text in which formulas stand between dollars, as text. Only what cannot be meant otherwise is a formula: sums of
/// money are none.
pub(crate) fn without_formulas(text: &str) -> String {
    let mut plain_text = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        plain_text.push_str(before);
        let inner = after.strip_prefix('$').unwrap_or(after);
        let formula = inner.split_once('$').filter(|(formula, after)| is_formula(formula, after));
        match formula {
            Some((formula, after)) => {
                let written = plain(&plain_text, formula);
                plain_text.push_str(&written);
                rest = after.strip_prefix('$').unwrap_or(after);
            }
            None => {
                plain_text.push('$');
                rest = after;
            }
        }
    }
    plain_text.push_str(rest);
    plain_text
}

const LONGEST_FORMULA: usize = 300;

fn is_formula(formula: &str, after: &str) -> bool {
    let has_command = formula
        .match_indices('\\')
        .any(|(at, _)| formula[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()));
    formula.len() <= LONGEST_FORMULA
        && (has_command || formula.contains(['^', '_']))
        && formula.trim() == formula
        && !after.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_read_as_it_is_printed() {
        for (before, formula, text) in [
            ("10", "^{6}", "⁶"),
            ("", "10^6", "10⁶"),
            ("", "10^{-3}", "10⁻³"),
            ("", "10 ^ {6.5}", "10^(6.5)"),
            ("CO", "_2", "₂"),
            ("", "\\mathrm{Ca}^{2+}", "Ca²⁺"),
            ("", "p \\leq 0.05", "p ≤0.05"),
            ("", "\\alpha", "α"),
            ("", "\\Delta F_{508}", "ΔF₅₀₈"),
            ("", "37^\\circ C", "37° C"),
            ("", "\\frac{1}{2}", "1/2"),
            ("", "\\frac{a+b}{n_i}", "(a+b)/nᵢ"),
            ("", "\\bar{x} \\pm \\hat y", "x\u{304} ±y\u{302}"),
            ("", "\\sqrt{n}, 5\\,\\% \\text{ of } n", "√n, 5 %  of  n"),
            ("", "\\documentclass{x}\\begin{document}$$\\beta_1$$\\end{document}", "β₁"),
            ("", "{x", "x"),
            ("", "x^", "x"),
            ("", "\\", ""),
        ] {
            assert_eq!(plain(before, formula), text, "{formula}");
        }
    }

    #[test]
    fn a_script_leaves_the_space_before_its_formula() {
        for (text, expected) in [
            ("PET with $^{18}$F-FDG", "PET with ¹⁸F-FDG"),
            ("The $^{13}C$ breath test", "The ¹³C breath test"),
            ("é $_2$", "é ₂"),
            ("mit \u{2009}$^{\\circ}$", "mit \u{2009}°"),
        ] {
            assert_eq!(without_formulas(text), expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_formula_panics_next_to_anything(
            before in "[a-z0-9 \u{2009}\u{a0}é⁸😀]{0,12}",
            formula in "[ a-z0-9^_{}\\\\$~&é⁸\u{2009}😀]{0,24}",
            after in "[a-z ⁸é]{0,4}",
        ) {
            plain(&before, &formula);
            let text = format!("{before}${formula}${after}");
            without_formulas(&text);
            crate::plain_text::plain(&text);
            crate::plain_text::plain(&format!("{before}<sup>{formula}</sup>&#{formula};&amp;sub;{after}"));
            crate::plain_text::plain(&format!("{before} \\textsuperscript{{{formula}}}{after}"));
            let entry = format!("@article{{a, title = {{{text} {before}\\textsubscript{{{formula}}}}}}}");
            crate::read(crate::Format::BibTex, entry.as_bytes()).count();
        }
    }

    #[test]
    fn sums_of_money_are_no_formulas() {
        for text in ["from $5 to $10", "$5", "a $ b_c $ d", "$5_a$6", "US$ and A$"] {
            assert_eq!(without_formulas(text), text);
        }
        assert_eq!(without_formulas("$\\beta$-blockers in 10$^{6}$ for $5"), "β-blockers in 10⁶ for $5");
    }
}
