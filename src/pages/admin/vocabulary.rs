//! The vocabulary: lists of terms, one to add to each, and a page for each term; beside them the groups of words.

pub(crate) mod groups;

use super::crumbs;
use crate::app::{self, Head};
use crate::components::form::{Form, Input, error_summary, input, select, term_choices, textarea};
use crate::components::stored_meanwhile::stored_meanwhile;
use crate::error::Outcome;
use crate::page_context::page_context;
use crate::texts::{t, t_for};
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::slug::Slug;
use domain::vocabulary::{Term, TermKind};
use leptos::prelude::*;
use services::edition;
use services::failure::{Failure, Problems};
use services::vocabulary::{self, EXTENSIBLE, TermForm};

/// One list, and the form to add to it.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let kind =
        visit.parameter("kind").and_then(|slug| TermKind::from_slug(&slug)).unwrap_or(TermKind::Product);
    Ok(list_page(&visit, kind, Form::default(), StatusCode::OK))
}

fn term_form(fields: &Fields) -> TermForm {
    TermForm {
        name: fields.text("name").to_owned(),
        synonyms: fields.text("synonyms").to_owned(),
        area: fields.text("area").to_owned(),
    }
}

/// Adds a term.
///
/// # Errors
/// [`Failure::NotFound`] for a list that cannot be added to. What is wrong is the form again.
pub(crate) async fn add(visit: Visit, fields: Fields) -> Outcome<Response> {
    let kind = TermKind::from_slug(fields.text("kind")).ok_or(Failure::NotFound)?;
    match vocabulary::add(&visit.context, &visit.asker, kind, term_form(&fields)).await {
        Ok(term) => {
            Ok(visit::redirect(&format!("/admin/vocabulary?kind={}&done={}", kind.slug(), term.slug)))
        }
        Err(Failure::Invalid(problems)) => {
            Ok(list_page(&visit, kind, Form { fields, problems }, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => Err(other.into()),
    }
}

fn list_page(visit: &Visit, kind: TermKind, form: Form, status: StatusCode) -> Response {
    let head = Head::titled(visit.locale.get("admin-vocabulary")).wide().with_status(status);
    let vocabulary = visit.context.vocabulary();
    let terms: Vec<Term> = vocabulary.list(kind).cloned().collect();
    let is_done = visit.parameter("done").is_some_and(|slug| vocabulary.find(kind, &slug).is_some());
    app::page(visit, head, move || {
        view! {
            <div class="stack">
                {crumbs()}
                <h1 class="page-title">{t("admin-vocabulary")}</h1>
                <p class="lede">{t("vocabulary-lede")}</p>
                {is_done.then(|| view! { <p class="notice notice-success" role="status">{t("vocabulary-done")}</p> })}
                {tabs(Some(kind))}
                {terms_table(kind, terms)}
                {EXTENSIBLE.contains(&kind).then(|| adding(kind, &form))}
            </div>
        }
    })
}

/// The lists, and the groups of words behind them; without a list these are shown.
fn tabs(here: Option<TermKind>) -> impl IntoView {
    let tab = |kind: TermKind| {
        view! {
            <a href=format!("/admin/vocabulary?kind={}", kind.slug()) aria-current=(Some(kind) == here).then_some("page")>
                {t_for(&format!("terms-{}", kind.slug()))}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=t("admin-vocabulary")>
            {TermKind::all().map(tab).collect_view()}
            <a href="/admin/vocabulary/groups" aria-current=here.is_none().then_some("page")>{t("groups-title")}</a>
        </nav>
    }
}

fn terms_table(kind: TermKind, terms: Vec<Term>) -> impl IntoView {
    if terms.is_empty() {
        return view! { <p class="empty-state">{t("vocabulary-none")}</p> }.into_any();
    }
    let is_product = kind == TermKind::Product;
    let rows = terms.into_iter().map(move |term| term_row(term, is_product)).collect_view();
    view! {
        <table class="table" role="table">
            <caption class="visually-hidden">{t_for(&format!("terms-{}", kind.slug()))}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t("field-name")}</th>
                    <th role="columnheader" scope="col">{t("vocabulary-synonyms")}</th>
                    {is_product.then(|| view! { <th role="columnheader" scope="col">{t("field-area")}</th> })}
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

fn term_row(term: Term, is_product: bool) -> impl IntoView {
    let address = format!("/admin/vocabulary/{}/{}", term.kind.slug(), term.slug);
    let vocabulary = page_context().vocabulary;
    let area = vocabulary.name(TermKind::Area, &term.area).to_owned();
    view! {
        <tr role="row">
            <th role="rowheader" scope="row"><a href=address>{term.name}</a></th>
            <td role="cell" data-label=t("vocabulary-synonyms")>{term.synonyms.join(", ")}</td>
            {is_product.then(|| view! { <td role="cell" data-label=t("field-area")>{area}</td> })}
        </tr>
    }
}

fn term_fields(kind: TermKind, form: &Form) -> impl IntoView + use<> {
    let synonyms = Input::text("synonyms", "vocabulary-synonyms").hint("vocabulary-synonyms-hint");
    view! {
        {input(form, Input::text("name", "field-name").required())}
        {textarea(form, synonyms, 4)}
        {(kind == TermKind::Product)
            .then(|| select(form, Input::text("area", "field-area"), term_choices(TermKind::Area)))}
    }
}

fn adding(kind: TermKind, form: &Form) -> impl IntoView + use<> {
    view! {
        <section class="stack" aria-labelledby="adding">
            <h2 id="adding">{t_for(&format!("vocabulary-add-{}", kind.slug()))}</h2>
            <form class="form" method="post" action="/admin/vocabulary">
                {error_summary(form)}
                <input type="hidden" name="kind" value=kind.slug()/>
                {term_fields(kind, form)}
                <div class="form-actions">
                    <button class="button button-primary" type="submit">{t("vocabulary-add-send")}</button>
                </div>
            </form>
        </section>
    }
}

/// A term to rename.
///
/// # Errors
/// [`Failure::NotFound`] when there is no such term.
pub(crate) async fn term(visit: Visit, Path((kind, slug)): Path<(String, String)>) -> Outcome<Response> {
    let kind = TermKind::from_slug(&kind).ok_or(Failure::NotFound)?;
    let term = visit.context.vocabulary().find(kind, &slug).cloned().ok_or(Failure::NotFound)?;
    let synonyms = term.synonyms.join("\n");
    let fields = Fields::of([("name", term.name.as_str()), ("synonyms", &synonyms), ("area", &term.area)]);
    term_page(&visit, &term, Form::of(fields), StatusCode::OK)
}

/// Renames a term.
///
/// # Errors
/// [`Failure::NotFound`] when there is no such term. What is wrong is the form again, beside what is stored where
/// somebody else changed the term in the meantime.
pub(crate) async fn change(
    visit: Visit,
    Path((kind, slug)): Path<(String, String)>,
    fields: Fields,
) -> Outcome<Response> {
    let kind = TermKind::from_slug(&kind).ok_or(Failure::NotFound)?;
    let seen = fields.text("version");
    let done =
        vocabulary::change(&visit.context, &visit.asker, (kind, &slug), seen, term_form(&fields)).await;
    let (problems, status) = match done {
        Ok(()) => {
            return Ok(visit::redirect(&format!("/admin/vocabulary?kind={}&done={slug}", kind.slug())));
        }
        Err(Failure::Invalid(problems)) => (problems, StatusCode::UNPROCESSABLE_ENTITY),
        Err(Failure::Conflict) => (Problems::new(), StatusCode::CONFLICT),
        Err(other) => return Err(other.into()),
    };
    let term = visit.context.vocabulary().find(kind, &slug).cloned().ok_or(Failure::NotFound)?;
    term_page(&visit, &term, Form { fields, problems }, status)
}

fn term_page(visit: &Visit, term: &Term, form: Form, status: StatusCode) -> Outcome<Response> {
    let version = edition::of(term)?;
    let term = term.clone();
    let head = Head::titled(term.name.clone()).with_status(status);
    let (kind, slug, name) = (term.kind, term.slug.clone(), term.name.clone());
    Ok(app::page(visit, head, move || {
        let list = format!("/admin/vocabulary?kind={}", kind.slug());
        view! {
            <div class="stack">
                <nav class="crumbs" aria-label=t("crumbs")>
                    <a href=list.clone()>{t_for(&format!("terms-{}", kind.slug()))}</a>
                </nav>
                <h1 class="page-title">{name}</h1>
                <p class="meta">{t("vocabulary-slug")}" "<code>{slug.clone()}</code></p>
                {(status == StatusCode::CONFLICT).then(|| stored_term(&term))}
                <form class="form" method="post" action=format!("/admin/vocabulary/{}/{slug}", kind.slug())>
                    {error_summary(&form)}
                    <input type="hidden" name="version" value=version/>
                    {term_fields(kind, &form)}
                    <div class="form-actions">
                        <button class="button button-primary" type="submit">{t("save")}</button>
                        <a class="button button-quiet" href=list>{t("cancel")}</a>
                    </div>
                </form>
            </div>
        }
    }))
}

fn stored_term(term: &Term) -> impl IntoView + use<> {
    let mut fields = vec![
        (t("field-name").to_owned(), term.name.clone()),
        (t("vocabulary-synonyms").to_owned(), term.synonyms.join("\n")),
    ];
    if term.kind == TermKind::Product {
        let area = page_context().vocabulary.name(TermKind::Area, &term.area).to_owned();
        fields.push((t("field-area").to_owned(), area));
    }
    stored_meanwhile(fields)
}
