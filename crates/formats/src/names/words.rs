//! The words that names are made of: particles, suffixes, degrees, capitals and initials.

use super::given::is_given_name;
use domain::record::{is_of_group, is_uncased};

/// Particles, which belong to the family name.
const PARTICLES: &[&str] = &[
    "'t", "’t", "'s", "’s", "al", "ap", "auf", "bar", "ben", "bin", "bint", "d'", "d’", "da", "dal", "das",
    "de", "degli", "dei", "del", "dela", "della", "delle", "dello", "den", "der", "des", "di", "do", "dos",
    "du", "e", "el", "ibn", "im", "in", "la", "las", "le", "les", "lo", "los", "op", "st.", "ten", "ter",
    "v.", "van", "vande", "vanden", "vander", "vom", "von", "vd", "v.d.", "y", "zu", "zum", "zur",
];

/// Particles that Italian writes with a capital, whatever comes before.
const CAPITAL: &[&str] = &["di", "della", "dello", "degli", "lo"];

/// Degrees and titles that are in no name, in lower case and without stops.
const DEGREES: &[&str] = &[
    "ba", "bs", "bsc", "bscn", "dds", "dm", "dmd", "do", "dphil", "drmed", "drph", "dsc", "dvm", "edd",
    "esq", "facc", "facp", "facs", "fagha", "faha", "fesc", "frca", "frcp", "frcpc", "frcs", "ma", "mb",
    "mba", "mbbs", "mbchb", "md", "mdphd", "med", "mhs", "mhsc", "mph", "mphil", "mrcp", "ms", "msc", "mscn",
    "msn", "np", "pa", "phd", "pharmd", "pt", "rn", "rph", "scd", "habil",
];

/// Degrees that cannot be initials of somebody whose given name stands before them.
const SURE_DEGREES: &[&str] = &[
    "bsc", "dds", "dphil", "drmed", "drph", "facc", "facp", "facs", "faha", "fesc", "frca", "frcp", "frcpc",
    "frcs", "mba", "mbbs", "mbchb", "md", "mdphd", "mph", "mphil", "mrcp", "msc", "pharmd", "phd", "rph",
];

const TITLES: &[&str] = &["dr", "prof", "professor", "mr", "mrs", "ms", "doz", "pd", "privdoz"];

pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word) || matches!(word, "al-" | "el-")
}

/// Whether a word is a particle, or would be one in small letters.
pub(super) fn is_capital_particle(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower != "e"
        && lower != "y"
        && lower != "in"
        && lower.chars().count() > 1
        && PARTICLES.contains(&lower.as_str())
}

/// `Jr`, `Sr`, `2nd`, `III`, as records write it, of any way of writing it; never a degree, nor `SR`, which are initials.
pub(super) fn suffix(word: &str) -> Option<&'static str> {
    if matches!(word, "JR" | "SR") { None } else { suffix_alone(word).filter(|suffix| *suffix != "V") }
}

/// As [`suffix`], of a text that stands where only a suffix can.
pub(super) fn suffix_alone(text: &str) -> Option<&'static str> {
    let plain = text.trim_matches(|c: char| !c.is_alphanumeric());
    match plain.to_lowercase().as_str() {
        "jr" | "jnr" | "junior" => Some("Jr"),
        "sr" | "snr" | "senior" => Some("Sr"),
        "2nd" | "2d" => Some("2nd"),
        "3rd" | "3d" => Some("3rd"),
        "4th" => Some("4th"),
        _ => ["II", "III", "IV", "V"].into_iter().find(|roman| plain == *roman),
    }
}

