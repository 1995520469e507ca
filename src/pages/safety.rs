//! The safety officers' inbox.

use crate::app::{self, Head};
use crate::components::date_time::{day, time};
use crate::components::form::{Form, Input, error_summary, textarea};
use crate::components::key_pager::{key_pager, key_text, read_key};
use crate::error::{self, Outcome};
use crate::page_context::page_context;
use crate::pages::export;
use crate::texts::{t, t_for, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::safety::{Report, ReportState};
use domain::slug::Slug;
use domain::time::{DAY, Moment};
use domain::vocabulary::TermKind;
use leptos::prelude::*;
use services::safety::{self, Inbox, ShownReport};

/// Days after day zero from which a report that waits is marked as late: a serious one is due to authorities within
/// fifteen (ICH E2D).
const LATE_DAYS: i64 = 3;

/// The reports that wait, oldest first; or those acknowledged or voided.
pub(crate) async fn inbox(visit: Visit) -> Outcome<Response> {
    let state = visit.parameter("state").and_then(|slug| ReportState::from_slug(&slug)).unwrap_or_default();
    let after = visit.parameter("after").as_deref().and_then(read_key);
    let is_first = after.is_none();
    let inbox = safety::inbox(&visit.context, &visit.asker, state, after).await?;
    let head = Head::titled(visit.locale.get("safety-title")).wide();
    Ok(app::page(&visit, head, move || {
        let here = format!("/safety?state={}", state.slug());
        let none = match state {
            ReportState::Waiting => "safety-none",
            ReportState::Acknowledged => "safety-none-acknowledged",
            ReportState::Voided => "safety-none-voided",
        };
        let next = inbox.next.as_ref().map(|key| format!("{here}&after={}", key_text(key)));
        view! {
            <div class="stack">
                <h1 class="page-title">{t("safety-title")}</h1>
                {tabs(&inbox, state)}
                {flood_notice(inbox.counts.waiting_in_flood)}
                <p class="cluster">
                    {export::csv_links("/safety/export.csv")}
                    <a class="button" href="/safety/export.json">{t("safety-export-json")}</a>
                </p>
                {if inbox.rows.is_empty() {
                    view! { <div class="empty-state"><p>{t(none)}</p></div> }.into_any()
                } else {
                    table(&inbox.rows).into_any()
                }}
                {key_pager(here, next, is_first)}
            </div>
        }
    }))
}

/// What officers have to know of a flood: what is in the list, and that mails do not tell of each.
fn flood_notice(reports: i64) -> Option<AnyView> {
    (reports > 0).then(|| {
        view! {
            <div class="notice notice-warning">
                <p>{t_with("safety-flood", &[("count", reports.into())])}</p>
            </div>
        }
        .into_any()
    })
}

fn tabs(inbox: &Inbox, state: ReportState) -> AnyView {
    let tab = |address, key, count: i64, of: ReportState| {
        view! {
            <a href=address aria-current=(of == state).then_some("page")>
                {t(key)}" "<span class="badge badge-state">{count}</span>
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=t("safety-lists")>
            {tab("/safety", "safety-waiting", inbox.counts.waiting, ReportState::Waiting)}
            {tab("/safety?state=acknowledged", "safety-acknowledged", inbox.counts.acknowledged, ReportState::Acknowledged)}
            {tab("/safety?state=voided", "safety-voided", inbox.counts.voided, ReportState::Voided)}
        </nav>
    }
    .into_any()
}

fn age(report: &Report) -> i64 {
    (Moment::now().0 - report.day_zero.0).max(0) / DAY
}

fn table(reports: &[Report]) -> AnyView {
    let rows = reports.iter().map(row).collect_view();
    view! {
        <table class="table" role="table">
            <caption class="visually-hidden">{t("safety-table")}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t("safety-report")}</th>
                    <th role="columnheader" scope="col">{t("safety-kind")}</th>
                    <th role="columnheader" scope="col">{t("safety-product")}</th>
                    <th role="columnheader" scope="col">{t("safety-day-zero")}</th>
                    <th role="columnheader" scope="col">{t("safety-age")}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(report: &Report) -> impl IntoView + use<> {
    let days = age(report);
    let is_waiting = report.acknowledged_at.is_none() && report.voided.is_none();
    let class = if is_waiting && days >= LATE_DAYS { "due due-late" } else { "due" };
    let product =
        if report.data.product.is_empty() { t("not-given").to_owned() } else { report.data.product.clone() };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row"><a href=format!("/safety/{}", report.reference)>{report.reference.clone()}</a>{flood_badge(report)}</th>
            <td role="cell" data-label=t("safety-kind")>{t_for(&format!("report-{}", report.data.kind.slug()))}</td>
            <td role="cell" data-label=t("safety-product")>{product}</td>
            <td role="cell" data-label=t("safety-day-zero")>{day(report.day_zero)}</td>
            <td role="cell" data-label=t("safety-age")>
                <span class=class>{t_with("safety-days", &[("count", days.into())])}</span>
            </td>
        </tr>
    }
}

fn flood_badge(report: &Report) -> Option<AnyView> {
    let badge = || view! { " "<span class="badge badge-erratum">{t("safety-in-flood")}</span> }.into_any();
    report.is_in_flood.then(badge)
}

/// One report, as it came.
///
/// # Errors
/// `NotFound` where there is none.
pub(crate) async fn show(visit: Visit, Path(reference): Path<String>) -> Outcome<Response> {
    one_page(&visit, reference, Form::default(), StatusCode::OK).await
}

async fn one_page(visit: &Visit, reference: String, form: Form, status: StatusCode) -> Outcome<Response> {
    let shown = safety::one(&visit.context, &visit.asker, &reference).await?;
    let head = Head::titled(reference).with_status(status);
    Ok(app::page(visit, head, move || one_view(&shown, &form)))
}

fn one_view(shown: &ShownReport, form: &Form) -> AnyView {
    let report = &shown.report;
    let address = format!("/safety/{}", report.reference);
    view! {
        <div class="stack stack-l">
            <div>
                <nav class="crumbs" aria-label=t("crumbs")>
                    <ol>
                        <li><a href="/safety">{t("safety-title")}</a></li>
                        <li><span aria-current="page">{report.reference.clone()}</span></li>
                    </ol>
                </nav>
                <h1 class="page-title">{t_for(&format!("report-{}", report.data.kind.slug()))}</h1>
                <p class="meta cluster">
                    <span>{t("safety-day-zero")}": "{time(report.day_zero)}{flood_badge(report)}</span>
                    {(report.filed_at != report.day_zero).then(|| view! { <span>{t("safety-filed")}": "{time(report.filed_at)}</span> })}
                </p>
            </div>
            {acknowledgement(shown, &address)}
            {voided_notice(shown)}
            <section class="stack stack-s">
                <h2>{t("report-event")}</h2>
                <p class="as-typed">{report.data.event.clone()}</p>
            </section>
            {particulars(shown)}
            <p class="cluster">
                {export::csv_links(&format!("{address}/export.csv"))}
                <a class="button" href=format!("{address}/export.json")>{t("safety-export-json")}</a>
            </p>
            {report.voided.is_none().then(|| void_form(form, &address))}
        </div>
    }
    .into_any()
}

fn acknowledgement(shown: &ShownReport, address: &str) -> Option<AnyView> {
    match shown.report.acknowledged_at {
        Some(at) => Some(
            view! {
                <div class="notice notice-success">
                    <p>{t_with("safety-acknowledged-by", &[("name", shown.acknowledged_by.as_str().into())])}" "{time(at)}</p>
                </div>
            }
            .into_any(),
        ),
        None => shown.report.voided.is_none().then(|| {
            view! {
                <form class="form" method="post" action=address.to_owned()>
                    <div class="form-actions"><button class="button button-primary" type="submit">{t("safety-acknowledge")}</button></div>
                </form>
            }
            .into_any()
        }),
    }
}

fn voided_notice(shown: &ShownReport) -> Option<AnyView> {
    let voided = shown.report.voided.clone()?;
    let by = t_with("safety-voided-by", &[("name", shown.voided_by.as_str().into())]);
    Some(
        view! {
            <div class="notice notice-warning" id="voided">
                <p>{by}" "{time(voided.at)}</p>
                <p class="as-typed">{voided.reason}</p>
            </div>
        }
        .into_any(),
    )
}

fn void_form(form: &Form, address: &str) -> AnyView {
    view! {
        <details class="more" id="void" open=!form.problems.is_empty()>
            <summary>{t("safety-void")}</summary>
            <form class="form" method="post" action=address.to_owned()>
                {error_summary(form)}
                {textarea(form, Input::text("reason", "safety-void-reason").required().hint("safety-void-hint"), 3)}
                <div class="form-actions">
                    <button class="button button-danger" type="submit" name="step" value="void">{t("safety-void-send")}</button>
                </div>
            </form>
        </details>
    }
    .into_any()
}

fn particulars(shown: &ShownReport) -> AnyView {
    let data = &shown.report.data;
    let country = page_context().vocabulary.name(TermKind::Country, &data.country).to_owned();
    let rows: Vec<(&'static str, String)> = [
        ("safety-contact", &data.contact),
        ("safety-reporter", &data.reporter_name),
        ("safety-profession", &data.reporter_profession),
        ("field-country", &country),
        ("safety-product", &data.product),
        ("report-batch", &data.batch),
        ("report-patient", &data.patient),
        ("report-onset", &data.onset),
        ("report-outcome", &data.outcome),
        ("safety-request", &shown.request),
    ]
    .into_iter()
    .map(|(key, text)| (key, text.clone()))
    .collect();
    let rows = rows
        .into_iter()
        .map(|(key, text)| {
            let text = if text.is_empty() { t("not-given").to_owned() } else { text };
            view! { <dt>{t(key)}</dt><dd>{text}</dd> }
        })
        .collect_view();
    view! { <dl class="article-meta">{rows}</dl> }.into_any()
}

/// Acknowledges the report, or voids it.
///
/// # Errors
/// `NotFound` where there is none.
pub(crate) async fn submit(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Outcome<Response> {
    let done = if fields.text("step") == "void" {
        safety::void(&visit.context, &visit.asker, &reference, fields.text("reason")).await
    } else {
        safety::acknowledge(&visit.context, &visit.asker, &reference).await
    };
    if let Err(failure) = done {
        let (problems, status) = error::on_form(failure)?;
        return one_page(&visit, reference, Form { fields, problems }, status).await;
    }
    Ok(visit::redirect(&format!("/safety/{reference}")))
}

/// Every report as CSV.
pub(crate) async fn all_as_csv(visit: Visit) -> Outcome<Response> {
    Ok(csv(
        "safety-reports",
        safety::as_csv(
            &safety::all(&visit.context, &visit.asker).await?,
            &visit.locale,
            export::separator(&visit),
        ),
    ))
}

/// Every report as JSON.
pub(crate) async fn all_as_json(visit: Visit) -> Outcome<Response> {
    Ok(json("safety-reports", safety::as_json(&safety::all(&visit.context, &visit.asker).await?)?))
}

/// One report as CSV.
///
/// # Errors
/// `NotFound` where there is none.
pub(crate) async fn one_as_csv(visit: Visit, Path(reference): Path<String>) -> Outcome<Response> {
    let shown = safety::one(&visit.context, &visit.asker, &reference).await?;
    Ok(csv(
        &shown.report.reference,
        safety::as_csv(std::slice::from_ref(&shown.report), &visit.locale, export::separator(&visit)),
    ))
}

/// One report as JSON.
///
/// # Errors
/// `NotFound` where there is none.
pub(crate) async fn one_as_json(visit: Visit, Path(reference): Path<String>) -> Outcome<Response> {
    let shown = safety::one(&visit.context, &visit.asker, &reference).await?;
    Ok(json(&shown.report.reference, safety::as_json(std::slice::from_ref(&shown.report))?))
}

fn csv(name: &str, body: String) -> Response {
    download(formats::csv::MEDIA_TYPE, format!("attachment; filename=\"{name}.csv\""), body)
}

fn json(name: &str, body: String) -> Response {
    download("application/json", format!("attachment; filename=\"{name}.json\""), body)
}

fn download(kind: &'static str, disposition: String, body: String) -> Response {
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body)
        .into_response()
}
