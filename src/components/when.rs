//! Points in time, as people and machines read them.

use crate::domain::time::Moment;
use leptos::prelude::*;

/// A point in time with its hour.
pub fn time(moment: Moment) -> impl IntoView + use<> {
    view! { <time datetime=moment.rfc3339()>{moment.readable()}</time> }
}

/// A day.
pub fn day(moment: Moment) -> impl IntoView + use<> {
    view! { <time datetime=moment.day()>{moment.long_day()}</time> }
}
