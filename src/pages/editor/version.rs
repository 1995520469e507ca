//! One version in the editor: a draft to write in, or what became of it with the steps that lead on.

use super::actions::Action;
use super::draft_form::{DraftPage, draft_view};
use super::state::state_view;
use crate::app::{self, Head};
use crate::error::Outcome;
use crate::pages::article;
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::address::query_value;
use domain::article::{Step, VersionState};
use domain::id::VersionId;
use domain::slug::Slug;
use leptos::prelude::*;
use services::failure::{Failure, Problems};
use services::publishing::{self, Dossier, Draft, StepRequest, form};

/// The page of a version.
///
/// # Errors
/// [`Failure::NotFound`] when there is none of this id.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Outcome<Response> {
    let id = VersionId::from(id);
    let dossier = publishing::dossier(&visit.context, visit.account()?, &id).await?;
    if dossier.version.state != VersionState::Draft {
        return standing(&visit, dossier, Problems::new(), StatusCode::OK).await;
    }
    let (stored, lock) = (stored(&dossier), dossier.version.lock);
    match visit.kept_form().await? {
        // Typed before the sign-in had run out, and not yet saved.
        Some(fields) => {
            let draft = form::read(fields.pairs(), &dossier.version.front);
            let is_stored = draft == stored;
            match fields.text("lock") == lock.to_string() {
                _ if is_stored => written(&visit, dossier, stored, lock, Problems::new()).await,
                true => restored(&visit, dossier, draft, lock).await,
                false => Ok(conflicting_page(&visit, dossier, draft, true).await?),
            }
        }
        None => written(&visit, dossier, stored, lock, Problems::new()).await,
    }
}

fn stored(dossier: &Dossier) -> Draft {
    Draft { front: dossier.version.front.clone(), body: dossier.version.body.clone() }
}

/// Saves what was typed and does what the button says.
///
/// # Errors
/// [`Failure::NotFound`] when there is none of this id; [`Failure::Conflict`] for a step that its state no longer
/// allows. A draft that somebody else changed is a page that keeps what was typed.
pub(crate) async fn submit(visit: Visit, Path(id): Path<String>, fields: Fields) -> Outcome<Response> {
    let id = VersionId::from(id);
    let action = Action::of(fields.text("step"));
    // Only the form of a draft has a text.
    let response = if fields.first("body").is_some() {
        write(&visit, &id, &fields, action, None).await
    } else {
        step(&visit, &id, &fields, action).await
    };
    visit.forget_kept_form(response?).await
}

/// A picture on its way into a draft: its name and bytes.
pub(crate) type Upload<'a> = (&'a str, &'a [u8]);

/// Saves a draft, then does what the button says with it.
pub(super) async fn write(
    visit: &Visit,
    id: &VersionId,
    fields: &Fields,
    action: Action,
    upload: Option<Upload<'_>>,
) -> Outcome<Response> {
    let account = visit.account()?;
    let dossier = publishing::dossier(&visit.context, account, id).await?;
    let mut draft = form::read(fields.pairs(), &dossier.version.front);
    if let Action::Cite(record) = &action {
        let record = publishing::cited_record(&visit.context, record).await?;
        draft.front.references.push(form::reference_to(&record.data));
    }
    action.apply(&mut draft);
    let lock = fields.text("lock").parse().unwrap_or_default();
    let saved = match publishing::save(&visit.context, account, id, lock, draft.clone()).await {
        Ok(saved) => saved,
        Err(Failure::Conflict) => {
            let newest = publishing::dossier(&visit.context, account, id).await?;
            return conflict(visit, newest, draft).await;
        }
        Err(Failure::Invalid(problems)) => return written(visit, dossier, draft, lock, problems).await,
        Err(other) => return Err(other.into()),
    };
    let done = match (&action, upload) {
        (Action::Take(step @ Step::Submit), _) => {
            let taking = StepRequest::plain(*step, saved.lock);
            publishing::take(&visit.context, account, id, taking).await
        }
        (Action::RemovePicture(name), _) => {
            publishing::remove_picture(&visit.context, account, id, saved.lock, name).await.map(|_| ())
        }
        (Action::AddPicture, Some((name, bytes))) => {
            publishing::put_picture(&visit.context, account, id, saved.lock, name, bytes).await.map(|_| ())
        }
        _ => Ok(()),
    };
    match done {
        Ok(()) => Ok(visit::redirect(&after(id, &action, fields))),
        Err(Failure::Invalid(problems)) => {
            let dossier = publishing::dossier(&visit.context, account, id).await?;
            let (draft, lock) = (stored(&dossier), dossier.version.lock);
            written(visit, dossier, draft, lock, problems).await
        }
        Err(other) => Err(other.into()),
    }
}

