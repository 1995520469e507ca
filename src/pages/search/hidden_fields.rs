//! A search as hidden fields, for forms that narrow it further.

use domain::facet::Facet;
use domain::search_query::{SearchQuery, Sort};
use domain::slug::Slug;
use leptos::prelude::*;

/// The words of a search, as a hidden field of a form of filters.
pub(super) fn typed(query: &SearchQuery) -> impl IntoView + use<> {
    (!query.text.is_empty()).then(|| view! { <input type="hidden" name="q" value=query.text.clone()/> })
}

/// What is chosen, as hidden fields of a form.
pub(super) fn chosen(query: &SearchQuery) -> impl IntoView + use<> {
    let facets = Facet::all()
        .flat_map(|facet| query.chosen(facet).iter().map(move |value| (facet.slug(), value.clone())));
    let question = query.pico.stated().map(|(part, words)| (part.slug(), words.to_owned()));
    let years = [("from", query.from_year), ("to", query.to_year)];
    let years = years.into_iter().filter_map(|(name, year)| Some((name, year?.to_string())));
    let sort = (query.sort == Sort::Newest).then(|| ("sort", "newest".to_owned()));
    facets
        .chain(question)
        .chain(years)
        .chain(sort)
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view()
}
