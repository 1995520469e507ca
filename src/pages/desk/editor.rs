//! The editor of a reply: text, what it cites, how the asker will see it.

use crate::components::badges;
use crate::components::form::{Form, Input, select, textarea};
use crate::components::thread::{Notices, Side, citations, prose};
use crate::error::Outcome;
use crate::page_context::page_context;
use crate::texts::{t, t_for, t_with};
use crate::visit::Visit;
use domain::id::ItemId;
use domain::library::Hit;
use domain::record::NoticeKind;
use domain::request::{CloseReason, Draft, FrozenCitation, RequestState};
use domain::slug::Slug;
use leptos::prelude::*;
use services::library;
use services::requests::desk::DeskRequest;
use services::requests::reply;

/// What the editor shows.
pub(crate) struct Editor {
    draft: Draft,
    /// What is cited, as it would be frozen now.
    cited: Vec<FrozenCitation>,
    /// The present state of what is cited.
    notices: Notices,
    /// What was found for the words, or for the question.
    found: Vec<Hit>,
    has_preview: bool,
}

impl Editor {
    /// Loads what a draft cites, and what it might.
    pub(crate) async fn load(
        visit: &Visit,
        one: &DeskRequest,
        draft: Draft,
        has_preview: bool,
    ) -> Outcome<Self> {
        let cited = reply::freeze(&visit.context, &draft.cited).await?;
        let notices = library::notices_of(&visit.context, &draft.cited).await?;
        let words = match draft.words.as_str() {
            "" => one.request.questions.join(" "),
            words => words.to_owned(),
        };
        let mut found = reply::citable(&visit.context, &visit.asker, &words).await?;
        found.retain(|hit| !draft.cited.contains(&hit.id));
        Ok(Self { draft, cited, notices, found, has_preview })
    }
}

/// The editor's part of the form.
pub(crate) fn view(form: &Form, one: &DeskRequest, editor: &Editor) -> AnyView {
    let has_words = !editor.draft.words.is_empty();
    let title = if has_words { "desk-cite-found" } else { "desk-cite-suggested" };
    let found = editor.found.iter().map(hit).collect_view();
    let first = one.messages.iter().map(|message| message.citations.len()).sum::<usize>() + 1;
    view! {
        {textarea(form, Input::text("body", "desk-reply").required().hint("desk-reply-hint"), 12)}
        <fieldset class="choices" id="cite">
            <legend>{t("desk-cite")}</legend>
            {form.problems.of("cite").map(|key| view! { <p class="field-error" id="cite-error">{t(key)}</p> })}
            {editor.cited.iter().map(|citation| cited(citation, &editor.notices)).collect_view()}
            <div class="toolbar">
                <label class="visually-hidden" for="words">{t("desk-cite-words")}</label>
                <input id="words" name="words" type="search" autocomplete="off" placeholder=t("desk-cite-words") value=editor.draft.words.clone()/>
                <button class="button" type="submit" name="step" value="find" formnovalidate=true>{t("desk-cite-find")}</button>
            </div>
            {if editor.found.is_empty() {
                view! { <p class="hint">{t("desk-cite-none")}</p> }.into_any()
            } else {
                view! { <p class="hint">{t(title)}</p>{found} }.into_any()
            }}
        </fieldset>
        <div class="form-actions">
            <button class="button" type="submit" name="step" value="preview" formnovalidate=true>{t("desk-preview")}</button>
        </div>
        {editor.has_preview.then(|| preview(one, editor, first))}
    }
    .into_any()
}

fn choice(
    item: &ItemId,
    is_chosen: bool,
    title: String,
    about: String,
    notices: &[NoticeKind],
) -> impl IntoView + use<> {
    let id = format!("cite-{item}");
    view! {
        <div class="choice">
            <input type="checkbox" id=id.clone() name="cite" value=item.to_string() checked=is_chosen/>
            <label for=id>{title}" "{badges::notices(notices)}<span class="hint">{about}</span></label>
        </div>
    }
}

fn cited(citation: &FrozenCitation, notices: &Notices) -> impl IntoView + use<> {
    let about = match citation.version_number {
        Some(number) => t_with("request-cited-version", &[("number", number.into())]),
        None => citation.citation.clone(),
    };
    let notices = notices.get(&citation.item).map(Vec::as_slice).unwrap_or_default();
    choice(&citation.item, true, citation.title.clone(), about, notices)
}

fn hit(hit: &Hit) -> impl IntoView + use<> {
    let kind = t_for(&format!("kind-{}", hit.kind.slug()));
    let parts = [kind, hit.journal.clone(), hit.year.map(|year| year.to_string()).unwrap_or_default()];
    let about = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    choice(&hit.id, false, hit.title.clone(), about, &hit.notices)
}

/// The reply as the asker will see it.
fn preview(one: &DeskRequest, editor: &Editor, first: usize) -> AnyView {
    let author = page_context().asker.account.map(|account| account.name).unwrap_or_default();
    view! {
        <section class="preview stack" id="preview" aria-label=t("desk-preview-title")>
            <p class="meta">{t("desk-preview-title")}</p>
            <div class="message message-reply">
                <header><strong>{author}</strong><span>{t("request-reply")}</span></header>
                {prose(&editor.draft.body, editor.cited.len(), "preview")}
                {citations(&editor.cited, &editor.notices, (&one.request.reference, first), Side::Preview, "preview")}
            </div>
        </section>
    }
    .into_any()
}

/// Send and close. While the asker waits for an answer, closing asks why they get none.
pub(crate) fn sending(form: &Form, one: &DeskRequest) -> AnyView {
    let is_answered = one.request.state == RequestState::Answered;
    let is_refused = form.problems.of("close-reason").is_some();
    let reasons = CloseReason::all()
        .map(CloseReason::slug)
        .map(|slug| (slug.to_owned(), t_for(&format!("close-reason-{slug}"))))
        .collect();
    let close = || {
        view! { <button class="button" type="submit" name="step" value="close" formnovalidate=true>{t("desk-close")}</button> }
    };
    view! {
        <div class="form-actions">
            <button class="button button-primary" type="submit" name="step" value="send">
                {t(if is_answered { "desk-send-again" } else { "desk-send" })}
            </button>
            {is_answered.then(close)}
        </div>
        {(!is_answered).then(|| view! {
            <details class="more" open=is_refused>
                <summary>{t("desk-close-unanswered")}</summary>
                {select(form, Input::text("close-reason", "desk-close-reason").hint("desk-close-reason-hint"), reasons)}
                <div class="form-actions">{close()}</div>
            </details>
        })}
    }
    .into_any()
}
