//! The reading list; beside it, the saved searches and the history of searches.

pub(crate) mod history;
pub(crate) mod searches;

use crate::app::{self, Head};
use crate::components::date_time::day;
use crate::components::form::{Form, Input, error_summary, textarea};
use crate::components::hits::{Titles, one};
use crate::components::key_pager::{key_pager, key_text, read_key};
use crate::components::save::{named, remove_button, save_form};
use crate::error::Outcome;
use crate::texts::{t, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::ItemId;
use leptos::prelude::*;
use services::failure::Failure;
use services::saved::list::{self, Entry, ListPage};

/// The reading list. An item that was saved before signing in is saved now, and its reader is led back to it.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    if let Some(fields) = visit.kept_form().await? {
        let response = match resumed(&visit, &fields).await {
            Ok(address) => visit::redirect(&address),
            Err(Failure::Invalid(problems)) => {
                list_page(&visit, Form { fields, problems }, StatusCode::UNPROCESSABLE_ENTITY).await?
            }
            Err(Failure::NotFound) => visit::redirect("/saved?done=gone"),
            Err(other) => return Err(other.into()),
        };
        return visit.forget_kept_form(response).await;
    }
    let opened = visit.parameter("note").unwrap_or_default();
    list_page(&visit, Form::of(Fields::of([("item", opened.as_str())])), StatusCode::OK).await
}

/// Applies a form that was kept during the sign-in. Nothing is removed this way: somebody else
/// may have signed in.
async fn resumed(visit: &Visit, fields: &Fields) -> Result<String, Failure> {
    match fields.first("remove") {
        Some(_) => Ok("/saved".to_owned()),
        None => done(visit, fields).await,
    }
}

