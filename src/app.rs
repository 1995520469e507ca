//! The shell around every page.
//!
//! A page is a handler that loads its data, then a view of it: rendering never waits, the status is known before
//! the first byte, and a form that has problems is the same function with the fields and problems put in.

mod head;

pub(crate) use head::{Discovery, Head};

use crate::components::safety_phone::{call_instead, not_stored};
use crate::components::text_area::escaped;
use crate::components::unsent_form::unsent_form;
use crate::components::{consent, footer, header};
use crate::error::{AppError, Presentation};
use crate::page_context::within;
use crate::texts::{t, t_with};
use crate::visit::Visit;
use crate::visit::fields::Fields;
use axum::response::{Html, IntoResponse, Response};
use leptos::prelude::*;

/// A page as a response.
pub(crate) fn page<V: IntoView>(visit: &Visit, head: Head, view: impl FnOnce() -> V) -> Response {
    let status = head.status;
    (status, Html(render(visit, head, view))).into_response()
}

/// A page as text.
pub(crate) fn render<V: IntoView>(visit: &Visit, head: Head, view: impl FnOnce() -> V) -> String {
    within(visit, || {
        let main = view().into_view().to_html();
        shell(visit, &head, main).to_html()
    })
}

/// The page that says what went wrong and what to do now.
///
/// A form that was sent and may be taken another time comes with it, whatever page it is of.
pub(crate) fn error_page(visit: &Visit, error: &AppError, sent: Option<&Fields>) -> Response {
    let Presentation { status, title, .. } = error.presentation();
    let advice = error.advice(&visit.locale);
    let may_ask = error.is_for_asking();
    let request_id = error.is_internal().then(|| visit.request_id.to_string());
    let is_down = error.is_unavailable();
    let is_report = sent.is_some() && visit.path == "/report-safety";
    let address = visit.address();
    page(visit, Head::titled(visit.locale.get(title)).with_status(status), move || {
        view! {
            <h1 class="page-title">{t(title)}</h1>
            <p class="lede">{advice}</p>
            {is_report.then(not_stored)}
            {(is_down && !is_report).then(call_instead)}
            {sent.map(|fields| unsent_form(&address, fields))}
            {request_id.map(|id| {
                view! { <p class="meta" id="request-id">{t_with("error-request-id", &[("id", id.into())])}</p> }
            })}
            <p class="cluster">
                <a class="button button-primary" href="/">{t("error-to-home")}</a>
                <a class="button" href="/search">{t("error-to-search")}</a>
                {may_ask.then(|| view! { <a class="button" href="/ask">{t("home-ask")}</a> })}
            </p>
        }
    })
}

/// Loads the islands of a page and wakes each. Follows the framework's own loader.
const LOADER: &str = include_str!("app/loader.js");

fn shell(visit: &Visit, head: &Head, main: String) -> impl IntoView + use<> {
    let assets = &visit.assets;
    // Pages without islands load no script at all.
    let script = assets.islands.as_ref().filter(|_| main.contains("<leptos-island")).map(|islands| {
        let call = format!("{LOADER}({:?},{:?})", islands.script, islands.wasm);
        let nonce = visit.nonce.0.to_string();
        view! { <script type="module" nonce=nonce inner_html=call></script> }
    });
    let title = format!("{} · {}", head.title, visit.locale.get("brand"));
    let title = escaped(&title).into_owned();
    let main_class = format!("page {}", head.width);
    let style = assets.style.clone();
    let feed = head.feed.clone().map(|feed| {
        view! { <link rel="alternate" type="application/atom+xml" title=head.title.clone() href=feed/> }
    });
    view! {
        <!DOCTYPE html>
        <html lang=visit.locale.language().to_owned()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                {head::discovery(visit, &head.discovery)}
                <meta name="color-scheme" content="light dark"/>
                <title inner_html=title></title>
                <link rel="stylesheet" href=style/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link
                    rel="search"
                    type="application/opensearchdescription+xml"
                    href="/opensearch.xml"
                    title=t("brand")
                />
                {feed}
                {script}
            </head>
            <body>
                <a class="skip-link" href="#main">{t("skip-to-content")}</a>
                {header::site_header()}
                <main id="main" class=main_class tabindex="-1" inner_html=main></main>
                {consent::question()}
                {footer::site_footer()}
            </body>
        </html>
    }
}
