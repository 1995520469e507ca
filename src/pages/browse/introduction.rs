//! What a value means, according to the vocabulary, and how many items it has.

use super::value::{BrowsedValue, address};
use crate::components::facets;
use crate::texts::{t, t_approval_day, t_for, t_with};
use domain::facet::Facet;
use domain::library::SearchResults;
use domain::vocabulary::{Term, TermKind, Vocabulary};
use leptos::prelude::*;

/// Most synonyms that are listed.
const NAMES: usize = 8;

/// A few sentences.
pub(super) fn introduction(
    value: &BrowsedValue,
    results: &SearchResults,
    vocabulary: &Vocabulary,
) -> impl IntoView + use<> {
    let term = facets::term_kind(value.facet).and_then(|kind| vocabulary.find(kind, &value.slug));
    let meaning = match value.facet {
        Facet::Kind if value.is_known => Some(t_for(&format!("kind-{}-means", value.slug))),
        Facet::Level if value.is_known => Some(t_for(&format!("level-{}-means", value.slug))),
        _ => None,
    };
    view! {
        <p class="lede">
            {meaning.map(|meaning| format!("{meaning}. "))}
            {term.and_then(other_names).map(|names| format!("{names} "))}
            {term.map(|term| area_of(term, vocabulary))}
            {extent(results)}
        </p>
    }
}

fn other_names(term: &Term) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    let is_own = |name: &str| name.to_lowercase() == term.name.to_lowercase();
    for name in term.synonyms.iter().map(String::as_str).filter(|name| !is_own(name)).take(NAMES) {
        names.push(name);
    }
    (!names.is_empty()).then(|| t_with("browse-also", &[("names", names.join(", ").into())]))
}

/// The therapeutic area of a product.
fn area_of(term: &Term, vocabulary: &Vocabulary) -> impl IntoView + use<> {
    let area = vocabulary.find(TermKind::Area, &term.area);
    area.map(|area| {
        view! {
            {t("browse-area-of")}" "<a href=address(Facet::Area, &area.slug)>{area.name.clone()}</a>". "
        }
    })
}

fn extent(results: &SearchResults) -> String {
    let count = ("count", results.total.into());
    // The first hit of the first page is the newest.
    match results.hits.first().filter(|hit| hit.rank == 1) {
        Some(newest) => {
            t_with("browse-extent", &[count, ("day", t_approval_day(newest.published_at).into())])
        }
        None => t_with("browse-count", &[count]),
    }
}
