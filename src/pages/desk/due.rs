//! When a request is due.

use crate::components::date_time;
use crate::texts::t;
use domain::request::Request;
use domain::time::{DAY, Moment};
use leptos::prelude::*;

/// The promised time: late, soon, or a day. What is answered is neither.
pub(super) fn due(request: &Request) -> impl IntoView + use<> {
    let left = request.due_at.0 - Moment::now().0;
    let at = request.due_at;
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
