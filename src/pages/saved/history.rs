//! A reader's own search history.

use super::tabs;
use crate::app::{self, Head};
use crate::components::date_time::time;
use crate::error::Outcome;
use crate::pages::saved::searches::told_as;
use crate::texts::t;
use crate::visit::{self, Visit, fields::Fields};
use axum::response::Response;
use domain::saved::PastSearch;
use leptos::prelude::*;
use services::saved::history;

/// The history: newest first, or the question of consent.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let made = history::list(&visit.context, visit.account()?).await?;
    let is_kept = history::is_kept(&visit.asker);
    let head = Head::titled(visit.locale.get("saved-history-title"));
    Ok(app::page(&visit, head, move || {
        view! {
            <div class="stack">
                <h1 class="page-title">{t("saved-history-title")}</h1>
                {tabs("/saved/history")}
                {match (is_kept, made.is_empty()) {
                    (false, _) => without_consent().into_any(),
                    (true, true) => empty().into_any(),
                    (true, false) => list(made).into_any(),
                }}
            </div>
        }
    }))
}

/// Removes one search (`remove`), or all of them (`clear`).
///
/// # Errors
/// `NotFound` for a search that is not in the asker's own history.
pub(crate) async fn submit(visit: Visit, fields: Fields) -> Outcome<Response> {
    let account = visit.account()?;
    match fields.first("remove") {
        Some(key) => history::remove(&visit.context, account, key).await?,
        None if fields.is_ticked("clear") => history::clear(&visit.context, account).await?,
        None => {}
    }
    Ok(visit::redirect("/saved/history"))
}

fn without_consent() -> impl IntoView {
    view! {
        <div class="empty-state">
            <p>{t("saved-history-off")}</p>
            <p>{t("consent-text")}" "{t("consent-history")}" "<a href="/privacy">{t("consent-more")}</a></p>
            <form method="post" action="/consent">
                <input type="hidden" name="next" value="/saved/history"/>
                <button class="button button-primary" name="answer" value="yes" type="submit">
                    {t("consent-yes")}
                </button>
            </form>
        </div>
    }
}

fn empty() -> impl IntoView {
    view! {
        <div class="empty-state">
            <p>{t("saved-history-none")}</p>
            <p><a class="button button-primary" href="/search">{t("error-to-search")}</a></p>
        </div>
    }
}

fn list(made: Vec<(String, PastSearch)>) -> impl IntoView {
    let rows = made.into_iter().map(|(key, search)| row(key, &search)).collect_view();
    view! {
        <p>{t("saved-history-text")}</p>
        <form class="stack" method="post" action="/saved/history">
            <ul class="link-list">{rows}</ul>
            <p><button class="button button-danger" name="clear" value="yes" type="submit">{t("saved-history-clear")}</button></p>
        </form>
    }
}

fn row(key: String, search: &PastSearch) -> impl IntoView + use<> {
    let name = told_as(&search.query);
    view! {
        <li>
            <a href=search.query.address()><bdi>{name.clone()}</bdi></a>
            <div class="hit-foot">
                <span class="meta cluster">
                    {search.query.is_filtered().then(|| view! { <span class="badge">{t("saved-filtered")}</span> })}
                    {time(search.at)}
                </span>
                <button class="button button-quiet" name="remove" value=key type="submit">
                    {t("saved-remove")}<span class="visually-hidden">": "{name}</span>
                </button>
            </div>
        </li>
    }
}
