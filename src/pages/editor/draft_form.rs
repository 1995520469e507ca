//! The form of a draft, with its preview beside it.

use super::history::history;
use super::names::{kind_name, version_name};
use super::rows;
use crate::components::badges;
use crate::components::difference::difference_view;
use crate::components::form::{Form, Input, checkbox, error_summary, input, select, textarea};
use crate::components::text_area::TextArea;
use crate::components::{date_time, pico};
use crate::islands::editor::{LivePreview, SaveState, SaveTexts, Subject};
use crate::page_context::page_context;
use crate::pages::review::changes::changed_fields;
use crate::texts::{t, t_for, t_time, t_with};
use crate::visit::fields::Fields;
use domain::article::{ArticleKind, Version};
use domain::pico::{Certainty, PicoPart};
use domain::record::Record;
use domain::slug::Slug;
use domain::vocabulary::TermKind;
use leptos::prelude::*;
use services::failure::Problems;
use services::publishing::{Dossier, Draft, form};

/// What the page of a draft shows.
pub(crate) struct DraftPage {
    pub(crate) dossier: Dossier,
    /// The form's content: what is stored, or what was typed and could not be saved.
    pub(crate) draft: Draft,
    pub(crate) lock: i64,
    pub(crate) problems: Problems,
    /// For each of the form's references the record that it names, if the library has it.
    pub(crate) records: Vec<Option<Record>>,
    /// HTML of the text.
    pub(crate) preview: String,
    /// The search for a record to cite, and its results.
    pub(crate) found: Option<(String, Vec<Record>)>,
    /// The step that led here.
    pub(crate) done: Option<String>,
    /// The draft was saved elsewhere meanwhile: the form holds what was typed and is not stored.
    pub(crate) is_conflict: bool,
    /// The form holds what was typed before the sign-in had run out, and is not stored.
    pub(crate) is_restored: bool,
}

/// The whole page of a draft.
pub(crate) fn draft_view(page: &DraftPage) -> impl IntoView + use<> {
    let pairs = form::fields(&page.draft);
    let fields = Fields::of(pairs.iter().map(|(name, value)| (*name, value.as_str())));
    let form = Form { fields, problems: page.problems.clone() };
    let is_gone = page.is_conflict && page.dossier.version.state != domain::article::VersionState::Draft;
    view! {
        {crumbs(&page.draft.front.title)}
        <h1 class="page-title">{page.draft.front.title.clone()}</h1>
        {page.is_conflict.then(|| conflict(page))}
        {(page.is_restored && !page.is_conflict).then(restored)}
        {sent_back(page)}
        {if is_gone {
            view! { <section class="card stack">{text_alone(&form)}</section> }.into_any()
        } else {
            desk(page, &form).into_any()
        }}
        {history(&page.dossier, "/editor").into_any()}
    }
}

/// The breadcrumbs.
pub(crate) fn crumbs(title: &str) -> impl IntoView + use<> {
    view! {
        <nav class="crumbs" aria-label=t("crumbs")>
            <ol><li><a href="/editor">{t("editor-title")}</a></li><li><span>{title.to_owned()}</span></li></ol>
        </nav>
    }
}

/// Shown over a text that waited for its writer to sign in.
fn restored() -> impl IntoView {
    view! { <section class="notice notice-warning" role="status"><p>{t("editor-restored")}</p></section> }
}

/// Both texts: what is saved now, and in the form what was typed.
fn conflict(page: &DraftPage) -> impl IntoView + use<> {
    let version = &page.dossier.version;
    let title = if page.is_restored { "editor-conflict-restored" } else { "editor-conflict" };
    let is_draft = version.state == domain::article::VersionState::Draft;
    let advice = if is_draft { "editor-conflict-advice" } else { "editor-conflict-not-draft" };
    view! {
        <section class="notice notice-warning" role="alert">
            <h2>{t(title)}</h2>
            <p>{t("editor-conflict-when")}" "{date_time::time(version.updated_at)}</p>
            <p>{t(advice)}</p>
            <p><a href=format!("/editor/{}", version.id)>{t("editor-conflict-theirs")}</a></p>
            <details class="more" open=true>
                <summary>{t("editor-conflict-difference")}</summary>
                {changed_fields(&version.front, &page.draft.front)}
                {difference_view(&version.body, &page.draft.body)}
            </details>
        </section>
    }
}

/// Why a reviewer returned this version, until it goes to review again.
fn sent_back(page: &DraftPage) -> impl IntoView + use<> {
    use domain::article::Step;
    let latest = page.dossier.steps.iter().find(|taken| taken.version == page.dossier.version.id);
    latest.filter(|taken| taken.step == Step::SendBack).map(|taken| {
        view! {
            <section class="notice notice-warning">
                <h2>{t_with("editor-sent-back", &[("name", taken.name.as_str().into())])}</h2>
                <p>{taken.comment.clone()}</p>
            </section>
        }
    })
}

/// The text alone, to be copied: its version is no longer a draft.
fn text_alone(form: &Form) -> impl IntoView + use<> {
    textarea(form, Input::text("body", "editor-your-text"), 24)
}

