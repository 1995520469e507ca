//! Points in time and calendar days. Inside the portal everything is UTC; a reader's zone comes in where a time is
//! written for them.

use crate::locale::Zone;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// Milliseconds in a day.
pub const DAY: i64 = 86_400_000;

/// A day of the calendar, which is the same day everywhere: an article expires on it, a period begins with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct CalendarDay(Date);

/// A moment as a clock on a wall of some place shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalTime {
    pub day: CalendarDay,
    /// From 0 to 23.
    pub hour: u8,
    pub minute: u8,
    /// The zone as people abbreviate it, such as `CEST` or `UTC`; `UTC+03` where they do not.
    pub zone: String,
}

impl CalendarDay {
    /// The day that `YYYY-MM-DD` names; nothing for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        Some(Self(text.trim().parse().ok()?))
    }

    /// The day after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.tomorrow().unwrap_or(self.0))
    }

    /// Its first moment in a zone.
    pub fn begins_in(self, zone: &Zone) -> Moment {
        let start = self.0.to_zoned(zone.rules().clone());
        start.map_or(Moment(i64::MAX), |start| Moment(start.timestamp().as_millisecond()))
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// From 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, from 1.
    pub fn day_of_month(self) -> i8 {
        self.0.day()
    }
}

impl std::fmt::Display for CalendarDay {
    /// `2026-11-22`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Moment {
    /// This moment on the machine's clock.
    #[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
    pub fn now() -> Self {
        Self(Timestamp::now().as_millisecond())
    }

    /// This many milliseconds later (earlier, when negative).
    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// The start of a calendar day in UTC, from `YYYY-MM-DD`; nothing for any other text.
    pub fn from_day(text: &str) -> Option<Self> {
        let date: Date = text.trim().parse().ok()?;
        Some(Self(date.to_zoned(TimeZone::UTC).ok()?.timestamp().as_millisecond()))
    }

    /// The calendar day of this moment in UTC: what [`Moment::from_day`] was given.
    pub fn utc_day(self) -> CalendarDay {
        CalendarDay(self.date())
    }

    /// The calendar day that this moment stands for, if it is the very start of one in UTC. Of what is imported often
    /// only the day is known.
    pub fn whole_day(self) -> Option<CalendarDay> {
        (self.0.rem_euclid(DAY) == 0).then(|| self.utc_day())
    }

    /// This moment in a zone.
    pub fn in_zone(self, zone: &Zone) -> LocalTime {
        let stamp = self.stamp();
        let at = stamp.to_zoned(zone.rules().clone());
        let info = zone.rules().to_offset_info(stamp);
        LocalTime {
            day: CalendarDay(at.date()),
            hour: at.hour().unsigned_abs(),
            minute: at.minute().unsigned_abs(),
            zone: spoken_zone(info.abbreviation()),
        }
    }

    /// RFC 3339 to the second with a zone's offset, `2026-11-22T15:05:00+01:00`: what files for people carry.
    pub fn rfc3339_in(self, zone: &Zone) -> String {
        if *zone == Zone::UTC {
            return self.rfc3339_seconds();
        }
        let second = Self(self.0.div_euclid(1000).saturating_mul(1000)).stamp();
        format!("{:.0}", second.display_with_offset(zone.rules().to_offset(second)))
    }

    fn stamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn date(self) -> Date {
        self.stamp().to_zoned(TimeZone::UTC).date()
    }

    /// The year in UTC.
    pub fn year(self) -> i16 {
        self.date().year()
    }

    /// `2026-11-22`, in UTC.
    pub fn day(self) -> String {
        self.date().to_string()
    }

    /// RFC 3339 in UTC, with milliseconds: what machines read.
    pub fn rfc3339(self) -> String {
        format!("{:.3}", self.stamp())
    }

