//! The form for a question: one box and Send; everything else is inferred or folded.

use crate::app::{self, Head};
use crate::components::date_time::day;
use crate::components::form::{Form, Input, error_summary, input, select, term_choices, textarea};
use crate::error::{self, Outcome};
use crate::texts::{t, t_day, t_for, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::Role;
use domain::request::{Channel, RecentActivity, Urgency};
use domain::slug::Slug;
use domain::time::Moment;
use domain::vocabulary::TermKind;
use leptos::prelude::*;
use services::requests::ask::{self, Question, hints_at_safety};

/// The form: with the words of the search that leads here, else as it was kept before a sign-in.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let asked = visit.parameter("q").filter(|words| !words.trim().is_empty());
    let (mut fields, earlier) = match (visit.kept_form().await?, asked) {
        (Some(kept), None) => (kept, KeptQuestion::Restored),
        (kept, asked) => {
            let earlier = if kept.is_some() { KeptQuestion::Waiting } else { KeptQuestion::None };
            (Fields::of([("question", asked.unwrap_or_default().as_str())]), earlier)
        }
    };
    if fields.text("token").is_empty() {
        fields.push("token", &uuid::Uuid::new_v4().simple().to_string());
    }
    let context = ask::recent_activity(&visit.context, &visit.asker).await?;
    Ok(form_page(&visit, Form::of(fields), &context, earlier, StatusCode::OK))
}

/// What became of a question that was kept before a sign-in or a safety report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KeptQuestion {
    None,
    /// The form holds it.
    Restored,
    /// The form holds the words of a newer search; the kept question can still be continued.
    Waiting,
}

fn question(fields: &Fields) -> Question {
    let text = |name: &str| fields.text(name).to_owned();
    Question {
        question: text("question"),
        more: text("more"),
        product: text("product"),
        area: text("area"),
        urgency: Urgency::from_slug(fields.text("urgency")).unwrap_or_default(),
        channel: Channel::from_slug(fields.text("channel")).unwrap_or_default(),
        contact: text("contact"),
        with_context: fields.is_ticked("with-context"),
        token: text("token"),
    }
}

/// Sends the question and leads to its page.
///
/// # Errors
/// A form with problems comes back with all that was typed.
pub(crate) async fn submit(visit: Visit, fields: Fields) -> Outcome<Response> {
    match ask::ask(&visit.context, &visit.asker, question(&fields)).await {
        Ok(request) => {
            let response = visit::redirect(&format!("/requests/{}?sent=yes", request.reference));
            visit.forget_kept_form(response).await
        }
        Err(failure) => {
            let (problems, status) = error::on_form(failure)?;
            // The form comes back whatever became of the rest.
            let context = ask::recent_activity(&visit.context, &visit.asker).await.unwrap_or_default();
            Ok(form_page(&visit, Form { fields, problems }, &context, KeptQuestion::None, status))
        }
    }
}

fn form_page(
    visit: &Visit,
    form: Form,
    context: &RecentActivity,
    earlier: KeptQuestion,
    status: StatusCode,
) -> Response {
    let head = Head::titled(visit.locale.get("ask-title")).with_status(status);
    let is_for_others = visit.asker.account.as_ref().is_some_and(|account| !account.has(Role::Hcp));
    let is_signed_in = visit.asker.account.is_some();
    let has_consent = visit.asker.visitor.is_some();
    app::page(visit, head, move || {
        view! {
            <h1 class="page-title">{t("ask-title")}</h1>
            <p class="lede">{t("ask-lede")}</p>
            {if is_for_others {
                view! { <div class="notice notice-info"><p>{t("ask-for-hcps")}</p></div> }.into_any()
            } else {
                question_form(&form, context, earlier, is_signed_in, has_consent).into_any()
            }}
        }
    })
}

fn question_form(
    form: &Form,
    context: &RecentActivity,
    earlier: KeptQuestion,
    is_signed_in: bool,
    has_consent: bool,
) -> AnyView {
    let hints = hints_at_safety(form.fields.text("question"));
    let field = Input::text("question", "ask-question").required().hint("ask-question-hint");
    view! {
        <form class="form" method="post" action="/ask">
            {error_summary(form)}
            {earlier_question(earlier)}
            <input type="hidden" name="token" value=form.value("token")/>
            {textarea(form, field, 6)}
            {hints.then(hint)}
            {details(form)}
            {has_consent.then(|| travelling(form, context))}
            <p class="attestation">{t("ask-attestation")}</p>
            {(!is_signed_in).then(|| view! { <p class="meta">{t("ask-sign-in-later")}</p> })}
            <div class="sticky-actions">
                <button class="button button-primary" type="submit">{t("ask-send")}</button>
            </div>
            {safety_way()}
        </form>
    }
    .into_any()
}

