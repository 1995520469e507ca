//! The audit trail: who changed what and when, found by what people know, and whether the chain is whole.

use super::crumbs;
use crate::app::{self, Head};
use crate::components::date_time;
use crate::error::Outcome;
use crate::pages::export;
use crate::texts::{t, t_for, t_with};
use crate::visit::{Visit, fields::Fields};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::account::Role;
use domain::time::CalendarDay;
use leptos::prelude::*;
use services::audit_trail::{self, AuditSearch, EXPORT_MOST, Entry, KINDS, Rows, Subject, Verdict};

/// The address of the page.
const HERE: &str = "/admin/audit";

/// Rows newest first, as the address looks for them; with `verify`, the chain is walked as well.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let given = visit.parameters();
    let search = sought(&given);
    let before = given.text("before").parse::<i64>().ok();
    let rows = audit_trail::rows(&visit.context, &visit.locale, &visit.asker, &search, before).await?;
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
                {form(&search)}
                {of_one_subject(&search, &rows)}
                {rows.is_cut.then(|| view! { <p class="notice notice-warning">{t("audit-cut")}</p> })}
                {list(rows, &search)}
            </div>
        }
    }))
}

/// The rows that the address looks for as a file.
pub(crate) async fn export(visit: Visit) -> Outcome<Response> {
    let search = sought(&visit.parameters());
    let separator = export::separator(&visit);
    let file = audit_trail::as_csv(&visit.context, &visit.locale, &visit.asker, &search, separator).await?;
    let headers = [
        (header::CONTENT_TYPE, formats::csv::MEDIA_TYPE),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit-trail.csv\""),
    ];
    Ok((headers, file).into_response())
}

fn sought(given: &Fields) -> AuditSearch {
    let text = |name: &str| given.text(name).to_owned();
    AuditSearch {
        words: text("q"),
        person: text("person"),
        kind: text("kind"),
        subject: text("subject"),
        from: CalendarDay::parse(given.text("from")),
        to: CalendarDay::parse(given.text("to")),
    }
}

/// An address that looks for the same.
fn address(base: &str, search: &AuditSearch, more: &[(&str, &str)]) -> String {
    let day = |day: Option<CalendarDay>| day.map(|day| day.to_string()).unwrap_or_default();
    let (from, to) = (day(search.from), day(search.to));
    let all = [
        ("q", search.words.as_str()),
        ("person", &search.person),
        ("kind", &search.kind),
        ("subject", &search.subject),
        ("from", &from),
        ("to", &to),
    ];
    let given = all.into_iter().chain(more.iter().copied()).filter(|(_, value)| !value.is_empty());
    let query = Fields::of(given).encode();
    if query.is_empty() { base.to_owned() } else { format!("{base}?{query}") }
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

fn form(search: &AuditSearch) -> impl IntoView + use<> {
    let day = |day: Option<CalendarDay>| day.map(|day| day.to_string()).unwrap_or_default();
    let kinds = KINDS
        .map(|kind| {
            let is_chosen = search.kind == kind;
            view! { <option value=kind selected=is_chosen>{t_for(&format!("audit-kind-{kind}"))}</option> }
        })
        .into_iter()
        .collect_view();
    let subject = (!search.subject.is_empty())
        .then(|| view! { <input type="hidden" name="subject" value=search.subject.clone()/> });
    view! {
        <form class="toolbar" role="search" method="get" action=HERE>
            {subject}
            {labelled("audit-q", "audit-words", view! {
                <input id="audit-q" name="q" type="search" value=search.words.clone() placeholder=t("audit-words-example") autocomplete="off"/>
            })}
            {labelled("audit-person", "audit-person", view! {
                <input id="audit-person" name="person" type="search" value=search.person.clone() placeholder=t("people-search") autocomplete="off"/>
            })}
            {labelled("audit-kind", "audit-kind", view! {
                <select id="audit-kind" name="kind">
                    <option value="">{t("audit-any-kind")}</option>
                    {kinds}
                </select>
            })}
            {labelled("audit-from", "insights-from", view! {
                <input id="audit-from" name="from" type="date" value=day(search.from)/>
            })}
            {labelled("audit-to", "insights-to", view! {
                <input id="audit-to" name="to" type="date" value=day(search.to)/>
            })}
            <button class="button" type="submit">{t("filter")}</button>
            <span class="cluster push">
                {export::csv_links(&address("/admin/audit/export.csv", search, &[]))}
                <button class="button" type="submit" name="verify" value="yes">{t("audit-verify")}</button>
            </span>
        </form>
        <p class="meta">{t_with("audit-export-most", &[("count", EXPORT_MOST.into())])}</p>
    }
}

/// A control with its label beside it.
fn labelled(id: &'static str, label: &'static str, control: impl IntoView) -> impl IntoView {
    view! { <span class="cluster"><label for=id>{t(label)}</label>{control}</span> }
}

/// Says that rows of one subject are shown, with the way to all.
fn of_one_subject(search: &AuditSearch, rows: &Rows) -> impl IntoView + use<> {
    let all = address(HERE, &AuditSearch { subject: String::new(), ..search.clone() }, &[]);
    (!rows.subject.is_empty()).then(|| {
        let text = t_with("audit-of-subject", &[("name", rows.subject.as_str().into())]);
        view! { <p class="cluster"><span>{text}</span><a href=all>{t("audit-of-all")}</a></p> }
    })
}

fn list(rows: Rows, search: &AuditSearch) -> impl IntoView + use<> {
    if rows.rows.is_empty() {
        return view! { <p class="empty-state">{t("audit-none")}</p> }.into_any();
    }
    let older = rows.older.map(|number| address(HERE, search, &[("before", &number.to_string())]));
    view! {
        <div>{rows.rows.into_iter().map(audit_row).collect_view()}</div>
        {older.map(|address| {
            view! {
                <nav class="pager" aria-label=t("pager")>
                    <a class="button" rel="next" href=address>{t("audit-older")}</a>
                </nav>
            }
        })}
    }
    .into_any()
}

fn audit_row(entry: Entry) -> impl IntoView {
    let part = |label: &'static str, text: String| {
        (!text.is_empty())
            .then(|| view! { <div class="meta">{t(label)}" "<span translate="no">{text}</span></div> })
    };
    view! {
        <article class="audit-row" id=format!("row-{}", entry.number)>
            {date_time::time(entry.at)}
            <span>{entry.actor}</span>
            <span>
                {entry.action}" · "{subject(entry.subject)}
                {part("audit-old", entry.old)}
                {part("audit-new", entry.new)}
                {part("audit-reason", entry.reason)}
            </span>
            <span class="hash" translate="no">{format!("{} · {}", entry.number, entry.hash)}</span>
        </article>
    }
}

/// The name of a subject, which leads to all that happened to it; and the way to its page, where there is one.
fn subject(subject: Subject) -> impl IntoView {
    let Subject { id, kind, name, address } = subject;
    let rows = format!("{HERE}?{}", Fields::of([("subject", id.as_str())]).encode());
    let page = address.map(|address| {
        view! {
            " "<a href=address>{t("audit-open")}<span class="visually-hidden">": "{name.clone()}</span></a>
        }
    });
    view! { {kind}" "<a href=rows><bdi>{name.clone()}</bdi></a>{page} }
}
