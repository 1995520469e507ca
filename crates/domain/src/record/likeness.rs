//! Likeness: what records of one publication have in common even without a common identifier.

use super::author::AuthorName;
use super::data::RecordData;
use unicode_normalization::UnicodeNormalization as _;

/// Shorter titles (`Editorial`, `Reply`) do not identify a publication.
const SHORTEST_TITLE: usize = 16;
/// Letters of a title that are compared.
const TITLE: usize = 200;

/// Greek letters with their names: a title has `β-blocker` in one source and `beta-blocker` in another.
pub const GREEK: [(char, &str); 24] = [
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('δ', "delta"),
    ('ε', "epsilon"),
    ('ζ', "zeta"),
    ('η', "eta"),
    ('θ', "theta"),
    ('ι', "iota"),
    ('κ', "kappa"),
    ('λ', "lambda"),
    ('μ', "mu"),
    ('ν', "nu"),
    ('ξ', "xi"),
    ('ο', "omicron"),
    ('π', "pi"),
    ('ρ', "rho"),
    ('σ', "sigma"),
    ('τ', "tau"),
    ('υ', "upsilon"),
    ('φ', "phi"),
    ('χ', "chi"),
    ('ψ', "psi"),
    ('ω', "omega"),
];

impl RecordData {
    /// A key that is equal for records that are probably of one publication, if they are also of about the same year:
    /// title and first author without case, accents, punctuation, markup and Greek letters. Empty where the title
    /// is too short.
    pub fn likeness(&self) -> String {
        let title: String = folded(&self.title).chars().take(TITLE).collect();
        if title.chars().count() < SHORTEST_TITLE {
            return String::new();
        }
        let first = self.authors.first().map_or("", |name| AuthorName::of(name).family());
        format!("{title}|{}", folded(first).chars().take(TITLE).collect::<String>())
    }
}

/// The letters and digits of a text, in lower case, without accents and markup; Greek letters by their names.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let plain = named_entities(&without_markup(text));
    for c in plain.nfkd().flat_map(char::to_lowercase) {
        match c {
            '&' => folded.push_str("and"),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'ς' => folded.push_str("sigma"),
            _ => match GREEK.iter().find(|(letter, _)| *letter == c) {
                Some((_, name)) => folded.push_str(name),
                None if c.is_alphanumeric() => folded.push(c),
                None => {}
            },
        }
    }
    folded
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

    fn likeness(title: &str, author: &str) -> String {
        RecordData { title: title.into(), authors: vec![author.into()], ..RecordData::default() }.likeness()
    }

    #[test]
    fn case_accents_punctuation_greek_and_markup_make_no_difference() {
        let expected = likeness("Beta-blockers and CO2 in André's trial", "Müller A");
        for title in [
            "β-Blockers & CO₂ in Andre's trial.",
            "<i>&beta;</i>-blockers &amp; CO<sub>2</sub> in ANDRÉ’S TRIAL",
            "\\beta-blockers and CO_2 in André´s trial",
        ] {
            assert_eq!(likeness(title, "MULLER AB"), expected, "{title}");
        }
    }

    #[test]
    fn another_title_or_first_author_is_another_publication() {
        let one = likeness("Heart failure in invented people", "Sample A");
        assert_ne!(likeness("Heart failure in invented sheep", "Sample A"), one);
        assert_ne!(likeness("Heart failure in invented people", "Muster A"), one);
        assert_ne!(
            likeness("p<0.05 in invented people", "Sample A"),
            likeness("p>0.05, all in invented people", "Sample A")
        );
    }

    #[test]
    fn a_short_title_is_like_no_other() {
        assert_eq!(likeness("Editorial", "Sample A"), "");
    }
}
