//! The name of one person, of its parts or of a text.

use super::given::is_given_name;
use super::group::{group, without_asides};
use super::words::{
    in_normal_case, initials, is_capital_particle, is_degree, is_initials, is_kept_whole, is_particle,
    is_shouted, is_sure_degree, is_title, suffix, suffix_alone,
};
use domain::record::{composed, is_of_group, is_uncased};

/// What a text is known to name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// People or groups: what may be either stays as it is.
    Anyone,
    /// People, unless the words are those of a group.
    People,
}

/// One name, whichever way it is written.
pub(super) fn one(text: &str, named: Named) -> String {
    let text = text.trim_matches([',', ' ']);
    match inverted(text) {
        Some(name) => name,
        None if text.contains(',') || is_of_group(text) => group(text),
        None => plain(text, named),
    }
}

/// `Family AB` of `Family, Ann B.`, `Family, Ann B., Jr` or `Family, Jr., Ann B.`; nothing where it is none of these.
pub(super) fn inverted(text: &str) -> Option<String> {
    let mut pieces = text.split(',').map(str::trim).filter(|piece| !piece.is_empty());
    let (family, given) = (pieces.next()?, pieces.next()?);
    if is_of_group(family) || is_of_group(given) {
        return None;
    }
    let (mut given, mut after) = (given, None);
    for (at, piece) in pieces.enumerate() {
        if let Some(suffix) = suffix_alone(piece) {
            after = after.or(Some(suffix));
        } else if let Some(suffix) = suffix_alone(given).filter(|_| at == 0) {
            (given, after) = (piece, Some(suffix));
        } else if is_degree(piece) || (is_of_group(piece) && !starts_with_and(piece)) {
            // A degree, or where the person works.
        } else {
            return None;
        }
    }
    match suffix(given).filter(|_| after.is_none()) {
        Some(suffix) => Some(person(family, "", suffix)),
        None => Some(person(family, given, after.unwrap_or_default())),
    }
}

fn starts_with_and(text: &str) -> bool {
    let word = text.split(' ').next().unwrap_or_default();
    word == "&" || word.eq_ignore_ascii_case("and")
}

/// A name without a comma: `Family AB`, `A. B. Family` or `Ann B. Family`.
pub(super) fn plain(text: &str, named: Named) -> String {
    let cleaned = without_marks(text);
    if is_uncased(&cleaned) {
        return cleaned;
    }
    let mut words: Vec<&str> = cleaned.split(' ').collect();
    while words.len() > 1 && words.first().is_some_and(|word| is_title(word)) {
        words.remove(0);
    }
    while words.len() > 2 && ends_with_degree(&words) {
        words.pop();
    }
    let after = words.last().and_then(|word| suffix(word)).filter(|_| words.len() > 1);
    if after.is_some() {
        words.pop();
    }
    match family_and_given(&words, named) {
        Some((family, given)) => person(&family.join(" "), &given.join(" "), after.unwrap_or_default()),
        None if words.iter().any(|word| is_initials(word)) || after.is_none() => cleaned,
        None => person(&words.join(" "), "", after.unwrap_or_default()),
    }
}

/// Whether the last word is a degree: `MD` is one behind initials or a given name, and initials otherwise.
fn ends_with_degree(words: &[&str]) -> bool {
    let [first, .., before, last] = words else { return false };
    is_sure_degree(last)
        && (!is_initials(last)
            || last.contains('.')
            || is_initials(before)
            || is_given_name(first)
            || is_degree(before))
}

/// The words of the family name and of the given names; nothing where they cannot be told apart.
fn family_and_given<'a, 'b>(words: &'b [&'a str], named: Named) -> Option<(&'b [&'a str], &'b [&'a str])> {
    let count = words.len();
    let trailing = words.iter().rev().take_while(|word| is_initials(word)).count();
    if (1..count).contains(&trailing) {
        let (family, given) = words.split_at(count - trailing);
        return Some((family, given));
    }
    if trailing == count && count > 1 && words.first().is_some_and(|word| word.len() > 1) {
        // `LI W`, `DE SMET P`: the first are the family's name, in capitals.
        return Some(words.split_at(count - 1));
    }
    let first = words.first().filter(|_| count > 1)?;
    let at = family_at(words);
    let is_person = named == Named::People
        || is_given_name(first)
        || (is_initials(first) && (first.contains('.') || first.chars().count() <= 2) && !is_union(first))
        || words
            .get(1..count - 1)
            .is_some_and(|middle| middle.iter().any(|w| is_initials(w) || is_particle(w)));
    let begins_family = is_particle(first);
    (is_person && at > 0 && !begins_family).then(|| {
        let (given, family) = words.split_at(at);
        (family, given)
    })
}

