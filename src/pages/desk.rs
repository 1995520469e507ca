//! The desk: the queue by due time, and one screen for each request.

mod drafts;
mod due;
mod editor;
mod panels;
mod request;
mod steps;

pub(crate) use request::{cited, picture, show, submit};

use crate::app::{self, Head};
use crate::components::form::term_choices;
use crate::components::key_pager::{key_pager, key_text, read_key};
use crate::error::Outcome;
use crate::page_context::page_context;
use crate::pages::requests::title;
use crate::texts::{t, t_for};
use crate::visit::Visit;
use axum::response::Response;
use domain::address::query_value;
use domain::request::Queue;
use domain::slug::Slug;
use domain::vocabulary::TermKind;
use due::due;
use leptos::prelude::*;
use services::requests::desk::{self, DeskQuery, Listed, QueuePage};

/// A queue of the desk.
pub(crate) async fn queue(visit: Visit) -> Outcome<Response> {
    let text = |name: &str| visit.parameter(name).unwrap_or_default();
    let query = DeskQuery {
        queue: Queue::from_slug(&text("queue")).unwrap_or_default(),
        area: text("area"),
        words: text("q"),
        after: read_key(&text("after")),
    };
    let page = desk::queue(&visit.context, &visit.asker, &query).await?;
    let head = Head::titled(visit.locale.get("desk-title")).wide();
    Ok(app::page(&visit, head, move || {
        let here = address(&query, query.queue);
        let next = page.next.as_ref().map(|key| format!("{here}&after={}", key_text(key)));
        view! {
            <div class="stack">
                <h1 class="page-title">{t("desk-title")}</h1>
                {stats(&page)}
                {tabs(&page, &query)}
                {toolbar(&query)}
                {if page.rows.is_empty() { empty(&query).into_any() } else { table(&page.rows).into_any() }}
                {key_pager(here, next, query.after.is_none())}
            </div>
        }
    }))
}

fn address(query: &DeskQuery, queue: Queue) -> String {
    let mut address = format!("/desk?queue={}", queue.slug());
    for (name, value) in [("area", &query.area), ("q", &query.words)] {
        if !value.is_empty() {
            address.push_str(&format!("&{name}={}", query_value(value)));
        }
    }
    address
}

fn stats(page: &QueuePage) -> AnyView {
    let counts = page.counts;
    let stat = |key, count: i64| view! { <div class="stat"><dt>{t(key)}</dt><dd>{count}</dd></div> };
    view! {
        <dl class="stat-grid">
            {stat("desk-stat-open", counts.open)}
            {stat("desk-stat-unclaimed", counts.unclaimed)}
            {stat("desk-stat-today", counts.due_today)}
            {stat("desk-stat-overdue", counts.overdue)}
        </dl>
    }
    .into_any()
}

fn tabs(page: &QueuePage, query: &DeskQuery) -> AnyView {
    let counts = page.counts;
    let tabs = Queue::all()
        .map(|queue| {
            let count = match queue {
                Queue::Mine => counts.mine,
                Queue::Unclaimed => counts.unclaimed,
                Queue::Open => counts.open,
                Queue::Overdue => counts.overdue,
                Queue::Answered => counts.answered,
                Queue::Closed => counts.closed,
            };
            let is_here = queue == query.queue;
            view! {
                <a href=address(query, queue) aria-current=is_here.then_some("page")>
                    {t_for(&format!("queue-{}", queue.slug()))}" "<span class="badge badge-state">{count}</span>
                </a>
            }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label=t("desk-queues")>{tabs}</nav> }.into_any()
}

fn toolbar(query: &DeskQuery) -> AnyView {
    let area = query.area.clone();
    let areas = term_choices(TermKind::Area)
        .into_iter()
        .map(|(slug, name)| {
            let is_chosen = slug == area;
            view! { <option value=slug selected=is_chosen>{name}</option> }
        })
        .collect_view();
    view! {
        <form class="toolbar" role="search" method="get" action="/desk" aria-label=t("desk-find")>
            <input type="hidden" name="queue" value=query.queue.slug()/>
            <label class="visually-hidden" for="q">{t("desk-find")}</label>
            <input id="q" name="q" type="search" value=query.words.clone() placeholder=t("desk-find") autocomplete="off"/>
            <label class="visually-hidden" for="area">{t("field-area")}</label>
            <select id="area" name="area"><option value="">{t("desk-all-areas")}</option>{areas}</select>
            <button class="button" type="submit">{t("desk-apply")}</button>
        </form>
    }
    .into_any()
}

fn empty(query: &DeskQuery) -> impl IntoView + use<> {
    let is_narrowed = !query.area.is_empty() || !query.words.is_empty();
    let (text, way, address) = if is_narrowed {
        ("desk-none-found", "desk-all-shown", format!("/desk?queue={}", query.queue.slug()))
    } else if query.queue == Queue::Mine {
        ("desk-none-mine", "desk-to-unclaimed", "/desk?queue=unclaimed".to_owned())
    } else {
        ("desk-none", "desk-to-open", "/desk?queue=open".to_owned())
    };
    view! {
        <div class="empty-state">
            <p>{t(text)}</p>
            <p><a class="button" href=address>{t(way)}</a></p>
        </div>
    }
}

fn table(rows: &[Listed]) -> AnyView {
    let rows = rows.iter().map(row).collect_view();
    view! {
        <table class="table" role="table">
            <caption class="visually-hidden">{t("desk-table")}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t("desk-request")}</th>
                    <th role="columnheader" scope="col">{t("desk-asker")}</th>
                    <th role="columnheader" scope="col">{t("desk-owner")}</th>
                    <th role="columnheader" scope="col">{t("desk-due")}</th>
                    <th role="columnheader" scope="col">{t("desk-state")}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(row: &Listed) -> AnyView {
    let request = &row.request;
    let vocabulary = page_context().vocabulary;
    let product = vocabulary.name(TermKind::Product, &request.product).to_owned();
    let place = [
        vocabulary.name(TermKind::Specialty, &row.asker_specialty),
        vocabulary.name(TermKind::Country, &row.asker_country),
    ];
    let place = place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <a href=format!("/desk/{}", request.reference)>{title(request)}</a>
                <div class="meta">
                    {request.reference.clone()}
                    {(!product.is_empty()).then(|| view! { " · "{product} })}
                </div>
            </th>
            <td role="cell" data-label=t("desk-asker")>
                <div>{row.asker_name.clone()}<div class="meta">{place}</div></div>
            </td>
            <td role="cell" data-label=t("desk-owner")>{row.owner_name.clone()}</td>
            <td role="cell" data-label=t("desk-due")>{due(request)}</td>
            <td role="cell" data-label=t("desk-state")>
                <span class="badge badge-state">{t_for(&format!("request-state-{}", request.state.slug()))}</span>
            </td>
        </tr>
    }
    .into_any()
}