    /// RFC 3339 in UTC, to the second: `2026-11-22T14:05:00Z`.
    pub fn rfc3339_seconds(self) -> String {
        let stamp = Timestamp::from_millisecond(self.0.div_euclid(1000).saturating_mul(1000));
        format!("{:.0}", stamp.unwrap_or(Timestamp::UNIX_EPOCH))
    }

    /// The moment of `2026-11-22T14:05:00Z`; nothing for any other form, be it of the same moment.
    pub fn from_rfc3339_seconds(text: &str) -> Option<Self> {
        let moment = Self(text.parse::<Timestamp>().ok()?.as_millisecond());
        (moment.rfc3339_seconds() == text).then_some(moment)
    }

    /// `Sun, 22 Nov 2026 14:05:00 GMT`: a date in a header of HTTP (RFC 9110, 5.6.7).
    pub fn http_date(self) -> String {
        self.stamp().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    /// The moment of a date in a header of HTTP; nothing for any other text.
    pub fn from_http_date(text: &str) -> Option<Self> {
        let parser = jiff::fmt::rfc2822::DateTimeParser::new();
        Some(Self(parser.parse_timestamp(text.trim()).ok()?.as_millisecond()))
    }

    /// Milliseconds of working days (Monday to Friday, in UTC) from this moment to a later one.
    pub fn working_time_until(self, end: Self) -> i64 {
        let mut total = 0;
        let mut at = self.0;
        while at < end.0 {
            let midnight = (at.div_euclid(DAY) + 1) * DAY;
            let next = midnight.min(end.0);
            if !is_weekend(Self(at).date()) {
                total += next - at;
            }
            at = next;
        }
        total
    }

    /// The same time of day after this many working days (Monday to Friday).
    ///
    /// A start on a weekend counts as the Monday after it, so that one working day from a Saturday is Tuesday.
    pub fn plus_working_days(self, days: u32) -> Self {
        let mut date = self.date();
        let within_day = self.0.rem_euclid(DAY);
        while is_weekend(date) {
            date = date.saturating_add(1.day());
        }
        let mut left = days;
        while left > 0 {
            date = date.saturating_add(1.day());
            if !is_weekend(date) {
                left -= 1;
            }
        }
        let midnight =
            date.to_zoned(TimeZone::UTC).map_or(self.0, |zoned| zoned.timestamp().as_millisecond());
        Self(midnight + within_day)
    }
}

/// An abbreviation as people read it: zones without one have their bare offset, such as `+0530`, in its place.
fn spoken_zone(abbreviation: &str) -> String {
    match abbreviation.as_bytes() {
        [b'+' | b'-', digits @ ..] => match digits {
            [_, _, _, _] => format!("UTC{}:{}", &abbreviation[..3], &abbreviation[3..]),
            _ => format!("UTC{abbreviation}"),
        },
        _ => abbreviation.to_owned(),
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Moment {
        Moment::from_day(text).unwrap()
    }

    #[test]
    fn a_day_begins_where_its_reader_is() {
        let day = CalendarDay::parse("2026-10-25").unwrap();
        let berlin = Zone::named("Europe/Berlin").unwrap();
        assert_eq!(day.begins_in(&Zone::UTC).rfc3339_seconds(), "2026-10-25T00:00:00Z");
        assert_eq!(day.begins_in(&berlin).rfc3339_seconds(), "2026-10-24T22:00:00Z");
        assert_eq!(
            day.next().begins_in(&berlin).rfc3339_seconds(),
            "2026-10-25T23:00:00Z",
            "an hour more that day"
        );
        assert_eq!(CalendarDay::parse("2026-12-31").unwrap().next().to_string(), "2027-01-01");
    }

    #[test]
    fn working_days_skip_the_weekend() {
        assert_eq!(day("2026-11-20").plus_working_days(1), day("2026-11-23"));
        assert_eq!(day("2026-11-18").plus_working_days(5), day("2026-11-25"));
    }

    #[test]
    fn a_start_on_a_weekend_counts_as_the_monday_after() {
        assert_eq!(day("2026-11-21").plus_working_days(1), day("2026-11-24"));
        assert_eq!(day("2026-11-22").plus_working_days(0), day("2026-11-23"));
    }

    #[test]
    fn working_time_leaves_the_weekend_out() {
        let friday_noon = day("2026-11-20").plus(DAY / 2);
        assert_eq!(friday_noon.working_time_until(day("2026-11-23").plus(DAY / 2)), DAY);
        assert_eq!(friday_noon.working_time_until(friday_noon.plus(5)), 5);
        assert_eq!(day("2026-11-21").working_time_until(day("2026-11-22")), 0);
        assert_eq!(friday_noon.working_time_until(day("2026-11-19")), 0);
    }

    #[test]
    fn a_day_of_the_calendar_is_the_one_that_was_named() {
        let leap = CalendarDay::parse(" 2028-02-29").unwrap();
        assert_eq!((leap.year(), leap.month(), leap.day_of_month()), (2028, 2, 29));
        assert_eq!(leap.to_string(), "2028-02-29");
        assert_eq!(CalendarDay::parse("2027-02-29"), None);
        assert_eq!(day("2028-02-29").utc_day(), leap);
        assert_eq!(day("2028-02-29").whole_day(), Some(leap));
        assert_eq!(day("2028-02-29").plus(1).whole_day(), None);
    }

    #[test]
    fn a_zone_without_an_abbreviation_is_named_by_its_offset() {
        for (abbreviation, spoken) in [("CEST", "CEST"), ("+03", "UTC+03"), ("-0930", "UTC-09:30")] {
            assert_eq!(spoken_zone(abbreviation), spoken);
        }
    }

    #[test]
    fn a_moment_is_read_in_a_zone() {
        let moment = day("2026-11-22").plus(20 * 3_600_000 + 5 * 60_000 + 7_999);
        let local = |name| {
            let at = moment.in_zone(&Zone::named(name).unwrap());
            format!("{} {:02}:{:02} {}", at.day, at.hour, at.minute, at.zone)
        };
        assert_eq!(local("UTC"), "2026-11-22 20:05 UTC");
        assert_eq!(local("Asia/Kolkata"), "2026-11-23 01:35 IST");
        assert_eq!(local("America/New_York"), "2026-11-22 15:05 EST");
        assert_eq!(local("Asia/Kathmandu"), "2026-11-23 01:50 UTC+05:45");
        let stamp = |name| moment.rfc3339_in(&Zone::named(name).unwrap());
        assert_eq!(stamp("UTC"), "2026-11-22T20:05:07Z");
        assert_eq!(stamp("Asia/Kolkata"), "2026-11-23T01:35:07+05:30");
        assert_eq!(stamp("Europe/London"), "2026-11-22T20:05:07+00:00");
    }

    #[test]
    fn a_moment_reads_the_same_in_all_its_forms() {
        let moment = day("2026-11-22").plus(14 * 3_600_000 + 5 * 60_000);
        assert_eq!(moment.day(), "2026-11-22");
        assert_eq!(moment.rfc3339(), "2026-11-22T14:05:00.000Z");
        assert_eq!(moment.plus(999).rfc3339_seconds(), "2026-11-22T14:05:00Z");
        assert_eq!(Moment::from_rfc3339_seconds("2026-11-22T14:05:00Z"), Some(moment));
        for other in
            ["2026-11-22T14:05:00.000Z", "2026-11-22T14:05:00+00:00", "2026-11-22 14:05:00Z", "2026-11-22"]
        {
            assert_eq!(Moment::from_rfc3339_seconds(other), None, "{other}");
        }
        assert_eq!(moment.http_date(), "Sun, 22 Nov 2026 14:05:00 GMT");
        assert_eq!(Moment::from_http_date(&moment.http_date()), Some(moment));
        assert_eq!(Moment::from_http_date("soon"), None);
    }
}
