//! An author's name in its parts.

use unicode_normalization::UnicodeNormalization as _;

/// A name as a record holds it (`Family AB Jr`), in parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorName<'a> {
    Person {
        family: &'a str,
        /// Capitals without stops, such as `JJV`; the whole given name in scripts without capitals (`太郎`).
        initials: &'a str,
        /// `Jr`, `3rd` and the like; mostly empty.
        suffix: &'a str,
    },
    /// A group, or a name of one part.
    Whole(&'a str),
}

const SUFFIXES: [&str; 9] = ["Jr", "Sr", "2nd", "3rd", "4th", "II", "III", "IV", "V"];

/// Words that are in the names of groups and not in those of people.
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

/// Words that are in the names of groups too, but are also the family names of a few people.
const MOSTLY_OF_GROUPS: &[&str] = &[
    "academy",
    "administration",
    "agency",
    "alliance",
    "arbeitsgemeinschaft",
    "arbeitsgruppe",
    "association",
    "authority",
    "board",
    "bureau",
    "center",
    "centers",
    "centre",
    "centres",
    "clinic",
    "college",
    "commission",
    "committees",
    "company",
    "consortia",
    "cooperative",
    "corp",
    "corporation",
    "council",
    "department",
    "federation",
    "force",
    "forum",
    "foundation",
    "gesellschaft",
    "gmbh",
    "groups",
    "groupe",
    "gruppo",
    "grupo",
    "hospital",
    "hospitals",
    "inc",
    "initiative",
    "institut",
    "institute",
    "institutes",
    "institution",
    "investigator",
    "investigadores",
    "laboratories",
    "laboratory",
    "league",
    "llc",
    "ltd",
    "members",
    "ministry",
    "network",
    "office",
    "organisation",
    "organization",
    "panel",
    "partnership",
    "pharmaceuticals",
    "program",
    "programme",
    "project",
    "register",
    "registry",
    "research",
    "researchers",
    "school",
    "service",
    "services",
    "sociedad",
    "society",
    "société",
    "società",
    "studies",
    "studiengruppe",
    "taskforce",
    "team",
    "trialists",
    "trials",
    "unit",
    "universität",
    "université",
    "university",
    "workshop",
];

impl<'a> AuthorName<'a> {
    /// The parts of a name. Written one after the other with single spaces they are the name again.
    pub fn of(name: &'a str) -> Self {
        let is_group = name.contains(',') || is_of_group(name);
        let Some((before, last)) = name.rsplit_once(' ').filter(|_| !is_group) else {
            return Self::Whole(name);
        };
        if SUFFIXES.contains(&last)
            && let Some((family, initials)) = before.rsplit_once(' ')
            && is_initials(initials)
        {
            return Self::Person { family, initials, suffix: last };
        }
        if is_initials(last) || (is_uncased(name) && is_short(before, last)) {
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

/// Whether a name is that of a group, as far as its words tell.
pub fn is_of_group(name: &str) -> bool {
    let words = || name.split([' ', ',', '.', ';', '(', ')', '/']).filter(|word| !word.is_empty());
    let is_known = |known: &[&str]| {
        words().any(|word| {
            let word = word.to_lowercase();
            known.contains(&word.as_str())
        })
    };
    // `Bureau Y` is somebody.
    let is_family_with_initials = words().count() == 2 && words().next_back().is_some_and(is_initials);
    is_known(&OF_GROUPS) || (!is_family_with_initials && is_known(MOSTLY_OF_GROUPS))
}

/// Whether a text has letters, and all are of a script without capitals, such as Chinese or Arabic.
pub fn is_uncased(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(|c| !c.is_uppercase() && !c.is_lowercase())
}

/// The text with letters and their accents as one character wherever there is one (NFC).
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// Names of people are shorter than those of groups.
fn is_short(family: &str, given: &str) -> bool {
    const MOST: usize = 12;
    family.chars().count() <= MOST && given.chars().count() <= MOST
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
            ("山田 太郎", person("山田", "太郎", "")),
            ("Bureau Y", person("Bureau", "Y", "")),
            ("DAPA-HF Committees", AuthorName::Whole("DAPA-HF Committees")),
            ("Committee of the EU", AuthorName::Whole("Committee of the EU")),
            ("Invented Heart Institute UK", AuthorName::Whole("Invented Heart Institute UK")),
            (
                "National Heart, Lung, and Blood Institute",
                AuthorName::Whole("National Heart, Lung, and Blood Institute"),
            ),
            ("Plato", AuthorName::Whole("Plato")),
            ("刘伟明", AuthorName::Whole("刘伟明")),
        ] {
            assert_eq!(AuthorName::of(name), expected);
        }
    }
}
