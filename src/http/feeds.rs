//! `/browse/…/feed.atom`: Atom feeds of what is new and visible to the asker. Where the gate lets no anonymous
//! visitor read, a feed reader needs an API token.

use super::conditional;
use crate::components::badges::kind_name;
use crate::components::pager::pages;
use crate::error::Outcome;
use crate::page_context;
use crate::pages::browse::LIBRARY_FEED;
use crate::pages::browse::value::BrowsedValue;
use crate::texts::{t, t_for, t_with};
use crate::visit::Visit;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::library::{Hit, SearchResults};
use domain::record::NoticeKind;
use domain::search_query::SearchQuery;
use domain::slug::Slug;
use domain::time::Moment;
use formats::atom::{Category, Entry, Feed, atom};
use services::search;

/// The whole library.
///
/// # Errors
/// [`NotReady`](services::failure::Failure::NotReady) while the index is being made.
pub(crate) async fn all(visit: Visit, headers: HeaderMap) -> Outcome<Response> {
    let page = visit.page_number();
    let query = SearchQuery { page, ..SearchQuery::of("") };
    let results = search::search(&visit.context, &visit.asker, &query).await?;
    let subject = Subject { name: None, page: "/browse".to_owned(), feed: LIBRARY_FEED.to_owned() };
    Ok(answer(&visit, &headers, &subject, page, &results))
}

/// Everything of one value.
///
/// # Errors
/// As the page of the value.
pub(crate) async fn value(
    visit: Visit,
    headers: HeaderMap,
    Path((facet, slug)): Path<(String, String)>,
) -> Outcome<Response> {
    let vocabulary = visit.context.vocabulary();
    let value = BrowsedValue::of(&facet, slug, &vocabulary)?;
    let page = visit.page_number();
    let results = value.results(&visit, page).await?;
    let name = page_context::within(&visit, || value.name(&vocabulary));
    let subject = Subject { name: Some(name), page: value.address(), feed: value.feed() };
    Ok(answer(&visit, &headers, &subject, page, &results))
}

/// What a feed is about.
struct Subject {
    /// Of the value; none of the whole library.
    name: Option<String>,
    /// The path of the page for people.
    page: String,
    feed: String,
}

fn answer(
    visit: &Visit,
    headers: &HeaderMap,
    subject: &Subject,
    page: usize,
    results: &SearchResults,
) -> Response {
    let feed = page_context::within(visit, || feed(visit, subject, page, results));
    let changed = visit.context.search.changed_at();
    conditional::answer(headers, "application/atom+xml; charset=utf-8", atom(&feed), changed)
}

fn feed(visit: &Visit, subject: &Subject, page: usize, results: &SearchResults) -> Feed {
    let base = &visit.context.config.base_url;
    let brand = t("brand").to_owned();
    let title = subject.name.clone().unwrap_or_else(|| t("feed-title").to_owned());
    let of_page = |page: usize| {
        let query = if page > 1 { format!("?page={page}") } else { String::new() };
        format!("{base}{}{query}", subject.feed)
    };
    Feed {
        id: tag(base, &subject.feed),
        title: format!("{title} · {brand}"),
        // Atom requires a date, even of an empty feed.
        updated: results.hits.iter().map(|hit| hit.updated_at).max().unwrap_or(Moment(0)),
        page: format!("{base}{}", subject.page),
        own: of_page(page),
        previous: (page > 1).then(|| of_page(page - 1)),
        next: (page < pages(results.total)).then(|| of_page(page + 1)),
        author: brand,
        entries: results.hits.iter().map(|hit| entry(base, hit)).collect(),
    }
}

/// The feed's permanent identifier (RFC 4151).
fn tag(base: &str, path: &str) -> String {
    let host = base.split_once("://").map_or(base, |(_, rest)| rest);
    let authority = host.split([':', '/']).next().unwrap_or_default();
    format!("tag:{authority},2026:{}", path.trim_start_matches('/').trim_end_matches(".atom"))
}

fn entry(base: &str, hit: &Hit) -> Entry {
    let address = format!("{base}{}", hit.address());
    Entry {
        id: match uuid::Uuid::parse_str(hit.id.as_str()) {
            Ok(id) => id.urn().to_string(),
            Err(_) => address.clone(),
        },
        title: title(hit),
        address,
        published: hit.published_at,
        updated: hit.updated_at,
        authors: hit.authors.clone(),
        categories: categories(hit),
        summary: summary(hit),
    }
}

/// The title of an entry, which says so if the publication was retracted.
fn title(hit: &Hit) -> String {
    if hit.notices.contains(&NoticeKind::Retracted) {
        t_with("feed-retracted", &[("title", hit.title.as_str().into())])
    } else {
        hit.title.clone()
    }
}

fn categories(hit: &Hit) -> Vec<Category> {
    let named = |prefix: &str, slug: &str| Category {
        term: format!("{prefix}-{slug}"),
        label: t_for(&format!("{prefix}-{slug}")),
    };
    let kind = Category { term: format!("kind-{}", hit.kind.slug()), label: kind_name(hit.kind) };
    let level = hit.evidence_level.map(|level| named("level", &u8::from(level).to_string()));
    let certainty = hit.certainty.map(|certainty| named("certainty", certainty.slug()));
    let study = hit.study_type.map(|study| named("study", study.slug()));
    let notices = hit.notices.iter().map(|notice| named("notice", notice.slug()));
    [Some(kind), level, certainty, study].into_iter().flatten().chain(notices).collect()
}

fn summary(hit: &Hit) -> String {
    let text: String = hit.snippet.iter().map(|stretch| stretch.text.as_str()).collect();
    if hit.is_demo { format!("{}. {text}", t("demo-content")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::tag;

    #[test]
    fn a_feed_is_named_after_the_portal_without_port_and_scheme() {
        assert_eq!(
            tag("https://portal.example:8443", "/browse/area/lipids/feed.atom"),
            "tag:portal.example,2026:browse/area/lipids/feed"
        );
    }
}
