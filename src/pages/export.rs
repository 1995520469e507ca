//! The library as files: what was ticked, one item, or the whole result of a search.

use crate::app::{self, Head};
use crate::error::Outcome;
use crate::texts::{t, t_for, t_with};
use crate::visit::{Visit, fields::Fields};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::id::ItemId;
use domain::search_query::SearchQuery;
use domain::slug::Slug;
use leptos::prelude::*;
use services::export::{self, ExportFormat, Exported, MOST, Selection, Separator};
use services::failure::Failure;
use services::search::texts;

/// The value of `what` with which a form says that it means the ticked items and nothing else.
const CHOSEN: &str = "chosen";

/// A file of what the address names: the items in `item`, or what the parameters of a search find; in the `format`
/// that it names. Without a format the page asks for one.
///
/// # Errors
/// [`Failure::NotFound`] where nothing is left of what was named.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let fields = visit.parameters();
    let mut selection = selection(&fields);
    if let Selection::Result(query) = selection {
        selection = Selection::Result(Box::new(texts::resolve(&visit.context, *query).await?));
    }
    if matches!(&selection, Selection::Items(items) if items.is_empty()) {
        return Ok(choice(&visit, &fields, Some("export-none-chosen")));
    }
    match ExportFormat::from_slug(fields.text("format")) {
        None => Ok(choice(&visit, &fields, None)),
        Some(format) => {
            let separator = separator(&visit);
            file(export::export(&visit.context, &visit.asker, &selection, format, separator).await?)
        }
    }
}

/// What the address wants between the cells of a table: a comma, unless it names another in `separator`.
pub(crate) fn separator(visit: &Visit) -> Separator {
    let named = visit.parameter("separator");
    named.and_then(|name| Separator::from_slug(&name)).unwrap_or_default()
}

fn selection(fields: &Fields) -> Selection {
    let items: Vec<ItemId> =
        fields.all("item").filter(|id| !id.is_empty()).take(MOST).map(ItemId::from).collect();
    match fields.text("what") {
        CHOSEN => Selection::Items(items),
        "" if !items.is_empty() => Selection::Items(items),
        _ => Selection::Result(Box::new(SearchQuery::from_pairs(fields.pairs()))),
    }
}

/// A file as a response.
///
/// # Errors
/// [`Failure::NotFound`] where it holds nothing.
pub(crate) fn file(exported: Exported) -> Outcome<Response> {
    if exported.count == 0 {
        return Err(Failure::NotFound.into());
    }
    let headers = [
        (header::CONTENT_TYPE, exported.media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", exported.file_name)),
    ];
    Ok((headers, exported.bytes).into_response())
}

/// The page that asks for what is missing: a format, or anything to export.
fn choice(visit: &Visit, fields: &Fields, problem: Option<&'static str>) -> Response {
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let head = Head::titled(visit.locale.get("export-title")).with_status(status);
    let back = SearchQuery::from_pairs(fields.pairs()).address();
    // Nothing was ticked: what is offered instead is the whole result.
    let is_kept =
        |name: &str| !["format", "separator"].contains(&name) && (problem.is_none() || name != "what");
    let kept = fields
        .pairs()
        .filter(|(name, _)| is_kept(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect::<Vec<_>>();
    app::page(visit, head, move || {
        let kept = kept
            .iter()
            .map(|(name, value)| view! { <input type="hidden" name=name.clone() value=value.clone()/> })
            .collect_view();
        view! {
            <div class="stack">
                <h1 class="page-title">{t("export-title")}</h1>
                {problem.map(|key| view! { <p class="notice notice-warning" role="alert">{t(key)}</p> })}
                <p class="lede">{t_with("export-lede", &[("count", MOST.into())])}</p>
                <form class="toolbar" method="get" action="/export">
                    {kept}
                    {formats()}
                    <button class="button button-primary" type="submit">{t("export-send")}</button>
                </form>
                <p><a href=back>{t("export-back")}</a></p>
            </div>
        }
    })
}

/// The name of a format.
pub(crate) fn format_name(format: ExportFormat) -> String {
    t_for(&format!("export-format-{}", format.slug()))
}

/// The name of a separator.
fn separator_name(separator: Separator) -> String {
    t_for(&format!("export-separator-{}", separator.slug()))
}

/// The ways to a table at this address: with the usual separator, and with that which spreadsheets expect where a
/// comma stands before decimals.
pub(crate) fn csv_links(address: &str) -> impl IntoView + use<> {
    view! {
        <a class="button" href=address.to_owned()>{t("safety-export-csv")}</a>
        {csv_with_semicolons(address)}
    }
}

/// The way to a table at this address with semicolons.
pub(crate) fn csv_with_semicolons(address: &str) -> impl IntoView + use<> {
    let sign = if address.contains('?') { '&' } else { '?' };
    let there = format!("{address}{sign}separator={}", Separator::Semicolon.slug());
    view! { <a class="button" href=there>{t("export-csv-semicolons")}</a> }
}

/// The choice of a format, in a form that leads to `/export`.
pub(crate) fn formats() -> impl IntoView + use<> {
    let options = ExportFormat::all()
        .map(|format| view! { <option value=format.slug()>{format_name(format)}</option> })
        .collect_view();
    let separators = Separator::all()
        .map(|separator| view! { <option value=separator.slug()>{separator_name(separator)}</option> })
        .collect_view();
    view! {
        <label for="export-format">{t("export-format")}</label>
        <select id="export-format" name="format">{options}</select>
        <label for="export-separator">{t("export-separator")}</label>
        <select id="export-separator" name="separator">{separators}</select>
    }
}
