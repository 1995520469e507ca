//! Dates of publication as they are written in queries.

use jiff::civil::Date;
use std::fmt;

/// PubMed's notation for an open end.
const OPEN_END: i16 = 3_000;
/// Earlier years are an open start: nothing was published then.
const OPEN_START: i16 = 1_000;

/// When something was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dates {
    /// From the first day of `from` to the last day of `to`; a missing end is open.
    Between { from: Option<PartialDate>, to: Option<PartialDate> },
    /// Within this many days, months or years before now.
    Last { count: u16, unit: Unit },
}

/// A year, month or day that exists in the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PartialDate {
    pub(crate) year: i16,
    /// From 1.
    pub(crate) month: Option<i8>,
    /// From 1; only with a month.
    pub(crate) day: Option<i8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Days,
    Months,
    Years,
}

impl Dates {
    /// The years of publication, both inclusive, where only the year is known; a missing end is open.
    pub(crate) fn years(&self, this_year: i16) -> (Option<i16>, Option<i16>) {
        match self {
            Self::Between { from, to } => (from.map(|date| date.year), to.map(|date| date.year)),
            Self::Last { count, unit } => {
                let years = match unit {
                    Unit::Days => count.div_ceil(365),
                    Unit::Months => count.div_ceil(12),
                    Unit::Years => *count,
                };
                (Some(this_year.saturating_sub_unsigned(years)), None)
            }
        }
    }
}

impl PartialDate {
    /// The first day covered.
    pub(crate) fn first_day(self) -> Date {
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        Date::new(self.year, month, day).unwrap_or(Date::MIN)
    }

    /// The last day covered.
    pub(crate) fn last_day(self) -> Date {
        match (self.month, self.day) {
            (Some(_), Some(_)) => self.first_day(),
            (Some(_), None) => self.first_day().last_of_month(),
            _ => self.first_day().last_of_year(),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "/{part:02}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Dates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Between { from: Some(from), to: Some(to) } if from == to => write!(f, "{from}"),
            Self::Between { from, to } => {
                match from {
                    Some(from) => write!(f, "{from}:")?,
                    None => write!(f, "{OPEN_START}:")?,
                }
                match to {
                    Some(to) => write!(f, "{to}"),
                    None => write!(f, "{OPEN_END}"),
                }
            }
            Self::Last { count, unit } => {
                let unit = match unit {
                    Unit::Days => "days",
                    Unit::Months => "months",
                    Unit::Years => "years",
                };
                write!(f, "\"last {count} {unit}\"")
            }
        }
    }
}

/// How the text of a date was parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ParsedDates {
    /// None where it is no date at all.
    pub(crate) dates: Option<Dates>,
    pub(crate) error: Option<DateError>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateError {
    NoDate,
    Reversed,
}

/// Parses `2019`, `2019/05`, `2019/05/01`, `2019:2024`, `2019-2024`, `2019 -Current`, `-2019`, `last 5 years`.
pub(super) fn parse_dates(text: &str) -> ParsedDates {
    let text: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '"').collect();
    if let Some(dates) = text.strip_prefix("last").and_then(last) {
        return ParsedDates { dates: Some(dates), error: None };
    }
    let Some((from, to)) = ends(&text) else {
        let date = bound(&text);
        let dates = date.end.map(|date| Dates::Between { from: Some(date), to: Some(date) });
        let dates = dates.filter(|_| !date.is_open);
        return ParsedDates {
            dates,
            error: (dates.is_none() || date.is_faulty).then_some(DateError::NoDate),
        };
    };
    let (from, to) = (bound(from), bound(to));
    if (from.end.is_none() && !from.is_open) && (to.end.is_none() && !to.is_open) {
        return ParsedDates { dates: None, error: Some(DateError::NoDate) };
    }
    let error = (from.is_faulty || to.is_faulty).then_some(DateError::NoDate);
    match (from.end, to.end) {
        (Some(late), Some(early)) if late.first_day() > early.last_day() => ParsedDates {
            dates: Some(Dates::Between { from: Some(early), to: Some(late) }),
            error: Some(DateError::Reversed),
        },
        (from, to) => ParsedDates { dates: Some(Dates::Between { from, to }), error },
    }
}

/// The two ends of a range. A hyphen separates two years, or a year from nothing or `current`; otherwise it belongs
/// to a day.
fn ends(text: &str) -> Option<(&str, &str)> {
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once(':').or_else(|| {
        text.split_once(['-', '–']).filter(|(from, to)| {
            (is_year(from) && (is_year(to) || ["", "current"].contains(to)))
                || (from.is_empty() && is_year(to))
        })
    })
}

