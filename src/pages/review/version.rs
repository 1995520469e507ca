//! One version as its readers will see it, what changed of it, all that a signature covers, and the decision.

use super::changes;
use crate::app::{self, Head};
use crate::components::form::{Form, Input, error_summary, input, textarea};
use crate::error::Outcome;
use crate::pages::article;
use crate::pages::editor::history;
use crate::pages::editor::names::{kind_name, state_badge, version_name};
use crate::pages::editor::pictures;
use crate::texts::{t, t_time, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::article::{Step, Version, VersionState};
use domain::id::VersionId;
use domain::slug::Slug;
use leptos::prelude::*;
use services::failure::Failure;
use services::publishing::{self, Compared, Review, Since, StepRequest};

/// The page of a version.
///
/// # Errors
/// [`Failure::NotFound`] when there is none that this person may see.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Outcome<Response> {
    let review = publishing::review(&visit.context, visit.account()?, &id.into()).await?;
    let kept = visit.kept_form().await?.unwrap_or_default();
    page(&visit, review, Form::of(kept), StatusCode::OK).await
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
            let review = publishing::review(&visit.context, account, &id).await?;
            page(&visit, review, Form { fields, problems }, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

/// A picture of a version, or of what it is compared with.
///
/// # Errors
/// [`Failure::NotFound`] when there is none that this person may see.
pub(crate) async fn picture(visit: Visit, Path((id, sha256)): Path<(String, String)>) -> Outcome<Response> {
    let picture = publishing::compared_picture(&visit.context, visit.account()?, &id.into(), &sha256).await?;
    Ok(pictures::answer(picture))
}

async fn page(visit: &Visit, review: Review, form: Form, status: StatusCode) -> Outcome<Response> {
    let version = &review.dossier.version;
    let shown = publishing::as_read(&visit.context, &visit.locale, version).await?;
    let vocabulary = visit.context.vocabulary();
    let is_own = visit.asker.id().is_some_and(|id| review.dossier.writers.contains(id));
    let head = Head::titled(version.front.title.clone()).wide().with_status(status);
    Ok(app::page(visit, head, move || {
        let article = article::layout(&shown, &vocabulary, (), ()).into_any();
        view(&review, article, &form, is_own)
    }))
}

fn view(review: &Review, article: AnyView, form: &Form, is_own: bool) -> impl IntoView + use<> {
    let version = &review.dossier.version;
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
        {changes(review).into_any()}
        {covered(review).into_any()}
        <p class="notice notice-info">{t("review-as-read")}</p>
        {article}
        {decision(version, form, is_own)}
        {history(&review.dossier, "/review").into_any()}
        </div>
    }
}

/// What differs from what readers have, or had last, and from what this reviewer read last.
fn changes(review: &Review) -> impl IntoView + use<> {
    let compared = |compared: &Compared| {
        view! {
            <p class="meta">{since(&compared.since)}</p>
            {changes::changes(&compared.content, &review.content, &review.dossier.version.id)}
        }
    };
    let readers = match &review.readers {
        None => view! { <p>{t("review-first")}</p> }.into_any(),
        Some(readers) => compared(readers).into_any(),
    };
    let read = review.read.as_ref().map(|read| {
        view! {
            <section class="stack" id="changes-read" aria-labelledby="changes-read-title">
                <h3 id="changes-read-title">{t("review-changes-read")}</h3>
                {compared(read)}
            </section>
        }
    });
    view! {
        <section class="card stack" id="changes" aria-labelledby="changes-title">
            <h2 id="changes-title">{t("review-changes")}</h2>
            {readers}
            {read}
        </section>
    }
}

/// With what a version is compared.
fn since(since: &Since) -> String {
    match since {
        Since::Published(number) => {
            t_with("review-since-published", &[("version", version_name(*number).into())])
        }
        Since::Approved(number) => t_with("review-since", &[("version", version_name(*number).into())]),
        Since::Read(number, at) => {
            let args = [("version", version_name(*number).into()), ("time", t_time(*at).into())];
            t_with("review-since-read", &args)
        }
        Since::SentBack(name, at) => {
            t_with("review-since-sent-back", &[("name", name.as_str().into()), ("time", t_time(*at).into())])
        }
    }
}

/// All that the signature covers, with the hash of the text that is signed.
fn covered(review: &Review) -> impl IntoView + use<> {
    view! {
        <section class="card stack" id="covered" aria-labelledby="covered-title">
            <h2 id="covered-title">{t("review-covered")}</h2>
            <p>{t("review-covered-text")}</p>
            {changes::covered(&review.content)}
            <p class="hash meta" translate="no">{t_with("review-hash", &[("hash", review.digest.as_str().into())])}</p>
        </section>
    }
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
