//! How a search was understood: what of it was not, how a query language was read, and which other words were looked
//! for, each to be switched off by an address.

use crate::texts::{t, t_with};
use domain::library::{Expansion, SearchResults, SenseChoice};
use domain::query::QueryProblem;
use domain::search_query::SearchQuery;
use leptos::prelude::*;

/// All of it; nothing where a search was taken as it was typed.
pub(super) fn understood(query: &SearchQuery, results: &SearchResults) -> impl IntoView + use<> {
    let problems = results.problems.iter().map(|problem| notice(query, problem)).collect_view();
    let read_as = results.read_as.clone().map(|text| {
        view! { <p class="meta">{t("search-read-as")}" "<code><bdi>{text}</bdi></code></p> }
    });
    let senses = results.expansions.iter().filter_map(|it| senses(query, it)).collect_view();
    let told: Vec<&Expansion> = results
        .expansions
        .iter()
        .filter(|it| it.is_off || !(it.words.is_empty() && it.narrower.is_empty()))
        .collect();
    let expansions = told.iter().map(|it| expansion(query, it)).collect_view();
    view! {
        {read_as}
        {(!results.problems.is_empty()).then(|| view! {
            <div class="notice notice-warning" role="status"><ul class="plain-list">{problems}</ul></div>
        })}
        {senses}
        {(!told.is_empty()).then(|| view! {
            <details class="more" open=told.iter().any(|it| it.is_off)>
                <summary>{summary(&told)}</summary>
                <ul class="plain-list">{expansions}</ul>
            </details>
        })}
    }
}

/// A problem with its place in what was typed.
fn notice(query: &SearchQuery, problem: &QueryProblem) -> impl IntoView + use<> {
    let place = problem.place(&query.text);
    let message = t_with(problem.code.key(), &[("text", place.marked.to_owned().into())]);
    let [before, marked, after] = [place.before, place.marked, place.after].map(str::to_owned);
    view! {
        <li>
            {message}
            <code class="query-place"><bdi>{before}<mark>{marked}</mark>{after}</bdi></code>
        </li>
    }
}

/// What an abbreviation of several senses is taken for, and the search for each of the others.
fn senses(query: &SearchQuery, expansion: &Expansion) -> Option<impl IntoView + use<>> {
    let key = match expansion.choice? {
        SenseChoice::Context => "search-sense-context",
        SenseChoice::Usual => "search-sense-usual",
        SenseChoice::Library => "search-sense-library",
    };
    if expansion.other_senses.is_empty() {
        return None;
    }
    let args = [("typed", expansion.typed.as_str().into()), ("name", expansion.name.as_str().into())];
    let said = t_with(key, &args);
    let links = expansion.other_senses.iter().enumerate().map(|(place, sense)| {
        let meant = query.with_text(&sense.text);
        let gap = if place > 0 { ", " } else { "" };
        view! { {gap}<a href=meant.address()><bdi>{sense.name.clone()}</bdi></a> }
    });
    let links = links.collect_view();
    Some(view! { <p class="senses meta">{said}" "{t("search-sense-others")}" "{links}"."</p> })
}

/// The first words that were searched too: one of each concept before the next ones of any.
fn summary(expansions: &[&Expansion]) -> String {
    const NAMED: usize = 3;
    let on = || expansions.iter().filter(|it| !it.is_off);
    let most = on().map(|it| it.words.len()).max().unwrap_or_default();
    let names: Vec<&str> = (0..most)
        .flat_map(|place| on().filter_map(move |it| it.words.get(place)))
        .map(String::as_str)
        .collect();
    if names.is_empty() {
        return t("search-expanded-none").to_owned();
    }
    let named = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    let key = if names.len() > NAMED { "search-expanded-more" } else { "search-expanded" };
    t_with(key, &[("words", named.into())])
}

/// A concept with its other words, and the way to search for it only as typed, or with them again.
fn expansion(query: &SearchQuery, expansion: &Expansion) -> impl IntoView + use<> {
    let mut switched = SearchQuery { page: 1, ..query.clone() };
    let key = if expansion.is_off {
        switched.off.retain(|off| *off != expansion.key);
        "search-expand-on"
    } else {
        switched.off.push(expansion.key.clone());
        "search-expand-off"
    };
    let words = expansion.words.join(", ");
    let narrower = (!expansion.narrower.is_empty() && !expansion.is_off)
        .then(|| t_with("search-expand-narrower", &[("words", expansion.narrower.join(", ").into())]));
    let typed = expansion.typed.clone();
    view! {
        <li>
            <b><bdi>{typed.clone()}</bdi></b>
            {(!words.is_empty() && !expansion.is_off).then(|| view! { ": "<bdi>{words}</bdi> })}
            {narrower.map(|narrower| view! { " "<span class="meta">{narrower}</span> })}
            " "
            <a href=switched.address()>
                {t(key)}<span class="visually-hidden">": "{typed}</span>
            </a>
        </li>
    }
}
