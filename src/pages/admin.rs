//! Administration: the overview and what its pages share.

pub(crate) mod audit;
pub(crate) mod mails;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod routing;
pub(crate) mod vocabulary;

use crate::app::{self, Head};
use crate::error::Outcome;
use crate::pages::first_steps;
use crate::texts::{t, t_with};
use crate::visit::Visit;
use axum::response::Response;
use leptos::prelude::*;
use services::{first_steps as steps, overview};

/// The portal at a glance.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let overview = overview::of(&visit.context).await?;
    let steps = steps::of(&visit.context).await?;
    let head = Head::titled(visit.locale.get("admin-title")).wide();
    Ok(app::page(&visit, head, move || {
        view! {
            <div class="stack stack-l">
                <h1 class="page-title">{t("admin-title")}</h1>
                {(!steps.are_done()).then(|| first_steps::steps(steps))}
                <div class="tile-grid">
                    {tile(
                        "/admin/people",
                        "admin-people",
                        t_with("admin-people-count", &[("count", overview.people.into())]),
                    )}
                    {tile(
                        "/admin/people?standing=unverified",
                        "admin-to-verify",
                        t_with("admin-to-verify-count", &[("count", overview.unverified.into())]),
                    )}
                    {tile(
                        "/admin/routing",
                        "admin-routing",
                        t_with("admin-routing-count", &[("count", overview.rules.into())]),
                    )}
                    {tile("/admin/vocabulary", "admin-vocabulary", t("admin-vocabulary-text").to_owned())}
                    {tile("/admin/audit", "admin-audit", t("admin-audit-text").to_owned())}
                    {tile(
                        "/admin/mails",
                        "admin-mails",
                        t_with("admin-mails-count", &[("count", overview.mails_undelivered.into())]),
                    )}
                </div>
                {system(&overview)}
            </div>
        }
    }))
}

fn tile(address: &'static str, title: &'static str, text: String) -> impl IntoView {
    view! { <a class="tile" href=address><strong>{t(title)}</strong><span>{text}</span></a> }
}

fn stat(label: &'static str, value: String) -> impl IntoView {
    view! { <div class="stat"><dt>{t(label)}</dt><dd>{value}</dd></div> }
}

fn system(overview: &overview::Overview) -> impl IntoView + use<> {
    view! {
        <section class="stack" aria-labelledby="system">
            <h2 id="system">{t("admin-system")}</h2>
            <dl class="stat-grid">
                {stat("admin-version", env!("CARGO_PKG_VERSION").to_owned())}
                {stat("admin-library-change", overview.last_change.to_string())}
                {match overview.index {
                    Some(index) => {
                        let facts = [("reached", index.reached.into()), ("items", index.items.into())];
                        stat("admin-index", t_with("admin-index-state", &facts))
                    }
                    None => stat("admin-index", t("admin-index-closed").to_owned()),
                }}
                {stat("admin-mails-waiting", overview.mails_waiting.to_string())}
            </dl>
        </section>
    }
}

/// The way back from a page of administration.
pub(super) fn crumbs() -> impl IntoView {
    view! { <nav class="crumbs" aria-label=t("crumbs")><a href="/admin">{t("admin-title")}</a></nav> }
}
