//! Who wrote a publication and where it appeared, in the form in which two records are compared.

use super::author::AuthorName;
use super::data::RecordData;
use super::likeness::{folded, folded_words};
use super::title::distance;

/// Authors that are compared.
const AUTHORS: usize = 12;
/// Words of journals' names that abbreviations leave out.
const LITTLE: [&str; 12] = ["the", "of", "and", "in", "for", "on", "de", "der", "fur", "la", "et", "und"];

/// What two records say of one fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// One of them says nothing.
    Unknown,
    Same,
    /// Not the same, and not another either.
    Close,
    Other,
}

impl Agreement {
    /// Compares texts of which empty ones say nothing.
    pub(super) fn of(one: &str, other: &str) -> Self {
        match (one.is_empty() || other.is_empty(), one == other) {
            (true, _) => Self::Unknown,
            (false, true) => Self::Same,
            (false, false) => Self::Other,
        }
    }

    pub(super) fn of_given<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> Self {
        match (one, other) {
            (Some(one), Some(other)) if one == other => Self::Same,
            (Some(_), Some(_)) => Self::Other,
            _ => Self::Unknown,
        }
    }
}

/// The family names of people among the authors, folded, each once; groups and `et al` are left out.
pub(super) fn families(data: &RecordData) -> Vec<String> {
    let mut families = Vec::new();
    // Some sources write several people into one name.
    let names = data.authors.iter().flat_map(|author| author.split([',', ';']));
    for name in names.take(AUTHORS) {
        let family = match AuthorName::of(name.trim()) {
            AuthorName::Person { family, .. } => folded(family),
            AuthorName::Whole(name) if name.chars().count() < 3 => String::new(),
            AuthorName::Whole(name) => whole(name),
        };
        if !family.is_empty() && !families.contains(&family) {
            families.push(family);
        }
    }
    families
}

/// A name of one or of unknown parts; empty for a group.
fn whole(name: &str) -> String {
    let words = folded_words(name);
    let is_group = words.len() > 4
        || words.iter().any(|word| {
            [
                "group",
                "investigators",
                "committee",
                "consortium",
                "collaboration",
                "collaborators",
                "study",
                "trial",
                "anonymous",
            ]
            .contains(&word.as_str())
        });
    let is_nobody =
        words.first().is_some_and(|word| word == "et") || words.last().is_some_and(|word| word == "al");
    if is_group || is_nobody { String::new() } else { words.concat() }
}

/// Compares authors; `Close` where they have names in common and begin with different ones.
pub(super) fn authors(one: &[String], other: &[String]) -> Agreement {
    let (Some(first), Some(their_first)) = (one.first(), other.first()) else { return Agreement::Unknown };
    if is_family(first, their_first) {
        return Agreement::Same;
    }
    let shorter = one.len().min(other.len());
    let common = common(one, other);
    if common > 0 && 2 * common >= shorter { Agreement::Close } else { Agreement::Other }
}

/// Number of names that both have.
pub(super) fn common(one: &[String], other: &[String]) -> usize {
    one.iter().filter(|name| other.iter().any(|known| is_family(name, known))).count()
}

/// Whether two family names are one, with or without particles, a given name or a slip.
fn is_family(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.chars().count() < 4 {
        return false;
    }
    if long.ends_with(short) || (long.starts_with(short) && short.chars().count() >= 5) {
        return true;
    }
    // `Muller` is `Mueller`.
    let plain = |name: &str| name.replace("ae", "a").replace("oe", "o").replace("ue", "u");
    let (a, b): (Vec<char>, Vec<char>) = (plain(short).chars().collect(), plain(long).chars().collect());
    a == b || (a.len() >= 5 && distance(&a, &b) <= 1)
}

/// The names of where it appeared, as words.
pub(super) fn journals(data: &RecordData) -> Vec<Vec<String>> {
    let mut names = Vec::new();
    for name in [&data.journal, &data.journal_abbreviation] {
        let name = name.split(['(', ':', '=', '/']).next().unwrap_or_default();
        let mut words = folded_words(name);
        words.retain(|word| !LITTLE.contains(&word.as_str()));
        if !words.is_empty() && !names.contains(&words) {
            names.push(words);
        }
    }
    names
}

/// Compares where two appeared, in full or abbreviated.
pub(super) fn journal(one: &[Vec<String>], other: &[Vec<String>]) -> Agreement {
    if one.is_empty() || other.is_empty() {
        return Agreement::Unknown;
    }
    let mut pairs = one.iter().flat_map(|name| other.iter().map(move |known| (name, known)));
    if pairs.clone().any(|(name, known)| abbreviates(name, known) || abbreviates(known, name)) {
        Agreement::Same
    } else if pairs.any(|(name, known)| is_acronym(name) || is_acronym(known)) {
        Agreement::Unknown
    } else {
        Agreement::Other
    }
}

