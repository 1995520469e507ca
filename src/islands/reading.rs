//! How long and how far an article is read. Only on pages of readers who have consented.

use crate::api::reading::ReportReading;
use leptos::ev;
use leptos::html::Span;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use leptos::web_sys::js_sys::{Date, Function, Reflect};
use leptos::web_sys::{HtmlElement, UrlSearchParams};

/// A shorter look is not a reading. Seconds.
const SHORTEST: u32 = 3;

/// What was seen so far of this page view.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    /// Milliseconds in view, up to `since`.
    shown: f64,
    /// When the page last came into view; none while it is hidden.
    since: Option<f64>,
    /// In percent.
    depth: u8,
    /// What was reported last.
    reported: (u32, u8),
}

impl Seen {
    fn seconds(&self, now: f64) -> u32 {
        // Saturates, and never is below zero unless the clock was set back.
        ((self.shown + self.since.map_or(0.0, |since| now - since)) / 1000.0) as u32
    }
}

/// An invisible mark that belongs to the end of the text. Measures the seconds in view and the share of the text
/// that came into view, and reports both when the page is hidden or left.
#[island]
pub(crate) fn ReadingTime(
    /// The page view's number.
    view: String,
    /// The item that is read.
    item: String,
) -> impl IntoView {
    let end = NodeRef::<Span>::new();
    let seen = StoredValue::new(Seen::default());
    Effect::new(move |_| {
        let look = move || seen.update_value(|seen| seen.depth = seen.depth.max(depth(end)));
        let view = view.clone();
        let item = item.clone();
        let report = move || {
            let now = Date::now();
            let Seen { depth, reported, .. } = seen.get_value();
            let seconds = seen.get_value().seconds(now);
            if seconds >= SHORTEST && reported != (seconds, depth) {
                send(&view, &item, seconds, depth);
                seen.update_value(|seen| seen.reported = (seconds, depth));
            }
        };
        let leave = report.clone();
        let turn = move || {
            let now = Date::now();
            if document().hidden() {
                report();
                seen.update_value(|seen| {
                    seen.shown += seen.since.take().map_or(0.0, |since| now - since);
                });
            } else {
                seen.update_value(|seen| seen.since = seen.since.or(Some(now)));
            }
        };
        look();
        turn();
        // The page's listeners live as long as the page.
        window_event_listener(ev::scroll, move |_| look());
        window_event_listener(ev::visibilitychange, move |_| turn());
        window_event_listener_untyped("pagehide", move |_| leave());
    });
    view! { <span node_ref=end></span> }
}

/// How much of the text, from the page's start to the mark, has come into view, in percent.
fn depth(end: NodeRef<Span>) -> u8 {
    let Some(end) = end.get_untracked() else { return 0 };
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    let bottom = window().scroll_y().unwrap_or_default() + height;
    let length = f64::from(top(end.into())).max(1.0);
    // A cast from a float saturates.
    (bottom / length * 100.0).clamp(0.0, 100.0) as u8
}

/// Pixels from the page's start to an element's.
fn top(element: HtmlElement) -> i32 {
    let parents = std::iter::successors(Some(element), |element| element.offset_parent()?.dyn_into().ok());
    parents.map(|element| element.offset_top()).sum()
}

/// Sends a report that arrives although the page goes away, which an ordinary request does not. Where it cannot be
/// sent, nothing is lost but a number.
fn send(view: &str, item: &str, seconds: u32, depth: u8) -> Option<()> {
    let fields = UrlSearchParams::new().ok()?;
    fields.append("view", view);
    fields.append("item", item);
    fields.append("seconds", &seconds.to_string());
    fields.append("depth", &depth.to_string());
    let navigator = Reflect::get(&window(), &JsValue::from_str("navigator")).ok()?;
    let beacon: Function =
        Reflect::get(&navigator, &JsValue::from_str("sendBeacon")).ok()?.dyn_into().ok()?;
    beacon.call2(&navigator, &JsValue::from_str(ReportReading::PATH), &fields).ok()?;
    Some(())
}