fn earlier_question(earlier: KeptQuestion) -> Option<AnyView> {
    let message = match earlier {
        KeptQuestion::None => return None,
        KeptQuestion::Restored => t("ask-kept").into_any(),
        KeptQuestion::Waiting => {
            view! { {t("ask-waiting")}" "<a href="/ask">{t("ask-waiting-way")}</a> }.into_any()
        }
    };
    Some(view! { <div class="notice notice-info"><p>{message}</p></div> }.into_any())
}

fn hint() -> impl IntoView {
    view! {
        <div class="notice notice-warning">
            <strong>{t("ask-safety-hint-title")}</strong>
            <p>{t("ask-safety-hint")}" "<a href="#safety-way">{t("ask-safety-hint-way")}</a></p>
        </div>
    }
}

/// Comes after Send, so that the return key sends the question. What was typed is sent along and kept.
fn safety_way() -> AnyView {
    view! {
        <div class="notice notice-warning" id="safety-way">
            <strong>{t("ask-safety-title")}</strong>
            <p>{t("ask-safety-text")}</p>
            <p>
                <button class="button" type="submit" formaction="/report-safety" formnovalidate=true name="step" value="begin">
                    {t("ask-safety-send")}
                </button>
            </p>
        </div>
    }
    .into_any()
}

fn details(form: &Form) -> AnyView {
    let is_open = ["more", "contact"].into_iter().any(|name| form.problems.of(name).is_some());
    view! {
        <details class="more" open=is_open>
            <summary>{t("ask-details")}</summary>
            <div class="form">
                <div class="field-row">
                    {select(form, Input::text("product", "field-product").hint("ask-guessed"), term_choices(TermKind::Product))}
                    {select(form, Input::text("area", "field-area").hint("ask-guessed"), term_choices(TermKind::Area))}
                </div>
                {textarea(form, Input::text("more", "ask-more").hint("ask-more-hint"), 3)}
                {urgencies(form)}
                {channels(form)}
                {input(form, Input::text("contact", "ask-contact").hint("ask-contact-hint").kind("text", "tel"))}
            </div>
        </details>
    }
    .into_any()
}

fn urgencies(form: &Form) -> AnyView {
    let chosen = Urgency::from_slug(form.fields.text("urgency")).unwrap_or_default();
    let now = Moment::now();
    let choices = Urgency::all()
        .map(|urgency| {
            let id = format!("urgency-{}", urgency.slug());
            let due = now.plus_working_days(urgency.working_days());
            view! {
                <div class="choice">
                    <input type="radio" name="urgency" id=id.clone() value=urgency.slug() checked=urgency == chosen/>
                    <label for=id.clone()>
                        {t_for(&id)}
                        <span class="hint">{t_with("ask-answer-by", &[("day", t_day(due).into())])}</span>
                    </label>
                </div>
            }
        })
        .collect_view();
    view! { <fieldset class="choices"><legend>{t("ask-urgency")}</legend>{choices}</fieldset> }.into_any()
}

fn channels(form: &Form) -> AnyView {
    let chosen = Channel::from_slug(form.fields.text("channel")).unwrap_or_default();
    let choices = Channel::all()
        .map(|channel| {
            let id = format!("channel-{}", channel.slug());
            view! {
                <div class="choice">
                    <input type="radio" name="channel" id=id.clone() value=channel.slug() checked=channel == chosen/>
                    <label for=id.clone()>{t_for(&id)}</label>
                </div>
            }
        })
        .collect_view();
    view! { <fieldset class="choices"><legend>{t("ask-channel")}</legend>{choices}</fieldset> }.into_any()
}

/// The activity that would be sent along, shown before it is.
fn travelling(form: &Form, context: &RecentActivity) -> AnyView {
    let searched = context.searched.clone();
    let read = context.read.len();
    let is_ticked = form.fields.is_ticked("with-context");
    (!searched.is_empty() || read > 0).then(|| {
        view! {
            <div class="choice">
                <input type="checkbox" id="with-context" name="with-context" value="yes" checked=is_ticked/>
                <label for="with-context">
                    {t("ask-context")}
                    <span class="hint">{t("ask-context-hint")}</span>
                </label>
            </div>
            <details class="more">
                <summary>{t("ask-context-what")}</summary>
                <ul>
                    {searched
                        .into_iter()
                        .map(|words| view! { <li>{t_with("ask-context-searched", &[("words", words.into())])}</li> })
                        .collect_view()}
                    {(read > 0).then(|| view! { <li>{t_with("ask-context-read", &[("count", read.into())])}</li> })}
                </ul>
            </details>
        }
    })
    .into_any()
}

/// The promised day of a request, in a sentence.
pub(crate) fn promised(due: Moment) -> impl IntoView + use<> {
    view! { {t("request-promised")}" "{day(due)} }
}
