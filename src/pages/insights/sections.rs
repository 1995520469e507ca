//! The parts of insight: tiles, and charts each with its table.

use super::frame::file_address;
use super::report::Report;
use crate::components::chart::{self, Caption, grouped};
use crate::pages::export;
use crate::texts::{t, t_calendar_day, t_for, t_with};
use domain::period::Period;
use domain::slug::Slug;
use leptos::prelude::*;
use services::insights::{Cell, Column, Sheet, SheetName};

/// Most bars of one chart; the table has the rest.
const MOST_BARS: usize = 8;

/// Everything at a glance.
pub(super) fn overview(report: &Report) -> AnyView {
    view! {
        <div class="stack stack-l">
            {tiles(report)}
            <div class="chart-grid">
                {search_days(report)}
                {bars(report, SheetName::Gaps, 2, Table::Below)}
                {bars(report, SheetName::Words, 1, Table::Folded)}
                {bars(report, SheetName::Items, 2, Table::Folded)}
                {bars(report, SheetName::Areas, 1, Table::Folded)}
            </div>
            {section(report, SheetName::Gaps)}
        </div>
    }
    .into_any()
}

/// What was searched, found and opened.
pub(super) fn searches(report: &Report) -> AnyView {
    view! {
        <div class="stack stack-l">
            <div class="chart-grid">
                {search_days(report)} {bars(report, SheetName::Ranks, 1, Table::Folded)}
            </div>
            {section(report, SheetName::Words)}
        </div>
    }
    .into_any()
}

/// What was read and rated, and by whom in groups.
pub(super) fn reading(report: &Report) -> AnyView {
    view! {
        <div class="stack stack-l">
            <div class="chart-grid">
                {bars(report, SheetName::Items, 2, Table::Below)}
                {bars(report, SheetName::Professions, 1, Table::Folded)}
                {bars(report, SheetName::Countries, 1, Table::Folded)}
            </div>
            {section(report, SheetName::Items)} {section(report, SheetName::Ratings)}
        </div>
    }
    .into_any()
}

/// What was asked, and how soon it was answered.
pub(super) fn requests(report: &Report) -> AnyView {
    view! {
        <div class="stack stack-l">
            <div class="chart-grid">
                {bars(report, SheetName::Areas, 1, Table::Below)} {bars(report, SheetName::Products, 1, Table::Below)}
                {bars(report, SheetName::States, 1, Table::Folded)} {bars(report, SheetName::Helped, 1, Table::Folded)}
            </div>
            {section(report, SheetName::Areas)} {section(report, SheetName::Products)}
        </div>
    }
    .into_any()
}

fn tiles(report: &Report) -> impl IntoView + use<> {
    let insights = &report.insights;
    let (searches, reading, requests) = (&insights.searches, &insights.reading.all, &insights.requests.all);
    let share = percent(searches.without_result, searches.searches);
    let without = [("count", grouped(searches.without_result).into()), ("percent", share.into())];
    let answered = [("count", grouped(requests.answered).into())];
    let in_time = requests.in_time_percent().map_or_else(
        || t("insights-none-due").to_owned(),
        |percent| t_with("insights-in-time", &[("percent", percent.into())]),
    );
    let seconds = reading.median_seconds.round() as i64;
    let reading_time = [("minutes", (seconds / 60).into()), ("seconds", (seconds % 60).into())];
    let days = requests.median_days.map_or_else(
        || "–".to_owned(),
        |days| t_with("insights-days", &[("days", format!("{days:.1}").into())]),
    );
    view! {
        <dl class="stat-grid">
            {tile("insights-tile-searches", grouped(searches.searches), t_with("insights-tile-without", &without))}
            {tile("insights-tile-readings", grouped(reading.readings), t_with("insights-tile-median", &reading_time))}
            {tile("insights-tile-requests", grouped(requests.received), t_with("insights-tile-answered", &answered))}
            {tile("insights-tile-time", days, in_time)}
        </dl>
    }
}

fn tile(name: &'static str, value: String, note: String) -> impl IntoView {
    view! { <div class="stat"><dt>{t(name)}</dt><dd>{value}</dd><dd>{note}</dd></div> }
}

fn percent(part: i64, whole: i64) -> i64 {
    if whole == 0 { 0 } else { (part * 100 + whole / 2) / whole }
}

fn days_of(period: Period) -> String {
    let days = [
        ("from", t_calendar_day(period.first().utc_day()).into()),
        ("to", t_calendar_day(period.last().utc_day()).into()),
    ];
    t_with("insights-period", &days)
}

fn search_days(report: &Report) -> AnyView {
    let caption = Caption {
        id: chart_id(SheetName::Days),
        title: t("sheet-days").to_owned(),
        note: days_of(report.insights.period),
    };
    let values: Vec<_> =
        report.insights.searches.days.iter().map(|day| (day.searches, day.without_result)).collect();
    let names = [t_for("column-searches"), t_for("column-without-result")];
    let table = folded(&report.sheet(SheetName::Days), report.insights.period);
    chart::days(&caption, report.insights.period, &values, names, table)
}

