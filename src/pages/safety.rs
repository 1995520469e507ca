//! The safety officers' inbox.

use crate::app::{self, Head};
use crate::components::date_time::{day, time};
use crate::components::key_pager::{key_pager, key_text, read_key};
use crate::error::Outcome;
use crate::page_context::page_context;
use crate::texts::{t, t_for, t_with};
use crate::visit::{self, Visit};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::safety::Report;
use domain::slug::Slug;
use domain::time::{DAY, Moment};
use domain::vocabulary::TermKind;
use leptos::prelude::*;
use services::safety::{self, Inbox, ShownReport};

/// Days after day zero from which a report that waits is marked as late: a serious one is due to authorities within
/// fifteen (ICH E2D).
const LATE_DAYS: i64 = 3;

/// The reports that wait, oldest first; or those acknowledged.
pub(crate) async fn inbox(visit: Visit) -> Outcome<Response> {
    let is_acknowledged = visit.parameter("state").as_deref() == Some("acknowledged");
    let after = visit.parameter("after").as_deref().and_then(read_key);
    let is_first = after.is_none();
    let inbox = safety::inbox(&visit.context, &visit.asker, is_acknowledged, after).await?;
    let head = Head::titled(visit.locale.get("safety-title")).wide();
    Ok(app::page(&visit, head, move || {
        let here = if is_acknowledged { "/safety?state=acknowledged" } else { "/safety?state=waiting" };
        let next = inbox.next.as_ref().map(|key| format!("{here}&after={}", key_text(key)));
        view! {
            <div class="stack">
                <h1 class="page-title">{t("safety-title")}</h1>
                {tabs(&inbox, is_acknowledged)}
                <p class="cluster">
                    <a class="button" href="/safety/export.csv">{t("safety-export-csv")}</a>
                    <a class="button" href="/safety/export.json">{t("safety-export-json")}</a>
                </p>
                {if inbox.rows.is_empty() {
                    view! { <div class="empty-state"><p>{t(if is_acknowledged { "safety-none-acknowledged" } else { "safety-none" })}</p></div> }.into_any()
                } else {
                    table(&inbox.rows).into_any()
                }}
                {key_pager(here.to_owned(), next, is_first)}
            </div>
        }
    }))
}

fn tabs(inbox: &Inbox, is_acknowledged: bool) -> AnyView {
    let tab = |address, key, count: i64, is_here: bool| {
        view! {
            <a href=address aria-current=is_here.then_some("page")>
                {t(key)}" "<span class="badge badge-state">{count}</span>
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=t("safety-lists")>
            {tab("/safety", "safety-waiting", inbox.waiting, !is_acknowledged)}
            {tab("/safety?state=acknowledged", "safety-acknowledged", inbox.acknowledged, is_acknowledged)}
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
    let is_waiting = report.acknowledged_at.is_none();
    let class = if is_waiting && days >= LATE_DAYS { "due due-late" } else { "due" };
    let product =
        if report.data.product.is_empty() { t("not-given").to_owned() } else { report.data.product.clone() };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row"><a href=format!("/safety/{}", report.reference)>{report.reference.clone()}</a></th>
            <td role="cell" data-label=t("safety-kind")>{t_for(&format!("report-{}", report.data.kind.slug()))}</td>
            <td role="cell" data-label=t("safety-product")>{product}</td>
            <td role="cell" data-label=t("safety-day-zero")>{day(report.day_zero)}</td>
            <td role="cell" data-label=t("safety-age")>
                <span class=class>{t_with("safety-days", &[("count", days.into())])}</span>
            </td>
        </tr>
    }
}

/// One report, as it came.
///
/// # Errors
/// `NotFound` where there is none.
pub(crate) async fn show(visit: Visit, Path(reference): Path<String>) -> Outcome<Response> {
    let shown = safety::one(&visit.context, &visit.asker, &reference).await?;
    let head = Head::titled(reference);
    Ok(app::page(&visit, head, move || one_view(&shown)))
}

fn one_view(shown: &ShownReport) -> AnyView {
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
                    <span>{t("safety-day-zero")}": "{time(report.day_zero)}</span>
                    {(report.filed_at != report.day_zero).then(|| view! { <span>{t("safety-filed")}": "{time(report.filed_at)}</span> })}
                </p>
            </div>
            {match report.acknowledged_at {
                Some(at) => view! {
                    <div class="notice notice-success">
                        <p>{t_with("safety-acknowledged-by", &[("name", shown.acknowledged_by.as_str().into())])}" "{time(at)}</p>
                    </div>
                }.into_any(),
                None => view! {
                    <form class="form" method="post" action=address.clone()>
                        <div class="form-actions"><button class="button button-primary" type="submit">{t("safety-acknowledge")}</button></div>
                    </form>
                }.into_any(),
            }}
            <section class="stack stack-s">
                <h2>{t("report-event")}</h2>
                <p class="as-typed">{report.data.event.clone()}</p>
            </section>
            {particulars(shown)}
            <p class="cluster">
                <a class="button" href=format!("{address}/export.csv")>{t("safety-export-csv")}</a>
                <a class="button" href=format!("{address}/export.json")>{t("safety-export-json")}</a>
            </p>
        </div>
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

/// Acknowledges the report.
///
/// # Errors
/// `NotFound` where there is none.
pub(crate) async fn acknowledge(visit: Visit, Path(reference): Path<String>) -> Outcome<Response> {
    safety::acknowledge(&visit.context, &visit.asker, &reference).await?;
    Ok(visit::redirect(&format!("/safety/{reference}")))
}

/// Every report as CSV.
pub(crate) async fn all_as_csv(visit: Visit) -> Outcome<Response> {
    Ok(csv(
        "safety-reports",
        safety::as_csv(&safety::all(&visit.context, &visit.asker).await?, &visit.locale),
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
    Ok(csv(&shown.report.reference, safety::as_csv(std::slice::from_ref(&shown.report), &visit.locale)))
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
