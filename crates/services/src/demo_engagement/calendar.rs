//! The days of the demonstration's month.

use domain::time::{DAY, Moment};

/// Days of the month.
pub(super) const DAYS: i64 = 30;

/// The start of a day of the month: 1 is yesterday.
pub(super) fn day(now: Moment, days_ago: i64) -> Moment {
    Moment((now.0.div_euclid(DAY) - days_ago) * DAY)
}
