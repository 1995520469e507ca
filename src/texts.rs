//! The interface's texts, days and times inside a page: in the language and the time zone of the visit whose page is
//! being rendered.

use domain::time::{CalendarDay, Moment};
use leptos::prelude::with_context;
use services::locale::Locale;
use services::texts::Arg;

/// The text of a key, inside a page. Owned by the portal for as long as it runs.
pub(crate) fn t(key: &'static str) -> &'static str {
    with_context(|locale: &Locale| locale.get(key)).unwrap_or(key)
}

/// The text of a key made at run time, such as `kind-faq`.
pub(crate) fn t_for(key: &str) -> String {
    with_context(|locale: &Locale| locale.get(key).to_owned()).unwrap_or_else(|| key.to_owned())
}

/// The text of a key with values put in, inside a page.
pub(crate) fn t_with(key: &str, args: &[(&'static str, Arg)]) -> String {
    with_context(|locale: &Locale| locale.with(key, args)).unwrap_or_else(|| key.to_owned())
}

/// The day of a moment where the reader is, inside a page: see [`Locale::day`].
pub(crate) fn t_day(moment: Moment) -> String {
    written(|locale| locale.day(moment))
}

/// The day of an approval or a publication, inside a page: see [`Locale::approval_day`].
pub(crate) fn t_approval_day(moment: Moment) -> String {
    written(|locale| locale.approval_day(moment))
}

/// A day that is the same everywhere, inside a page: see [`Locale::calendar_day`].
pub(crate) fn t_calendar_day(day: CalendarDay) -> String {
    written(|locale| locale.calendar_day(day))
}

/// A day of a year that is known, inside a page: see [`Locale::short_day`].
pub(crate) fn t_short_day(day: CalendarDay) -> String {
    written(|locale| locale.short_day(day))
}

/// A day with the time and its zone, inside a page: see [`Locale::time`].
pub(crate) fn t_time(moment: Moment) -> String {
    written(|locale| locale.time(moment))
}

/// Days and times are written inside pages alone, where there is a locale.
fn written(write: impl FnOnce(&Locale) -> String) -> String {
    with_context(write).unwrap_or_default()
}
