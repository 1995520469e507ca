//! Opaque identifiers: one type per kind of thing, so that one cannot stand for another.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// A new identifier; later ones sort after earlier ones (UUID version 7).
            pub fn new() -> Self {
                Self(uuid::Uuid::now_v7().simple().to_string())
            }

            /// The identifier as it appears in addresses and in the database.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// A person with a sign-in.
    AccountId,
    /// An article, over all its versions.
    ArticleId,
    /// One version of an article.
    VersionId,
    /// A bibliographic record.
    RecordId,
    /// An article or a record, as search and the library see it.
    ItemId,
    /// A medical information request.
    RequestId,
    /// One message within a request.
    MessageId,
    /// A safety report.
    ReportId,
    /// A routing rule.
    RuleId,
    /// A personal API token; not its secret.
    TokenId,
    /// A visitor to whom engagement is attributed after consent: a random number, never an account's.
    VisitorId,
    /// One engagement signal; a reading that goes on keeps its own.
    SignalId,
    /// A search that somebody saved.
    SavedSearchId,
}

impl From<&ArticleId> for ItemId {
    fn from(id: &ArticleId) -> Self {
        Self(id.0.clone())
    }
}

impl From<&RecordId> for ItemId {
    fn from(id: &RecordId) -> Self {
        Self(id.0.clone())
    }
}

impl From<&ItemId> for ArticleId {
    fn from(id: &ItemId) -> Self {
        Self(id.0.clone())
    }
}

impl From<&ItemId> for RecordId {
    fn from(id: &ItemId) -> Self {
        Self(id.0.clone())
    }
}

/// A reference that people read out on the telephone: a prefix, the year, and six characters
/// without look-alikes (no 0/O, 1/I/L, U), such as `MIR-2026-7GK3QF`.
pub fn readable_reference(prefix: &str, year: i16) -> String {
    const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
    let random = uuid::Uuid::new_v4();
    let code: String = random.as_bytes()[..6]
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]))
        .collect();
    format!("{prefix}-{year}-{code}")
}

/// The first reference of this prefix in a text, in any case and with any hyphens.
pub fn find_reference(prefix: &str, text: &str) -> Option<String> {
    let text = text.to_uppercase().replace(['‐', '‑', '–', '_'], "-");
    let length = prefix.len() + "-2026-7GK3QF".len();
    text.match_indices(prefix).find_map(|(at, _)| {
        let found = text.get(at..at + length)?;
        let (year, code) = found.strip_prefix(prefix)?.strip_prefix('-')?.split_once('-')?;
        let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let is_code = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_whole = !text[at + length..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
        (is_year && is_code && is_whole).then(|| found.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        let ids: Vec<RequestId> = (0..64).map(|_| RequestId::new()).collect();
        assert!(ids.is_sorted());
    }

    #[test]
    fn a_reference_is_found_as_people_type_it() {
        for text in ["MIR-2026-7GK3QF", "mir‑2026‑7gk3qf.", "https://a.example/requests/MIR-2026-7GK3QF?x"]
        {
            assert_eq!(find_reference("MIR", text).as_deref(), Some("MIR-2026-7GK3QF"), "{text}");
        }
        for text in ["MIR", "MIR-2026-7GK3", "MIR-2026-7GK3QFX", "MIR-20é6-7GK3QF", "MIRé2026-7GK3QFé"] {
            assert_eq!(find_reference("MIR", text), None, "{text}");
        }
    }

    #[test]
    fn a_readable_reference_has_no_look_alikes() {
        for _ in 0..200 {
            let reference = readable_reference("MIR", 2026);
            let code = reference.strip_prefix("MIR-2026-").unwrap();
            assert_eq!(code.len(), 6);
            assert!(!code.contains(['0', 'O', '1', 'I', 'L', 'U']), "{reference}");
        }
    }
}