/// Saves an item (`add`), takes one off (`remove`), or writes the note beside one (`item`, `note`); leads back to
/// `next`.
///
/// # Errors
/// [`Failure::NotFound`] for what the asker may not see, or is not on their list.
pub(crate) async fn submit(visit: Visit, fields: Fields) -> Outcome<Response> {
    match done(&visit, &fields).await {
        Ok(address) => Ok(visit::redirect(&address)),
        Err(Failure::Invalid(problems)) => {
            list_page(&visit, Form { fields, problems }, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Does what a form asks for; where it leads back to.
async fn done(visit: &Visit, fields: &Fields) -> Result<String, Failure> {
    let (state, account) = (&visit.context, visit.account()?);
    let next = Some(fields.text("next")).filter(|next| !next.is_empty()).unwrap_or("/saved");
    if let Some((item, place)) = fields.first("add").map(named) {
        list::add(state, &visit.asker, &item).await?;
        return Ok(back(next, &place));
    }
    if let Some((item, place)) = fields.first("remove").map(named) {
        list::remove(state, account, &item).await?;
        return Ok(back(next, &place));
    }
    list::set_note(state, account, &ItemId::from(fields.text("item")), fields.text("note")).await?;
    Ok(next.to_owned())
}

/// The page, at the item's place in it.
fn back(next: &str, place: &str) -> String {
    if next.contains('#') { next.to_owned() } else { format!("{next}#{place}") }
}

/// The list. The form is the open note of the item that it names.
async fn list_page(visit: &Visit, form: Form, status: StatusCode) -> Outcome<Response> {
    let before = visit.parameter("before");
    let page =
        list::list(&visit.context, &visit.asker, before.as_deref().and_then(read_key).as_ref()).await?;
    let done = match visit.parameter("done").as_deref() {
        Some("removed") => Some("saved-removed"),
        Some("note") => Some("saved-noted"),
        Some("gone") => Some("saved-not-added"),
        _ => None,
    };
    let head = Head::titled(visit.locale.get("saved-title")).with_status(status);
    Ok(app::page(visit, head, move || {
        let here = ListAddress { before };
        view! {
            <div class="stack">
                <h1 class="page-title">{t("saved-title")}</h1>
                {tabs("/saved")}
                {done.map(|key| view! { <p class="notice notice-success" role="status">{t(key)}</p> })}
                {form.problems.of("").map(|key| view! { <p class="notice notice-warning" role="alert">{t(key)}</p> })}
                {if page.entries.is_empty() { empty().into_any() } else { entries(&page, &form, &here).into_any() }}
            </div>
        }
    }))
}

/// The three lists, as tabs.
fn tabs(here: &'static str) -> impl IntoView {
    let tab = |(address, key): (&'static str, &'static str)| {
        let is_here = address == here;
        view! { <a href=address aria-current=is_here.then_some("page")>{t(key)}</a> }
    };
    let tabs = [
        ("/saved", "saved-title"),
        ("/saved/searches", "saved-searches-title"),
        ("/saved/history", "saved-history-title"),
    ];
    view! { <nav class="tabs" aria-label=t("saved-tabs")>{tabs.map(tab).into_iter().collect_view()}</nav> }
}

fn empty() -> impl IntoView {
    view! {
        <div class="empty-state">
            <p>{t("saved-none")}</p>
            <p><a class="button button-primary" href="/search">{t("error-to-search")}</a></p>
        </div>
    }
}

/// The page of the list that is shown.
struct ListAddress {
    before: Option<String>,
}

impl ListAddress {
    /// Its address, with one more parameter.
    fn with(&self, name: &str, value: &str) -> String {
        match &self.before {
            Some(key) => format!("/saved?before={key}&{name}={value}"),
            None => format!("/saved?{name}={value}"),
        }
    }
}

fn entries(page: &ListPage, form: &Form, here: &ListAddress) -> impl IntoView + use<> {
    let next = page.next.as_ref().map(|key| format!("/saved?before={}", key_text(key)));
    let items = page.entries.iter().map(|entry| view! { <li>{self::entry(entry, form, here)}</li> });
    let items = items.collect_view();
    view! {
        {export(page)}
        <ol class="hits">{items}</ol>
        {save_form(&here.with("done", "removed"))}
        {key_pager("/saved".to_owned(), next, here.before.is_none())}
    }
}

/// The way to take what is shown along into a reference manager.
fn export(page: &ListPage) -> impl IntoView + use<> {
    let shown = page.entries.iter().filter(|entry| entry.hit.is_some());
    let items: Vec<String> = shown.map(|entry| format!("item={}&", entry.saved.item)).collect();
    let count = items.len();
    (count > 0).then(|| {
        view! {
            <p class="no-print">
                <a class="button" href=format!("/export?{}format=ris", items.concat()) download>
                    {t_with("saved-export", &[("count", count.into())])}
                </a>
            </p>
        }
    })
}

fn entry(entry: &Entry, form: &Form, here: &ListAddress) -> AnyView {
    let saved = &entry.saved;
    let title = entry.hit.as_ref().map_or_else(|| t("saved-gone").to_owned(), |hit| hit.title.clone());
    let is_open = form.fields.text("item") == saved.item.as_str();
    let note =
        (!saved.note.is_empty() && !is_open).then(|| view! { <p class="as-typed">{saved.note.clone()}</p> });
    let way = here.with("note", saved.item.as_str());
    let label = t(if saved.note.is_empty() { "saved-note-add" } else { "saved-note-change" });
    let about = title.clone();
    let actions = view! {
        <span class="meta">{t("saved-since")}" "{day(saved.saved_at)}</span>
        <span class="cluster no-print">
            {(!is_open)
                .then(|| view! {
                    <a class="button button-quiet" href=format!("{way}#note")>
                        {label}<span class="visually-hidden">": "{about}</span>
                    </a>
                })}
            {remove_button(&saved.item, &title)}
        </span>
    };
    let item = match &entry.hit {
        Some(hit) => one(hit, Titles::Second, actions),
        None => view! {
            <article class="hit">
                <h2 class="hit-title">{title}</h2>
                <p>{t("saved-gone-text")}</p>
                <div class="hit-foot">{actions}</div>
            </article>
        }
        .into_any(),
    };
    view! { {item} {note} {is_open.then(|| note_form(entry, form, here))} }.into_any()
}

fn note_form(entry: &Entry, form: &Form, here: &ListAddress) -> impl IntoView + use<> {
    let mut form = form.clone();
    if form.fields.first("note").is_none() {
        form.fields.push("note", &entry.saved.note);
    }
    let item = entry.saved.item.to_string();
    view! {
        <form class="form" method="post" action="/saved">
            {error_summary(&form)}
            <input type="hidden" name="item" value=item/>
            <input type="hidden" name="next" value=here.with("done", "note")/>
            {textarea(&form, Input::text("note", "saved-note").hint("saved-note-hint"), 4)}
            <div class="form-actions">
                <button class="button button-primary" type="submit">{t("save")}</button>
                <a class="button" href="/saved">{t("cancel")}</a>
            </div>
        </form>
    }
}
