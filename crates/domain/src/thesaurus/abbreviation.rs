//! Whether what was typed is an abbreviation, by its capitals and its plural.

use crate::folding::folded;

/// Shorter abbreviations in lower case are words of every language where the rest has capitals.
const SHORTEST_SMALL: usize = 3;

/// Whether the writer of a query uses capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Casing {
    /// No capitals but the first letter's, which telephones set by themselves; or nothing but capitals.
    Plain,
    Mixed,
    /// The query is one word: whatever its capitals, it may be an abbreviation.
    Single,
}

/// How close what was typed is to an abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closeness {
    /// Its plural.
    Plural,
    /// The same letters.
    Letters,
    /// The same, with its capitals.
    Same,
}

impl Casing {
    /// The casing of a query of these parts.
    pub(super) fn of<'a>(parts: impl Iterator<Item = &'a str> + Clone, is_single: bool) -> Self {
        let mut letters = parts.flat_map(str::chars).filter(|c| c.is_alphabetic());
        let has_small = letters.clone().any(char::is_lowercase);
        let has_capital = letters.by_ref().skip(1).any(char::is_uppercase);
        match (is_single, has_small && has_capital) {
            (true, _) => Self::Single,
            (false, true) => Self::Mixed,
            (false, false) => Self::Plain,
        }
    }

    /// How close a typed word is to an abbreviation; `None` where it cannot be it.
    pub(super) fn closeness(self, typed: &str, short: &str, is_plain_word: bool) -> Option<Closeness> {
        let singular = typed.strip_suffix('s').filter(|_| folded(typed) != folded(short));
        let bare = singular.unwrap_or(typed);
        if folded(bare) != folded(short) {
            return None;
        }
        let is_in_capitals = !bare.chars().any(char::is_lowercase);
        let may_be = match self {
            Self::Mixed => {
                bare == short
                    || is_in_capitals
                    || short.chars().any(|c| c.is_ascii_digit())
                    || short.chars().count() >= SHORTEST_SMALL
            }
            Self::Plain | Self::Single => true,
        };
        // Where all or no letters are capitals, capitals say nothing.
        if !may_be || (is_plain_word && !(self == Self::Mixed && bare == short)) {
            return None;
        }
        Some(match singular {
            Some(_) => Closeness::Plural,
            None if typed == short => Closeness::Same,
            None => Closeness::Letters,
        })
    }
}