/// A name of one short word may stand for anything.
fn is_acronym(name: &[String]) -> bool {
    name.len() == 1 && name[0].len() <= 5
}

/// Whether the first name is the second, with words shortened or left out at the end.
fn abbreviates(short: &[String], long: &[String]) -> bool {
    if let [word] = short
        && word.len() >= 3
        && word.chars().eq(long.iter().filter_map(|word| word.chars().next()))
    {
        return true;
    }
    if short == long {
        return true;
    }
    let is_short_for = |word: &String, full: &String| {
        let (Some(first), Some(initial)) = (word.chars().next(), full.chars().next()) else { return false };
        first == initial && (full.starts_with(word.as_str()) || is_contracted(word, full))
    };
    short.len() >= 2 && short.len() <= long.len() && long.len() - short.len() <= 1 && {
        let mut rest = long.iter();
        short.iter().all(|word| rest.any(|full| is_short_for(word, full)))
    }
}

/// `natl` for `national`: its letters stand in the word in their order.
fn is_contracted(word: &str, full: &str) -> bool {
    let mut letters = full.chars();
    word.len() >= 3 && word.chars().all(|c| letters.any(|letter| letter == c))
}

/// Whether a page is an article's number rather than a printed page.
pub(super) fn is_article_number(page: &str) -> bool {
    page.len() >= 6 || page.starts_with('e') || page.contains('.')
}

/// The first page without leading zeros, in lower case.
pub(super) fn first_page(data: &RecordData) -> String {
    let first = data.pages.split(['-', '–', ',', ';', ' ']).find(|part| !part.is_empty()).unwrap_or_default();
    let page: String =
        first.chars().filter(|c| c.is_alphanumeric() || *c == '.').flat_map(char::to_lowercase).collect();
    page.trim_start_matches('0').to_owned()
}

/// Compares first pages; one that is an article's number says nothing about a printed page.
pub(super) fn page(one: &str, other: &str) -> Agreement {
    match Agreement::of(one, other) {
        Agreement::Other if is_article_number(one) != is_article_number(other) => Agreement::Unknown,
        found => found,
    }
}

/// A volume's or an issue's number: what is before a slash, a space or a parenthesis, without zeros and words.
pub(super) fn volume(text: &str) -> String {
    let digits: String =
        text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let number = digits.trim_start_matches('0');
    if number.is_empty() { folded(text) } else { number.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_journals(one: &str, other: &str) -> Agreement {
        let names = |name: &str| journals(&RecordData { journal: name.into(), ..RecordData::default() });
        journal(&names(one), &names(other))
    }

    #[test]
    fn a_journal_is_the_same_in_full_and_abbreviated() {
        for (one, other) in [
            ("N Engl J Med", "The New England Journal of Medicine"),
            ("JAMA", "Journal of the American Medical Association"),
            ("J Natl Cancer Inst", "Journal of the National Cancer Institute"),
            ("BMJ (Clinical research ed.)", "BMJ"),
            ("Lancet", "The Lancet"),
            ("Eur. J. Heart Fail.", "European Journal of Heart Failure"),
        ] {
            assert_eq!(of_journals(one, other), Agreement::Same, "{one}");
        }
        assert_eq!(of_journals("J Card Fail", "European Journal of Heart Failure"), Agreement::Other);
        assert_eq!(of_journals("Circ Heart Fail", "Circulation Research"), Agreement::Other);
    }

    #[test]
    fn names_are_the_same_without_particles_and_accents_and_with_a_slip() {
        let of = |names: &[&str]| {
            families(&RecordData {
                authors: names.iter().map(|name| (*name).into()).collect(),
                ..RecordData::default()
            })
        };
        for (one, other) in [
            (&["van der Berg A", "Muster B"][..], &["Berg AB"][..]),
            (&["Müller A"], &["Mueller A", "Sample B"]),
            (&["O'Neill A"], &["ONeill AB"]),
            (&["Muster A, Sample B"], &["Muster A", "Sample B"]),
            (&["Schwarzenberg A"], &["Schwarzenburg A"]),
        ] {
            assert_eq!(authors(&of(one), &of(other)), Agreement::Same, "{one:?}");
        }
        assert_eq!(authors(&of(&["Alpha A", "Beta B"]), &of(&["Beta B", "Gamma C"])), Agreement::Close);
        assert_eq!(authors(&of(&["Alpha A"]), &of(&["Beta B"])), Agreement::Other);
        assert_eq!(authors(&of(&["ABC Study Group"]), &of(&["Beta B"])), Agreement::Unknown);
    }
}
