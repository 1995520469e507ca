//! Reporting an adverse event, special situation or product complaint: from every page, without a sign-in.

use crate::app::{self, Head};
use crate::components::date_time::time;
use crate::components::form::{Form, Input, error_summary, input, select, term_choices, textarea};
use crate::components::safety_phone::{call_instead, not_stored};
use crate::error::{self, Outcome};
use crate::texts::{t, t_for, t_time, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use cookie::Cookie;
use domain::safety::{ReportData, ReportKind};
use domain::slug::Slug;
use domain::vocabulary::TermKind;
use leptos::prelude::*;
use services::failure::Problems;
use services::safety::{self, Recipients, Source, Words};

/// The form, filled with what the portal knows already: of the reporter, and of the request in the address.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let request = visit.parameter("request").unwrap_or_default();
    let data = safety::prefilled(&visit.context, &visit.asker, &request).await?;
    form_page(&visit, Form::of(fields_of(&data, &request)), StatusCode::OK).await
}

fn fields_of(data: &ReportData, request: &str) -> Fields {
    Fields::of([
        ("token", uuid::Uuid::new_v4().simple().to_string().as_str()),
        ("request", request),
        ("event", &data.event),
        ("contact", &data.contact),
        ("reporter-name", &data.reporter_name),
        ("reporter-profession", &data.reporter_profession),
        ("country", &data.country),
        ("product", &data.product),
    ])
}

/// Stored exactly as typed: nothing is trimmed.
fn data(fields: &Fields) -> ReportData {
    let text = |name: &str| fields.first(name).unwrap_or_default().to_owned();
    ReportData {
        kind: ReportKind::from_slug(fields.text("kind")).unwrap_or_default(),
        event: text("event"),
        contact: text("contact"),
        reporter_name: text("reporter-name"),
        reporter_profession: text("reporter-profession"),
        country: text("country"),
        product: text("product"),
        batch: text("batch"),
        patient: text("patient"),
        onset: text("onset"),
        outcome: text("outcome"),
    }
}

/// Submits a report; or, coming from a question that is being written, opens the form with its text.
///
/// # Errors
/// A form with problems comes back with all that was typed.
pub(crate) async fn submit(visit: Visit, fields: Fields) -> Outcome<Response> {
    if fields.text("step") == "begin" {
        return begin(visit, fields).await;
    }
    let (request, token) = (fields.text("request"), fields.text("token"));
    let source = Source { request, words: fields.text("words") };
    match safety::report(&visit.context, &visit.asker, data(&fields), source, token).await {
        Ok(report) => {
            let from =
                if request.is_empty() { String::new() } else { format!("?request={}", encode(request)) };
            Ok(visit::redirect(&format!("/report-safety/{}{from}", report.reference)))
        }
        Err(failure) => {
            let (problems, status) = error::on_form(failure)?;
            // What is wrong with the form is said beside its fields; anything else must not pass for a report.
            let is_lost = status.is_server_error();
            let problems = if is_lost { Problems::new() } else { problems };
            form_page(&visit, Form { fields, problems }, status).await
        }
    }
}

fn encode(text: &str) -> String {
    domain::address::query_value(text)
}

/// The question is kept for `/ask`, so that it is still there after the report, or an hour later.
async fn begin(visit: Visit, fields: Fields) -> Outcome<Response> {
    let known = safety::prefilled(&visit.context, &visit.asker, "").await?;
    let vocabulary = visit.context.vocabulary();
    let event = [fields.text("question"), fields.text("more")];
    let event = event.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
    let product = match fields.text("product") {
        "" => vocabulary.named_in(&event).only(TermKind::Product).map_or("", |term| &term.name),
        slug => vocabulary.name(TermKind::Product, slug),
    };
    let data = ReportData { product: product.to_owned(), event, ..known };
    let page = form_page(&visit, Form::of(fields_of(&data, "")), StatusCode::OK).await?;
    match kept_question(&visit, &fields).await {
        Ok(Some(cookie)) => Ok(visit::with_cookie(page, &cookie)),
        Ok(None) => Ok(page),
        // Whatever becomes of the question, the report can be made.
        Err(cause) => {
            tracing::error!(%cause, "a question was not kept beside a safety report");
            Ok(page)
        }
    }
}

async fn kept_question(visit: &Visit, fields: &Fields) -> Outcome<Option<Cookie<'static>>> {
    match visit.room_for_form().await? {
        Some(_) => visit.keep_form(("/ask", "/ask"), fields).await,
        None => Ok(None),
    }
}

async fn form_page(visit: &Visit, form: Form, status: StatusCode) -> Outcome<Response> {
    let head = Head::titled(visit.locale.get("report-title")).with_status(status);
    let (words, likely) = safety::words_of(&visit.context, &visit.asker, &form.value("request")).await?;
    Ok(app::page(visit, head, move || {
        view! {
            <h1 class="page-title">{t("report-title")}</h1>
            <p class="lede">{t("report-lede")}</p>
            <form class="form" method="post" action="/report-safety">
                {status.is_server_error().then(not_stored)}
                {error_summary(&form)}
                <input type="hidden" name="token" value=form.value("token")/>
                <input type="hidden" name="request" value=form.value("request")/>
                {textarea(&form, Input::text("event", "report-event").required().hint("report-event-hint"), 6)}
                {source(&form, &words, likely)}
                {input(&form, Input::text("contact", "report-contact").required().hint("report-contact-hint").kind("text", "email"))}
                {details(&form)}
                <p class="attestation">{t("report-privacy")}</p>
                <div class="sticky-actions">
                    <button class="button button-primary" type="submit">{t("report-send")}</button>
                </div>
            </form>
        }
    }))
}

