//! Searching the library. The address holds the whole search, so that it can be linked, saved and returned to.

mod filters;
mod hidden_fields;
mod interpretation;
mod named;
mod saving;
pub(crate) mod strategy;
mod years;

use crate::app::{self, Head};
use crate::components::hits::{Titles, hits, hits_to_tick};
use crate::components::match_reasons::order_note;
use crate::components::pager::{pager, pages};
use crate::components::save::save_form;
use crate::components::search_box::search_box;
use crate::error::Outcome;
use crate::page_context::page_context;
use crate::pages::export;
use crate::texts::{t, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::http::StatusCode;
use axum::response::Response;
use domain::address::query_value;
use domain::library::{Hit, SearchResults};
use domain::search_query::{SearchQuery, Sort};
use domain::vocabulary::Vocabulary;
use leptos::prelude::*;
use saving::SavedState;
use services::export::MOST;
use services::failure::Failure;
use services::saved::history;
use services::search::texts;
use services::{engagement, search};

/// Most characters of a query in the window's title.
const TITLE: usize = 80;

/// One page of results, or the form of a search of several lines (`form` is `strategy`).
///
/// # Errors
/// None while the index is being built, nor for a text that is kept no more: the page says so.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let asked = SearchQuery::from_pairs(visit.parameters().pairs());
    let query = match texts::resolve(&visit.context, asked).await {
        Ok(query) => query,
        Err(Failure::NotFound) => {
            let gone = (StatusCode::NOT_FOUND, "search-text-gone");
            return Ok(strategy::page(&visit, &SearchQuery::default(), Some(gone)));
        }
        Err(other) => return Err(other.into()),
    };
    if visit.parameter("form").as_deref() == Some("strategy") {
        return Ok(strategy::page(&visit, &query, None));
    }
    let query = texts::try_keep(&visit.context, visit.client().address, query).await;
    found_by(visit, query).await
}

/// A search of several lines: leads to the address of its results, which names a text that is too long for it.
///
/// A text that is longer than can be read is the form again; where it cannot be kept, the results come at once.
pub(crate) async fn submit(visit: Visit, fields: Fields) -> Outcome<Response> {
    let query = SearchQuery::from_pairs(fields.pairs());
    if query.text.len() > texts::LONGEST {
        let too_long = (StatusCode::UNPROCESSABLE_ENTITY, "search-text-too-long");
        return Ok(strategy::page(&visit, &query, Some(too_long)));
    }
    match texts::keep(&visit.context, visit.client().address, query.clone()).await {
        Ok(kept) => Ok(visit::redirect(&kept.address())),
        Err(error) => {
            tracing::warn!(%error, "the text of a search is not kept");
            found_by(visit, query).await
        }
    }
}

async fn found_by(visit: Visit, query: SearchQuery) -> Outcome<Response> {
    // Read before the search: what arrives in between is shown now and counted as new later, but never missed.
    let since = search::reached(&visit.context).unwrap_or_default();
    let results = match search::search(&visit.context, &visit.asker, &query).await {
        Ok(results) => results,
        Err(Failure::NotReady(_)) => return Ok(not_ready(&visit, &query)),
        Err(other) => return Err(other.into()),
    };
    if results.hits.is_empty() && results.total > 0 {
        // Beyond the last page, such as by an old link.
        return Ok(visit::redirect(&SearchQuery { page: pages(results.total), ..query }.address()));
    }
    // What many ask is counted by its words; a strategy or a list is asked once.
    if !strategy::is_of_lines(&query) {
        engagement::searched(&visit.context, &visit.asker, &query, results.total);
    }
    history::note(&visit.context, &visit.asker, &query);
    let saving = SavedState::of(&visit, &query, &results, since).await?;
    let vocabulary = visit.context.vocabulary();
    Ok(app::page(&visit, head(&visit, &query), move || {
        view! {
            <h1 class="visually-hidden">{t("search-title")}</h1>
            <div class="stack">
                {search_form(&query)}
                {did_you_mean(&query, &results)}
                {searched_instead(&query, &results)}
                {named::named(&results)}
                {interpretation::understood(&query, &results)}
                {strategy::lines(&query, &results)}
                <div class="search-layout">
                    {filters::facets(&query, &results.facets, &vocabulary)}
                    <div class="stack">{found(&query, &results, &saving, &vocabulary)}</div>
                </div>
            </div>
        }
    }))
}

