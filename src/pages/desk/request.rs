//! One request at the desk: everything that answering needs on one screen.

use super::due::due;
use super::editor::{self, Editor};
use super::panels;
use crate::app::{self, Head};
use crate::components::date_time::time;
use crate::components::form::{Form, error_summary};
use crate::components::thread::{Side, thread};
use crate::error::Outcome;
use crate::pages::requests::title;
use crate::texts::{t, t_for, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::ItemId;
use domain::request::{Draft, RequestState, SafetyAnswer};
use domain::slug::Slug;
use leptos::prelude::*;
use services::failure::{Failure, Problems};
use services::requests::desk::{self, DeskRequest, Verification};
use services::requests::reply;

/// One request.
///
/// # Errors
/// `NotFound` where there is none.
pub(crate) async fn show(visit: Visit, Path(reference): Path<String>) -> Outcome<Response> {
    let fields = visit.kept_form().await?.unwrap_or_default();
    one_page(&visit, &reference, Form::of(fields), StatusCode::OK).await
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

/// The content of the reply's editor.
fn draft(fields: &Fields) -> Draft {
    let mut cited: Vec<ItemId> = Vec::new();
    for item in fields.all("cite").map(ItemId::from) {
        if !cited.contains(&item) {
            cited.push(item);
        }
    }
    Draft {
        body: fields.first("body").unwrap_or_default().to_owned(),
        cited,
        words: fields.text("words").to_owned(),
    }
}

/// One step on a request. The unsent reply is kept with every step, so that no other step loses it.
///
/// # Errors
/// `NotFound` where there is no such request. A step that is refused is the page again, with all that was typed.
pub(crate) async fn submit(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Outcome<Response> {
    let done = step(&visit, &reference, &fields).await;
    match done {
        Ok(address) => visit.forget_kept_form(visit::redirect(&address)).await,
        Err(Failure::Invalid(problems)) => {
            let form = Form { fields, problems };
            one_page(&visit, &reference, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(Failure::Conflict) => {
            let form = Form { fields, problems: Problems::one("", "desk-changed") };
            one_page(&visit, &reference, form, StatusCode::CONFLICT).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Takes the step and gives the address to go on to.
async fn step(visit: &Visit, reference: &str, fields: &Fields) -> Result<String, Failure> {
    let (state, asker) = (&visit.context, &visit.asker);
    let here = format!("/desk/{reference}");
    let seen: i64 = fields.text("version").parse().unwrap_or_default();
    let draft = draft(fields);
    if fields.first("body").is_some() {
        reply::keep_draft(state, asker, reference, &draft).await?;
    }
    match fields.text("step") {
        "claim" => desk::claim(state, asker, reference, seen).await?,
        "hand-over" => {
            let recipient = (fields.text("to"), fields.text("reason"));
            desk::hand_over(state, asker, reference, seen, recipient).await?;
        }
        "note" => desk::note(state, asker, reference, fields.text("note")).await?,
        "safety-none" => desk::answer_safety(state, asker, reference, seen, SafetyAnswer::None).await?,
        "safety-reported" => {
            desk::answer_safety(state, asker, reference, seen, SafetyAnswer::Reported).await?;
        }
        "safety-report" => return Ok(format!("/report-safety?request={reference}")),
        "find" => return Ok(format!("{here}#cite")),
        "preview" => return Ok(format!("{here}?preview=yes#preview")),
        "send" => {
            reply::send(state, asker, reference, seen, &draft).await?;
            return Ok(format!("{here}?done=sent"));
        }
        "close" => {
            desk::close(state, asker, reference, seen).await?;
            return Ok(format!("{here}?done=closed"));
        }
        "verify" => {
            desk::verify_asker(state, asker, reference, seen, Verification::Verified).await?;
        }
        "decline" => {
            let reason = fields.text("verify-reason");
            desk::verify_asker(state, asker, reference, seen, Verification::Declined { reason }).await?;
        }
        // The draft was kept; nothing else was asked for.
        _ => return Ok(format!("{here}?done=kept")),
    }
    Ok(here)
}

async fn one_page(visit: &Visit, reference: &str, mut form: Form, status: StatusCode) -> Outcome<Response> {
    let (state, asker) = (&visit.context, &visit.asker);
    let one = desk::one(state, asker, reference).await?;
    let editor = match form.fields.first("body").is_some() {
        true => draft(&form.fields),
        false => reply::draft(state, asker, reference).await?,
    };
    let editor = Editor::load(visit, &one, editor, visit.parameter("preview").is_some()).await?;
    // Nobody loses typed text because a colleague took over meanwhile.
    let has_editor = one.is_mine || !form.value("body").is_empty();
    form.fields = Fields::of(
        form.fields
            .pairs()
            .filter(|(name, _)| *name != "version")
            .chain([("version", one.request.version.to_string().as_str())]),
    );
    let done = visit.parameter("done");
    let context = panels::read_titles(visit, &one.request).await?;
    let head = Head::titled(one.request.reference.clone()).wide().with_status(status);
    Ok(app::page(visit, head, move || {
        let is_open = one.request.state != RequestState::Closed;
        view! {
            <div class="stack">
                {heading(&one)}
                {done_notice(done.as_deref())}
                {error_summary(&form)}
                {panels::claim(&one)}
                <div class="split">
                    <div class="stack">
                        {thread(&one.request, &one.messages, &one.notices, &one.asker.name, Side::Desk)}
                        {panels::asker(&one)}
                        {panels::context(&one.request, &context)}
                        {panels::earlier(&one.earlier)}
                    </div>
                    <form class="form" method="post" action=format!("/desk/{}", one.request.reference)>
                        <input type="hidden" name="version" value=one.request.version.to_string()/>
                        {(has_editor && is_open).then(|| editor::view(&form, &one, &editor))}
                        {one.is_mine.then(|| panels::safety(&form, &one))}
                        {(one.is_mine && is_open).then(|| editor::sending(&one))}
                        {one.is_mine.then(|| panels::verification(&form, &one))}
                        {panels::note(&form)}
                        {is_open.then(|| panels::hand_over(&form, &one))}
                    </form>
                </div>
            </div>
        }
    }))
}

fn heading(one: &DeskRequest) -> AnyView {
    let request = &one.request;
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
                <span>{t("desk-due")}": "{due(request)}</span>
                <span>{t("desk-received")}": "{time(request.received_at)}</span>
                <span>{t_for(&format!("urgency-{}", request.urgency.slug()))}</span>
            </p>
        </div>
    }
    .into_any()
}

fn done_notice(done: Option<&str>) -> impl IntoView + use<> {
    let key = match done {
        Some("sent") => Some("desk-done-sent"),
        Some("closed") => Some("desk-done-closed"),
        Some("kept") => Some("desk-done-kept"),
        _ => None,
    };
    key.map(|key| view! { <div class="notice notice-success" role="status"><p>{t(key)}</p></div> })
}
