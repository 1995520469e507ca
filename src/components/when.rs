//! Points in time, as people and machines read them.

use crate::texts::{t_day, t_time};
use domain::time::Moment;
use leptos::prelude::*;

/// A point in time with its hour.
pub(crate) fn time(moment: Moment) -> impl IntoView + use<> {
    view! { <time datetime=moment.rfc3339()>{t_time(moment)}</time> }
}

/// A day.
pub(crate) fn day(moment: Moment) -> impl IntoView + use<> {
    view! { <time datetime=moment.day()>{t_day(moment)}</time> }
}
