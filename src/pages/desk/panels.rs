//! The panels around the reply: asker, context, safety, notes, handing over, correcting.

use crate::components::date_time::day;
use crate::components::form::{Form, Input, input, select, term_choices, textarea};
use crate::error::Outcome;
use crate::pages::requests::title;
use crate::texts::{t, t_for, t_with};
use crate::visit::Visit;
use domain::account::{Role, npi_is_valid};
use domain::id::ItemId;
use domain::request::{FrozenCitation, Request, SafetyAnswer, Urgency};
use domain::slug::Slug;
use domain::vocabulary::TermKind;
use leptos::prelude::*;
use services::requests::desk::DeskRequest;
use services::requests::reply;

/// The way to take a request that is somebody else's, or that nobody has taken up.
pub(crate) fn claim(one: &DeskRequest) -> AnyView {
    let is_unclaimed = one.request.state == domain::request::RequestState::Received;
    let is_offered = one.request.state.is_open() && (is_unclaimed || !one.is_mine);
    let text = match (one.is_mine, is_unclaimed) {
        (true, _) => t("desk-claim-mine").to_owned(),
        (false, true) => t_with("desk-claim-unclaimed", &[("name", one.owner.name.as_str().into())]),
        (false, false) => t_with("desk-claim-taken", &[("name", one.owner.name.as_str().into())]),
    };
    is_offered.then(|| {
        view! {
            // A button of the one form of the page: it takes along what is written there.
            <div class="notice notice-info cluster">
                <p>{text}</p>
                <button class="button button-primary" type="submit" form="draft" name="step" value="claim" formnovalidate=true>{t("desk-claim")}</button>
            </div>
        }
    })
    .into_any()
}

/// Who asks, and how they want to be reached.
pub(crate) fn asker(one: &DeskRequest) -> AnyView {
    let vocabulary = crate::page_context::page_context().vocabulary;
    let name = |kind, slug: &str| vocabulary.name(kind, slug).to_owned();
    let (asker, request) = (&one.asker, &one.request);
    let rows = [
        ("desk-asker", asker.name.clone()),
        ("desk-profession", name(TermKind::Profession, &asker.profession)),
        ("desk-specialty", name(TermKind::Specialty, &asker.specialty)),
        ("desk-institution", asker.institution.clone()),
        ("field-country", name(TermKind::Country, &asker.country)),
        ("field-product", name(TermKind::Product, &request.product)),
        ("field-area", name(TermKind::Area, &request.area)),
        ("desk-channel", t_for(&format!("channel-{}", request.channel.slug()))),
        ("desk-contact", request.contact.clone()),
    ];
    let rows = rows
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(key, text)| view! { <dt>{t(key)}</dt><dd>{text}</dd> })
        .collect_view();
    view! {
        <section class="card stack stack-s">
            <h2>{t("desk-about")}</h2>
            <dl class="article-meta">{rows}</dl>
        </section>
    }
    .into_any()
}

/// Titles of what the asker read before asking, as far as it is still there.
pub(crate) async fn read_titles(visit: &Visit, request: &Request) -> Outcome<Vec<FrozenCitation>> {
    let read: Vec<ItemId> = request.context.as_ref().map(|context| context.read.clone()).unwrap_or_default();
    Ok(reply::freeze(&visit.context, &read).await?)
}

/// What the asker searched and read; only with their consent.
pub(crate) fn context(request: &Request, read: &[FrozenCitation]) -> AnyView {
    let searched = request.context.as_ref().map(|context| context.searched.clone()).unwrap_or_default();
    let titles: Vec<String> = read.iter().map(|item| item.title.clone()).collect();
    (!searched.is_empty() || !titles.is_empty()).then(|| {
        view! {
            <section class="card stack stack-s">
                <h2>{t("desk-context")}</h2>
                <ul>
                    {searched
                        .into_iter()
                        .map(|words| view! { <li>{t_with("ask-context-searched", &[("words", words.into())])}</li> })
                        .collect_view()}
                    {titles
                        .into_iter()
                        .map(|title| view! { <li>{t_with("desk-context-read", &[("title", title.into())])}</li> })
                        .collect_view()}
                </ul>
            </section>
        }
    })
    .into_any()
}

