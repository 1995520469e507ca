//! Superscripts and subscripts as characters: their own where Unicode has them (`10⁶`, `H₂O`), else in a notation that
//! keeps their sense (`10^(6.5)`, `P_(trend)`). A power is never written on as if it were part of its number.

/// Superscript characters; of the letters only small ones, because capitals are missing from most typefaces.
const RAISED: [(char, char); 41] = [
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('+', '⁺'),
    ('-', '⁻'),
    ('−', '⁻'),
    ('–', '⁻'),
    ('=', '⁼'),
    ('(', '⁽'),
    (')', '⁾'),
    ('a', 'ᵃ'),
    ('b', 'ᵇ'),
    ('c', 'ᶜ'),
    ('d', 'ᵈ'),
    ('e', 'ᵉ'),
    ('f', 'ᶠ'),
    ('g', 'ᵍ'),
    ('h', 'ʰ'),
    ('i', 'ⁱ'),
    ('j', 'ʲ'),
    ('k', 'ᵏ'),
    ('l', 'ˡ'),
    ('m', 'ᵐ'),
    ('n', 'ⁿ'),
    ('o', 'ᵒ'),
    ('p', 'ᵖ'),
    ('r', 'ʳ'),
    ('s', 'ˢ'),
    ('t', 'ᵗ'),
    ('u', 'ᵘ'),
    ('v', 'ᵛ'),
    ('w', 'ʷ'),
    ('x', 'ˣ'),
    ('y', 'ʸ'),
];

/// Subscript characters.
const LOWERED: [(char, char); 34] = [
    ('0', '₀'),
    ('1', '₁'),
    ('2', '₂'),
    ('3', '₃'),
    ('4', '₄'),
    ('5', '₅'),
    ('6', '₆'),
    ('7', '₇'),
    ('8', '₈'),
    ('9', '₉'),
    ('+', '₊'),
    ('-', '₋'),
    ('−', '₋'),
    ('–', '₋'),
    ('=', '₌'),
    ('(', '₍'),
    (')', '₎'),
    ('a', 'ₐ'),
    ('e', 'ₑ'),
    ('h', 'ₕ'),
    ('i', 'ᵢ'),
    ('j', 'ⱼ'),
    ('k', 'ₖ'),
    ('l', 'ₗ'),
    ('m', 'ₘ'),
    ('n', 'ₙ'),
    ('o', 'ₒ'),
    ('p', 'ₚ'),
    ('r', 'ᵣ'),
    ('s', 'ₛ'),
    ('t', 'ₜ'),
    ('u', 'ᵤ'),
    ('v', 'ᵥ'),
    ('x', 'ₓ'),
];

/// Signs that are raised by themselves.
const RAISED_SIGNS: &str = "®™℠©*†‡§¶#°ºª′″·•";

/// Endings of ordinal numbers.
const ORDINALS: [&str; 9] = ["st", "nd", "rd", "th", "er", "ère", "re", "ème", "eme"];

/// A superscript as it is written after this text.
pub(crate) fn raised(before: &str, inner: &str) -> String {
    let inner = inner.trim();
    let is_after_digit = before.trim_end().ends_with(|c: char| c.is_ascii_digit());
    if inner.is_empty() || inner.chars().all(|c| RAISED_SIGNS.contains(c)) {
        return inner.to_owned();
    }
    match inner {
        "TM" => return "™".to_owned(),
        "SM" => return "℠".to_owned(),
        "(R)" => return "®".to_owned(),
        "o" if is_after_digit => return "°".to_owned(),
        _ if is_after_digit && ORDINALS.contains(&inner) => return inner.to_owned(),
        _ => {}
    }
    // A dash within is one of a range, which a superscript would show as a minus.
    let has_range =
        inner.chars().skip(1).any(|c| matches!(c, '-' | '–' | '−')) && !inner.ends_with(['-', '–', '−']);
    let is_word = longest_word(inner) > 2;
    let characters = if has_range || is_word { None } else { all(inner, &RAISED, RAISED_SIGNS) };
    characters.unwrap_or_else(|| format!("^({})", without_parentheses(inner)))
}

