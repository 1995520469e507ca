//! What was written on a request and not sent, beside the form: that of others, and an own text that is in conflict.

use crate::components::date_time::time;
use crate::components::thread::plain;
use crate::texts::{t, t_with};
use domain::request::Draft;
use leptos::prelude::*;
use services::requests::desk::DeskRequest;
use services::requests::drafts::{self, StoredDraft};

/// What others have written on this request and not sent: whoever takes it over sees what was begun.
pub(crate) fn others_drafts(one: &DeskRequest) -> AnyView {
    let drafts = one.drafts.others.iter().map(others_draft).collect_view();
    view! { {drafts} }.into_any()
}

fn others_draft(stored: &StoredDraft) -> impl IntoView + use<> {
    let draft = &stored.draft;
    let name = [("name", stored.author_name.as_str().into())];
    let cited = draft.cited.len();
    let step = format!("adopt-{}", stored.author);
    view! {
        <section class="card stack stack-s draft-of-other">
            <h2>{t_with("desk-draft-of", &name)}</h2>
            <p class="meta">{t("desk-draft-unsent")}" "{time(stored.saved_at)}</p>
            {plain(&draft.body)}
            {(cited > 0).then(|| view! { <p class="meta">{t_with("desk-draft-cites", &[("count", cited.into())])}</p> })}
            {(!draft.note.trim().is_empty()).then(|| view! {
                <h3>{t("desk-note")}</h3>
                {plain(&draft.note)}
            })}
            {draft.has_reply().then(|| view! {
                <div class="form-actions">
                    <button class="button" type="submit" name="step" value=step formnovalidate=true>{t("desk-draft-adopt")}</button>
                </div>
            })}
        </section>
    }
}

/// Two texts of the same person, side by side: the one that is saved, and the one that came with the form and is in it
/// still.
pub(crate) fn conflict(stored: &StoredDraft, typed: &Draft, reference: &str) -> AnyView {
    let labels =
        ["desk-reply", "desk-cite-words", "desk-note-label", "desk-hand-over-reason", "desk-verify-reason"];
    let texts = drafts::fields(&stored.draft).into_iter().zip(drafts::fields(typed)).zip(labels);
    let rows = texts
        .filter(|(((_, saved), (_, here)), _)| saved != here)
        .map(|(((_, saved), (_, here)), label)| {
            view! {
                <h3>{t(label)}</h3>
                <div class="split">
                    <div><p class="meta">{t("desk-conflict-saved")}</p>{plain(saved)}</div>
                    <div><p class="meta">{t("desk-conflict-here")}</p>{plain(here)}</div>
                </div>
            }
        })
        .collect_view();
    let saved_at = (stored.version > 0).then(|| view! { " "{time(stored.saved_at)} });
    view! {
        <section class="notice notice-warning stack" id="conflict">
            <h2>{t("desk-conflict")}{saved_at}</h2>
            {rows}
            <p>{t("desk-conflict-advice")}</p>
            <p><a class="button" href=format!("/desk/{reference}")>{t("desk-conflict-use-saved")}</a></p>
        </section>
    }
    .into_any()
}
