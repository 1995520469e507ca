//! One version as its readers will see it, what changed since the last approved one, and the decision.

use crate::app::{self, Head};
use crate::components::difference::difference_view;
use crate::components::form::{Form, Input, error_summary, input, textarea};
use crate::error::Outcome;
use crate::page_context::page_context;
use crate::pages::article;
use crate::pages::editor::history;
use crate::pages::editor::names::{kind_name, state_badge, version_name};
use crate::texts::{t, t_calendar_day, t_for, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::article::fields::{FIELDS, Field, Sort};
use domain::article::{FrontMatter, Step, Version, VersionState};
use domain::id::VersionId;
use domain::slug::Slug;
use domain::time::CalendarDay;
use domain::vocabulary::TermKind;
use leptos::prelude::*;
use services::failure::Failure;
use services::publishing::{self, Dossier, StepRequest};

/// The page of a version.
///
/// # Errors
/// [`Failure::NotFound`] when there is none that this person may see.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Outcome<Response> {
    let dossier = publishing::dossier(&visit.context, visit.account()?, &id.into()).await?;
    let kept = visit.kept_form().await?.unwrap_or_default();
    page(&visit, dossier, Form::of(kept), StatusCode::OK).await
}

/// Approves the version, sends it back, or withdraws it.
///
/// # Errors
/// [`Failure::Conflict`] when it was changed since it was looked at; without what the step needs it is the page
/// again.
pub(crate) async fn submit(visit: Visit, Path(id): Path<String>, fields: Fields) -> Outcome<Response> {
    let account = visit.account()?;
    let id = VersionId::from(id);
    let step = Step::from_slug(fields.text("step")).ok_or(Failure::NotFound)?;
    let taking = StepRequest {
        step,
        lock: fields.text("lock").parse().unwrap_or_default(),
        comment: fields.text("reason").to_owned(),
        approval_reference: fields.text("approval_reference").to_owned(),
    };
    match publishing::take(&visit.context, account, &id, taking).await {
        Ok(()) => {
            // A version that was sent back is its editors' again.
            let next = if step == Step::SendBack { "/review".to_owned() } else { format!("/review/{id}") };
            visit.forget_kept_form(visit::redirect(&next)).await
        }
        Err(Failure::Invalid(problems)) => {
            let dossier = publishing::dossier(&visit.context, account, &id).await?;
            page(&visit, dossier, Form { fields, problems }, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(visit: &Visit, dossier: Dossier, form: Form, status: StatusCode) -> Outcome<Response> {
    let shown = publishing::as_read(&visit.context, &visit.locale, &dossier.version).await?;
    let vocabulary = visit.context.vocabulary();
    let is_own = visit.asker.id().is_some_and(|id| dossier.writers.contains(id));
    let head = Head::titled(dossier.version.front.title.clone()).wide().with_status(status);
    Ok(app::page(visit, head, move || {
        let article = article::layout(&shown, &vocabulary, (), ()).into_any();
        view(&dossier, article, &form, is_own)
    }))
}

fn view(dossier: &Dossier, article: AnyView, form: &Form, is_own: bool) -> impl IntoView + use<> {
    let version = &dossier.version;
    let has_decision = version.state == VersionState::InReview;
    view! {
        <p class="meta"><a href="/review">{t("review-title")}</a></p>
        <div class="stack stack-l">
        <div class="toolbar">
            <span>{t_with("review-kind-version", &[("kind", kind_name(version.front.kind).into()), ("version", version_name(version.number).into())])}</span>
            {state_badge(version.state)}
            <span class="cluster push">
                <a class="button button-quiet" href="#changes">{t("review-to-changes")}</a>
                {has_decision.then(|| view! { <a class="button" href="#decision">{t("review-to-decision")}</a> })}
            </span>
        </div>
        {error_summary(form)}
        {changes(dossier).into_any()}
        <p class="notice notice-info">{t("review-as-read")}</p>
        {article}
        {decision(version, form, is_own)}
        {history(dossier, "/review").into_any()}
        </div>
    }
}

/// Words and fields that differ from what readers have, or had last.
fn changes(dossier: &Dossier) -> impl IntoView + use<> {
    let version = &dossier.version;
    let inner = match dossier.approved_before() {
        None => view! { <p>{t("review-first")}</p> }.into_any(),
        Some(before) => {
            let since = [("version", version_name(before.number).into())];
            let is_same_text = before.body == version.body;
            view! {
                <p class="meta">{t_with("review-since", &since)}</p>
                {changed_fields(&before.front, &version.front)}
                {if is_same_text {
                    view! { <p>{t("review-same-text")}</p> }.into_any()
                } else {
                    difference_view(&before.body, &version.body).into_any()
                }}
            }
            .into_any()
        }
    };
    view! {
        <section class="card stack" id="changes" aria-labelledby="changes-title">
            <h2 id="changes-title">{t("review-changes")}</h2>
            {inner}
        </section>
    }
}

fn changed_fields(before: &FrontMatter, now: &FrontMatter) -> impl IntoView + use<> {
    let changed: Vec<_> = readable(before)
        .into_iter()
        .zip(readable(now))
        .filter(|((_, before), (_, now))| before != now)
        .map(|((key, before), (_, now))| {
            view! { <dt>{t(key)}</dt><dd>{difference_view(&before, &now)}</dd> }
        })
        .collect();
    (!changed.is_empty()).then(|| view! { <dl class="article-meta">{changed}</dl> })
}

/// Every field of the front matter that editors give, as its locale key and a text.
fn readable(front: &FrontMatter) -> Vec<(&'static str, String)> {
    let vocabulary = page_context().vocabulary;
    let names = |kind: TermKind, slugs: &[String]| {
        slugs.iter().map(|slug| vocabulary.name(kind, slug)).collect::<Vec<_>>().join(", ")
    };
    let day = |text: &str| CalendarDay::parse(text).map_or(text.to_owned(), t_calendar_day);
    let labelling = front.labelling.iter().map(|entry| {
        let product = vocabulary.name(TermKind::Product, &entry.product);
        let country = vocabulary.name(TermKind::Country, &entry.country);
        let status = t_for(&format!("labelling-status-{}", entry.status.slug()));
        format!("{product}, {country}: {status} {}\n", entry.link)
    });
    let references = front.references.iter().enumerate().map(|(place, given)| {
        let identifiers = [given.doi.as_deref(), given.pmid.as_deref()];
        let identifiers = identifiers.into_iter().flatten().collect::<Vec<_>>().join(", ");
        format!("{}. {} {identifiers}\n", place + 1, given.citation)
    });
    let shown = |field: Field| {
        let values = field.values(front);
        let text = match field.sort {
            Sort::Terms(kind) | Sort::Codes(kind) => names(kind, &values),
            Sort::Choice(prefix) => values.iter().map(|slug| t_for(&format!("{prefix}-{slug}"))).collect(),
            Sort::Day => values.first().map(|text| day(text)).unwrap_or_default(),
            Sort::Flag => if values.is_empty() { "" } else { t("demo-content") }.to_owned(),
            Sort::Text | Sort::Line | Sort::Lines | Sort::Number => values.join(", "),
        };
        field.label.map(|label| (label, text))
    };
    let mut all: Vec<_> = FIELDS.into_iter().filter_map(shown).collect();
    let after_audience = all.iter().position(|(label, _)| *label == "editor-authors").unwrap_or(all.len());
    all.insert(after_audience, ("editor-labelling", labelling.collect()));
    all.push(("editor-references", references.collect()));
    all
}

fn decision(version: &Version, form: &Form, is_own: bool) -> AnyView {
    match version.state {
        VersionState::InReview if is_own => view! {
            <section class="card stack" id="decision" aria-labelledby="decision-title">
                <h2 id="decision-title">{t("review-decision")}</h2>
                <p class="notice notice-warning">{t("review-own-work")}</p>
                {send_back(version, form)}
            </section>
        }
        .into_any(),
        VersionState::InReview => view! {
            <section class="card stack" id="decision" aria-labelledby="decision-title">
                <h2 id="decision-title">{t("review-decision")}</h2>
                {approve(version, form)}
                {send_back(version, form)}
            </section>
        }
        .into_any(),
        VersionState::Approved => view! {
            <section class="card stack" id="decision" aria-labelledby="decision-title">
                <h2 id="decision-title">{t("review-approved")}</h2>
                {send_back(version, form)}
            </section>
        }
        .into_any(),
        VersionState::Published => withdraw(version, form).into_any(),
        _ => ().into_any(),
    }
}

fn approve(version: &Version, form: &Form) -> impl IntoView + use<> {
    let mut shown = form.clone();
    if shown.fields.first("approval_reference").is_none() {
        shown.fields.push("approval_reference", &version.front.approval_reference);
    }
    let signs = [("version", version_name(version.number).into())];
    view! {
        <form class="form" method="post" action=format!("/review/{}", version.id)>
            <input type="hidden" name="lock" value=version.lock.to_string()/>
            {input(&shown, Input::text("approval_reference", "review-reference").required().hint("review-reference-hint"))}
            <p class="attestation">{t_with("review-signs", &signs)}</p>
            <div class="form-actions">
                <button class="button button-primary" type="submit" name="step" value="approve">{t("review-approve")}</button>
            </div>
        </form>
    }
}

fn send_back(version: &Version, form: &Form) -> impl IntoView + use<> {
    with_reason(version, form, ("send-back", "review-send-back", "review-reason"))
}

fn withdraw(version: &Version, form: &Form) -> impl IntoView + use<> {
    with_reason(version, form, ("withdraw", "editor-withdraw", "editor-withdraw-reason"))
}

/// A step that needs a reason: its value, its name, the reason's label.
fn with_reason(
    version: &Version,
    form: &Form,
    (step, name, label): (&'static str, &'static str, &'static str),
) -> impl IntoView + use<> {
    view! {
        <details class="more" open=form.problems.of("reason").is_some()>
            <summary>{t(name)}</summary>
            <form class="form" method="post" action=format!("/review/{}", version.id)>
                <input type="hidden" name="lock" value=version.lock.to_string()/>
                {textarea(form, Input::text("reason", label).required(), 4)}
                <div class="form-actions">
                    <button class="button button-danger" type="submit" name="step" value=step>{t(name)}</button>
                </div>
            </form>
        </details>
    }
}