/// Where the table of a chart is.
#[derive(Clone, Copy)]
enum Table {
    /// Behind a button of the chart.
    Folded,
    /// In a section of its own.
    Below,
}

/// The first rows of a table as bars, by the numbers of one column.
fn bars(report: &Report, name: SheetName, column: usize, place: Table) -> AnyView {
    let sheet = report.sheet(name);
    let caption = Caption {
        id: chart_id(name),
        title: t_for(&format!("sheet-{}", name.slug())),
        note: t_for(&format!("sheet-{}-note", name.slug())),
    };
    let rows: Vec<(String, i64)> = sheet
        .rows
        .iter()
        .take(MOST_BARS)
        .filter_map(|row| match (row.first()?, row.get(column)?) {
            (label, Cell::Count(count)) => Some((label.plain(), *count)),
            _ => None,
        })
        .collect();
    let table = match place {
        _ if rows.is_empty() => none(name),
        Table::Folded => folded(&sheet, report.insights.period),
        Table::Below => ().into_any(),
    };
    chart::bars(&caption, &rows, table)
}

fn chart_id(name: SheetName) -> &'static str {
    match name {
        SheetName::Words => "chart-words",
        SheetName::Ranks => "chart-ranks",
        SheetName::Items => "chart-items",
        SheetName::Professions => "chart-professions",
        SheetName::Countries => "chart-countries",
        SheetName::Areas => "chart-areas",
        SheetName::Products => "chart-products",
        SheetName::States => "chart-states",
        SheetName::Helped => "chart-helped",
        SheetName::Gaps => "chart-gaps",
        SheetName::Days => "chart-days",
        SheetName::Ratings => "chart-ratings",
    }
}

fn folded(sheet: &Sheet, period: Period) -> AnyView {
    view! {
        <details class="more">
            <summary>{t("insights-as-table")}</summary>
            {table(sheet)}
            {download(sheet.name, period)}
        </details>
    }
    .into_any()
}

/// A table with its heading and its file.
fn section(report: &Report, name: SheetName) -> AnyView {
    let sheet = report.sheet(name);
    let id = format!("table-{}", name.slug());
    let heading = id.clone();
    view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=heading>{t_for(&format!("sheet-{}", name.slug()))}</h2>
            <p class="meta">{t_for(&format!("sheet-{}-note", name.slug()))}</p>
            {table(&sheet)}
            {download(name, report.insights.period)}
        </section>
    }
    .into_any()
}

fn download(name: SheetName, period: Period) -> AnyView {
    let label =
        t_with("insights-download-label", &[("table", t_for(&format!("sheet-{}", name.slug())).into())]);
    let semicolons = export::csv_with_semicolons(&file_address(name, period));
    view! {
        <p class="cluster"><a class="button" href=file_address(name, period) aria-label=label>{t("insights-download")}</a>{semicolons}</p>
    }
    .into_any()
}

fn table(sheet: &Sheet) -> AnyView {
    if sheet.rows.is_empty() && sheet.sums.is_empty() {
        return none(sheet.name);
    }
    let headings = sheet
        .columns
        .iter()
        .map(|column| {
            view! { <th role="columnheader" scope="col" class=number_class(*column)>{t_for(&column.key())}</th> }
        })
        .collect_view();
    let rows = sheet.rows.iter().chain(&sheet.sums).map(|cells| row(sheet.columns, cells)).collect_view();
    view! {
        <table class="table" role="table" data-table=sheet.name.slug()>
            <thead role="rowgroup"><tr role="row">{headings}</tr></thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

fn none(name: SheetName) -> AnyView {
    view! { <p class="meta">{t_for(&format!("sheet-{}-none", name.slug()))}</p> }.into_any()
}

fn number_class(column: Column) -> Option<&'static str> {
    matches!(column, Column::Number(_)).then_some("number")
}

fn row(columns: &[Column], cells: &[Cell]) -> AnyView {
    let shown = columns
        .iter()
        .zip(cells)
        .enumerate()
        .map(|(place, (column, cell))| match place {
            0 => view! { <th role="rowheader" scope="row">{shown(cell)}</th> }.into_any(),
            _ => view! {
                <td role="cell" data-label=t_for(&column.key()) class=number_class(*column)>{shown(cell)}</td>
            }
            .into_any(),
        })
        .collect_view();
    view! { <tr role="row">{shown}</tr> }.into_any()
}

fn shown(cell: &Cell) -> AnyView {
    match cell {
        Cell::Link { text, address } => view! { <a href=address.clone()>{text.clone()}</a> }.into_any(),
        Cell::Count(count) => grouped(*count).into_any(),
        other => other.plain().into_any(),
    }
}
