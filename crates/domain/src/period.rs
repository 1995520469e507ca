//! Periods of calendar days, over which insight is computed.

use super::time::{DAY, Moment};

/// Whole days in UTC, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    first: Moment,
    last: Moment,
}

/// Lengths that are offered, in days.
pub const LENGTHS: [i64; 3] = [7, 30, 90];
/// The default length, in days.
const USUAL: i64 = 30;
/// The longest period: ten years of days.
const LONGEST: i64 = 3_660;

impl Period {
    /// The days up to and including today.
    pub fn latest(days: i64, now: Moment) -> Self {
        let last = start_of_day(now);
        Self { first: last.plus(-(days.clamp(1, LONGEST) - 1) * DAY), last }
    }

    /// The period that an address asks for: by its first and last day (`YYYY-MM-DD`), by a number of days, or by
    /// nothing. Invalid values are ignored: an address never fails.
    pub fn asked(from: Option<&str>, to: Option<&str>, days: Option<&str>, now: Moment) -> Self {
        let day = |text: Option<&str>| text.and_then(Moment::from_day);
        let usual = Self::latest(days.and_then(|days| days.parse().ok()).unwrap_or(USUAL), now);
        match (day(from), day(to)) {
            (None, None) => usual,
            (Some(first), None) => Self::between(first, usual.last),
            (None, Some(last)) => Self::between(last.plus(-(USUAL - 1) * DAY), last),
            (Some(first), Some(last)) => Self::between(first, last),
        }
    }

    /// From one day to another, in whichever order they are given.
    fn between(one: Moment, other: Moment) -> Self {
        let (first, last) = (one.min(other), one.max(other));
        Self { first: first.max(last.plus(-(LONGEST - 1) * DAY)), last }
    }

    /// The start of the first day.
    pub fn first(self) -> Moment {
        self.first
    }

    /// The start of the last day.
    pub fn last(self) -> Moment {
        self.last
    }

    /// The first moment after the period.
    pub fn end(self) -> Moment {
        self.last.plus(DAY)
    }

    /// How many days it has.
    pub fn length(self) -> i64 {
        (self.end().0 - self.first.0) / DAY
    }

    /// The start of each day, in order.
    pub fn days(self) -> impl Iterator<Item = Moment> {
        (0..self.length()).map(move |day| self.first.plus(day * DAY))
    }

    /// The query part of the address of this period, without `?`.
    pub fn to_address(self) -> String {
        format!("from={}&to={}", self.first.day(), self.last.day())
    }
}

fn start_of_day(moment: Moment) -> Moment {
    Moment(moment.0.div_euclid(DAY) * DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(from: &str, to: &str, days: &str) -> String {
        let now = Moment::from_day("2026-11-22").unwrap().plus(DAY / 2);
        let some = |text| Some(text).filter(|text: &&str| !text.is_empty());
        Period::asked(some(from), some(to), some(days), now).to_address()
    }

    #[test]
    fn a_period_ends_today_unless_told_otherwise() {
        assert_eq!(asked("", "", ""), "from=2026-10-24&to=2026-11-22");
        assert_eq!(asked("", "", "7"), "from=2026-11-16&to=2026-11-22");
        assert_eq!(asked("2026-11-20", "", ""), "from=2026-11-20&to=2026-11-22");
        assert_eq!(asked("2026-11-01", "2026-11-03", "7"), "from=2026-11-01&to=2026-11-03");
    }

    #[test]
    fn days_the_wrong_way_round_and_nonsense_give_a_period_all_the_same() {
        assert_eq!(asked("2026-11-03", "2026-11-01", ""), "from=2026-11-01&to=2026-11-03");
        assert_eq!(asked("yesterday", "2026-02-30", "-4"), "from=2026-11-22&to=2026-11-22");
        assert_eq!(asked("0001-01-01", "2026-11-22", ""), "from=2016-11-15&to=2026-11-22");
    }

    #[test]
    fn every_day_of_a_period_is_named_once() {
        let period = Period::latest(3, Moment::from_day("2026-03-01").unwrap());
        let days: Vec<String> = period.days().map(Moment::day).collect();
        assert_eq!(days, ["2026-02-27", "2026-02-28", "2026-03-01"]);
    }
}
