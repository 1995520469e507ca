//! Where to go from a value: values that occur with it, and others of its own facet.

use super::value::{BrowsedValue, address, heading};
use crate::components::facets;
use crate::texts::t;
use domain::facet::{Facet, FacetCount, Facets};
use domain::slug::Slug;
use domain::vocabulary::{TermKind, Vocabulary};
use leptos::prelude::*;

/// Most neighbours of each facet that are listed.
const MOST: usize = 8;

/// Links to neighbours, the most frequent first; `counts` are those of a search for the value.
pub(super) fn neighbours(
    value: &BrowsedValue,
    counts: &Facets,
    vocabulary: &Vocabulary,
) -> impl IntoView + use<> {
    let others = Facet::BROWSED.into_iter().filter(|facet| *facet != value.facet);
    let together = others.map(|facet| section(facet, heading(facet), counts.of(facet).iter(), vocabulary));
    let beside = counts.of(value.facet).iter().filter(|entry| is_beside(value, entry, vocabulary));
    view! {
        {together.collect_view()}
        {section(value.facet, "browse-others", beside, vocabulary)}
    }
}

/// Whether another value of the same facet is near: of products, only those of the same therapeutic area.
fn is_beside(value: &BrowsedValue, other: &FacetCount, vocabulary: &Vocabulary) -> bool {
    let area = |slug: &str| vocabulary.find(TermKind::Product, slug).map_or("", |term| term.area.as_str());
    let is_near = value.facet != Facet::Product || area(&other.value) == area(&value.slug);
    other.value != value.slug && other.count > 0 && is_near
}

fn section<'a>(
    facet: Facet,
    title: &'static str,
    counts: impl Iterator<Item = &'a FacetCount>,
    vocabulary: &Vocabulary,
) -> AnyView {
    let counts: Vec<FacetCount> = counts.filter(|entry| entry.count > 0).take(MOST).cloned().collect();
    if counts.is_empty() {
        return ().into_any();
    }
    let links = facets::in_order(facet, &counts)
        .into_iter()
        .map(|entry| {
            let name = facets::name(facet, &entry.value, vocabulary);
            view! { <li><a href=address(facet, &entry.value)>{name}</a></li> }
        })
        .collect_view();
    let id = format!("with-{}", facet.slug());
    view! {
        <section class="related stack stack-s" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{t(title)}</h2>
            <ul>{links}</ul>
        </section>
    }
    .into_any()
}
