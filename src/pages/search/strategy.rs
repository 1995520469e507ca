//! Searches of several lines: the form in which they are written, and the lines of a strategy with what each finds.

use super::hidden_fields;
use crate::app::{self, Head};
use crate::components::form::{Form, Input, error_summary, textarea};
use crate::texts::{t, t_with};
use crate::visit::Visit;
use crate::visit::fields::Fields;
use axum::http::StatusCode;
use axum::response::Response;
use domain::library::{SearchResults, StrategyLine};
use domain::query::QueryProblem;
use domain::search_query::SearchQuery;
use leptos::prelude::*;
use services::failure::Problems;

/// Lines of the field that are seen at first.
const ROWS: u8 = 12;

/// Whether a search is written in the form of several lines.
pub(super) fn is_of_lines(query: &SearchQuery) -> bool {
    query.text.contains('\n') || query.is_long()
}

/// The way to the form from the box of one line, with what is typed and chosen.
pub(crate) fn way(query: &SearchQuery) -> impl IntoView + use<> {
    let parameters = query.parameters();
    let gap = if parameters.is_empty() { "" } else { "&" };
    let address = format!("/search?form=strategy{gap}{parameters}");
    view! { <p class="search-more meta no-print"><a href=address>{t("search-strategy-way")}</a></p> }
}

/// The form as a page of its own. `problem` is what is wrong with its text, with the page's status.
pub(super) fn page(
    visit: &Visit,
    query: &SearchQuery,
    problem: Option<(StatusCode, &'static str)>,
) -> Response {
    let status = problem.map_or(StatusCode::OK, |(status, _)| status);
    let head = Head::titled(visit.locale.get("search-strategy-title")).with_status(status);
    let problems = problem.map_or_else(Problems::new, |(_, key)| Problems::one("q", key));
    app::page(visit, head, || {
        view! {
            <div class="stack">
                <h1 class="page-title">{t("search-strategy-title")}</h1>
                {form(query, problems)}
                <p><a href="/search">{t("search-strategy-leave")}</a></p>
            </div>
        }
    })
}

/// The form above its results, folded.
pub(super) fn folded_form(query: &SearchQuery) -> impl IntoView + use<> {
    view! {
        <details class="more no-print">
            <summary>{t("search-strategy-edit")}</summary>
            {form(query, Problems::new())}
        </details>
        <p class="meta no-print"><a href="/search">{t("search-strategy-leave")}</a></p>
    }
}

fn form(query: &SearchQuery, problems: Problems) -> impl IntoView + use<> {
    let form = Form { fields: Fields::of([("q", query.text.as_str())]), problems };
    let text = Input::text("q", "search-strategy-label").required().hint("search-strategy-hint");
    view! {
        <form class="form" method="post" action="/search">
            {error_summary(&form)}
            {textarea(&form, text, ROWS)}
            {hidden_fields::chosen(query)}
            <div class="form-actions">
                <button class="button button-primary" type="submit">{t("search-send")}</button>
            </div>
        </form>
    }
}

/// The lines of a strategy; nothing for any other search.
pub(super) fn lines(query: &SearchQuery, results: &SearchResults) -> Option<impl IntoView + use<>> {
    if results.lines.is_empty() {
        return None;
    }
    let rows = results.lines.iter().map(|line| row(query, line)).collect_view();
    let chosen = results.lines.iter().find(|line| line.is_chosen);
    let shown = chosen.map(|line| {
        let said = t_with("search-strategy-shown", &[("number", line.number.as_str().into())]);
        view! { <p>{said}</p> }
    });
    Some(view! {
        <section class="stack stack-s" aria-labelledby="strategy">
            <h2 id="strategy">{t("search-strategy-lines")}</h2>
            {shown}
            <table class="table strategy" role="table" aria-labelledby="strategy">
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{t("search-strategy-line")}</th>
                        <th role="columnheader" scope="col">{t("search-strategy-text")}</th>
                        <th role="columnheader" scope="col" class="number">{t("search-strategy-count")}</th>
                        <th role="columnheader" scope="col" class="no-print">{t("search-strategy-actions")}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </section>
    })
}

fn row(query: &SearchQuery, line: &StrategyLine) -> impl IntoView + use<> {
    let number = line.number.clone();
    let count = match line.count {
        Some(count) => t_with("search-strategy-number", &[("count", count.into())]),
        None => t("search-strategy-off").to_owned(),
    };
    let problems = line.problems.iter().map(|problem| notice(query, problem)).collect_view();
    let problems = (!line.problems.is_empty())
        .then(|| view! { <ul class="plain-list notice notice-warning">{problems}</ul> });
    view! {
        <tr role="row" aria-current=line.is_chosen.then_some("true")>
            <th role="rowheader" scope="row">{number.clone()}</th>
            <td role="cell">
                <code class="strategy-text"><bdi>{line.text.clone()}</bdi></code>
                {problems}
            </td>
            <td role="cell" class="number" data-label=t("search-strategy-count")>{count}</td>
            <td role="cell" class="no-print">
                <span class="cluster">{show_link(query, line)} {switch(query, line)}</span>
            </td>
        </tr>
    }
}

/// What was not understood in a line, with its place there.
fn notice(query: &SearchQuery, problem: &QueryProblem) -> impl IntoView + use<> {
    let marked = problem.place(&query.text).marked.to_owned();
    let message = t_with(problem.code.key(), &[("text", marked.clone().into())]);
    view! { <li>{message}" "<code class="query-place"><bdi><mark>{marked}</mark></bdi></code></li> }
}

/// The way to what a line finds; only said where that is what is shown.
fn show_link(query: &SearchQuery, line: &StrategyLine) -> AnyView {
    if line.is_chosen {
        return view! { <span class="badge">{t("search-strategy-chosen")}</span> }.into_any();
    }
    if line.is_off {
        return ().into_any();
    }
    let there = SearchQuery { line: Some(line.number.clone()), page: 1, ..query.clone() };
    view! {
        <a href=there.address()>{t("search-strategy-show")}{of_line(line)}</a>
    }
    .into_any()
}

/// The way to the same strategy without the line, or with it again.
fn switch(query: &SearchQuery, line: &StrategyLine) -> impl IntoView + use<> {
    let mut switched = SearchQuery { page: 1, ..query.clone() };
    let key = if line.is_off {
        switched.lines_off.retain(|off| *off != line.number);
        "search-strategy-switch-on"
    } else {
        switched.lines_off.push(line.number.clone());
        if switched.line.as_ref() == Some(&line.number) {
            switched.line = None;
        }
        "search-strategy-switch-off"
    };
    view! { <a href=switched.address()>{t(key)}{of_line(line)}</a> }
}

/// Which line a link belongs to, for people who do not see its row.
fn of_line(line: &StrategyLine) -> impl IntoView + use<> {
    let said = t_with("search-strategy-of-line", &[("number", line.number.as_str().into())]);
    view! { <span class="visually-hidden">": "{said}</span> }
}
