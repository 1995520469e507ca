//! Engagement signals: consented usage events that show what HCPs need.

use super::id::{ItemId, RequestId, SignalId, VisitorId};
use super::time::{DAY, Moment};
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

/// Words of a search are shown only when this many distinct people used them.
pub const FEWEST_PEOPLE: i64 = 5;

/// For how long signals are stored, in milliseconds: three years. The page on privacy says so.
pub const SIGNALS_LAST: i64 = 3 * 365 * DAY;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Event {
    /// A search, with its words made comparable (see [`normal_words`]) and its number of results.
    Searched { words: String, results: u64 },
    /// A hit was opened, at this rank of a search.
    Opened { item: ItemId, rank: u32 },
    /// An item was read: seconds in view, and how far down in percent.
    Read { item: ItemId, seconds: u32, depth: u8 },
    /// A request was sent.
    Asked { request: RequestId },
    /// An item was rated helpful or not.
    Rated { item: ItemId, is_helpful: bool },
}

impl Event {
    /// The name in the database and in locale keys (`event-…`).
    pub fn slug(&self) -> &'static str {
        self.into()
    }
}

/// An event with when and by whom. Made only where consent was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// A signal that comes again with the same id and visitor replaces the one before: a reading that went on.
    pub id: SignalId,
    pub at: Moment,
    pub visitor: VisitorId,
    /// The visitor's country, profession and specialty, where known: for groups, never to single out.
    pub country: String,
    pub profession: String,
    pub specialty: String,
    pub event: Event,
    pub is_demo: bool,
}

/// Longest reading that is counted, in seconds: beyond it the page was left open, not read.
pub const LONGEST_READING: u32 = 3_600;

/// A search's words as they are counted: lower-case, single spaces, at most 120 characters.
pub fn normal_words(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    joined.chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_has_the_name_under_which_it_is_stored() {
        let item = ItemId::from("a");
        for (event, slug) in [
            (Event::Searched { words: String::new(), results: 0 }, "searched"),
            (Event::Opened { item: item.clone(), rank: 1 }, "opened"),
            (Event::Read { item: item.clone(), seconds: 1, depth: 1 }, "read"),
            (Event::Asked { request: RequestId::from("r") }, "asked"),
            (Event::Rated { item, is_helpful: true }, "rated"),
        ] {
            assert_eq!(event.slug(), slug);
        }
    }

    #[test]
    fn searches_that_differ_in_case_and_spaces_are_counted_as_one() {
        assert_eq!(normal_words("  Apixaban   DIALYSIS "), "apixaban dialysis");
    }
}
