//! When a request is due.

use crate::components::date_time;
use crate::texts::t;
use domain::request::Request;
use domain::time::{DAY, Moment};
use leptos::prelude::*;

/// The promised time: late, soon, or a day. What is answered is neither.
pub(super) fn due(request: &Request) -> impl IntoView + use<> {
    let now = Moment::now();
    // A promise that was not kept stays in sight, though the desk has planned another day since.
    let is_missed = request.state.is_open() && request.promise.promised_at < now;
    let at = if is_missed { request.promise.promised_at.min(request.due_at) } else { request.due_at };
    let left = at.0 - now.0;
    let (class, text) = match request.state.is_open() {
        true if left < 0 => ("due due-late", Some(t("desk-late"))),
        true if left < DAY => ("due due-soon", Some(t("desk-soon"))),
        _ => ("due", None),
    };
    view! {
        <span class=class>
            {text.map(|text| view! { {text}" " })}
            {if text.is_some() { date_time::time(at).into_any() } else { date_time::day(at).into_any() }}
        </span>
    }
}