fn after(id: &VersionId, action: &Action, fields: &Fields) -> String {
    let query = match action {
        Action::Find => format!("?find={}", query_value(fields.text("find"))),
        Action::Save => "?done=saved".to_owned(),
        Action::Take(step) => format!("?done={}", step.slug()),
        _ => String::new(),
    };
    format!("/editor/{id}{query}{}", action.anchor())
}

async fn step(visit: &Visit, id: &VersionId, fields: &Fields, action: Action) -> Outcome<Response> {
    let account = visit.account()?;
    let dossier = publishing::dossier(&visit.context, account, id).await?;
    let taken = match &action {
        Action::NewVersion => {
            let next = publishing::new_version(&visit.context, account, &dossier.version.article).await?;
            return Ok(visit::redirect(&format!("/editor/{next}")));
        }
        Action::Take(step) => {
            let lock = fields.text("lock").parse().unwrap_or_default();
            let taking =
                StepRequest { comment: fields.text("reason").to_owned(), ..StepRequest::plain(*step, lock) };
            publishing::take(&visit.context, account, id, taking).await
        }
        _ => return Err(Failure::Conflict.into()),
    };
    match taken {
        Ok(()) => Ok(visit::redirect(&after(id, &action, fields))),
        Err(Failure::Invalid(problems)) => {
            standing(visit, dossier, problems, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn written(
    visit: &Visit,
    dossier: Dossier,
    draft: Draft,
    lock: i64,
    problems: Problems,
) -> Outcome<Response> {
    let (page, status) = written_page(visit, dossier, draft, lock, problems).await?;
    Ok(writing_page(visit, page, status))
}

/// What was typed before the sign-in had run out: nothing of it is saved.
async fn restored(visit: &Visit, dossier: Dossier, draft: Draft, lock: i64) -> Outcome<Response> {
    let (page, status) = written_page(visit, dossier, draft, lock, Problems::new()).await?;
    Ok(writing_page(visit, DraftPage { is_restored: true, ..page }, status))
}

async fn written_page(
    visit: &Visit,
    dossier: Dossier,
    draft: Draft,
    lock: i64,
    problems: Problems,
) -> Outcome<(DraftPage, StatusCode)> {
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let found = match visit.parameter("find") {
        Some(words) => {
            let records = publishing::find_records(&visit.context, &visit.asker, &words).await?;
            Some((words, records))
        }
        None => None,
    };
    let writing = DraftPage {
        records: publishing::records_of(&visit.context, &draft.front.references).await?,
        preview: publishing::preview(
            &visit.locale,
            &dossier.version.id,
            &draft.body,
            draft.front.references.len(),
        )
        .await?,
        lock,
        dossier,
        draft,
        problems,
        found,
        done: visit.parameter("done"),
        is_conflict: false,
        is_restored: false,
    };
    Ok((writing, status))
}

/// What was typed, beside what somebody else saved meanwhile. Saving again from here replaces theirs.
async fn conflict(visit: &Visit, dossier: Dossier, draft: Draft) -> Outcome<Response> {
    conflicting_page(visit, dossier, draft, false).await
}

async fn conflicting_page(
    visit: &Visit,
    dossier: Dossier,
    draft: Draft,
    is_restored: bool,
) -> Outcome<Response> {
    let writing = DraftPage {
        records: publishing::records_of(&visit.context, &draft.front.references).await?,
        preview: publishing::preview(
            &visit.locale,
            &dossier.version.id,
            &draft.body,
            draft.front.references.len(),
        )
        .await?,
        lock: dossier.version.lock,
        dossier,
        draft,
        problems: Problems::new(),
        found: None,
        done: None,
        is_conflict: true,
        is_restored,
    };
    Ok(writing_page(visit, writing, StatusCode::CONFLICT))
}

fn writing_page(visit: &Visit, writing: DraftPage, status: StatusCode) -> Response {
    let head = Head::titled(writing.draft.front.title.clone()).wide().with_status(status);
    app::page(visit, head, move || draft_view(&writing))
}

async fn standing(
    visit: &Visit,
    dossier: Dossier,
    problems: Problems,
    status: StatusCode,
) -> Outcome<Response> {
    let shown = publishing::as_read(&visit.context, &visit.locale, &dossier.version).await?;
    let vocabulary = visit.context.vocabulary();
    let done = visit.parameter("done");
    let head = Head::titled(dossier.version.front.title.clone()).wide().with_status(status);
    Ok(app::page(visit, head, move || {
        state_view(&dossier, article::layout(&shown, &vocabulary, (), ()).into_any(), problems, done)
    }))
}