fn without_stops(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// Whether a text between commas is an academic degree: `MD`, `Ph.D.`, `MSc (Oxon)` not.
pub(super) fn is_degree(text: &str) -> bool {
    let words = text.split_whitespace();
    let is_one = |word: &str| {
        let letters = without_stops(word);
        // `Ma` is a name, `MA` is a degree, and so is `PhD`.
        DEGREES.contains(&letters.as_str()) && word.chars().filter(|c| c.is_uppercase()).count() >= 2
    };
    words.clone().next().is_some() && words.clone().all(is_one)
}

/// Whether the last word of a name that has others before it is a degree.
pub(super) fn is_sure_degree(word: &str) -> bool {
    SURE_DEGREES.contains(&without_stops(word).as_str()) && is_degree(word)
}

pub(super) fn is_title(word: &str) -> bool {
    TITLES.contains(&without_stops(word).as_str()) && (word.ends_with('.') || word.len() > 3)
}

/// Whether a word is initials: `J`, `JA`, `J.A.`, `J.-P.`, of at most four letters.
pub(super) fn is_initials(word: &str) -> bool {
    let is_mark = |c: char| matches!(c, '.' | '-' | '‐' | '‑');
    let letters = word.chars().filter(|c| !is_mark(*c) && !is_accent(*c));
    let count = letters.clone().count();
    let has_stops = word.contains('.');
    let most = if has_stops { 6 } else { 4 };
    (1..=most).contains(&count) && letters.clone().all(char::is_uppercase) && !word.starts_with(is_mark)
}

/// A combining mark of the Latin alphabet.
fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Whether every letter of a text is a capital, and there are at least two.
pub(super) fn is_all_caps(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() >= 2 && letters.clone().all(char::is_uppercase)
}

/// Whether the family name is in capitals: all of it, or all but what follows `Mc` and the like (`McDONALD`), or all
/// but its particles.
pub(super) fn is_shouted(family: &str) -> bool {
    let mut words = family.split(' ').filter(|word| !is_particle(word)).peekable();
    words.peek().is_some()
        && words.all(|word| {
            let rest =
                ["Mc", "Mac", "O'", "O’", "D'", "D’"].into_iter().find_map(|start| word.strip_prefix(start));
            is_all_caps(rest.unwrap_or(word)) || is_all_caps(word)
        })
}

/// `O'Neill`, `van der Berg`, `Müller-Lüdenscheidt` and `McDonald` of names in capitals.
pub(super) fn in_normal_case(family: &str) -> String {
    let words: Vec<String> = family.split(' ').map(|word| normal_word(word, family.contains(' '))).collect();
    words.join(" ")
}

fn normal_word(word: &str, is_one_of_many: bool) -> String {
    let lower = word.to_lowercase();
    if is_one_of_many && is_capital_particle(word) && !CAPITAL.contains(&lower.as_str()) {
        return lower;
    }
    let mut normal = String::with_capacity(word.len());
    let mut begins = true;
    // Whole, since what a sigma becomes depends on what follows it.
    let lower: Vec<char> = if lower.chars().count() == word.chars().count() {
        lower.chars().collect()
    } else {
        word.chars().flat_map(char::to_lowercase).collect()
    };
    let letters: Vec<char> = word.chars().collect();
    for (at, small) in lower.iter().enumerate() {
        let own = letters.get(at).copied().filter(|_| letters.len() == lower.len());
        if begins {
            match own {
                Some(own) => normal.push(own),
                None => normal.extend(small.to_uppercase()),
            }
        } else {
            normal.push(*small);
        }
        begins = !small.is_alphabetic() && !is_accent(*small);
        if at == 1 && normal == "Mc" {
            begins = true;
        }
    }
    normal
}

/// `JF` of `Jean-François`, `J. F.`, `JF` or `Jean F`; particles between given names are no initials. With a family
/// name in capitals, given names may be too.
pub(super) fn initials(given: &str, is_shouted: bool) -> String {
    let given = given.trim();
    let has_capitals = given.chars().any(char::is_uppercase);
    let words = given.split(|c: char| c.is_whitespace() || c == '.').filter(|word| !word.is_empty());
    let words: Vec<&str> = words.filter(|word| !(has_capitals && is_particle(word))).collect();
    let are_names = is_shouted && words.iter().any(|word| is_given_in_capitals(word, 4));
    let mut initials = String::new();
    for word in words {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        if (1..=4).contains(&letters)
            && is_all_initials(word)
            && !(is_shouted && is_given_in_capitals(word, if are_names { 3 } else { 4 }))
        {
            initials.extend(word.chars().filter(|c| c.is_alphabetic() || is_accent(*c)));
            continue;
        }
        for part in word.split(['-', '‐', '‑', '–']).filter(|part| !(has_capitals && is_joined_article(part)))
        {
            let mut letters = part.chars().skip_while(|c| !c.is_alphabetic());
            if let Some(first) = letters.next() {
                initials.extend(first.to_uppercase());
                initials.extend(letters.take_while(|c| is_accent(*c)));
            }
        }
    }
    initials
}

fn is_all_initials(word: &str) -> bool {
    word.chars().filter(|c| !is_accent(*c) && !matches!(c, '-' | '‐' | '‑')).all(char::is_uppercase)
}

/// `al` of `al-Rahman`.
fn is_joined_article(part: &str) -> bool {
    matches!(part, "al" | "el" | "ul" | "ur")
}

/// Whether a word in capitals is a name rather than initials: `JOHN` and `WEI` are, `JJV` and `JA` are not. A word with
/// a vowel is, if it has as many letters as `least`.
fn is_given_in_capitals(word: &str, least: usize) -> bool {
    let count = word.chars().filter(|c| c.is_alphabetic()).count();
    let has_vowel = word.chars().any(|c| "AEIOUYÁÀÄÅÂÃÉÈËÊÍÌÏÎÓÒÖÔÕØÚÙÜÛ".contains(c));
    (count >= least && has_vowel) || (count == 3 && is_given_name(word)) || count > 4
}

/// Whether given names are kept whole: those of scripts without capitals.
pub(super) fn is_kept_whole(given: &str) -> bool {
    is_uncased(given)
}

/// `Family AB`, with or without a suffix.
pub(super) fn is_short(text: &str) -> bool {
    let mut words: Vec<&str> = text.split(' ').collect();
    if words.len() > 2 && words.last().is_some_and(|word| suffix_alone(word).is_some()) {
        words.pop();
    }
    let text = words.join(" ");
    let trailing = words.iter().rev().take_while(|word| is_initials(word)).count();
    let has_family = words.first().is_some_and(|word| word.chars().count() > 1 && !word.contains('.'));
    (1..=words.len()).contains(&trailing)
        && words.len() > 1
        && has_family
        && is_of_names(&text)
        && !is_of_group(&text)
}

/// Whether every word could be in somebody's name: begins with a capital or is a particle, and has no figures but
/// those of a footnote.
pub(super) fn is_of_names(text: &str) -> bool {
    text.split(' ').all(|word| {
        let begins = word.starts_with(|c: char| c.is_uppercase() || (c.is_alphabetic() && is_uncased(word)));
        let is_footnote = word.chars().all(|c| !c.is_alphabetic()) && !word.is_empty();
        begins || is_particle(word) || is_footnote || word.starts_with("d'") || word.starts_with("al-")
    })
}
