//! What cites a record: in brief on its page, and all of it on pages of its own.

use super::crumbs::crumbs;
use crate::app::{self, Head};
use crate::components::hits::{Titles, hits};
use crate::components::neighbours;
use crate::components::pager::{pager, pages};
use crate::components::save::save_form;
use crate::error::Outcome;
use crate::texts::{t, t_with};
use crate::visit::{self, Visit};
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::id::{ItemId, RecordId};
use domain::library::Hit;
use domain::record::Record;
use leptos::prelude::*;
use services::library::{self, CitedBy, ShownRecord};
use services::saved::list;
use std::collections::HashSet;

/// The address of a page of what cites a record.
fn address(id: &RecordId, page: usize) -> String {
    let address = format!("/records/{id}/cited-by");
    if page > 1 { format!("{address}?page={page}") } else { address }
}

/// What cites a record, on its own page.
pub(super) fn in_brief(shown: &ShownRecord) -> Option<AnyView> {
    let CitedBy { items, total } = &shown.cited_by;
    neighbours::cited_by(items, *total, shown.cited_by.counts_all(), address(&shown.record.id, 1))
}

/// A page of what cites a record; the address of one that was merged into another leads to that other one's.
///
/// # Errors
/// [`Failure::NotFound`](services::failure::Failure::NotFound) as at the record's page.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Outcome<Response> {
    let (id, page) = (RecordId::from(id), visit.page_number());
    let (record, cited_by) = library::cited_by(&visit.context, &visit.asker, &id, page).await?;
    if record.id != id {
        return Ok(Redirect::permanent(&address(&record.id, page)).into_response());
    }
    if cited_by.items.is_empty() && cited_by.total > 0 {
        // Beyond the last page, such as by an old link.
        return Ok(visit::redirect(&address(&id, pages(cited_by.total as u64))));
    }
    let shown: Vec<&ItemId> = cited_by.items.iter().map(|hit| &hit.id).collect();
    let saved = list::marks(&visit.context, &visit.asker, &shown).await?;
    let title = visit.locale.with("cited-by-title", &[("title", record.data.title.clone().into())]);
    Ok(app::page(&visit, Head::titled(title).wide(), move || {
        view! {
            {crumbs()}
            <h1 class="page-title">{t("record-cited-by")}</h1>
            <p class="lede"><a href=format!("/records/{}", record.id)>{record.data.title.clone()}</a></p>
            <div class="stack">{found(&record, page, &cited_by, &saved)}</div>
        }
    }))
}

fn found(record: &Record, page: usize, cited_by: &CitedBy, saved: &HashSet<ItemId>) -> AnyView {
    if cited_by.total == 0 {
        return nothing(record).into_any();
    }
    let key = if cited_by.counts_all() { "cited-by-count" } else { "cited-by-count-least" };
    let count = t_with(key, &[("count", cited_by.total.into())]);
    let address = |page| address(&record.id, page);
    view! {
        <p class="result-count">{count}</p>
        {save_form(&address(page))}
        {hits(&cited_by.items, Titles::Second, saved, Hit::address)}
        {pager(page, cited_by.total as u64, cited_by.items.len(), address)}
    }
    .into_any()
}

fn nothing(record: &Record) -> impl IntoView + use<> {
    view! {
        <section class="empty-state" aria-labelledby="none">
            <h2 id="none">{t("cited-by-none-title")}</h2>
            <p>{t("cited-by-none")}</p>
            <p class="cluster">
                <a class="button button-primary" href=format!("/records/{}", record.id)>{t("cited-by-back")}</a>
                <a class="button" href="/search">{t("error-to-search")}</a>
            </p>
        </section>
    }
}
