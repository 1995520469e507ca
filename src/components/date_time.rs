//! Points in time, as people and machines read them.

use crate::texts::{t_approval_day, t_calendar_day, t_day, t_time};
use domain::time::{CalendarDay, Moment};
use leptos::prelude::*;

/// A point in time with its hour.
pub(crate) fn time(moment: Moment) -> impl IntoView + use<> {
    view! { <time datetime=moment.rfc3339()>{t_time(moment)}</time> }
}

/// The day of a moment where the reader is.
pub(crate) fn day(moment: Moment) -> impl IntoView + use<> {
    view! { <time datetime=moment.rfc3339()>{t_day(moment)}</time> }
}

/// The day on which an article was approved or published.
pub(crate) fn approval_day(moment: Moment) -> impl IntoView + use<> {
    let machine = moment.whole_day().map_or_else(|| moment.rfc3339(), |day| day.to_string());
    view! { <time datetime=machine>{t_approval_day(moment)}</time> }
}

/// A day that is the same everywhere.
pub(crate) fn calendar_day(day: CalendarDay) -> impl IntoView + use<> {
    view! { <time datetime=day.to_string()>{t_calendar_day(day)}</time> }
}
