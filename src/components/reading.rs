//! The mark at the end of a text by which reading is measured.

use crate::components::rating;
use crate::islands::reading::ReadingTime;
use crate::page_context::page_context;
use domain::id::{ItemId, SignalId};
use leptos::prelude::*;

/// Measures the reading of an item, for readers who have consented; nothing for everybody else, and not again after
/// a rating has led back to the page. Belongs to the end of the text.
pub(crate) fn reading(item: &ItemId) -> impl IntoView + use<> {
    let is_measured = page_context().asker.counted().is_some() && !rating::has_just_rated();
    let item = item.to_string();
    is_measured.then(|| view! { <ReadingTime view=SignalId::new().to_string() item=item/> })
}
