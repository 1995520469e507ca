//! Greek letters: by name beside Latin letters, digits and alone; as they are in a Greek word.

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
/// Pairs that are no words: receptors and chains.
const PAIRS: [&str; 6] = ["αβ", "βγ", "γδ", "κλ", "αγ", "βδ"];
/// More letters in a row are a word, whatever stands beside them.
const MOST_NAMED: usize = 2;

/// Units after the micro sign, with the form of both together: how they are written where there is no such sign, or
/// what no other word is.
const MICRO: [(&str, &str); 8] = [
    ("g", "mcg"),
    ("gs", "mcg"),
    ("l", "ul"),
    ("mol", "umol"),
    ("kat", "ukat"),
    ("m", "microm"),
    ("s", "micros"),
    ("v", "microv"),
];

/// Adds the letters of a word, its Greek ones by name where it is no Greek word.
pub(super) fn push_word(word: &str, form: &mut String) {
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        if is_greek(c) {
            let run = leading(rest, is_greek);
            let (before, after) = (&word[..word.len() - rest.len()], &rest[run.len()..]);
            if push_micro(run, before, after, form) {
                return;
            }
            push_run(run, run.len() == word.len(), form);
            rest = after;
        } else if c == 'ß' {
            rest = &rest[c.len_utf8()..];
            let before = &word[..word.len() - rest.len() - c.len_utf8()];
            let stands_alone =
                !before.ends_with(char::is_alphabetic) && !rest.starts_with(char::is_alphabetic);
            // Alone it was typed for the Greek letter.
            form.push_str(if stands_alone { "beta" } else { "ss" });
        } else {
            let run = leading(rest, |c| !is_greek(c) && c != 'ß');
            form.push_str(run);
            rest = &rest[run.len()..];
        }
    }
}

fn push_run(run: &str, is_whole: bool, form: &mut String) {
    let letters = run.chars().count();
    let is_named = letters == 1 || (letters <= MOST_NAMED && (!is_whole || PAIRS.contains(&run)));
    for c in run.chars() {
        match GREEK.iter().find(|(letter, _)| *letter == c).filter(|_| is_named) {
            Some((_, name)) => form.push_str(name),
            None => form.push(c),
        }
    }
}

/// Adds the unit that begins with a micro sign, and tells whether it does.
fn push_micro(run: &str, before: &str, after: &str, form: &mut String) -> bool {
    let unit = MICRO.iter().find(|(unit, _)| *unit == after);
    let is_unit = run == "μ" && before.bytes().all(|byte| byte.is_ascii_digit());
    match unit.filter(|_| is_unit) {
        Some((_, written)) => {
            form.push_str(written);
            true
        }
        None => false,
    }
}

fn is_greek(c: char) -> bool {
    matches!(c, '\u{3B1}'..='\u{3C9}')
}

/// The characters at the start of a text that fit.
fn leading(text: &str, fits: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|c| !fits(c)).unwrap_or(text.len())]
}
