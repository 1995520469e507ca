//! A value by which the library is browsed, such as a therapeutic area.

use crate::components::facets;
use crate::error::Outcome;
use crate::visit::Visit;
use domain::address::path_segment;
use domain::facet::Facet;
use domain::library::{ItemKind, SearchResults};
use domain::search_query::SearchQuery;
use domain::vocabulary::Vocabulary;
use services::failure::Failure;
use services::search;

/// The address of everything of one value.
pub fn address(facet: Facet, value: &str) -> String {
    format!("/browse/{}/{}", facet.slug(), path_segment(value))
}

/// A value that has a page.
pub struct BrowsedValue {
    pub(super) facet: Facet,
    pub(super) slug: String,
    /// Whether it is a value whatever the library holds, so that its page stays when the last item goes.
    pub(super) is_known: bool,
}

impl BrowsedValue {
    /// The value at an address.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for a facet that is not browsed by.
    pub fn of(facet: &str, slug: String, vocabulary: &Vocabulary) -> Outcome<Self> {
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
    /// [`Failure::NotFound`] where it is nothing known and has no item; else when the index or the database fails.
    pub async fn results(&self, visit: &Visit, page: usize) -> Outcome<SearchResults> {
        let query = SearchQuery { page, ..SearchQuery::only(self.facet, &self.slug) };
        let results = search::search(&visit.context, &visit.asker, &query).await?;
        if results.total > 0 || self.is_known { Ok(results) } else { Err(Failure::NotFound.into()) }
    }

    /// Its name, inside a page.
    pub fn name(&self, vocabulary: &Vocabulary) -> String {
        facets::name(self.facet, &self.slug, vocabulary)
    }

    /// The address of its page.
    pub fn address(&self) -> String {
        address(self.facet, &self.slug)
    }

    /// The address of its feed.
    pub fn feed(&self) -> String {
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
