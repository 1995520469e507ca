//! The audit trail: who changed what and when, and whether the chain is whole.

use super::crumbs;
use crate::app::{self, Head};
use crate::components::date_time;
use crate::error::Outcome;
use crate::texts::{t, t_with};
use crate::visit::{Visit, fields::Fields};
use axum::response::Response;
use domain::account::Role;
use leptos::prelude::*;
use services::audit_trail::{self, Row, Rows, Verdict};
use std::collections::HashMap;

/// Rows newest first, of one subject where the address names it; with `verify`, the chain is walked as well.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let given = visit.parameters();
    let subject = given.text("subject").to_owned();
    let before = given.text("before").parse::<i64>().ok();
    let sought = (!subject.is_empty()).then_some(subject.as_str());
    let rows = audit_trail::rows(&visit.context, sought, before).await?;
    let verdict = match given.is_ticked("verify") {
        true => Some(audit_trail::verify(&visit.context).await?),
        false => None,
    };
    let is_administrator = visit.asker.has(Role::Administrator);
    let head = Head::titled(visit.locale.get("admin-audit")).wide();
    Ok(app::page(&visit, head, move || {
        view! {
            <div class="stack">
                {is_administrator.then(crumbs)}
                <h1 class="page-title">{t("admin-audit")}</h1>
                <p class="lede">{t("audit-lede")}</p>
                {verdict.map(verdict_notice)}
                {filters(&subject)}
                {list(rows, &subject)}
            </div>
        }
    }))
}

fn verdict_notice(verdict: Verdict) -> impl IntoView {
    let (class, text) = match verdict {
        Verdict::Intact { rows } => {
            ("notice notice-success", t_with("audit-intact", &[("rows", rows.into())]))
        }
        Verdict::Broken { number } => {
            ("notice notice-danger", t_with("audit-broken", &[("number", number.into())]))
        }
    };
    view! { <p class=class role="status">{text}</p> }
}

fn filters(subject: &str) -> impl IntoView + use<> {
    view! {
        <form class="toolbar" role="search" method="get" action="/admin/audit">
            <label for="subject">{t("audit-subject")}</label>
            <input id="subject" name="subject" value=subject.to_owned() placeholder=t("audit-subject-example")/>
            <button class="button" type="submit">{t("filter")}</button>
            <button class="button push" type="submit" name="verify" value="yes">{t("audit-verify")}</button>
        </form>
    }
}

fn list(rows: Rows, subject: &str) -> impl IntoView + use<> {
    let Rows { rows, names, older } = rows;
    if rows.is_empty() {
        return view! { <p class="empty-state">{t("audit-none")}</p> }.into_any();
    }
    let address = older.map(|number| {
        let fields = Fields::of([("subject", subject), ("before", &number.to_string())]);
        format!("/admin/audit?{}", fields.encode())
    });
    view! {
        <div>{rows.into_iter().map(|row| audit_row(row, &names)).collect_view()}</div>
        {address.map(|address| {
            view! {
                <nav class="pager" aria-label=t("pager")>
                    <a class="button" rel="next" href=address>{t("audit-older")}</a>
                </nav>
            }
        })}
    }
    .into_any()
}

fn audit_row(row: Row, names: &HashMap<String, String>) -> impl IntoView + use<> {
    let actor = match row.actor.as_str() {
        "portal" => t("audit-by-portal").to_owned(),
        "anonymous" => t("audit-by-anybody").to_owned(),
        id => names.get(id).cloned().unwrap_or_else(|| id.to_owned()),
    };
    let of_subject = format!("/admin/audit?{}", Fields::of([("subject", row.subject.as_str())]).encode());
    let what = crate::texts::t_for(&format!("action-{}", row.action.replace('.', "-")));
    view! {
        <article class="audit-row" id=format!("row-{}", row.number)>
            {date_time::time(row.at)}
            <span>{actor}</span>
            <span>
                {what}" · "<a href=of_subject><code>{row.subject}</code></a>
                {(!row.old.is_empty())
                    .then(|| view! { <div class="meta">{t("audit-old")}" "<code>{row.old}</code></div> })}
                {(!row.new.is_empty())
                    .then(|| view! { <div class="meta">{t("audit-new")}" "<code>{row.new}</code></div> })}
                {(!row.reason.is_empty())
                    .then(|| view! { <div class="meta">{t("audit-reason")}" "<span translate="no">{row.reason}</span></div> })}
            </span>
            <span class="hash" translate="no">{format!("{} · {}", row.number, row.hash)}</span>
        </article>
    }
}
