//! Browsing the library by what it is about, what it is and how strong its evidence is: addresses worth keeping, each
//! with a feed. Values of which this asker may see nothing are not listed.

mod introduction;
mod neighbours;
pub(crate) mod value;

use crate::app::{self, Head};
use crate::components::facets;
use crate::components::hits::{Titles, hits};
use crate::components::pager::{pager, pages};
use crate::components::save::save_form;
use crate::error::Outcome;
use crate::page_context;
use crate::texts::{t, t_with};
use crate::visit::{self, Visit};
use axum::extract::Path;
use axum::response::Response;
use domain::facet::{Facet, FacetCount};
use domain::id::ItemId;
use domain::library::{Hit, SearchResults};
use domain::search_query::SearchQuery;
use domain::slug::Slug;
use domain::vocabulary::Vocabulary;
use leptos::prelude::*;
use services::saved::list;
use services::search;
use std::collections::HashSet;
use value::{BrowsedValue, address, browsed, heading};

/// Most values of each facet on the first page of browsing, by frequency.
const MOST: usize = 12;

/// The address of a page of results.
fn page_address(facet: Facet, value: &str, page: usize) -> String {
    let address = address(facet, value);
    if page > 1 { format!("{address}?page={page}") } else { address }
}

/// The address of the feed of the whole library.
pub(crate) const LIBRARY_FEED: &str = "/browse/feed.atom";

/// Everything by which the library is browsed.
///
/// # Errors
/// [`NotReady`](services::failure::Failure::NotReady) while the index is being made.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let everything = search::search(&visit.context, &visit.asker, &SearchQuery::of("")).await?;
    let vocabulary = visit.context.vocabulary();
    let head = Head::titled(visit.locale.get("browse-title")).wide().with_feed(LIBRARY_FEED);
    Ok(app::page(&visit, head, move || {
        view! {
            <h1 class="page-title">{t("browse-title")}</h1>
            <p class="lede">{t_with("browse-lede", &[("count", everything.total.into())])}</p>
            {if everything.total == 0 {
                empty().into_any()
            } else {
                let group = |facet| group(facet, everything.facets.of(facet), &vocabulary);
                view! { <div class="stack stack-l">{Facet::BROWSED.map(group).into_iter().collect_view()}</div> }.into_any()
            }}
            {follow(LIBRARY_FEED)}
        }
    }))
}

/// The most frequent values of a facet, and the way to all of them.
fn group(facet: Facet, counts: &[FacetCount], vocabulary: &Vocabulary) -> AnyView {
    if counts.is_empty() {
        return ().into_any();
    }
    let shown = counts.get(..MOST).unwrap_or(counts);
    let all = (shown.len() < counts.len()).then(|| {
        let text = t_with("browse-all-values", &[("count", counts.len().into())]);
        view! { <p><a href=format!("/browse/{}", facet.slug())>{text}</a></p> }
    });
    let id = facet.slug();
    view! {
        <section class="stack stack-s" aria-labelledby=id>
            <h2 id=id>{t(heading(facet))}</h2>
            {values(facet, shown, vocabulary)}
            {all}
        </section>
    }
    .into_any()
}

/// Values with their counts; terms by name.
fn values(facet: Facet, counts: &[FacetCount], vocabulary: &Vocabulary) -> impl IntoView + use<> {
    let counts = facets::in_order(facet, counts).into_iter();
    let mut named: Vec<(String, FacetCount)> =
        counts.map(|entry| (facets::name(facet, &entry.value, vocabulary), entry)).collect();
    if facets::term_kind(facet).is_some() {
        named.sort_by_cached_key(|(name, _)| name.to_lowercase());
    }
    let value = |(name, FacetCount { value, count, .. }): (String, FacetCount)| {
        let count = t_with("home-items", &[("count", count.into())]);
        view! {
            <li><a href=address(facet, &value)>{name}</a>" "<span class="meta">{count}</span></li>
        }
    };
    view! { <ul class="browse-list">{named.into_iter().map(value).collect_view()}</ul> }
}

fn empty() -> impl IntoView {
    view! {
        <section class="empty-state" aria-labelledby="none">
            <h2 id="none">{t("browse-none-title")}</h2>
            <p>{t("browse-none")}</p>
            <p class="cluster">
                <a class="button button-primary" href="/ask">{t("search-ask-any")}</a>
                <a class="button" href="/search">{t("error-to-search")}</a>
            </p>
        </section>
    }
}