/// Capitals that begin the names of groups.
fn is_union(word: &str) -> bool {
    matches!(word, "EU" | "UK" | "UN" | "US")
}

/// Where the family name begins in a name that ends with it: at its first particle, or at the last word.
fn family_at(words: &[&str]) -> usize {
    let last = words.len().saturating_sub(1);
    (1..last)
        .find(|at| words.get(*at).is_some_and(|word| is_particle(word) || is_capital_particle(word)))
        .unwrap_or(last)
}

/// What a record holds of a person's parts. Particles may stand after the given names, and a suffix at the end of
/// either part; a family name alone stays as it is.
pub(crate) fn person(family: &str, given: &str, after: &str) -> String {
    let family = without_marks(&composed(family.trim_matches([',', ' '])));
    let given = without_marks(&composed(&without_asides(given.trim_matches([',', ' ']))));
    let mut after = suffix_alone(after).map_or_else(|| without_degrees(after), str::to_owned);
    let mut names: Vec<&str> = given.split(' ').filter(|word| !word.is_empty()).collect();
    while names.len() > 1 && names.last().is_some_and(|word| is_sure_degree(word)) {
        names.pop();
    }
    while names.len() > 1 && names.first().is_some_and(|word| is_title(word)) {
        names.remove(0);
    }
    let mut families: Vec<&str> = family.split(' ').filter(|word| !word.is_empty()).collect();
    for words in [&mut names, &mut families] {
        if let Some(found) =
            words.last().and_then(|word| suffix(word)).filter(|_| words.len() > 1 && after.is_empty())
        {
            words.pop();
            after = found.to_owned();
        }
    }
    let given_count = names.iter().rposition(|word| !is_particle(word)).map_or(0, |at| at + 1);
    let particles = names.split_off(given_count);
    if families.is_empty() {
        (families, names) = (names, Vec::new());
    }
    let joint = particles.last().is_some_and(|word| word.ends_with(['-', '\'', '’']));
    let before = particles.join(" ");
    let mut family = match (before.is_empty(), joint) {
        (true, _) => families.join(" "),
        (false, true) => format!("{before}{}", families.join(" ")),
        (false, false) => format!("{before} {}", families.join(" ")),
    };
    let given = names.join(" ");
    if !given.is_empty() && is_kept_whole(&given) {
        return crate::text::clean(&format!("{family} {given} {after}"));
    }
    let shouted = !given.is_empty() && is_shouted(&family);
    if shouted {
        family = in_normal_case(&family);
    }
    crate::text::clean(&format!("{family} {} {after}", initials(&given, shouted)))
}

/// A suffix that is not one of the usual, unless it is a degree.
fn without_degrees(text: &str) -> String {
    let kept = text.split(',').map(str::trim).filter(|part| !is_degree(part));
    kept.collect::<Vec<_>>().join(" ")
}

/// The text without the signs that lead to affiliations and footnotes: `Smith1,2*†`.
fn without_marks(text: &str) -> String {
    let is_mark = |c: char| {
        matches!(
            c,
            '*' | '†' | '‡' | '§' | '¶' | '‖' | '#' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '"' | '“' | '”'
        )
    };
    let words = text.split_whitespace().map(|word| {
        let plain = word.trim_matches(is_mark);
        let is_name = plain.starts_with(|c: char| c.is_alphabetic());
        if is_name { plain.trim_end_matches(|c: char| c.is_ascii_digit() || is_mark(c)) } else { plain }
    });
    let is_number = |word: &&str| word.chars().all(|c| c.is_ascii_digit());
    words.filter(|word| !word.is_empty() && !is_number(word)).collect::<Vec<_>>().join(" ")
}
