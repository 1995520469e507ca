//! Entry points for other programs: search from a browser's address bar, and crawlers.

use crate::error::Outcome;
use crate::visit::Visit;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use formats::discovery::{SearchDescription, search_description};
use services::failure::Failure;
use services::{discovery, search};

/// Where crawlers may go; the address of the sitemap follows.
const ROBOTS: &str = include_str!("discovery/robots.txt");

/// `GET /robots.txt`.
pub(crate) async fn robots(visit: Visit) -> Response {
    let text = format!("{ROBOTS}\nSitemap: {}/sitemap.xml\n", visit.context.config.base_url);
    of_kind("text/plain; charset=utf-8", text)
}

/// `GET /sitemap.xml`: what everybody may read; in parts, by `?part=`, if it is too large for one file.
///
/// # Errors
/// `NotFound` for a part that does not exist.
pub(crate) async fn sitemap(visit: Visit) -> Outcome<Response> {
    let part = match visit.parameter("part") {
        Some(part) => Some(part.parse().map_err(|_| Failure::NotFound)?),
        None => None,
    };
    let xml = discovery::public_sitemap(&visit.context, part, discovery::SITEMAP_MAX).await?;
    Ok(of_kind("application/xml; charset=utf-8", xml))
}

/// `GET /opensearch.xml`: how to search the portal from a browser's address bar (OpenSearch 1.1).
pub(crate) async fn opensearch(visit: Visit) -> Response {
    let (locale, base) = (&visit.locale, &visit.context.config.base_url);
    let xml = search_description(&SearchDescription {
        name: locale.get("brand"),
        description: locale.get("brand-description"),
        language: locale.language(),
        own_address: &format!("{base}/opensearch.xml"),
        icon: &format!("{base}/favicon.svg"),
        results: &format!("{base}/search?q={{searchTerms}}"),
        suggestions: &format!("{base}/opensearch/suggestions?q={{searchTerms}}"),
    });
    of_kind("application/opensearchdescription+xml; charset=utf-8", xml)
}

/// `GET /opensearch/suggestions`: the text typed, and suggestions for it (OpenSearch Suggestions 1.1). Nothing
/// behind a gate that is closed to the asker: an address bar has no use for a page.
pub(crate) async fn suggestions(visit: Visit) -> Outcome<Response> {
    let typed = visit.parameter("q").unwrap_or_default();
    let found = search::suggest(&visit.context, &visit.asker, &typed).await?;
    let texts: Vec<String> = found.into_iter().map(|suggestion| suggestion.text).collect();
    let json = serde_json::to_string(&(typed, texts))?;
    Ok(of_kind("application/x-suggestions+json; charset=utf-8", json))
}

fn of_kind(kind: &'static str, text: String) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}
