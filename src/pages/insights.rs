//! Insight: what is looked for, read and asked, and what the library lacks. Tiles, charts, tables and files all
//! show one answer of the service.

mod frame;
mod report;
mod sections;

use crate::app::{self, Head};
use crate::error::Outcome;
use crate::pages::export;
use crate::visit::Visit;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::slug::Slug;
use frame::Tab;
use leptos::prelude::*;
use report::Report;
use services::insights::SheetName;

/// The overview.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    page(visit, Tab::Overview, sections::overview).await
}

/// What was searched.
pub(crate) async fn searches(visit: Visit) -> Outcome<Response> {
    page(visit, Tab::Searches, sections::searches).await
}

/// What was read.
pub(crate) async fn reading(visit: Visit) -> Outcome<Response> {
    page(visit, Tab::Reading, sections::reading).await
}

/// What was asked.
pub(crate) async fn requests(visit: Visit) -> Outcome<Response> {
    page(visit, Tab::Requests, sections::requests).await
}

/// The overview's table as a file.
pub(crate) async fn gaps_file(visit: Visit) -> Outcome<Response> {
    file(visit, Tab::Overview).await
}

/// A table of the searches as a file.
pub(crate) async fn searches_file(visit: Visit) -> Outcome<Response> {
    file(visit, Tab::Searches).await
}

/// A table of the reading as a file.
pub(crate) async fn reading_file(visit: Visit) -> Outcome<Response> {
    file(visit, Tab::Reading).await
}

/// A table of the requests as a file.
pub(crate) async fn requests_file(visit: Visit) -> Outcome<Response> {
    file(visit, Tab::Requests).await
}

async fn page(visit: Visit, tab: Tab, view: fn(&Report) -> AnyView) -> Outcome<Response> {
    let report = Report::open(&visit).await?;
    let head = Head::titled(visit.locale.get(tab.title())).wide();
    Ok(app::page(&visit, head, move || {
        let content = if report.insights.is_empty() { frame::empty() } else { view(&report) };
        view! {
            {frame::top(tab, &report.insights)}
            {content}
        }
    }))
}

/// The table that the address names, if it is one of this part; else the part's first.
async fn file(visit: Visit, tab: Tab) -> Outcome<Response> {
    let separator = export::separator(&visit);
    let report = Report::open(&visit).await?;
    let asked = visit.parameter("table").and_then(|name| SheetName::from_slug(&name));
    let name = asked.filter(|name| tab.sheets().contains(name)).unwrap_or_else(|| tab.first_sheet());
    let body = report.sheet(name).to_csv(&report.locale, separator);
    let days = report.insights.period;
    let file = format!("{}-{}-{}.csv", name.slug(), days.first().day(), days.last().day());
    let disposition = format!("attachment; filename=\"{file}\"");
    let headers = [
        (header::CONTENT_TYPE, formats::csv::MEDIA_TYPE.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, body).into_response())
}
