//! An author's name in its parts.

/// A name as a record holds it (`Family AB Jr`), in parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorName<'a> {
    Person {
        family: &'a str,
        /// Capitals without stops, such as `JJV`.
        initials: &'a str,
        /// `Jr`, `3rd` and the like; mostly empty.
        suffix: &'a str,
    },
    /// A group, or a name of one part.
    Whole(&'a str),
}

const SUFFIXES: [&str; 9] = ["Jr", "Sr", "2nd", "3rd", "4th", "II", "III", "IV", "V"];

/// Words that stand in the names of groups and not in those of people.
const OF_GROUPS: [&str; 12] = [
    "and",
    "collaboration",
    "collaborators",
    "committee",
    "consortium",
    "for",
    "group",
    "investigators",
    "of",
    "study",
    "the",
    "trial",
];

impl<'a> AuthorName<'a> {
    /// The parts of a name. Written one after the other with single spaces they are the name again.
    pub fn of(name: &'a str) -> Self {
        let is_group = name.contains(',')
            || name.split(' ').any(|word| OF_GROUPS.iter().any(|known| word.eq_ignore_ascii_case(known)));
        let Some((before, last)) = name.rsplit_once(' ').filter(|_| !is_group) else {
            return Self::Whole(name);
        };
        if SUFFIXES.contains(&last)
            && let Some((family, initials)) = before.rsplit_once(' ')
            && is_initials(initials)
        {
            return Self::Person { family, initials, suffix: last };
        }
        if is_initials(last) {
            Self::Person { family: before, initials: last, suffix: "" }
        } else {
            Self::Whole(name)
        }
    }

    /// The family name, or all of the name where it has no parts.
    pub fn family(self) -> &'a str {
        match self {
            Self::Person { family, .. } => family,
            Self::Whole(name) => name,
        }
    }
}

fn is_initials(text: &str) -> bool {
    (1..=4).contains(&text.chars().count()) && text.chars().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_split_where_its_initials_begin() {
        let person = |family, initials, suffix| AuthorName::Person { family, initials, suffix };
        for (name, expected) in [
            ("McMurray JJV", person("McMurray", "JJV", "")),
            ("van der Berg Å", person("van der Berg", "Å", "")),
            ("King ML Jr", person("King", "ML", "Jr")),
            ("Smith III", person("Smith", "III", "")),
            ("DAPA-HF Committees", AuthorName::Whole("DAPA-HF Committees")),
            ("Committee of the EU", AuthorName::Whole("Committee of the EU")),
            (
                "National Heart, Lung, and Blood Institute",
                AuthorName::Whole("National Heart, Lung, and Blood Institute"),
            ),
            ("Plato", AuthorName::Whole("Plato")),
        ] {
            assert_eq!(AuthorName::of(name), expected);
        }
    }
}
