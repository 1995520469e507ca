//! Saved searches: what is new in each, and how often a mail tells it.

use super::tabs;
use crate::app::{self, Head};
use crate::components::date_time::day;
use crate::components::form::{Form, Input, error_summary, input};
use crate::error::Outcome;
use crate::texts::{t, t_day, t_for, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::SavedSearchId;
use domain::saved::{Frequency, NAME_MAX, SavedSearch};
use domain::search_query::SearchQuery;
use domain::slug::Slug;
use leptos::prelude::*;
use services::failure::Failure;
use services::saved::searches::{self, Listed, Said};
use services::search::texts;

/// The form that is open on the page.
enum OpenForm {
    Nothing,
    /// A new search that could not be saved as it was sent.
    New(Form),
    /// The search of this id is being changed; without a form, as it is.
    Change(SavedSearchId, Option<Form>),
}

/// The saved searches. A search that was saved before signing in is saved now, and its owner is led back to it.
pub(crate) async fn list(visit: Visit) -> Outcome<Response> {
    if let Some(fields) = visit.kept_form().await? {
        let response = added(&visit, fields).await?;
        return visit.forget_kept_form(response).await;
    }
    let open = match visit.parameter("change") {
        Some(id) => OpenForm::Change(id.into(), None),
        None => OpenForm::Nothing,
    };
    page(&visit, open, StatusCode::OK).await
}

/// Saves a search (`query`, the query part of its address) and leads back to `next`.
///
/// # Errors
/// What is wrong is the form again.
pub(crate) async fn add(visit: Visit, fields: Fields) -> Outcome<Response> {
    added(&visit, fields).await
}

async fn added(visit: &Visit, fields: Fields) -> Outcome<Response> {
    let query = SearchQuery::from_pairs(Fields::parse(fields.text("query")).pairs());
    let query = texts::resolve(&visit.context, query).await?;
    // The change that the results seen were up to; without it everything is new.
    let since = fields.text("since").parse().unwrap_or_default();
    match searches::add(&visit.context, visit.account()?, &query, since, &said(&fields)).await {
        Ok(()) => {
            let next = Some(fields.text("next")).filter(|next| !next.is_empty());
            Ok(visit::redirect(next.unwrap_or("/saved/searches?done=added")))
        }
        Err(Failure::Invalid(problems)) => {
            page(visit, OpenForm::New(Form { fields, problems }), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Runs a search and marks it as seen by its owner. A change that was kept during the sign-in is made first.
///
/// # Errors
/// [`Failure::NotFound`] for anybody else's search.
pub(crate) async fn run(visit: Visit, Path(id): Path<String>) -> Outcome<Response> {
    let id = SavedSearchId::from(id);
    if let Some(fields) = visit.kept_form().await? {
        let response = match fields.text("step") {
            "change" => changed(&visit, id, fields).await?,
            // Nothing is deleted this way: somebody else may have signed in.
            _ => visit::redirect("/saved/searches"),
        };
        return visit.forget_kept_form(response).await;
    }
    Ok(visit::redirect(&searches::run(&visit.context, &visit.asker, &id).await?.address()))
}

/// Changes a search (`step` is `change`), or deletes it (`delete`).
///
/// # Errors
/// [`Failure::NotFound`] for anybody else's search.
pub(crate) async fn submit(visit: Visit, Path(id): Path<String>, fields: Fields) -> Outcome<Response> {
    let id = SavedSearchId::from(id);
    if fields.text("step") == "delete" {
        searches::delete(&visit.context, visit.account()?, &id).await?;
        return Ok(visit::redirect("/saved/searches?done=deleted"));
    }
    changed(&visit, id, fields).await
}

async fn changed(visit: &Visit, id: SavedSearchId, fields: Fields) -> Outcome<Response> {
    match searches::change(&visit.context, visit.account()?, &id, &said(&fields)).await {
        Ok(()) => Ok(visit::redirect("/saved/searches?done=changed")),
        Err(Failure::Invalid(problems)) => {
            let form = Form { fields, problems };
            page(visit, OpenForm::Change(id, Some(form)), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

fn said(fields: &Fields) -> Said {
    Said { name: fields.text("name").to_owned(), frequency: fields.text("frequency").to_owned() }
}

async fn page(visit: &Visit, open: OpenForm, status: StatusCode) -> Outcome<Response> {
    let listed = searches::list(&visit.context, &visit.asker).await?;
    let done = match visit.parameter("done").as_deref() {
        Some("added") => Some("saved-search-added"),
        Some("changed") => Some("saved-search-changed"),
        Some("deleted") => Some("saved-search-deleted"),
        _ => None,
    };
    let head = Head::titled(visit.locale.get("saved-searches-title")).with_status(status);
    Ok(app::page(visit, head, move || {
        let is_empty = listed.is_empty();
        let rows = listed.iter().map(|listed| row(listed, &open)).collect_view();
        view! {
            <div class="stack">
                <h1 class="page-title">{t("saved-searches-title")}</h1>
                {tabs("/saved/searches")}
                {done.map(|key| view! { <p class="notice notice-success" role="status">{t(key)}</p> })}
                {match &open {
                    OpenForm::New(form) => Some(view! { <section class="card">{new_form(form)}</section> }),
                    _ => None,
                }}
                {if is_empty { empty().into_any() } else { view! { <ul class="link-list">{rows}</ul> }.into_any() }}
                {meaning()}
            </div>
        }
    }))
}

fn empty() -> impl IntoView {
    view! {
        <div class="empty-state">
            <p>{t("saved-searches-none")}</p>
            <p><a class="button button-primary" href="/search">{t("error-to-search")}</a></p>
        </div>
    }
}

fn row(listed: &Listed, open: &OpenForm) -> AnyView {
    let Listed { search, news } = listed;
    let here = format!("/saved/searches/{}", search.id);
    let form = match open {
        OpenForm::Change(id, form) if *id == search.id => {
            Some(form.clone().unwrap_or_else(|| Form::of(fields_of(search))))
        }
        _ => None,
    };
    let way = form.is_none().then(|| {
        view! {
            <a class="button button-quiet" href=format!("/saved/searches?change={}#name", search.id)>
                {t("saved-search-change")}<span class="visually-hidden">": "{search.name.clone()}</span>
            </a>
        }
    });
    view! {
        <li>
            <a href=here.clone()><bdi>{search.name.clone()}</bdi></a>
            <div class="hit-foot">
                <p class="meta cluster">
                    <span class="badge">{t_for(&format!("frequency-{}", search.frequency.slug()))}</span>
                    {news.map(|count| standing(count, search))}
                    {search.told_at.map(|at| view! { <span>{t("saved-search-told")}" "{day(at)}</span> })}
                </p>
                {way}
            </div>
            {form.map(|form| change_form(&form, &here))}
        </li>
    }
    .into_any()
}

fn standing(count: u64, search: &SavedSearch) -> impl IntoView + use<> {
    let args = [("count", count.into()), ("day", t_day(search.seen_at).into())];
    let text = t_with("saved-search-news", &args);
    if count > 0 {
        view! { <strong>{text}</strong> }.into_any()
    } else {
        view! { <span>{text}</span> }.into_any()
    }
}

fn fields_of(search: &SavedSearch) -> Fields {
    Fields::of([("name", search.name.as_str()), ("frequency", search.frequency.slug())])
}

fn change_form(form: &Form, here: &str) -> impl IntoView + use<> {
    view! {
        <form class="form" method="post" action=here.to_owned()>
            {error_summary(form)}
            {said_fields(form)}
            <div class="form-actions">
                <button class="button button-primary" name="step" value="change" type="submit">{t("save")}</button>
                <button class="button button-danger" name="step" value="delete" type="submit">
                    {t("saved-search-delete")}
                </button>
                <a class="button" href="/saved/searches">{t("cancel")}</a>
            </div>
        </form>
    }
}

/// What the form of a new search begins with. `since` is the number of the library's change up to which its results
/// tell, `next` the page to come back to.
pub(in crate::pages) fn start(query: &SearchQuery, since: i64, next: &str) -> Fields {
    let name: String = told_as(query).chars().take(NAME_MAX).collect();
    Fields::of([
        ("query", query.whole_parameters().as_str()),
        ("since", &since.to_string()),
        ("next", next),
        ("name", name.trim()),
        ("frequency", Frequency::Off.slug()),
    ])
}

/// The form by which a search is saved.
pub(in crate::pages) fn new_form(form: &Form) -> impl IntoView + use<> {
    let hidden = ["query", "since", "next"]
        .map(|name| view! { <input type="hidden" name=name value=form.value(name)/> })
        .into_iter()
        .collect_view();
    view! {
        <form class="form" method="post" action="/saved/searches">
            {error_summary(form)}
            {hidden}
            {said_fields(form)}
            <div class="form-actions">
                <button class="button button-primary" type="submit">{t("saved-search-send")}</button>
            </div>
        </form>
    }
}

/// Name and frequency.
fn said_fields(form: &Form) -> impl IntoView + use<> {
    let chosen = Frequency::from_slug(form.fields.text("frequency")).unwrap_or_default();
    let choice = |frequency: Frequency| {
        let id = format!("frequency-{}", frequency.slug());
        let is_chosen = frequency == chosen;
        view! {
            <div class="choice">
                <input type="radio" name="frequency" id=id.clone() value=frequency.slug() checked=is_chosen/>
                <label for=id.clone()>{t_for(&id)}<span class="hint">{t_for(&format!("{id}-hint"))}</span></label>
            </div>
        }
    };
    view! {
        {input(form, Input::text("name", "saved-search-name").required().hint("saved-search-name-hint"))}
        <fieldset class="choices" id="frequency">
            <legend>{t("saved-search-frequency")}</legend>
            {Frequency::all().map(choice).collect_view()}
        </fieldset>
    }
}

/// A search by its words.
pub(in crate::pages) fn told_as(query: &SearchQuery) -> String {
    match query.text.split_once('\n') {
        None if query.text.is_empty() => t("saved-search-wordless").to_owned(),
        None => query.text.clone(),
        Some((first, rest)) => {
            let count = rest.lines().filter(|line| !line.trim().is_empty()).count();
            t_with("saved-search-lines", &[("count", count.into()), ("first", first.trim().into())])
        }
    }
}

/// What counts as new, what changes practice, and what the mails hold.
fn meaning() -> impl IntoView {
    let part = |(title, text): (&'static str, &'static str)| {
        view! { <dt><strong>{t(title)}</strong></dt> <dd>{t(text)}</dd> }
    };
    let parts = [
        ("saved-means-new", "saved-means-new-text"),
        ("saved-means-practice", "saved-means-practice-text"),
        ("saved-means-mail", "saved-means-mail-text"),
    ];
    view! {
        <details class="more">
            <summary>{t("saved-means")}</summary>
            <dl class="stack stack-s">{parts.map(part).into_iter().collect_view()}</dl>
        </details>
    }
}
