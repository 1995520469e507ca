//! The search box with its typeahead, as home and the search page show it.

use crate::islands::typeahead::{Typeahead, TypeaheadTexts};
use crate::texts::{t, t_for};
use leptos::prelude::*;

/// Where suggestions come from: the parts of the locale keys `suggestion-…`.
const SOURCES: [&str; 6] = ["title", "product", "area", "topic", "heading", "searched"];

/// The box with the current query, for a form that leads to `/search`.
pub(crate) fn search_box(value: &str) -> impl IntoView + use<> {
    let texts = TypeaheadTexts {
        label: t("search-label").to_owned(),
        placeholder: t("search-placeholder").to_owned(),
        suggestions: t("search-suggestions").to_owned(),
        sources: SOURCES
            .into_iter()
            .map(|source| (source.to_owned(), t_for(&format!("suggestion-{source}"))))
            .collect(),
    };
    view! { <Typeahead value=value.to_owned() texts=texts/> }
}