/// Answered requests on the same product.
pub(crate) fn earlier(earlier: &[Request]) -> AnyView {
    let rows = earlier
        .iter()
        .map(|request| {
            view! {
                <li>
                    <a href=format!("/desk/{}", request.reference)>{title(request)}</a>
                    <span class="meta">" "{request.reference.clone()}", "{day(request.received_at)}</span>
                </li>
            }
        })
        .collect_view();
    (!earlier.is_empty())
        .then(|| view! { <section class="related"><h2>{t("desk-earlier")}</h2><ul>{rows}</ul></section> })
        .into_any()
}

/// The question that every request's owner answers before it goes any further.
pub(crate) fn safety(form: &Form, one: &DeskRequest) -> AnyView {
    let answered = one.request.safety.map(|answer| t_for(&format!("safety-answer-{}", answer.slug())));
    let references: Vec<String> = one.reports.iter().map(|report| report.reference.clone()).collect();
    let may_be_none = references.is_empty();
    let problem = form.problems.of("safety");
    let class = if answered.is_some() { "notice notice-success" } else { "notice notice-warning" };
    let can_say_reported = !references.is_empty() && one.request.safety != Some(SafetyAnswer::Reported);
    view! {
        <div class=class id="safety" role="group" aria-labelledby="safety-question">
            <h2 id="safety-question">{t("desk-safety")}</h2>
            {problem.map(|key| view! { <p class="field-error" id="safety-error">{t(key)}</p> })}
            {answered.map(|answer| view! { <p><strong>{answer}</strong></p> })}
            {(!references.is_empty()).then(|| view! { <p>{t_with("desk-safety-reports", &[("references", references.join(", ").into())])}</p> })}
            <div class="form-actions">
                {may_be_none.then(|| view! {
                    <button class="button" type="submit" name="step" value="safety-none" formnovalidate=true>{t("desk-safety-none")}</button>
                })}
                <button class="button" type="submit" name="step" value="safety-report" formnovalidate=true>{t("desk-safety-yes")}</button>
                {can_say_reported.then(|| view! {
                    <button class="button" type="submit" name="step" value="safety-reported" formnovalidate=true>{t("desk-safety-reported")}</button>
                })}
            </div>
        </div>
    }
    .into_any()
}

/// Shown while the HCP who asked is not verified.
pub(crate) fn verification(form: &Form, one: &DeskRequest) -> AnyView {
    let asker = &one.asker;
    let is_needed = asker.has(Role::Hcp) && asker.verified_at.is_none() && asker.disabled_at.is_none();
    let vocabulary = crate::page_context::page_context().vocabulary;
    let npi = asker.npi.as_ref().map(|npi| {
        let key = if npi_is_valid(npi) { "desk-npi-valid" } else { "desk-npi-invalid" };
        t_with(key, &[("npi", npi.as_str().into())])
    });
    let rows = [
        ("desk-asker", asker.name.clone()),
        ("desk-institution", asker.institution.clone()),
        ("field-country", vocabulary.name(TermKind::Country, &asker.country).to_owned()),
        ("desk-npi", npi.unwrap_or_default()),
    ]
    .into_iter()
    .map(|(key, text)| {
        let text = if text.is_empty() { t("not-given").to_owned() } else { text };
        view! { <dt>{t(key)}</dt><dd>{text}</dd> }
    })
    .collect_view();
    is_needed.then(|| {
        view! {
            <div class="card stack stack-s" id="verify" role="group" aria-labelledby="verify-title">
                <h2 id="verify-title">{t("desk-verify")}</h2>
                <dl class="article-meta">{rows}</dl>
                {input(form, Input::text("verify-reason", "desk-verify-reason"))}
                <div class="form-actions">
                    <button class="button" type="submit" name="step" value="verify" formnovalidate=true>{t("desk-verify-yes")}</button>
                    <button class="button button-danger" type="submit" name="step" value="decline" formnovalidate=true>{t("desk-verify-no")}</button>
                </div>
            </div>
        }
    })
    .into_any()
}

