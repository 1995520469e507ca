//! The asker's own requests: the list, and the progress of each.

mod cited;

pub(crate) use cited::{cited, picture, picture_of, version_page};

use crate::app::{self, Head};
use crate::components::date_time::{day, time};
use crate::components::form::{Form, Input, error_summary, textarea};
use crate::components::key_pager::{key_pager, key_text, read_key};
use crate::components::thread::{Side, thread};
use crate::error::{self, Outcome};
use crate::page_context::page_context;
use crate::pages::ask::promised;
use crate::texts::{t, t_day, t_for, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::request::{CloseReason, MessageKind, Request, RequestState};
use domain::slug::Slug;
use domain::vocabulary::TermKind;
use leptos::prelude::*;
use services::requests::ask::hints_at_safety;
use services::requests::own::{self, OwnPage, OwnRequest};

/// The asker's requests.
pub(crate) async fn list(visit: Visit) -> Outcome<Response> {
    let before = visit.parameter("before").as_deref().and_then(read_key);
    let is_first = before.is_none();
    let page = own::list(&visit.context, &visit.asker, before).await?;
    let head = Head::titled(visit.locale.get("requests-title"));
    Ok(app::page(&visit, head, move || {
        view! {
            <h1 class="page-title">{t("requests-title")}</h1>
            {if page.rows.is_empty() { empty().into_any() } else { rows(page, is_first).into_any() }}
        }
    }))
}

fn empty() -> impl IntoView {
    view! {
        <div class="empty-state">
            <p>{t("requests-none")}</p>
            <p><a class="button button-primary" href="/ask">{t("requests-ask")}</a></p>
        </div>
    }
}

fn rows(page: OwnPage, is_first: bool) -> impl IntoView {
    let next = page.next.as_ref().map(|key| format!("/requests?before={}", key_text(key)));
    let rows = page.rows.into_iter().map(|(request, owner)| row(&request, owner)).collect_view();
    view! {
        <div class="stack">
            <ul class="link-list">{rows}</ul>
            {key_pager("/requests".to_owned(), next, is_first)}
            <p><a class="button button-primary" href="/ask">{t("requests-ask")}</a></p>
        </div>
    }
}

fn row(request: &Request, owner: String) -> impl IntoView + use<> {
    let address = format!("/requests/{}", request.reference);
    let standing = match (request.state.is_open(), request.answered_at) {
        (true, _) => promised(request.promise.promised_at).into_any(),
        (false, Some(at)) => view! { {t("requests-answered")}" "{day(at)} }.into_any(),
        (false, None) => ().into_any(),
    };
    view! {
        <li>
            <a href=address>{title(request)}</a>
            <p class="meta cluster">
                <span class="badge badge-state">{t_for(&format!("request-state-{}", request.state.slug()))}</span>
                <span>{request.reference.clone()}</span>
                <span>{t_with("requests-with", &[("name", owner.into())])}</span>
                <span>{standing}</span>
            </p>
        </li>
    }
}

/// A request by its first words.
pub(crate) fn title(request: &Request) -> String {
    const LENGTH: usize = 90;
    let first = request.questions.first().map_or("", |question| question.lines().next().unwrap_or_default());
    if first.chars().count() <= LENGTH {
        return first.to_owned();
    }
    let cut: String = first.chars().take(LENGTH).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", whole_words.trim_end_matches([',', ';', ':', '.', ' ']))
}

/// One request: its progress, the thread, and the form to add to it.
///
/// # Errors
/// `NotFound` for anybody else's request.
pub(crate) async fn show(visit: Visit, Path(reference): Path<String>) -> Outcome<Response> {
    let fields = visit.kept_form().await?.unwrap_or_default();
    one_page(&visit, &reference, Form::of(fields), StatusCode::OK).await
}

/// A follow-up, or the answer to "did this answer your question?".
///
/// # Errors
/// `NotFound` for anybody else's request; `Conflict` for a rating of what is not answered.
pub(crate) async fn submit(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Outcome<Response> {
    let (state, asker) = (&visit.context, &visit.asker);
    let done = match fields.text("step") {
        "yes" => own::rate(state, asker, &reference, true).await.map(|()| "rated=yes"),
        "no" => own::rate(state, asker, &reference, false).await.map(|()| "rated=no#follow-up"),
        _ => own::follow_up(state, asker, &reference, fields.text("follow-up"))
            .await
            .map(|_| "followed-up=yes"),
    };
    match done {
        Ok(said) => {
            let response = visit::redirect(&format!("/requests/{reference}?{said}"));
            visit.forget_kept_form(response).await
        }
        Err(failure) => {
            let (problems, status) = error::on_form(failure)?;
            one_page(&visit, &reference, Form { fields, problems }, status).await
        }
    }
}

async fn one_page(visit: &Visit, reference: &str, form: Form, status: StatusCode) -> Outcome<Response> {
    let one = own::one(&visit.context, &visit.asker, reference).await?;
    let said = ["sent", "followed-up", "rated"].into_iter().find(|name| visit.parameter(name).is_some());
    let head = Head::titled(one.request.reference.clone()).with_status(status);
    Ok(app::page(visit, head, move || {
        let request = &one.request;
        view! {
            <div class="stack stack-l">
                {heading(request)}
                {said.map(|said| notice(said, request))}
                {safety_offer(&one)}
                {progress(&one)}
                {thread(request, &one.messages, &one.notices, "", Side::Asker)}
                {request.close_reason.map(closed)}
                {one.is_sealed.then(sealed)}
                {rating(&one)}
                {follow_up_form(&form, request)}
            </div>
        }
    }))
}

fn heading(request: &Request) -> AnyView {
    let vocabulary = page_context().vocabulary;
    let product = vocabulary.name(TermKind::Product, &request.product).to_owned();
    let reference = request.reference.clone();
    view! {
        <div>
            <nav class="crumbs" aria-label=t("crumbs")>
                <ol>
                    <li><a href="/requests">{t("requests-title")}</a></li>
                    <li><span aria-current="page">{reference}</span></li>
                </ol>
            </nav>
            <h1 class="page-title">{title(request)}</h1>
            <p class="meta cluster">
                <span>{t("request-asked")}" "{day(request.received_at)}</span>
                {(!product.is_empty()).then(|| view! { <span>{product}</span> })}
            </p>
        </div>
    }
    .into_any()
}

fn notice(said: &'static str, request: &Request) -> AnyView {
    let text = match said {
        "sent" => t_with("request-sent", &[("day", t_day(request.promise.promised_at).into())]),
        "followed-up" => t_with("request-followed-up", &[("day", t_day(request.promise.promised_at).into())]),
        _ => t("request-rated").to_owned(),
    };
    view! { <div class="notice notice-success" role="status"><p>{text}</p></div> }.into_any()
}

/// Offered while the words of an open request hint at harm and no report was made of it; nothing waits for it.
fn safety_offer(one: &OwnRequest) -> impl IntoView + use<> {
    let follow_ups = one.messages.iter().filter(|message| message.kind == MessageKind::FollowUp);
    let hints = one.request.questions.iter().chain(follow_ups.map(|message| &message.body));
    let is_offered = one.reports.is_empty()
        && one.request.state != RequestState::Closed
        && hints.into_iter().any(|text| hints_at_safety(text));
    let address = format!("/report-safety?request={}", one.request.reference);
    let reports = one.reports.join(", ");
    if is_offered {
        view! {
            <div class="notice notice-warning">
                <strong>{t("request-safety-title")}</strong>
                <p>{t("request-safety-text")}</p>
                <p><a class="button" href=address>{t("request-safety-way")}</a></p>
            </div>
        }
        .into_any()
    } else if reports.is_empty() {
        ().into_any()
    } else {
        view! { <p class="meta">{t_with("request-safety-reported", &[("references", reports.into())])}</p> }
            .into_any()
    }
}

fn progress(one: &OwnRequest) -> AnyView {
    let request = &one.request;
    let is_open = request.state.is_open();
    let with = t_with("request-with", &[("name", one.owner_name.as_str().into())]);
    let working = (request.state == RequestState::InProgress).then(|| t("request-in-work"));
    let answered = request.answered_at.filter(|_| !is_open && request.close_reason.is_none());
    let handed_over = request.handed_over_at.map(|at| {
        let name = [("name", one.former_owner.as_str().into())];
        view! { <small>{t_with("request-handed-over", &name)}" "{day(at)}</small> }
    });
    // The promise stays on the page, though the desk needs longer.
    let expected = (request.due_at > request.promise.promised_at)
        .then(|| view! { <small>{t("request-expected")}" "{day(request.due_at)}</small> });
    let reason = request.close_reason.map(|reason| t_for(&format!("close-reason-{}", reason.slug())));
    view! {
        <ol class="progress" aria-label=t("request-progress")>
            <li data-done=""><strong>{t("request-state-received")}</strong><small>{time(request.received_at)}</small></li>
            <li data-done=(!is_open).then_some("") aria-current=is_open.then_some("step")>
                <strong>{with}</strong>
                {working.map(|text| view! { <small>{text}</small> })}
                {handed_over}
            </li>
            <li data-done=answered.map(|_| "")>
                {match answered {
                    Some(at) => view! { <strong>{t("request-state-answered")}</strong><small>{time(at)}</small> }.into_any(),
                    None if is_open => view! { {t("request-state-answered")}<small>{promised(request.promise.promised_at)}</small>{expected} }.into_any(),
                    None => view! { <strong>{t("request-state-closed")}</strong>{reason.map(|reason| view! { <small>{reason}</small> })} }.into_any(),
                }}
            </li>
        </ol>
    }
    .into_any()
}

/// Why there is no answer, and what the asker can do.
fn closed(reason: CloseReason) -> impl IntoView {
    view! {
        <div class="notice notice-info" id="closed">
            <strong>{t("request-closed-title")}</strong>
            <p>{t_for(&format!("close-reason-{}", reason.slug()))}</p>
            <p>{t("request-closed-next")}</p>
        </div>
    }
}

fn sealed() -> impl IntoView {
    view! {
        <div class="notice notice-info">
            <strong>{t("request-sealed-title")}</strong>
            <p>{t("request-sealed")}</p>
        </div>
    }
}

fn rating(one: &OwnRequest) -> Option<AnyView> {
    let is_asked = one.request.answered_at.is_some() && !one.request.state.is_open() && !one.is_sealed;
    let given = one.messages.iter().rfind(|message| message.kind == MessageKind::Reply)?.helped;
    let action = format!("/requests/{}", one.request.reference);
    is_asked.then(|| {
        view! {
            <form class="rating" method="post" action=action>
                <p>{t("request-rating")}</p>
                <button class="button" name="step" value="yes" aria-pressed=pressed(given, true)>{t("request-rating-yes")}</button>
                <button class="button" name="step" value="no" aria-pressed=pressed(given, false)>{t("request-rating-no")}</button>
                {given.map(|given| view! { <p class="meta">{t(if given { "request-rated-yes" } else { "request-rated-no" })}</p> })}
            </form>
        }
        .into_any()
    })
}

fn pressed(given: Option<bool>, this: bool) -> &'static str {
    if given == Some(this) { "true" } else { "false" }
}

fn follow_up_form(form: &Form, request: &Request) -> AnyView {
    let action = format!("/requests/{}", request.reference);
    view! {
        <form class="form" method="post" action=action>
            {error_summary(form)}
            {textarea(form, Input::text("follow-up", "request-follow-up-label").required().hint("ask-question-hint"), 3)}
            <div class="form-actions">
                <button class="button" type="submit" name="step" value="follow-up">{t("request-follow-up-send")}</button>
            </div>
        </form>
    }
    .into_any()
}
