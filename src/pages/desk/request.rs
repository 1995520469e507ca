//! One request at the desk: everything that answering needs on one screen.

use super::due::due;
use super::editor::{self, Editor};
use super::{drafts as unsent, panels, steps};
use crate::app::{self, Head};
use crate::components::date_time::{day, time};
use crate::components::form::{Form, error_summary};
use crate::components::thread::{Side, thread};
use crate::error::{self, Outcome};
use crate::islands::editor::{SaveState, SaveTexts, Subject};
use crate::pages::requests::title;
use crate::texts::{t, t_for, t_time, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::request::{Draft, RequestState};
use domain::slug::Slug;
use leptos::prelude::*;
use services::failure::{Failure, Problems};
use services::requests::desk::{self, DeskRequest};
use services::requests::drafts;
use services::requests::reply;

/// One request.
///
/// # Errors
/// `NotFound` where there is none.
pub(crate) async fn show(visit: Visit, Path(reference): Path<String>) -> Outcome<Response> {
    let typed = match visit.kept_form().await? {
        // Typed before the sign-in had run out, and not yet saved.
        Some(fields) => {
            let stored = drafts::own(&visit.context, &visit.asker, &reference).await?.unwrap_or_default();
            let draft = drafts::read(fields.pairs(), &stored.draft);
            let is_newest = fields.text("lock") == stored.version.to_string() || draft == stored.draft;
            if is_newest { Typed::unsaved(fields) } else { Typed::conflict(fields) }
        }
        None => Typed::default(),
    };
    one_page(&visit, &reference, typed, StatusCode::OK).await
}

/// The version that a reply of a request cites.
///
/// # Errors
/// `NotFound` where there is none.
pub(crate) async fn cited(
    visit: Visit,
    Path((reference, number)): Path<(String, usize)>,
) -> Outcome<Response> {
    let version = reply::cited_at_desk(&visit.context, &visit.asker, &reference, number).await?;
    crate::pages::requests::version_page(&visit, &version, &format!("/desk/{reference}"), number).await
}

/// A picture of that version.
///
/// # Errors
/// `NotFound` where there is none.
pub(crate) async fn picture(
    visit: Visit,
    Path((reference, number, name)): Path<(String, usize, String)>,
) -> Outcome<Response> {
    let version = reply::cited_at_desk(&visit.context, &visit.asker, &reference, number).await?;
    crate::pages::requests::picture_of(&visit, &version, &name).await
}

/// What came with the form, and what became of it.
#[derive(Debug, Default)]
struct Typed {
    form: Form,
    /// The form's texts are not stored.
    is_unsaved: bool,
    /// Other texts are, which another page of the same person has saved.
    is_conflict: bool,
}

impl Typed {
    fn unsaved(fields: Fields) -> Self {
        Self { form: Form::of(fields), is_unsaved: true, is_conflict: false }
    }

    fn conflict(fields: Fields) -> Self {
        let form = Form { fields, problems: Problems::one("", "desk-draft-conflict") };
        Self { form, is_unsaved: true, is_conflict: true }
    }

    fn refused(fields: Fields, problems: Problems, is_unsaved: bool) -> Self {
        Self { form: Form { fields, problems }, is_unsaved, is_conflict: false }
    }
}

/// One step on a request. What is written and not sent is saved with every step and before it, so that no step loses
/// it; where that cannot be done, the step is not taken.
///
/// # Errors
/// `NotFound` where there is no such request. A step that is refused is the page again, with all that was typed.
pub(crate) async fn submit(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Outcome<Response> {
    let lock = match save(&visit, &reference, &fields).await {
        Ok(lock) => lock,
        Err(Failure::Conflict) => {
            return one_page(&visit, &reference, Typed::conflict(fields), StatusCode::CONFLICT).await;
        }
        Err(failure) => {
            let (problems, status) = error::on_form(failure)?;
            return one_page(&visit, &reference, Typed::refused(fields, problems, true), status).await;
        }
    };
    match steps::take(&visit, &reference, &fields, lock).await {
        Ok(address) => visit.forget_kept_form(visit::redirect(&address)).await,
        Err(Failure::Conflict) => {
            let problems = Problems::one("", "desk-changed");
            let typed = Typed::refused(fields, problems, false);
            one_page(&visit, &reference, typed, StatusCode::CONFLICT).await
        }
        Err(failure) => {
            let (problems, status) = error::on_form(failure)?;
            one_page(&visit, &reference, Typed::refused(fields, problems, false), status).await
        }
    }
}

/// Saves the texts of the form, if it has any; returns the draft's version.
async fn save(visit: &Visit, reference: &str, fields: &Fields) -> Result<i64, Failure> {
    let (context, asker) = (&visit.context, &visit.asker);
    let lock = fields.text("lock").parse().unwrap_or_default();
    let has_texts = drafts::fields(&Draft::default()).iter().any(|(name, _)| fields.first(name).is_some());
    if !has_texts {
        return Ok(lock);
    }
    let stored = drafts::own(context, asker, reference).await?.unwrap_or_default();
    let draft = drafts::read(fields.pairs(), &stored.draft);
    Ok(drafts::save(context, asker, reference, lock, &draft).await?.lock)
}

/// The form as the page shows it: what was typed, else what is stored; and always the versions of this moment, so that
/// the next step is one on what this page shows.
fn filled(typed: Fields, one: &DeskRequest, stored: &Draft, lock: i64) -> Fields {
    let request = &one.request;
    let (version, lock) = (request.version.to_string(), lock.to_string());
    let due = request.due_at.day();
    let known = drafts::fields(stored).into_iter().chain([
        ("product", request.product.as_str()),
        ("area", request.area.as_str()),
        ("urgency", request.urgency.slug()),
        ("due", due.as_str()),
    ]);
    let missing: Vec<_> = known.filter(|(name, _)| typed.first(name).is_none()).collect();
    let kept = typed.pairs().filter(|(name, _)| !["version", "lock"].contains(name));
    let versions = [("version", version.as_str()), ("lock", lock.as_str())];
    Fields::of(kept.chain(missing).chain(versions))
}

async fn one_page(visit: &Visit, reference: &str, mut typed: Typed, status: StatusCode) -> Outcome<Response> {
    let one = desk::one(&visit.context, &visit.asker, reference).await?;
    let stored = one.drafts.own.clone().unwrap_or_default();
    let draft = drafts::read(typed.form.fields.pairs(), &stored.draft);
    let has_preview = visit.parameter("preview").is_some();
    let editor = Editor::load(visit, &one, draft.clone(), has_preview).await?;
    // Nobody loses what they wrote because a colleague took over meanwhile.
    let has_editor = (one.is_mine && one.request.state != RequestState::Closed) || draft.has_reply();
    typed.form.fields = filled(typed.form.fields, &one, &stored.draft, stored.version);
    let done = visit.parameter("done");
    let read = panels::read_titles(visit, &one.request).await?;
    let head = Head::titled(one.request.reference.clone()).wide().with_status(status);
    Ok(app::page(visit, head, move || {
        let is_open = one.request.state != RequestState::Closed;
        let form = &typed.form;
        view! {
            <div class="stack">
                {heading(&one)}
                {done_notice(done.as_deref())}
                {error_summary(form)}
                {typed.is_conflict.then(|| unsent::conflict(&stored, &draft, &one.request.reference))}
                {default_button(has_editor)}
                {panels::claim(&one)}
                <div class="split">
                    <div class="stack">
                        {thread(&one.request, &one.messages, &one.notices, &one.asker.name, Side::Desk)}
                        {panels::asker(&one)}
                        {panels::context(&one.request, &read)}
                        {panels::earlier(&one.earlier)}
                    </div>
                    // What a browser fills in again after Back is an older text than the one that is saved.
                    <form id="draft" class="form" method="post" action=format!("/desk/{}", one.request.reference) autocomplete="off">
                        <input type="hidden" name="version" value=form.value("version")/>
                        <input type="hidden" name="lock" value=form.value("lock")/>
                        {save_state(&one, &typed)}
                        {has_editor.then(|| editor::view(form, &one, &editor))}
                        {unsent::others_drafts(&one)}
                        {one.is_mine.then(|| panels::safety(form, &one))}
                        {(one.is_mine && is_open).then(|| editor::sending(form, &one))}
                        {(!is_open).then(|| panels::reopen(&one))}
                        {one.is_mine.then(|| panels::verification(form, &one))}
                        {panels::note(form)}
                        {is_open.then(|| panels::hand_over(form, &one))}
                        {panels::correction(form, &one)}
                    </form>
                </div>
            </div>
        }
    }))
}

/// What the Enter key presses in a line of the form: nothing that changes the request. It comes before every other
/// button of the form, of which a browser takes the first.
fn default_button(has_editor: bool) -> impl IntoView {
    let step = if has_editor { "find" } else { "keep" };
    view! {
        <button class="visually-hidden" type="submit" form="draft" name="step" value=step formnovalidate=true tabindex="-1" aria-hidden="true"></button>
    }
}

/// Whether what was written is saved. Without script every button of the form saves it.
fn save_state(one: &DeskRequest, typed: &Typed) -> AnyView {
    let keep = view! {
        <button class="button button-quiet push" type="submit" name="step" value="keep" formnovalidate=true>{t("desk-keep")}</button>
    };
    if typed.is_conflict {
        // No island: what it saves would replace the other text before anybody has compared them.
        return view! {
            <div class="cluster">
                <span class="save-state" data-state="failed" role="status">{t("editor-not-saved")}</span>
                {keep}
            </div>
        }
        .into_any();
    }
    let saved_at = one.drafts.own.as_ref().map(|stored| stored.saved_at);
    let initial = match saved_at {
        _ if typed.is_unsaved => t("editor-unsaved").to_owned(),
        Some(at) => t_with("editor-saved-at", &[("time", t_time(at).into())]),
        None => t("desk-draft-none").to_owned(),
    };
    let texts = SaveTexts {
        unsaved: t("editor-unsaved").to_owned(),
        saving: t("editor-saving").to_owned(),
        saved: t("editor-saved").to_owned(),
        conflict: t("desk-save-conflict").to_owned(),
        signed_out: t("desk-save-signed-out").to_owned(),
        invalid: t("desk-save-invalid").to_owned(),
        failed: t("editor-save-failed").to_owned(),
    };
    let id = one.request.reference.clone();
    view! {
        <div class="cluster">
            <SaveState subject=Subject::Request id=id initial=initial is_unsaved=typed.is_unsaved texts=texts/>
            {keep}
        </div>
        <noscript><p class="meta">{t("desk-draft-by-button")}</p></noscript>
    }
    .into_any()
}

fn heading(one: &DeskRequest) -> AnyView {
    let request = &one.request;
    let promised_at = request.promise.promised_at;
    let promised = (request.state.is_open() && promised_at != request.due_at)
        .then(|| view! { <span>{t("desk-promised")}": "{day(promised_at)}</span> });
    let former = request.handed_over_at.map(|at| {
        let name = [("name", one.former_owner.as_str().into())];
        view! { <span>{t_with("request-handed-over", &name)}" "{day(at)}</span> }
    });
    view! {
        <div>
            <nav class="crumbs" aria-label=t("crumbs")>
                <ol>
                    <li><a href="/desk">{t("desk-title")}</a></li>
                    <li><span aria-current="page">{request.reference.clone()}</span></li>
                </ol>
            </nav>
            <h1 class="page-title">{title(request)}</h1>
            <p class="meta cluster">
                <span class="badge badge-state">{t_for(&format!("request-state-{}", request.state.slug()))}</span>
                <span>{t_with("desk-owned", &[("name", one.owner.name.as_str().into())])}</span>
                {former}
                <span>{t("desk-due")}": "{due(request)}</span>
                {promised}
                <span>{t("desk-received")}": "{time(request.received_at)}</span>
                <span>{t_for(&format!("urgency-{}", request.urgency.slug()))}</span>
            </p>
            {request.close_reason.map(|reason| view! {
                <p class="meta">{t("desk-closed-because")}" "{t_for(&format!("close-reason-{}", reason.slug()))}</p>
            })}
        </div>
    }
    .into_any()
}

fn done_notice(done: Option<&str>) -> impl IntoView + use<> {
    let key = match done {
        Some("sent") => Some("desk-done-sent"),
        Some("closed") => Some("desk-done-closed"),
        Some("reopened") => Some("desk-done-reopened"),
        Some("corrected") => Some("desk-done-corrected"),
        Some("kept") => Some("desk-done-kept"),
        _ => None,
    };
    key.map(|key| view! { <div class="notice notice-success" role="status"><p>{t(key)}</p></div> })
}