/// One end of a range.
struct RangeEnd {
    end: Option<PartialDate>,
    is_open: bool,
    is_faulty: bool,
}

fn bound(text: &str) -> RangeEnd {
    if ["", "current"].contains(&text) {
        return RangeEnd { end: None, is_open: true, is_faulty: false };
    }
    let mut parts = text.split(['/', '-']);
    let Some(year) = parts.next().filter(|year| year.len() == 4).and_then(number::<i16>) else {
        return RangeEnd { end: None, is_open: false, is_faulty: true };
    };
    if !(OPEN_START + 1..OPEN_END).contains(&year) {
        return RangeEnd { end: None, is_open: true, is_faulty: false };
    }
    let (month, day) = (parts.next(), parts.next());
    let whole = PartialDate { year, month: month.and_then(number), day: day.and_then(number) };
    let is_whole = whole.month.is_some() == month.is_some()
        && whole.day.is_some() == day.is_some()
        && parts.next().is_none()
        && is_in_calendar(whole);
    // An invalid day may still be a valid month, and an invalid month a valid year.
    let widest = PartialDate { month: None, day: None, ..whole };
    let nearest = [whole, PartialDate { day: None, ..whole }].into_iter().find(|date| is_in_calendar(*date));
    RangeEnd { end: Some(nearest.unwrap_or(widest)), is_open: false, is_faulty: !is_whole }
}

fn is_in_calendar(date: PartialDate) -> bool {
    (date.month.is_some() || date.day.is_none())
        && Date::new(date.year, date.month.unwrap_or(1), date.day.unwrap_or(1)).is_ok()
}

fn last(text: &str) -> Option<Dates> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = text.split_at(digits);
    let unit = match unit {
        "day" | "days" => Unit::Days,
        "month" | "months" => Unit::Months,
        "year" | "years" => Unit::Years,
        _ => return None,
    };
    number(count).map(|count| Dates::Last { count, unit })
}

/// A number of digits only: `parse` would accept a sign too.
fn number<N: std::str::FromStr>(digits: &str) -> Option<N> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let parsed = parse_dates(text);
        let dates = parsed.dates.map_or_else(|| "none".to_owned(), |dates| dates.to_string());
        match parsed.error {
            None => dates,
            Some(error) => format!("{dates} {error:?}"),
        }
    }

    #[test]
    fn dates_are_read_as_pubmed_and_ovid_write_them() {
        for (text, expected) in [
            ("2019", "2019"),
            ("2019/05", "2019/05"),
            ("2019/5/1", "2019/05/01"),
            ("2019-05-01", "2019/05/01"),
            ("2019:2024", "2019:2024"),
            ("2019/05 : 2020", "2019/05:2020"),
            ("\"2019/01/01\":\"3000\"", "2019/01/01:3000"),
            ("2019-2024", "2019:2024"),
            ("2019 -Current", "2019:3000"),
            ("-2019", "1000:2019"),
            ("0001:2019", "1000:2019"),
            ("last 5 years", "\"last 5 years\""),
            ("Last 90 days", "\"last 90 days\""),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_the_calendar_has_not_is_read_as_far_as_it_goes() {
        for (text, expected) in [
            ("2019/13", "2019 NoDate"),
            ("2019/02/30", "2019/02 NoDate"),
            ("2019/05/01/07", "2019/05/01 NoDate"),
            ("2019/13/01", "2019 NoDate"),
            ("2019:soon", "2019:3000 NoDate"),
            ("2024:2019", "2019:2024 Reversed"),
            ("2019:2019/06", "2019:2019/06"),
            ("19", "none NoDate"),
            ("3000", "none NoDate"),
            ("soon:later", "none NoDate"),
            ("last few years", "none NoDate"),
            ("", "none NoDate"),
            ("+201", "none NoDate"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_date_covers_days_and_dates_cover_years() {
        let may = PartialDate { year: 2020, month: Some(2), day: None };
        assert_eq!(
            (may.first_day(), may.last_day()),
            (Date::constant(2020, 2, 1), Date::constant(2020, 2, 29))
        );
        let year = PartialDate { year: 2020, month: None, day: None };
        assert_eq!(year.last_day(), Date::constant(2020, 12, 31));
        let years = |text: &str| parse_dates(text).dates.map(|dates| dates.years(2026));
        assert_eq!(years("2019/05:2020"), Some((Some(2019), Some(2020))));
        assert_eq!(years("last 5 years"), Some((Some(2021), None)));
        assert_eq!(years("last 30 days"), Some((Some(2025), None)));
    }
}
