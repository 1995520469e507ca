//! Likeness: what texts of two sources have in common whatever their case, accents, markup and Greek letters.

use crate::folding::GREEK;
use unicode_normalization::UnicodeNormalization as _;

/// The letters and digits of a text, in lower case, without accents and markup; Greek letters by their names.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold(text, |c| folded.extend(c));
    folded
}

/// The words of a text, each as [`folded`] writes it.
pub(super) fn folded_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    fold(text, |c| match c {
        Some(c) => word.push(c),
        None if !word.is_empty() => words.push(std::mem::take(&mut word)),
        None => {}
    });
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Writes each letter and digit of the folded text, and nothing where words part. An apostrophe parts none.
fn fold(text: &str, mut write: impl FnMut(Option<char>)) {
    let plain = named_entities(&without_markup(text));
    for c in plain.nfkd().flat_map(char::to_lowercase) {
        let name = match c {
            '&' => "and",
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'þ' => "th",
            'ø' => "o",
            'ł' => "l",
            'đ' | 'ð' => "d",
            'ı' => "i",
            'ς' => "sigma",
            _ => match GREEK.iter().find(|(letter, _)| *letter == c) {
                Some((_, name)) => name,
                None => {
                    if c.is_alphanumeric() {
                        write(Some(c));
                    } else if !is_inside_words(c) {
                        write(None);
                    }
                    continue;
                }
            },
        };
        if c == '&' {
            write(None);
        }
        name.chars().for_each(|c| write(Some(c)));
        if c == '&' {
            write(None);
        }
    }
}

/// Combining marks, apostrophes, soft hyphens and what has no width.
fn is_inside_words(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\'' | '’' | '‘' | '´' | '`' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The text with `&amp;` as its sign, and other entities such as `&beta;` as their names.
fn named_entities(text: &str) -> String {
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let entity = part.split_once(';').filter(|(name, _)| name.chars().all(char::is_alphanumeric));
        match entity {
            Some(("amp", rest)) => plain.extend(["&", rest]),
            Some((name, rest)) => plain.extend([name, rest]),
            None => plain.extend(["&", part]),
        }
    }
    plain
}

/// The text without tags such as `<i>`; a `<` that begins none stays.
fn without_markup(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        plain.push_str(before);
        let is_tag = tag[1..].starts_with(|c: char| c == '/' || c.is_ascii_alphabetic());
        match tag.find('>').filter(|_| is_tag) {
            Some(end) => rest = &tag[end + 1..],
            None => {
                plain.push('<');
                rest = &tag[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_punctuation_greek_and_markup_make_no_difference() {
        let expected = folded("Beta-blockers and CO2 in André's trial");
        for title in [
            "β-Blockers & CO₂ in Andre's trial.",
            "<i>&beta;</i>-blockers &amp; CO<sub>2</sub> in ANDRÉ’S TRIAL",
            "\\beta-blockers and CO_2 in andré´s trial",
        ] {
            assert_eq!(folded(title), expected, "{title}");
        }
        assert_ne!(folded("p<0.05 in invented people"), folded("p>0.05, all in invented people"));
    }

    #[test]
    fn words_part_at_spaces_and_hyphens_and_not_at_apostrophes_and_accents() {
        let words = folded_words("β-Blockers&ACE inhibitors in Andre\u{301}’s <i>tri</i>al\u{ad}s");
        assert_eq!(words, ["beta", "blockers", "and", "ace", "inhibitors", "in", "andres", "trials"]);
    }
}
