//! The first page.

use crate::app::{self, Head};
use crate::components::facets;
use crate::components::hits::links;
use crate::components::search_box::search_box;
use crate::error::Outcome;
use crate::pages::search::strategy;
use crate::pages::{browse, declaration, first_steps};
use crate::texts::{t, t_with};
use crate::visit::Visit;
use axum::response::Response;
use domain::article::ArticleKind;
use domain::asker::LibraryView;
use domain::facet::{Facet, FacetCount, Facets};
use domain::library::Hit;
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
    let overview = overview(&visit).await?;
    let vocabulary = visit.context.vocabulary();
    Ok(app::page(&visit, head, move || {
        view! {
            {hero()}
            <div class="with-aside">
                <div class="stack stack-l">{overview.map(|overview| library(&overview, &vocabulary))}</div>
                <aside class="stack stack-l">{ask_card()}</aside>
            </div>
        }
    }))
}

/// What the first page shows of the library.
struct Overview {
    /// Counts of everything that this asker may see, as the pages behind them list it.
    counts: Facets,
    newest: Vec<Hit>,
}

/// The newest articles, or the newest of all where there is no article yet, with the counts of all kinds and areas;
/// none while the index is being made, or where there is nothing to see.
async fn overview(visit: &Visit) -> Outcome<Option<Overview>> {
    let everything = SearchQuery { sort: Sort::Newest, ..SearchQuery::of("") };
    let all = match search::search(&visit.context, &visit.asker, &everything).await {
        Ok(all) if all.total > 0 => all,
        Ok(_) | Err(Failure::NotReady(_) | Failure::Busy) => return Ok(None),
        Err(other) => return Err(other.into()),
    };
    let kinds = ArticleKind::all().map(|kind| kind.slug().to_owned()).collect();
    let articles = search::search(&visit.context, &visit.asker, &SearchQuery { kinds, ..everything }).await?;
    let mut newest = if articles.hits.is_empty() { all.hits } else { articles.hits };
    newest.truncate(NEWEST);
    Ok(Some(Overview { counts: all.facets, newest }))
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
            {strategy::way(&SearchQuery::default())}
        </section>
    }
}

fn library(overview: &Overview, vocabulary: &Vocabulary) -> impl IntoView + use<> {
    let of = |facet: Facet| {
        let counts = overview.counts.of(facet).iter().filter(|entry| entry.count > 0);
        tiles(counts.map(|entry| tile(facet, entry, vocabulary)).collect())
    };
    view! {
        {section("areas", "home-areas", of(Facet::Area))}
        {section("new", "home-new", (!overview.newest.is_empty()).then(|| links(&overview.newest).into_any()))}
        {section("kinds", "home-kinds", of(Facet::Kind))}
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
