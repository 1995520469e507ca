//! A search as hidden fields, for forms that narrow it further.

use domain::facet::Facet;
use domain::search_query::{SearchQuery, Sort};
use domain::slug::Slug;
use leptos::prelude::*;

/// The words of a search and how they are read, as hidden fields of a form of filters.
pub(super) fn typed(query: &SearchQuery) -> impl IntoView + use<> {
    let text = query.kept_text.clone().map_or_else(|| ("q", query.text.clone()), |name| ("text", name));
    let concepts_off = query.off.iter().map(|key| ("off", key.clone()));
    let line = query.line.iter().map(|line| ("line", line.clone()));
    let lines_off = query.lines_off.iter().map(|line| ("line-off", line.clone()));
    std::iter::once(text)
        .filter(|(_, text)| !text.is_empty())
        .chain(concepts_off)
        .chain(line)
        .chain(lines_off)
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view()
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
