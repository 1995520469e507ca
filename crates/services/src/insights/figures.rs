//! The figures of a period.

use super::requests::{Requests, Subject};
use domain::period::Period;
use storage::insights::{Group, RatedItem, ReadItem, Readings, SearchDay, Unlisted, Words};

/// The figures of a period.
#[derive(Debug, Clone)]
pub struct Insights {
    pub period: Period,
    /// Whether some of it was invented for demonstration.
    pub is_invented: bool,
    pub searches: Searches,
    pub reading: Reading,
    pub requests: Requests,
    /// What the library does not answer, what is asked for most first.
    pub gaps: Vec<Gap>,
}

/// Searches of a period.
#[derive(Debug, Clone)]
pub struct Searches {
    pub searches: i64,
    pub without_result: i64,
    pub people: i64,
    /// Each day of the period.
    pub days: Vec<SearchDay>,
    /// Words that enough people used.
    pub words: Vec<Words>,
    /// Words beyond the list's end.
    pub further: Unlisted,
    /// Words that too few people used to be shown.
    pub few: Unlisted,
    /// How often hits were opened, by [`RANKS`].
    pub ranks: [i64; RANKS.len()],
}

/// First and last rank of the classes in which opened hits are counted.
pub const RANKS: [(i64, i64); 5] = [(1, 1), (2, 2), (3, 3), (4, 10), (11, i64::MAX)];

/// Reading of a period.
#[derive(Debug, Clone)]
pub struct Reading {
    pub all: Readings,
    pub items: Vec<ReadItem>,
    /// Addresses of the items of the list that this asker may open, by position.
    pub addresses: Vec<Option<String>>,
    pub ratings: Vec<RatedItem>,
    /// Groups, each with what those in smaller groups did.
    pub professions: (Vec<Group>, i64),
    pub countries: (Vec<Group>, i64),
}

/// Something that is looked for or asked, and that the library does not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// Words whose latest search found nothing.
    Search { words: String, searches: i64, people: i64 },
    /// Requests about a product or area on which nothing is published.
    Requests { subject: Subject, requests: i64 },
}

impl Gap {
    /// How often it was looked for or asked.
    pub fn times(&self) -> i64 {
        match self {
            Self::Search { searches, .. } => *searches,
            Self::Requests { requests, .. } => *requests,
        }
    }
}

impl Insights {
    /// Whether nothing happened in the period.
    pub fn is_empty(&self) -> bool {
        self.searches.searches == 0
            && self.reading.all.readings == 0
            && self.reading.ratings.is_empty()
            && self.requests.all.received == 0
    }
}