/// The way to the feed.
fn follow(feed: &str) -> impl IntoView + use<> {
    let feed = feed.to_owned();
    view! {
        <p class="meta no-print">
            <a href=feed type="application/atom+xml">{t("browse-feed")}</a>" "{t("browse-feed-text")}
        </p>
    }
}

/// All values of one facet.
///
/// # Errors
/// [`Failure::NotFound`] for what is not browsed by; else as [`show`].
pub(crate) async fn facet(visit: Visit, Path(facet): Path<String>) -> Outcome<Response> {
    let facet = browsed(&facet)?;
    let everything = search::search(&visit.context, &visit.asker, &SearchQuery::of("")).await?;
    let vocabulary = visit.context.vocabulary();
    let head = Head::titled(visit.locale.get(heading(facet))).wide();
    Ok(app::page(&visit, head, move || {
        let counts = everything.facets.of(facet);
        view! {
            {crumbs(None)}
            <h1 class="page-title">{t(heading(facet))}</h1>
            {if counts.is_empty() {
                empty().into_any()
            } else {
                values(facet, counts, &vocabulary).into_any()
            }}
        }
    }))
}

fn crumbs(facet: Option<Facet>) -> impl IntoView {
    let facet = facet.map(|facet| {
        view! { <li><a href=format!("/browse/{}", facet.slug())>{t(heading(facet))}</a></li> }
    });
    view! {
        <nav class="crumbs" aria-label=t("crumbs")>
            <ol><li><a href="/browse">{t("crumbs-library")}</a></li>{facet}</ol>
        </nav>
    }
}

/// Everything of one value, newest first.
///
/// # Errors
/// [`Failure::NotFound`] for a value that is none; else as [`show`].
pub(crate) async fn value(visit: Visit, Path((facet, slug)): Path<(String, String)>) -> Outcome<Response> {
    let vocabulary = visit.context.vocabulary();
    let value = BrowsedValue::of(&facet, slug, &vocabulary)?;
    let page = visit.page_number();
    let results = value.results(&visit, page).await?;
    if results.hits.is_empty() && results.total > 0 {
        // Beyond the last page, such as by an old link.
        return Ok(visit::redirect(&page_address(value.facet, &value.slug, pages(results.total))));
    }
    let shown: Vec<&ItemId> = results.hits.iter().map(|hit| &hit.id).collect();
    let saved = list::marks(&visit.context, &visit.asker, &shown).await?;
    let feed = value.feed();
    let title = page_context::within(&visit, || value.name(&vocabulary));
    Ok(app::page(&visit, Head::titled(title).wide().with_feed(&feed), move || {
        view! {
            {crumbs(Some(value.facet))}
            <h1 class="page-title">{value.name(&vocabulary)}</h1>
            {introduction::introduction(&value, &results, &vocabulary)}
            <div class="with-aside">
                <div class="stack">{found(&value, page, &results, &saved, &vocabulary)}</div>
                <aside class="stack stack-l" aria-label=t("browse-neighbours")>
                    {neighbours::neighbours(&value, &results.facets, &vocabulary)}
                    {follow(&feed)}
                </aside>
            </div>
        }
    }))
}

fn found(
    value: &BrowsedValue,
    page: usize,
    results: &SearchResults,
    saved: &HashSet<ItemId>,
    vocabulary: &Vocabulary,
) -> AnyView {
    if results.total == 0 {
        return empty().into_any();
    }
    view! {
        {search_within(value, vocabulary)}
        {save_form(&page_address(value.facet, &value.slug, page))}
        {hits(&results.hits, Titles::Second, saved, Hit::address)}
        {pager(page, results.total, results.hits.len(), |page| page_address(value.facet, &value.slug, page))}
    }
    .into_any()
}

/// A search among what the page lists.
fn search_within(value: &BrowsedValue, vocabulary: &Vocabulary) -> impl IntoView + use<> {
    let label = t_with("browse-search", &[("name", value.name(vocabulary).into())]);
    let (name, slug) = (value.facet.slug(), value.slug.clone());
    view! {
        <form class="search-form" role="search" method="get" action="/search" aria-label=label.clone()>
            <label class="visually-hidden" for="within">{label.clone()}</label>
            <input id="within" name="q" type="search" autocomplete="off" placeholder=label.clone()/>
            <input type="hidden" name=name value=slug/>
            <button class="button button-primary" type="submit">{t("search-send")}</button>
        </form>
    }
}