/// The address at which a query that found too little becomes a question.
pub(crate) fn ask_address(text: &str) -> String {
    if text.is_empty() { "/ask".to_owned() } else { format!("/ask?q={}", query_value(text)) }
}

fn head(visit: &Visit, query: &SearchQuery) -> Head {
    let locale = &visit.locale;
    let title = if query.text.is_empty() {
        locale.get("search-title").to_owned()
    } else {
        let first = query.text.lines().next().unwrap_or_default();
        let words: String = first.chars().take(TITLE).collect();
        locale.with("search-title-of", &[("query", words.into())])
    };
    Head::titled(title).wide()
}

fn not_ready(visit: &Visit, query: &SearchQuery) -> Response {
    let head = head(visit, query).with_status(StatusCode::SERVICE_UNAVAILABLE);
    app::page(visit, head, || {
        view! {
            <h1 class="visually-hidden">{t("search-title")}</h1>
            <div class="stack">
                {search_form(query)}
                <section class="empty-state" role="status">
                    <h2>{t("search-not-ready-title")}</h2>
                    <p>{t("search-not-ready")}</p>
                    <p class="cluster">
                        <a class="button button-primary" href=query.address()>{t("search-send")}</a>
                        <a class="button" href=question(query)>{ask_label(query)}</a>
                    </p>
                </section>
            </div>
        }
    })
}

/// The search box, or the form of several lines for what is written in it. Filters stay chosen when the words change.
fn search_form(query: &SearchQuery) -> AnyView {
    if strategy::is_of_lines(query) {
        return strategy::folded_form(query).into_any();
    }
    view! {
        <form class="search-form" role="search" method="get" action="/search">
            {search_box(&query.text)}
            {hidden_fields::chosen(query)}
            <button class="button button-primary" type="submit">{t("search-send")}</button>
        </form>
        {strategy::way(query)}
    }
    .into_any()
}

fn did_you_mean(query: &SearchQuery, results: &SearchResults) -> impl IntoView + use<> {
    results.suggestion.clone().map(|suggestion| {
        let mended = query.with_text(&suggestion);
        view! {
            <p class="did-you-mean">
                {t("search-did-you-mean")}" "
                <a href=mended.address()><bdi>{suggestion}</bdi></a>
            </p>
        }
    })
}

/// Which search the results are for, where it is not the one that was asked.
fn searched_instead(query: &SearchQuery, results: &SearchResults) -> impl IntoView + use<> {
    let query = query.text.clone();
    results.searched_instead.clone().map(|text| {
        let said = t_with("search-instead", &[("query", query.into()), ("text", text.into())]);
        view! { <p class="did-you-mean" role="status">{said}</p> }
    })
}

fn found(
    query: &SearchQuery,
    results: &SearchResults,
    saving: &SavedState,
    vocabulary: &Vocabulary,
) -> impl IntoView + use<> {
    let count = t_with("search-count", &[("count", results.total.into())]);
    view! {
        <div class="result-bar">
            <p class="result-count" role="status">{count}</p>
            {(results.total > 1 && !query.text.is_empty()).then(|| order(query))}
        </div>
        {filters::chips(query, vocabulary)}
        {saving.of_search(query)}
        {save_form(&query.address())}
        {if results.total == 0 {
            nothing_found(query, results, saving).into_any()
        } else {
            view! {
                {hits_to_tick(&results.hits, Titles::Second, &saving.items, ranked(), EXPORT)}
                {(query.sort == Sort::Relevance && !query.text.is_empty()).then(order_note)}
                {pager(query.page, results.total, results.hits.len(), |page| {
                    SearchQuery { page, ..query.clone() }.address()
                })}
                {download(query, results.total)}
                {ask_instead(query)}
            }
            .into_any()
        }}
    }
}

/// The id of the form to which the boxes of the hits belong.
const EXPORT: &str = "export";

