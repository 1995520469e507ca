//! A value by which the library is browsed, such as a therapeutic area.

use crate::components::facets;
use crate::error::Outcome;
use crate::visit::Visit;
use domain::address::path_segment;
use domain::facet::Facet;
use domain::library::{ItemKind, SearchResults};
use domain::search_query::SearchQuery;
use domain::slug::Slug;
use domain::vocabulary::Vocabulary;
use services::failure::Failure;
use services::search;

/// The address of everything of one value.
pub(crate) fn address(facet: Facet, value: &str) -> String {
    format!("/browse/{}/{}", facet.slug(), path_segment(value))
}

/// A value that has a page.
pub(crate) struct BrowsedValue {
    pub(super) facet: Facet,
    pub(super) slug: String,
    /// Whether it exists independently of the library, so that its page stays when the last item goes.
    pub(super) is_known: bool,
}

impl BrowsedValue {
    /// The value at an address.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for a facet that is not browsed by.
    pub(crate) fn of(facet: &str, slug: String, vocabulary: &Vocabulary) -> Outcome<Self> {
        let facet = browsed(facet)?;
        let is_known = match (facet, facets::term_kind(facet)) {
            (_, Some(kind)) => vocabulary.find(kind, &slug).is_some(),
            (Facet::Level, _) => facets::level(&slug).is_some(),
            _ => ItemKind::from_slug(&slug).is_some(),
        };
        Ok(Self { facet, slug, is_known })
    }

    /// A page of what this asker may see of it, newest first.
    ///
    /// # Errors
    /// [`Failure::NotFound`] if it is unknown and has no items.
    pub(crate) async fn results(&self, visit: &Visit, page: usize) -> Outcome<SearchResults> {
        let query = SearchQuery { page, ..SearchQuery::only(self.facet, &self.slug) };
        let results = search::search(&visit.context, &visit.asker, &query).await?;
        if results.total > 0 || self.is_known { Ok(results) } else { Err(Failure::NotFound.into()) }
    }

    /// Its name, inside a page.
    pub(crate) fn name(&self, vocabulary: &Vocabulary) -> String {
        facets::name(self.facet, &self.slug, vocabulary)
    }

    /// The address of its page.
    pub(crate) fn address(&self) -> String {
        address(self.facet, &self.slug)
    }

    /// The address of its feed.
    pub(crate) fn feed(&self) -> String {
        format!("{}/feed.atom", self.address())
    }
}

/// The facet of this name that is browsed by.
pub(super) fn browsed(slug: &str) -> Outcome<Facet> {
    Facet::from_slug(slug).filter(|facet| Facet::BROWSED.contains(facet)).ok_or(Failure::NotFound.into())
}

/// Locale key of a facet's name as a heading over its values.
pub(super) fn heading(facet: Facet) -> &'static str {
    match facet {
        Facet::Kind => "browse-kind",
        Facet::Area => "browse-area",
        Facet::Product => "browse-product",
        Facet::Topic => "browse-topic",
        Facet::Level => "browse-level",
        Facet::Certainty => "search-facet-certainty",
        Facet::Study => "search-facet-study",
    }
}