/// A subscript as it is written after this text.
pub(crate) fn lowered(before: &str, inner: &str) -> String {
    let inner = inner.trim();
    if inner.is_empty() {
        return String::new();
    }
    if inner == "1/2" {
        return "½".to_owned();
    }
    let is_word = longest_word(inner) > 3;
    if let Some(characters) = all(inner, &LOWERED, "").filter(|_| !is_word) {
        return characters;
    }
    // A short name after letters is commonly written on: HbA1c, GABAA, 5-HT2A, Treg.
    let is_short = inner.chars().count() <= 3 && inner.chars().all(char::is_alphanumeric);
    let is_apart = before.ends_with(|c: char| c.is_alphabetic())
        || (before.ends_with(|c: char| c.is_ascii_digit())
            && !inner.starts_with(|c: char| c.is_ascii_digit()));
    if is_short && is_apart { inner.to_owned() } else { format!("_({})", without_parentheses(inner)) }
}

fn longest_word(text: &str) -> usize {
    text.split(|c: char| !c.is_alphabetic()).map(|word| word.chars().count()).max().unwrap_or_default()
}

/// The text in these characters, where all of it can be; spaces within it are left out.
fn all(text: &str, table: &[(char, char)], unchanged: &str) -> Option<String> {
    let one = |c: char| match table.iter().find(|(plain, _)| *plain == c) {
        Some((_, character)) => Some(*character),
        None => (unchanged.contains(c) || table.iter().any(|(_, character)| *character == c)).then_some(c),
    };
    text.chars().filter(|c| !c.is_whitespace()).map(one).collect()
}

fn without_parentheses(text: &str) -> &str {
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    inner.filter(|inner| !inner.contains(['(', ')'])).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_superscript_stays_one() {
        for (before, inner, expected) in [
            ("10", "6", "⁶"),
            ("10", "-3", "⁻³"),
            ("10", "−3", "⁻³"),
            ("10", "6.5", "^(6.5)"),
            ("10", "3-4", "^(3-4)"),
            ("10", "n+1", "ⁿ⁺¹"),
            ("Ca", "2+", "²⁺"),
            ("Ca", "2 +", "²⁺"),
            ("Cl", "−", "⁻"),
            ("", "18", "¹⁸"),
            ("", "99m", "⁹⁹ᵐ"),
            ("m", "2", "²"),
            ("kg/m", "²", "²"),
            ("BRAF", "V600E", "^(V600E)"),
            ("CD25", "high", "^(high)"),
            ("CD4", "+", "⁺"),
            ("4", "th", "th"),
            ("37", "o", "°"),
            ("Brand", "®", "®"),
            ("Brand", "TM", "™"),
            ("x", "1/2", "^(1/2)"),
            ("O", "•−", "•⁻"),
            ("x", "", ""),
        ] {
            assert_eq!(raised(before, inner), expected, "{before}^{inner}");
        }
    }

    #[test]
    fn a_subscript_stays_one_or_is_written_on_where_everybody_does() {
        for (before, inner, expected) in [
            ("H", "2", "₂"),
            ("C", "max", "ₘₐₓ"),
            ("AUC", "0-24", "₀₋₂₄"),
            ("AUC", "0–∞", "_(0–∞)"),
            ("HbA", "1c", "1c"),
            ("5-HT", "2A", "2A"),
            ("GABA", "A", "A"),
            ("T", "reg", "reg"),
            ("P", "trend", "_(trend)"),
            ("P", "interaction", "_(interaction)"),
            ("t", "1/2", "½"),
            ("10", "1c", "_(1c)"),
        ] {
            assert_eq!(lowered(before, inner), expected, "{before}_{inner}");
        }
    }
}
