//! Lists of versions by state: the editor's, and the reviewer's queue.

use super::names::{kind_name, version_name};
use crate::app::{self, Head};
use crate::components::date_time;
use crate::error::Outcome;
use crate::texts::{t, t_for, t_with};
use crate::visit::Visit;
use axum::response::Response;
use domain::address::query_value;
use domain::article::VersionState;
use domain::slug::Slug;
use leptos::prelude::*;
use services::failure::Failure;
use services::publishing::{self, Desk, Listed, PAGE};

/// What differs between the lists of editors and reviewers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct VersionList {
    /// The list's own address; a version's page lies below it.
    pub(crate) address: &'static str,
    /// Shown if the address names no state.
    pub(crate) first: VersionState,
    /// Locale keys.
    pub(crate) title: &'static str,
    pub(crate) lede: &'static str,
    pub(crate) empty: &'static str,
    /// Whether new articles begin here.
    pub(crate) is_for_writing: bool,
}

const EDITOR: VersionList = VersionList {
    address: "/editor",
    first: VersionState::Draft,
    title: "editor-title",
    lede: "editor-lede",
    empty: "editor-empty",
    is_for_writing: true,
};

/// The editor's list.
///
/// # Errors
/// [`Failure::NotFound`] for an unknown state.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    list_page(&visit, EDITOR).await
}

/// A page of a list, as the address asks for it: `state`, `q` and `page`.
///
/// # Errors
/// [`Failure::NotFound`] for an unknown state, or one that this person may not see.
pub(crate) async fn list_page(visit: &Visit, list: VersionList) -> Outcome<Response> {
    let state = match visit.parameter("state") {
        Some(slug) => VersionState::from_slug(&slug).ok_or(Failure::NotFound)?,
        None => list.first,
    };
    let words = visit.parameter("q").unwrap_or_default();
    let page = visit.parameter("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1);
    let desk = publishing::list(&visit.context, visit.account()?, state, &words, page).await?;
    let shown = ListPage { list, state, words, page, desk };
    let head = Head::titled(visit.locale.get(list.title)).wide();
    Ok(app::page(visit, head, move || list_view(&shown)))
}

struct ListPage {
    list: VersionList,
    state: VersionState,
    words: String,
    page: usize,
    desk: Desk,
}

impl ListPage {
    fn address(&self, state: VersionState, page: usize) -> String {
        let mut address = format!("{}?state={}", self.list.address, state.slug());
        if !self.words.trim().is_empty() {
            address.push_str(&format!("&q={}", query_value(self.words.trim())));
        }
        if page > 1 {
            address.push_str(&format!("&page={page}"));
        }
        address
    }

    fn total(&self) -> usize {
        let count = self.desk.counts.iter().find(|(state, _)| *state == self.state);
        count.and_then(|(_, count)| usize::try_from(*count).ok()).unwrap_or_default()
    }
}

fn list_view(shown: &ListPage) -> impl IntoView + use<> {
    let list = shown.list;
    let new = || view! { <a class="button button-primary" href="/editor/new">{t("editor-new")}</a> };
    view! {
        <h1 class="page-title">{t(list.title)}</h1>
        <p class="lede">{t(list.lede)}</p>
        {tabs(shown)}
        <form class="toolbar" role="search" method="get" action=list.address aria-label=t("editor-find")>
            <input type="hidden" name="state" value=shown.state.slug()/>
            <label class="visually-hidden" for="title-words">{t("editor-find")}</label>
            <input id="title-words" name="q" type="search" value=shown.words.clone() placeholder=t("editor-find") autocomplete="off"/>
            <button class="button" type="submit">{t("editor-find-send")}</button>
            {list.is_for_writing.then(|| view! {
                <span class="push cluster">
                    <a class="button" href="/editor/duplicates">{t("duplicates-title")}</a>
                    {new()}
                </span>
            })}
        </form>
        {if shown.desk.listed.is_empty() { empty(shown).into_any() } else { table(shown).into_any() }}
        {pager(shown)}
    }
}

fn tabs(shown: &ListPage) -> impl IntoView + use<> {
    let tabs = shown.desk.counts.iter().map(|(state, count)| {
        let is_here = (*state == shown.state).then_some("page");
        view! {
            <a href=shown.address(*state, 1) aria-current=is_here>
                {t_for(&format!("state-{}", state.slug()))}
                " "
                <span class="badge badge-state">{count.to_string()}</span>
            </a>
        }
    });
    view! { <nav class="tabs" aria-label=t("editor-states")>{tabs.collect_view()}</nav> }
}

fn empty(shown: &ListPage) -> impl IntoView + use<> {
    let list = shown.list;
    let is_narrowed = !shown.words.trim().is_empty();
    let all = format!("{}?state={}", list.address, shown.state.slug());
    view! {
        <section class="empty-state">
            <h2>{t("editor-empty-title")}</h2>
            <p>{t(if is_narrowed { "editor-empty-found" } else { list.empty })}</p>
            <p class="cluster">
                {is_narrowed.then(|| view! { <a class="button" href=all>{t("editor-show-all")}</a> })}
                {list
                    .is_for_writing
                    .then(|| view! { <a class="button button-primary" href="/editor/new">{t("editor-new")}</a> })}
            </p>
        </section>
    }
}

fn table(shown: &ListPage) -> impl IntoView + use<> {
    let columns =
        ["editor-column-title", "editor-column-kind", "editor-column-author", "editor-column-changed"];
    let columns = columns.map(|key| view! { <th role="columnheader" scope="col">{t(key)}</th> });
    let rows = shown.desk.listed.iter().map(|listed| row(shown.list, listed)).collect_view();
    view! {
        <table class="table" role="table">
            <caption class="visually-hidden">{t_for(&format!("state-{}", shown.state.slug()))}</caption>
            <thead role="rowgroup"><tr role="row">{columns.collect_view()}</tr></thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
}

fn row(list: VersionList, listed: &Listed) -> impl IntoView + use<> {
    let is_replacing = listed.is_in_library && listed.state != VersionState::Published;
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <a href=format!("{}/{}", list.address, listed.id)>{listed.title.clone()}</a>
                <div class="meta">
                    {version_name(listed.number)}
                    {is_replacing.then(|| format!(" · {}", t("editor-replaces")))}
                </div>
            </th>
            <td role="cell" data-label=t("editor-column-kind")>{kind_name(listed.kind)}</td>
            <td role="cell" data-label=t("editor-column-author")>{listed.author.clone()}</td>
            <td role="cell" data-label=t("editor-column-changed")>
                {date_time::time(listed.updated_at)}
            </td>
        </tr>
    }
}

fn pager(shown: &ListPage) -> impl IntoView + use<> {
    let total = shown.total();
    (total > PAGE).then(|| {
        let first = (shown.page - 1) * PAGE + 1;
        let last = total.min(shown.page * PAGE);
        let before = (shown.page > 1).then(|| shown.address(shown.state, shown.page - 1));
        let after = (last < total).then(|| shown.address(shown.state, shown.page + 1));
        let args = [("first", first.into()), ("last", last.into()), ("total", total.into())];
        view! {
            <nav class="pager" aria-label=t("pager")>
                <span class="meta">{t_with("editor-page-of", &args)}</span>
                <span class="cluster">
                    {before.map(|to| view! { <a class="button" rel="prev" href=to>{t("pager-previous")}</a> })}
                    {after.map(|to| view! { <a class="button" rel="next" href=to>{t("pager-next")}</a> })}
                </span>
            </nav>
        }
    })
}