fn desk(page: &DraftPage, form: &Form) -> impl IntoView + use<> {
    let id = page.dossier.version.id.clone();
    let action = format!("/editor/{id}");
    let preview = page.preview.clone();
    view! {
        {toolbar(page).into_any()}
        <div class="split">
            // What a browser fills in again after Back is an older text than the one that is saved.
            <form id="draft" class="form editor-form" method="post" action=action novalidate=true autocomplete="off">
                {error_summary(form)}
                <input type="hidden" name="lock" value=page.lock.to_string()/>
                {input(form, Input::text("title", "editor-title-field").required())}
                {textarea(form, Input::text("summary", "editor-summary").required().hint("editor-summary-hint"), 3)}
                {body(form).into_any()}
                {rows::references(form, &page.draft.front.references, &page.records, page.found.as_ref()).into_any()}
                {rows::pictures(form, &id, &page.dossier.pictures).into_any()}
                {question(form).into_any()}
                {subject(form).into_any()}
                {audience(form, &page.draft).into_any()}
                {record_keeping(form, page.dossier.was_published()).into_any()}
            </form>
            <section class="preview stack" aria-labelledby="preview-title" id="preview" tabindex="0">
                <h2 id="preview-title" class="meta">{t("editor-preview")}</h2>
                <div id="preview-text" class="prose" inner_html=preview></div>
                <LivePreview version=id.to_string()/>
                <noscript><p class="meta">{t("editor-preview-hint")}</p></noscript>
            </section>
        </div>
    }
}

fn toolbar(page: &DraftPage) -> impl IntoView + use<> {
    let version = &page.dossier.version;
    let name = version_name(version.number);
    let saved = t_with("editor-saved-at", &[("time", t_time(version.updated_at).into())]);
    let state = if page.is_conflict {
        view! { <span class="save-state" data-state="failed" role="status">{t("editor-not-saved")}</span> }
            .into_any()
    } else {
        // A form that came back with problems was refused as a whole, or saved before the step was.
        let is_unsaved = page.is_restored || page.draft != stored_draft(version);
        let done = page.done.as_deref().is_some_and(|done| done == "saved" || done == "take-back");
        let initial = match (is_unsaved, done) {
            (true, _) => t("editor-unsaved").to_owned(),
            (false, true) => format!("{saved} ✓"),
            (false, false) => saved,
        };
        view! {
            <SaveState
                subject=Subject::Version
                id=version.id.to_string()
                initial=initial
                is_unsaved=is_unsaved
                texts=save_texts()
            />
        }
        .into_any()
    };
    let save = if page.is_conflict { "editor-save-over" } else { "editor-save" };
    view! {
        <div class="toolbar">
            <span class="badge badge-state">{t_with("editor-draft-of", &[("version", name.into())])}</span>
            {badges::demo(version.is_demo || page.draft.front.is_demo)}
            {state}
            <span class="cluster push">
                <button class="button" type="submit" form="draft" name="step" value="save">{t(save)}</button>
                {(!page.is_conflict)
                    .then(|| {
                        view! {
                            <button class="button button-primary" type="submit" form="draft" name="step" value="submit">
                                {t("editor-submit")}
                            </button>
                        }
                    })}
            </span>
        </div>
    }
}

fn stored_draft(version: &Version) -> Draft {
    Draft { front: version.front.clone(), body: version.body.clone() }
}

fn save_texts() -> SaveTexts {
    SaveTexts {
        unsaved: t("editor-unsaved").to_owned(),
        saving: t("editor-saving").to_owned(),
        saved: t("editor-saved").to_owned(),
        conflict: t("editor-save-conflict").to_owned(),
        signed_out: t("editor-save-signed-out").to_owned(),
        invalid: t("editor-save-invalid").to_owned(),
        failed: t("editor-save-failed").to_owned(),
    }
}

fn body(form: &Form) -> impl IntoView + use<> {
    let problem = form.problems.of("body");
    let described = if problem.is_some() { "body-hint body-error" } else { "body-hint" };
    let text = TextArea {
        id: "body".to_owned(),
        name: "body",
        is_spell_checked: true,
        is_invalid: problem.is_some(),
        described_by: Some(described.to_owned()),
        ..TextArea::default()
    }
    .holding(&form.value("body"));
    view! {
        <div class="field">
            <label for="body">{t("editor-body")}</label>
            <p class="hint" id="body-hint">{t("editor-body-hint")}</p>
            {problem.map(|key| view! { <p class="field-error" id="body-error">{t(key)}</p> })}
            {text}
        </div>
    }
}

fn has_problem(form: &Form, fields: &[&str]) -> bool {
    fields.iter().any(|field| form.problems.of(field).is_some())
}