/// What was ticked, or all that was found, as a file.
fn download(query: &SearchQuery, total: u64) -> impl IntoView + use<> {
    let is_cut = usize::try_from(total).is_ok_and(|total| total > MOST);
    view! {
        <form id=EXPORT class="toolbar" method="get" action="/export">
            {hidden_fields::typed(query)}
            {hidden_fields::chosen(query)}
            {export::formats()}
            <button class="button" name="what" value="chosen">{t("export-chosen")}</button>
            <button class="button" name="what" value="all">
                {if is_cut {
                    t_with("export-first", &[("count", MOST.into())])
                } else {
                    t_with("export-all", &[("count", total.into())])
                }}
            </button>
        </form>
    }
}

fn order(query: &SearchQuery) -> impl IntoView + use<> {
    let link = |sort: Sort, key: &'static str| {
        let is_chosen = query.sort == sort;
        let sorted = SearchQuery { sort, page: 1, ..query.clone() };
        view! { <a href=sorted.address() aria-current=is_chosen.then_some("true")>{t(key)}</a> }
    };
    view! {
        <nav class="sort-links" aria-label=t("search-sort")>
            {link(Sort::Relevance, "search-sort-relevance")}
            {link(Sort::Newest, "search-sort-newest")}
        </nav>
    }
}

fn nothing_found(query: &SearchQuery, results: &SearchResults, saving: &SavedState) -> impl IntoView + use<> {
    let args = [("query", query.text.as_str().into())];
    let is_list = !(results.missing.is_empty() && results.requests.is_empty());
    let text = match (query.text.is_empty(), query.is_filtered()) {
        (true, _) => t("search-none-filters").to_owned(),
        (false, false) if is_list => t("search-none-list").to_owned(),
        (false, _) if strategy::is_of_lines(query) => t("search-none-strategy").to_owned(),
        (false, true) => t_with("search-none-filtered", &args),
        (false, false) => t_with("search-none-query", &args),
    };
    let unfiltered = query.unfiltered();
    let nearby = (!results.nearby.is_empty()).then(|| {
        let said = |key, text: &str| t_with(key, &[("text", text.into())]);
        let answered = results.nearby_for.as_deref();
        let title =
            answered.map_or_else(|| t("search-nearby").to_owned(), |text| said("search-nearby-for", text));
        let all = answered.map(|text| {
            let whole = query.with_text(text);
            view! { <p><a href=whole.address()>{said("search-nearby-all", text)}</a></p> }
        });
        view! {
            <section class="stack" aria-labelledby="nearby">
                <h2 id="nearby">{title}</h2>
                {hits(&results.nearby, Titles::Third, &saving.items, ranked())}
                {all}
            </section>
        }
    });
    view! {
        <section class="empty-state" aria-labelledby="none">
            <h2 id="none">{t("search-none-title")}</h2>
            <p>{text}</p>
            <p class="cluster">
                <a class="button button-primary" href=question(query)>{ask_label(query)}</a>
                {query
                    .is_filtered()
                    .then(|| view! { <a class="button" href=unfiltered.address()>{t("search-without-filters")}</a> })}
            </p>
        </section>
        {nearby}
    }
}

/// The address of a hit, with its rank if the reader consented to being counted.
fn ranked() -> impl Fn(&Hit) -> String {
    let asker = page_context().asker;
    move |hit| engagement::hit_address(&asker, &hit.address(), hit.rank)
}

/// Asking is always one step away, even if there are hits.
fn ask_instead(query: &SearchQuery) -> impl IntoView + use<> {
    view! {
        <section class="card stack stack-s" aria-labelledby="ask-instead">
            <h2 id="ask-instead">{t("search-ask-title")}</h2>
            <p>{t("search-ask-text")}</p>
            <p><a class="button" href=question(query)>{ask_label(query)}</a></p>
        </section>
    }
}

/// Where a search becomes a question; a strategy and a list of many lines are none.
fn question(query: &SearchQuery) -> String {
    ask_address(if strategy::is_of_lines(query) { "" } else { &query.text })
}

fn ask_label(query: &SearchQuery) -> &'static str {
    t(if query.text.is_empty() || strategy::is_of_lines(query) { "search-ask-any" } else { "search-ask" })
}
