//! Documents by which other programs discover the portal: sitemaps (<https://www.sitemaps.org/protocol.html>)
//! and the description of its search (OpenSearch 1.1).

use crate::xml_writer::Document;
use domain::time::Moment;

const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const OPENSEARCH: &str = "http://a9.com/-/spec/opensearch/1.1/";

/// An address with the time of its last change, where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitemapUrl {
    pub address: String,
    pub changed_at: Option<Moment>,
}

/// A sitemap of these addresses, at most 50,000.
pub fn sitemap(places: &[SitemapUrl]) -> String {
    places_in("urlset", "url", places)
}

/// An index of the sitemaps at these addresses.
pub fn sitemap_index(places: &[SitemapUrl]) -> String {
    places_in("sitemapindex", "sitemap", places)
}

fn places_in(list: &str, entry: &str, places: &[SitemapUrl]) -> String {
    let mut document = Document::new();
    document.element(list, &[("xmlns", SITEMAP)], |document| {
        for place in places {
            document.element(entry, &[], |document| {
                document.text("loc", &[], &place.address);
                if let Some(at) = place.changed_at {
                    document.text("lastmod", &[], &at.rfc3339_seconds());
                }
            });
        }
    });
    document.finish()
}

/// What a browser needs to know to search the portal from its address bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchDescription<'a> {
    /// At most 16 characters.
    pub name: &'a str,
    pub description: &'a str,
    pub language: &'a str,
    /// The address of this description.
    pub own_address: &'a str,
    pub icon: &'a str,
    /// The address of the results, with `{searchTerms}` in it.
    pub results: &'a str,
    /// The address of the suggestions, with `{searchTerms}` in it.
    pub suggestions: &'a str,
}

/// The description as XML.
pub fn search_description(of: &SearchDescription<'_>) -> String {
    let mut document = Document::new();
    document.element("OpenSearchDescription", &[("xmlns", OPENSEARCH)], |document| {
        document.text("ShortName", &[], of.name);
        document.text("Description", &[], of.description);
        for (kind, relation, template) in [
            ("text/html", "results", of.results),
            ("application/x-suggestions+json", "suggestions", of.suggestions),
            ("application/opensearchdescription+xml", "self", of.own_address),
        ] {
            document.empty("Url", &[("type", kind), ("rel", relation), ("template", template)]);
        }
        document.text("Image", &[("type", "image/svg+xml")], of.icon);
        document.text("Language", &[], of.language);
        document.text("InputEncoding", &[], "UTF-8");
        document.text("OutputEncoding", &[], "UTF-8");
    });
    document.finish()
}