/// The question that the article answers, and how certain the answer is.
fn question(form: &Form) -> impl IntoView + use<> {
    let certainties = Certainty::all()
        .map(Certainty::slug)
        .map(|slug| (slug.to_owned(), t_for(&format!("certainty-{slug}"))))
        .collect();
    let part =
        |part: PicoPart| textarea(form, Input::text(part.slug(), pico::label(part)).hint(hint(part)), 2);
    view! {
        <details class="more" open=has_problem(form, &PicoPart::all().map(PicoPart::slug).collect::<Vec<_>>())>
            <summary>{t("editor-part-question")}</summary>
            <p class="hint">{t("editor-question-hint")}</p>
            {PicoPart::all().map(part).collect_view()}
            {select(form, Input::text("certainty", "pico-certainty").hint("editor-certainty-hint"), certainties)}
        </details>
    }
}

/// Locale key of what a part of the question says.
fn hint(part: PicoPart) -> &'static str {
    match part {
        PicoPart::Population => "editor-population-hint",
        PicoPart::Intervention => "editor-intervention-hint",
        PicoPart::Comparator => "editor-comparator-hint",
        PicoPart::Outcome => "editor-outcome-hint",
    }
}

fn subject(form: &Form) -> impl IntoView + use<> {
    let kinds = ArticleKind::all().map(|kind| (kind.slug().to_owned(), kind_name(kind))).collect();
    let levels: Vec<_> =
        (1..=5_u8).map(|level| (level.to_string(), t_for(&format!("level-{level}")))).collect();
    view! {
        <details class="more" open=has_problem(form, &["areas"])>
            <summary>{t("editor-part-subject")}</summary>
            <div class="field-row">
                {select(form, Input::text("kind", "editor-kind").required(), kinds)}
                {select(form, Input::text("level", "editor-level"), levels)}
            </div>
            {boxes(form, "areas", "editor-areas", TermKind::Area)}
            {boxes(form, "products", "editor-products", TermKind::Product)}
            {boxes(form, "topics", "editor-topics", TermKind::Topic)}
        </details>
    }
}

fn audience(form: &Form, draft: &Draft) -> impl IntoView + use<> {
    view! {
        <details class="more" open=has_problem(form, &["labelling"])>
            <summary>{t("editor-part-audience")}</summary>
            <p class="hint">{t("editor-audience-hint")}</p>
            {input(form, Input::text("countries", "editor-countries").hint("editor-countries-hint"))}
            {boxes(form, "professions", "editor-professions", TermKind::Profession)}
            {boxes(form, "specialties", "editor-specialties", TermKind::Specialty)}
            {rows::labelling(form, &draft.front.labelling)}
        </details>
    }
}

fn record_keeping(form: &Form, was_published: bool) -> impl IntoView + use<> {
    let slug = if was_published {
        let address = format!("/library/{}", form.value("slug"));
        view! { <p class="meta">{t("editor-address-stays")}" "<code>{address}</code></p> }.into_any()
    } else {
        input(form, Input::text("slug", "editor-slug").hint("editor-slug-hint")).into_any()
    };
    view! {
        <details class="more" open=has_problem(form, &["slug", "review_due", "expires"])>
            <summary>{t("editor-part-record")}</summary>
            {textarea(form, Input::text("authors", "editor-authors").hint("editor-authors-hint"), 2)}
            <div class="field-row">
                {input(form, Input::text("review_due", "editor-review-due").kind("date", "off"))}
                {input(form, Input::text("expires", "editor-expires").hint("editor-expires-hint").kind("date", "off"))}
            </div>
            {input(form, Input::text("approval_reference", "editor-approval").hint("editor-approval-hint"))}
            {slug}
            {demonstration(form)}
        </details>
    }
}

/// Whether the article is marked as demonstration content. A browser leaves out a box that is not ticked: the empty
/// value before it says that the form had one.
fn demonstration(form: &Form) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="demonstration" value=""/>
        {checkbox(form, "demonstration", "editor-demonstration")}
    }
}

/// A box for each term of a list.
fn boxes(form: &Form, name: &'static str, legend: &'static str, kind: TermKind) -> impl IntoView + use<> {
    let problem = form.problems.of(name);
    let chosen: Vec<String> = form.fields.all(name).map(str::to_owned).collect();
    let vocabulary = page_context().vocabulary;
    // A term that has left the vocabulary stays ticked until somebody unticks it.
    let gone = chosen.iter().filter(|slug| vocabulary.find(kind, slug).is_none());
    let terms: Vec<(String, String)> = vocabulary
        .list(kind)
        .map(|term| (term.slug.clone(), term.name.clone()))
        .chain(gone.map(|slug| (slug.clone(), slug.clone())))
        .collect();
    let boxes = terms
        .into_iter()
        .map(|(slug, text)| {
            let id = format!("{name}-{slug}");
            let is_chosen = chosen.contains(&slug);
            view! {
                <label class="choice" for=id.clone()>
                    <input id=id.clone() name=name type="checkbox" value=slug checked=is_chosen/>
                    <span>{text}</span>
                </label>
            }
        })
        .collect_view();
    // A new portal has no products yet.
    (!boxes.is_empty()).then(|| {
        view! {
            <fieldset class="choices" id=name tabindex="-1">
                <legend>{t(legend)}</legend>
                {problem.map(|key| view! { <p class="field-error">{t(key)}</p> })}
                <div class="choice-grid">{boxes}</div>
            </fieldset>
        }
    })
}
