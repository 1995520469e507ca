//! Authors as styles list them.

use crate::record::author::{AuthorName, is_of_group, is_uncased};

/// How a style that prints initials without stops lists authors.
#[derive(Debug, Clone, Copy)]
pub struct AuthorList {
    /// The most names that are all listed.
    pub most: usize,
    /// How many are listed where there are more.
    pub shown: usize,
    /// What is printed after them.
    pub et_al: &'static str,
    pub generations: Generations,
}

/// How a style writes the generations of a family: `Jr` is the same in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generations {
    /// `3rd`.
    Ordinals,
    /// `III`.
    Numerals,
}

/// Generations as ordinals and as numerals.
const GENERATIONS: [(&str, &str); 4] = [("2nd", "II"), ("3rd", "III"), ("4th", "IV"), ("5th", "V")];

impl Generations {
    fn written(self, suffix: &str) -> &str {
        let known = GENERATIONS.iter().find(|(ordinal, numeral)| suffix == *ordinal || suffix == *numeral);
        match (known, self) {
            (Some((ordinal, _)), Self::Ordinals) => ordinal,
            (Some((_, numeral)), Self::Numerals) => numeral,
            (None, _) => suffix,
        }
    }
}

impl AuthorList {
    /// `Vallancien G, Emberton M; Alf-One Study Group`, in the order of the byline: people and groups count alike, and
    /// nothing follows `et al`.
    pub fn of(self, authors: &[String]) -> String {
        let shown = if authors.len() > self.most { self.shown } else { authors.len() };
        let mut text = String::new();
        let mut follows_group = false;
        for name in authors.iter().take(shown) {
            let is_group = is_group(name);
            if !text.is_empty() {
                text.push_str(if is_group || follows_group { "; " } else { ", " });
            }
            text.push_str(&self.name(name));
            follows_group = is_group;
        }
        if shown < authors.len() {
            text.push_str(", ");
            text.push_str(self.et_al);
        }
        text
    }

    fn name(self, name: &str) -> String {
        match AuthorName::of(name) {
            AuthorName::Person { suffix: "", .. } | AuthorName::Whole(_) => name.to_owned(),
            AuthorName::Person { family, initials, suffix } => {
                format!("{family} {initials} {}", self.generations.written(suffix))
            }
        }
    }
}

/// The most authors that the style of the American Psychological Association lists.
const MOST_OF_APA: usize = 20;

/// Authors as the American Psychological Association lists them: `King, M. L., Jr., & van Dijk, J.`; of more than
/// twenty the first nineteen and the last.
pub fn apa_authors(authors: &[String]) -> String {
    let names: Vec<String> = authors.iter().map(|name| apa_author(name)).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if names.len() <= MOST_OF_APA => format!("{}, & {last}", first.join(", ")),
        [first @ .., last] => {
            let listed = first.get(..MOST_OF_APA - 1).unwrap_or(first);
            format!("{}, … {last}", listed.join(", "))
        }
    }
}

fn apa_author(name: &str) -> String {
    match AuthorName::of(name) {
        AuthorName::Whole(name) => name.to_owned(),
        // Scripts without capitals have no initials.
        AuthorName::Person { initials, .. } if is_uncased(initials) => name.to_owned(),
        AuthorName::Person { family, initials, suffix } => {
            let initials = initials.chars().map(|c| format!("{c}.")).collect::<Vec<_>>().join(" ");
            match Generations::Numerals.written(suffix) {
                "" => format!("{family}, {initials}"),
                suffix @ ("Jr" | "Sr") => format!("{family}, {initials}, {suffix}."),
                suffix => format!("{family}, {initials}, {suffix}"),
            }
        }
    }
}

/// Whether a name is that of a group. One that has no parts may also be a person's of whom one name is known, or in a
/// script in which names are not shortened.
fn is_group(name: &str) -> bool {
    matches!(AuthorName::of(name), AuthorName::Whole(whole) if whole.contains(' ') && is_of_group(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NLM: AuthorList =
        AuthorList { most: 6, shown: 6, et_al: "et al.", generations: Generations::Ordinals };
    const AMA: AuthorList =
        AuthorList { most: 6, shown: 3, et_al: "et al", generations: Generations::Numerals };

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn groups_are_told_from_people_by_a_semicolon() {
        let authors = names(&["Vallancien G", "van Moorselaar RJ", "Alf-One Study Group"]);
        assert_eq!(NLM.of(&authors), "Vallancien G, van Moorselaar RJ; Alf-One Study Group");
        let authors = names(&["World Health Organization", "Smith J", "Doe A"]);
        assert_eq!(AMA.of(&authors), "World Health Organization; Smith J, Doe A");
        let authors = names(&["山田 太郎", "王 小明", "Plato"]);
        assert_eq!(NLM.of(&authors), "山田 太郎, 王 小明, Plato");
    }

    #[test]
    fn et_al_stands_for_all_beyond_those_listed() {
        let mut authors = names(&["A A", "B B", "C C", "D D", "E E", "F F"]);
        assert_eq!(AMA.of(&authors), "A A, B B, C C, D D, E E, F F");
        authors.push("The G Investigators".into());
        assert_eq!(NLM.of(&authors), "A A, B B, C C, D D, E E, F F, et al.");
        assert_eq!(AMA.of(&authors), "A A, B B, C C, et al");
        authors.rotate_right(1);
        assert_eq!(AMA.of(&authors), "The G Investigators; A A, B B, et al");
    }

    #[test]
    fn generations_are_written_as_each_style_wants_them() {
        let authors = names(&["King ML Jr", "Ford H 2nd", "Gates W III"]);
        assert_eq!(AMA.of(&authors), "King ML Jr, Ford H II, Gates W III");
        assert_eq!(NLM.of(&authors), "King ML Jr, Ford H 2nd, Gates W 3rd");
        assert_eq!(apa_authors(&authors), "King, M. L., Jr., Ford, H., II, & Gates, W., III");
    }

    #[test]
    fn apa_lists_twenty_authors_and_of_more_the_last() {
        let authors: Vec<String> = ('A'..='U').map(|c| format!("Name{} {c}", c.to_lowercase())).collect();
        let twenty = apa_authors(&authors[..20]);
        assert!(twenty.ends_with("Names, S., & Namet, T.") && !twenty.contains('…'), "{twenty}");
        let more = apa_authors(&authors);
        assert!(more.ends_with("Names, S., … Nameu, U.") && !more.contains('&'), "{more}");
    }
}
