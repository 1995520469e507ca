//! Reading lists, saved searches and when their digests are sent.

use super::article::{ArticleKind, EvidenceLevel};
use super::id::{AccountId, ItemId, SavedSearchId};
use super::library::ItemKind;
use super::time::{DAY, Moment};
use crate::search_query::SearchQuery;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Items on one reading list.
pub const MOST_ITEMS: i64 = 1_000;
/// Searches that one person saves.
pub const MOST_SEARCHES: i64 = 50;
/// Searches of one person's history; the oldest make room.
pub const MOST_HISTORY: i64 = 200;
/// For how long a search stays in a history, in milliseconds: a year.
pub const HISTORY_LASTS: i64 = 365 * DAY;
/// Characters of a note.
pub const NOTE_MAX: usize = 2_000;
/// Characters of a saved search's name.
pub const NAME_MAX: usize = 80;

/// An item on a reading list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedItem {
    pub item: ItemId,
    /// Its owner's own words; may be empty.
    pub note: String,
    pub saved_at: Moment,
}

/// How often a saved search is mailed.
///
/// Variants are in the order in which they are offered.
/// The slug appears in forms, the database and locale keys (`frequency-…`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Frequency {
    #[default]
    Off,
    Weekly,
    Monthly,
    /// Weekly, but only what [`is_practice_changing`].
    PracticeChanging,
}

/// A search that its owner saved under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    pub id: SavedSearchId,
    pub account: AccountId,
    pub name: String,
    pub query: SearchQuery,
    pub frequency: Frequency,
    pub created_at: Moment,
    /// Number of the library's change up to which its owner has looked.
    pub seen: i64,
    pub seen_at: Moment,
    /// Number of the library's change up to which digests have reported what is new.
    pub told: i64,
    /// When a digest was last sent for it.
    pub told_at: Option<Moment>,
    /// The last issue that covered it.
    pub issue: Moment,
}

/// A search in somebody's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastSearch {
    pub query: SearchQuery,
    pub at: Moment,
}

/// A range of changes of the library, by number: what became news by them is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeRange {
    pub after: i64,
    pub up_to: i64,
    /// Only what [`is_practice_changing`].
    pub only_practice_changing: bool,
}

/// Whether an item may change clinical practice: a guideline digest, a safety update, or an article whose
/// evidence is of level 1 or 2 of the Oxford CEBM 2011 table (systematic reviews and randomised trials). Of
/// publications, which carry no level, only a retraction does; digests report it for what is on the reading list.
pub fn is_practice_changing(kind: ItemKind, level: Option<EvidenceLevel>) -> bool {
    match kind {
        ItemKind::Article(ArticleKind::GuidelineDigest | ArticleKind::SafetyUpdate) => true,
        ItemKind::Article(_) => level.is_some_and(|level| u8::from(level) <= 2),
        ItemKind::Record => false,
    }
}

/// Milliseconds in a week.
const WEEK: i64 = 7 * DAY;
/// The first possible issue: Monday, 5 January 1970, 06:00 UTC.
const FIRST_ISSUE: i64 = 4 * DAY + 6 * 3_600_000;

/// The last weekly issue at this moment: digests leave on Mondays at 06:00 UTC.
pub fn weekly_issue(now: Moment) -> Moment {
    Moment(FIRST_ISSUE + (now.0 - FIRST_ISSUE).div_euclid(WEEK) * WEEK)
}

/// The last monthly issue at this moment: the first weekly one of a month, so that nobody gets two mails in a week.
pub fn monthly_issue(now: Moment) -> Moment {
    let mut issue = weekly_issue(now);
    // The first Monday of a month is one of its first seven days.
    while issue.utc_day().day_of_month() > 7 {
        issue = issue.plus(-WEEK);
    }
    issue
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slug::Slug;

    fn day(text: &str) -> Moment {
        Moment::from_day(text).unwrap()
    }

    fn at_six(text: &str) -> Moment {
        day(text).plus(6 * 3_600_000)
    }

    #[test]
    fn weekly_issues_leave_on_mondays_at_six() {
        // 23 November 2026 is a Monday.
        assert_eq!(weekly_issue(at_six("2026-11-23")), at_six("2026-11-23"));
        assert_eq!(weekly_issue(at_six("2026-11-23").plus(-1)), at_six("2026-11-16"));
        assert_eq!(weekly_issue(day("2026-11-29")), at_six("2026-11-23"));
    }

    #[test]
    fn monthly_issues_are_the_first_weekly_ones_of_a_month() {
        assert_eq!(monthly_issue(day("2026-11-29")), at_six("2026-11-02"));
        assert_eq!(monthly_issue(day("2026-11-02")), at_six("2026-10-05"));
        assert_eq!(monthly_issue(at_six("2026-12-07")), at_six("2026-12-07"));
    }

    #[test]
    fn what_changes_practice_is_told_by_kind_and_level() {
        let level = |level: u8| EvidenceLevel::try_from(level).ok();
        let article = ItemKind::Article;
        assert!(is_practice_changing(article(ArticleKind::GuidelineDigest), None));
        assert!(is_practice_changing(article(ArticleKind::SafetyUpdate), level(5)));
        assert!(is_practice_changing(article(ArticleKind::EvidenceSummary), level(2)));
        assert!(!is_practice_changing(article(ArticleKind::EvidenceSummary), level(3)));
        assert!(!is_practice_changing(article(ArticleKind::Faq), None));
        assert!(!is_practice_changing(ItemKind::Record, level(1)));
    }

    #[test]
    fn every_frequency_is_found_by_its_slug() {
        for frequency in Frequency::all() {
            assert_eq!(Frequency::from_slug(frequency.slug()), Some(frequency));
        }
    }
}