/// Which words of a request the report is about: day zero is when they arrived.
fn source(form: &Form, words: &[Words], likely: usize) -> AnyView {
    let chosen = match form.value("words") {
        name if name.is_empty() => words.get(likely).map(|words| words.name.clone()).unwrap_or_default(),
        name => name,
    };
    let option = |name: String, text: String| {
        let is_chosen = name == chosen;
        view! { <option value=name selected=is_chosen>{text}</option> }
    };
    let options = words
        .iter()
        .map(|words| {
            let key = if words.are_question() { "report-words-question" } else { "report-words-follow-up" };
            option(words.name.clone(), t_with(key, &[("time", t_time(words.at).into())]))
        })
        .collect_view();
    (!words.is_empty())
        .then(|| {
            view! {
                <div class="field">
                    <label for="words">{t("report-words")}</label>
                    <p class="hint" id="words-hint">{t("report-words-hint")}</p>
                    <select id="words" name="words" aria-describedby="words-hint">
                        {options}
                        {option("now".to_owned(), t("report-words-now").to_owned())}
                    </select>
                </div>
            }
        })
        .into_any()
}

fn details(form: &Form) -> AnyView {
    const FOLDED: [&str; 8] = [
        "reporter-name",
        "reporter-profession",
        "country",
        "product",
        "batch",
        "patient",
        "onset",
        "outcome",
    ];
    let is_open = FOLDED.into_iter().any(|name| form.problems.of(name).is_some());
    view! {
        <details class="more" open=is_open>
            <summary>{t("report-details")}</summary>
            <div class="form">
                {kinds(form)}
                <div class="field-row">
                    {input(form, Input::text("product", "report-product"))}
                    {input(form, Input::text("batch", "report-batch"))}
                </div>
                {input(form, Input::text("patient", "report-patient").hint("report-patient-hint"))}
                <div class="field-row">
                    {input(form, Input::text("onset", "report-onset"))}
                    {input(form, Input::text("outcome", "report-outcome"))}
                </div>
                <div class="field-row">
                    {input(form, Input::text("reporter-name", "report-name").kind("text", "name"))}
                    {input(form, Input::text("reporter-profession", "report-profession"))}
                </div>
                {select(form, Input::text("country", "field-country").kind("text", "country"), term_choices(TermKind::Country))}
            </div>
        </details>
    }
    .into_any()
}

fn kinds(form: &Form) -> AnyView {
    let chosen = ReportKind::from_slug(form.fields.text("kind")).unwrap_or_default();
    let choices = ReportKind::all()
        .map(|kind| {
            let id = format!("report-{}", kind.slug());
            view! {
                <div class="choice">
                    <input type="radio" name="kind" id=id.clone() value=kind.slug() checked=kind == chosen/>
                    <label for=id.clone()>{t_for(&id)}</label>
                </div>
            }
        })
        .collect_view();
    view! { <fieldset class="choices"><legend>{t("report-kind")}</legend>{choices}</fieldset> }.into_any()
}

/// Confirms the receipt; whoever was writing a question can continue.
///
/// # Errors
/// `NotFound` where there is no such report.
pub(crate) async fn received(visit: Visit, Path(reference): Path<String>) -> Outcome<Response> {
    let filed_at = safety::received_at(&visit.context, &reference).await?;
    let has_question = visit.kept_form_at("/ask").await?.is_some();
    let request = visit.parameter("request");
    let is_at_desk = visit.asker.has_any(domain::account::DESK);
    let recipients = safety::recipients_now(&visit.context).await?;
    let is_read = recipients == Recipients::SafetyOfficers;
    let next = match recipients {
        Recipients::SafetyOfficers => "report-received-next",
        Recipients::Administrators => "report-received-administrators",
        Recipients::Nobody => "report-received-nobody",
    };
    let head = Head::titled(visit.locale.get("report-received-title"));
    Ok(app::page(&visit, head, move || {
        let back = request.map(|request| {
            let address =
                if is_at_desk { format!("/desk/{request}") } else { format!("/requests/{request}") };
            view! { <a class="button button-primary" href=address>{t("report-to-request")}</a> }
        });
        view! {
            <h1 class="page-title">{t("report-received-title")}</h1>
            <div class="notice notice-success" role="status">
                <p>{t_with("report-received", &[("reference", reference.into())])}" "{time(filed_at)}</p>
            </div>
            <div class="stack-s" id="report-next">
                <p>{t(next)}</p>
                {(!is_read).then(call_instead)}
            </div>
            <p class="cluster">
                {back}
                {has_question.then(|| view! { <a class="button button-primary" href="/ask">{t("report-to-question")}</a> })}
                <a class="button" href="/">{t("error-to-home")}</a>
            </p>
        }
    }))
}
