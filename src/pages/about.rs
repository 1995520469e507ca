//! What this portal is, and what it stores, in plain words.

use crate::app::{self, Head};
use crate::error::Outcome;
use crate::texts::{t, t_for};
use crate::visit::Visit;
use axum::response::Response;
use leptos::prelude::*;
use services::safety::{self, Recipients};

/// What this portal is.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let head = Head::titled(visit.locale.get("about-title"));
    let is_demo = visit.context.config.is_demo;
    let has_officer = safety::recipients_now(&visit.context).await? == Recipients::SafetyOfficers;
    let safety = if has_officer { "about-safety-text" } else { "about-safety-stored-text" };
    Ok(app::page(&visit, head, move || {
        view! {
            <div class="stack stack-l">
                <h1 class="page-title">{t("about-title")}</h1>
                <p class="lede">{t("about-lede")}</p>
                {is_demo.then(|| view! { <p class="notice notice-warning">{t("about-demo")}</p> })}
                {part("about-library")}
                {part("about-label")}
                {part("about-answers")}
                {part_with("about-safety", t(safety).to_owned())}
                <p><a class="button" href="/report-safety">{t("footer-safety")}</a></p>
                {part("about-software")}
            </div>
        }
    }))
}

/// A heading and its text: the keys `{key}` and `{key}-text`.
fn part(key: &'static str) -> impl IntoView {
    part_with(key, t_for(&format!("{key}-text")))
}

/// A heading and a text that depends on the portal.
fn part_with(key: &'static str, text: String) -> impl IntoView {
    view! {
        <section class="stack" aria-labelledby=key>
            <h2 id=key>{t(key)}</h2>
            <p>{text}</p>
        </section>
    }
}

/// What is stored of whom, for what and for how long.
pub(crate) async fn privacy(visit: Visit) -> Outcome<Response> {
    let head = Head::titled(visit.locale.get("privacy-title"));
    let asker = visit.asker.clone();
    Ok(app::page(&visit, head, move || {
        let is_given = asker.visitor.is_some();
        let answer = if is_given { "no" } else { "yes" };
        let label = if is_given { "account-consent-withdraw" } else { "consent-yes" };
        view! {
            <div class="stack stack-l">
                <h1 class="page-title">{t("privacy-title")}</h1>
                <p class="lede">{t("privacy-lede")}</p>
                {part("privacy-visit")}
                {cookies()}
                {part("privacy-account")}
                {part("privacy-requests")}
                {part("privacy-reports")}
                {part("privacy-saved")}
                {part("privacy-engagement")}
                <form class="cluster" method="post" action="/consent">
                    <input type="hidden" name="next" value="/privacy"/>
                    <span>{t(if is_given { "privacy-engagement-on" } else { "privacy-engagement-off" })}</span>
                    <button class="button" name="answer" value=answer type="submit">{t(label)}</button>
                </form>
                {part("privacy-audit")}
                {part("privacy-mail")}
                {part("privacy-others")}
                {part("privacy-rights")}
            </div>
        }
    }))
}

/// Every cookie: its name, and the keys of what it is for and how long it lasts.
const COOKIES: [[&str; 3]; 7] = [
    ["materia_session", "privacy-cookie-session", "privacy-cookie-session-lasts"],
    ["materia_browser", "privacy-cookie-browser", "privacy-cookie-browser-lasts"],
    ["materia_declared", "privacy-cookie-declared", "privacy-cookie-declared-lasts"],
    ["materia_consent", "privacy-cookie-consent", "privacy-cookie-consent-lasts"],
    ["materia_preferences", "privacy-cookie-preferences", "privacy-cookie-preferences-lasts"],
    ["materia_kept", "privacy-cookie-kept", "privacy-cookie-kept-lasts"],
    ["materia_registering", "privacy-cookie-registering", "privacy-cookie-registering-lasts"],
];

fn cookies() -> impl IntoView {
    let row = |[name, purpose, lasts]: [&'static str; 3]| {
        view! {
            <tr role="row">
                <th role="rowheader" scope="row"><code>{name}</code></th>
                <td role="cell" data-label=t("privacy-cookie-for")>{t(purpose)}</td>
                <td role="cell" data-label=t("privacy-cookie-lasts")>{t(lasts)}</td>
            </tr>
        }
    };
    view! {
        <section class="stack" aria-labelledby="privacy-cookies">
            <h2 id="privacy-cookies">{t("privacy-cookies")}</h2>
            <p>{t("privacy-cookies-text")}</p>
            <table class="table" role="table">
                <caption class="visually-hidden">{t("privacy-cookies")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{t("privacy-cookie-name")}</th>
                        <th role="columnheader" scope="col">{t("privacy-cookie-for")}</th>
                        <th role="columnheader" scope="col">{t("privacy-cookie-lasts")}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{COOKIES.map(row).into_iter().collect_view()}</tbody>
            </table>
        </section>
    }
}