/// A note for those at the desk.
pub(crate) fn note(form: &Form) -> AnyView {
    let is_open = form.problems.of("note").is_some() || !form.value("note").is_empty();
    view! {
        <details class="more" open=is_open>
            <summary>{t("desk-note")}</summary>
            {textarea(form, Input::text("note", "desk-note-label").hint("desk-note-hint"), 3)}
            <div class="form-actions">
                <button class="button" type="submit" name="step" value="note" formnovalidate=true>{t("desk-note-send")}</button>
            </div>
        </details>
    }
    .into_any()
}

/// Handing over, with a reason.
pub(crate) fn hand_over(form: &Form, one: &DeskRequest) -> AnyView {
    let has_problem = ["to", "reason"].into_iter().any(|name| form.problems.of(name).is_some());
    let is_open = has_problem || !form.value("reason").is_empty();
    let choices = one.colleagues.iter().map(|person| (person.id.to_string(), person.name.clone())).collect();
    view! {
        <details class="more" open=is_open>
            <summary>{t("desk-hand-over")}</summary>
            {select(form, Input::text("to", "desk-hand-over-to"), choices)}
            {textarea(form, Input::text("reason", "desk-hand-over-reason"), 2)}
            <div class="form-actions">
                <button class="button" type="submit" name="step" value="hand-over" formnovalidate=true>{t("desk-hand-over-send")}</button>
            </div>
        </details>
    }
    .into_any()
}

/// Taking back that a request was closed.
pub(crate) fn reopen(one: &DeskRequest) -> AnyView {
    let hint = if one.request.close_reason.is_some() { "desk-reopen-told" } else { "desk-reopen-hint" };
    view! {
        <div class="notice notice-info cluster">
            <p>{t(hint)}</p>
            <button class="button" type="submit" name="step" value="reopen" formnovalidate=true>{t("desk-reopen")}</button>
        </div>
    }
    .into_any()
}

/// What the request is about and when it is due, to be corrected.
pub(crate) fn correction(form: &Form, one: &DeskRequest) -> AnyView {
    let fields = ["product", "area", "urgency", "due"];
    let is_open = fields.into_iter().any(|name| form.problems.of(name).is_some());
    let is_owed = one.request.state.is_open();
    let urgencies = Urgency::all()
        .map(Urgency::slug)
        .map(|slug| (slug.to_owned(), t_for(&format!("urgency-{slug}"))))
        .collect();
    view! {
        <details class="more" open=is_open>
            <summary>{t("desk-correct")}</summary>
            <div class="field-row">
                {select(form, Input::text("product", "field-product"), known_terms(TermKind::Product, &one.request.product))}
                {select(form, Input::text("area", "field-area"), known_terms(TermKind::Area, &one.request.area))}
            </div>
            {is_owed.then(|| view! {
                <div class="field-row">
                    {select(form, Input::text("urgency", "desk-urgency").required(), urgencies)}
                    {input(form, Input::text("due", "desk-due").kind("date", "off").hint("desk-due-hint"))}
                </div>
            })}
            <div class="form-actions">
                <button class="button" type="submit" name="step" value="correct" formnovalidate=true>{t("desk-correct-send")}</button>
            </div>
        </details>
    }
    .into_any()
}

/// The terms of a list; what has left the vocabulary since stays chosen.
fn known_terms(kind: TermKind, chosen: &str) -> Vec<(String, String)> {
    let mut terms = term_choices(kind);
    if !chosen.is_empty() && !terms.iter().any(|(slug, _)| slug == chosen) {
        terms.push((chosen.to_owned(), chosen.to_owned()));
    }
    terms
}
