//! The first page.

use crate::app::{self, Head};
use crate::components::facets;
use crate::components::hits::links;
use crate::components::search_box::search_box;
use crate::error::Outcome;
use crate::pages::{browse, declaration, first_steps};
use crate::texts::{t, t_with};
use crate::visit::Visit;
use axum::response::Response;
use domain::article::ArticleKind;
use domain::asker::LibraryView;
use domain::facet::{Facet, FacetCount};
use domain::library::SearchResults;
use domain::search_query::{SearchQuery, Sort};
use domain::slug::Slug;
use domain::vocabulary::Vocabulary;
use leptos::prelude::*;
use services::failure::Failure;
use services::search;

/// Number of newest articles shown.
const NEWEST: usize = 6;

/// The first page: the search and the ways into the library; for those whom the gate stops, the way in.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    if let Some(page) = first_steps::page(&visit).await? {
        return Ok(page);
    }
    let head = Head::titled(visit.locale.get("home-title")).wide();
    if visit.library_view() == LibraryView::Nothing {
        let gate = visit.context.config.gate;
        return Ok(app::page(&visit, head, || {
            view! {
                <section class="hero">
                    <h1>{t("home-title")}</h1>
                    <p class="lede">{t("home-closed-lede")}</p>
                </section>
                <section class="stack" aria-labelledby="way-in">
                    <h2 id="way-in">{t("declare-title")}</h2>
                    {declaration::offer(gate, "/")}
                </section>
            }
        }));
    }
    let newest = newest(&visit).await?;
    let vocabulary = visit.context.vocabulary();
    Ok(app::page(&visit, head, move || {
        view! {
            {hero()}
            <div class="with-aside">
                <div class="stack stack-l">{newest.map(|newest| library(newest, &vocabulary))}</div>
                <aside class="stack stack-l">{ask_card()}</aside>
            </div>
        }
    }))
}

/// The newest articles, or the newest of all where there is no article yet, with the counts of all kinds and areas;
/// none while the index is being made.
async fn newest(visit: &Visit) -> Outcome<Option<SearchResults>> {
    let everything = SearchQuery { sort: Sort::Newest, ..SearchQuery::of("") };
    let articles = ArticleKind::all().map(|kind| kind.slug().to_owned()).collect();
    for query in [SearchQuery { kinds: articles, ..everything.clone() }, everything] {
        match search::search(&visit.context, &visit.asker, &query).await {
            Ok(results) if results.total > 0 => return Ok(Some(results)),
            Ok(_) => {}
            Err(Failure::NotReady(_) | Failure::Busy) => return Ok(None),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(None)
}

fn hero() -> impl IntoView {
    view! {
        <section class="hero">
            <h1>{t("home-title")}</h1>
            <p class="lede">{t("home-lede")}</p>
            <form class="search-form" role="search" method="get" action="/search">
                {search_box("")}
                <button class="button button-primary" type="submit">{t("search-send")}</button>
            </form>
        </section>
    }
}

fn library(mut newest: SearchResults, vocabulary: &Vocabulary) -> impl IntoView + use<> {
    newest.hits.truncate(NEWEST);
    let areas = newest.facets.areas.iter().filter(|area| area.count > 0);
    let areas: Vec<AnyView> = areas.map(|area| tile(Facet::Area, area, vocabulary)).collect();
    let kinds = newest.facets.kinds.iter().filter(|kind| kind.count > 0);
    let kinds: Vec<AnyView> = kinds.map(|kind| tile(Facet::Kind, kind, vocabulary)).collect();
    view! {
        {section("areas", "home-areas", tiles(areas))}
        {section("new", "home-new", (!newest.hits.is_empty()).then(|| links(&newest.hits).into_any()))}
        {section("kinds", "home-kinds", tiles(kinds))}
        <p><a class="button" href="/browse">{t("home-all")}</a></p>
    }
}

fn section(id: &'static str, title: &'static str, content: Option<AnyView>) -> impl IntoView {
    content.map(|content| {
        view! {
            <section class="stack" aria-labelledby=id>
                <h2 id=id>{t(title)}</h2>
                {content}
            </section>
        }
    })
}

fn tiles(tiles: Vec<AnyView>) -> Option<AnyView> {
    let items = |tile| view! { <li>{tile}</li> };
    (!tiles.is_empty()).then(|| {
        view! { <ul class="tile-grid">{tiles.into_iter().map(items).collect_view()}</ul> }.into_any()
    })
}

fn tile(facet: Facet, entry: &FacetCount, vocabulary: &Vocabulary) -> AnyView {
    let name = facets::name(facet, &entry.value, vocabulary);
    let count = t_with("home-items", &[("count", entry.count.into())]);
    let there = browse::value::address(facet, &entry.value);
    view! { <a class="tile" href=there><strong>{name}</strong>" "<span>{count}</span></a> }.into_any()
}

fn ask_card() -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby="ask">
            <h2 id="ask">{t("home-ask-title")}</h2>
            <p>{t("home-ask-text")}</p>
            <p><a class="button button-primary" href="/ask">{t("home-ask")}</a></p>
        </section>
    }
}
