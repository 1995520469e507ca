//! The shell around every page.
//!
//! A page is a handler that loads its data, then a view of it: rendering never waits, the status is known before
//! the first byte, and a form that has problems is the same function with the fields and problems put in.

mod head;

pub use head::{Discovery, Head};

use crate::components::{consent, footer, header};
use crate::domain::asker::Asker;
use crate::domain::vocabulary::Vocabulary;
use crate::error::{Failure, Shown};
use crate::texts::{Texts, t};
use crate::visit::Visit;
use axum::response::{Html, IntoResponse, Response};
use leptos::prelude::*;
use std::sync::Arc;

/// What components may ask for while a page is rendered.
#[derive(Clone)]
pub struct Scene {
    pub asker: Asker,
    pub path: String,
    /// Path and query, to come back to.
    pub address: String,
    pub vocabulary: Arc<Vocabulary>,
    pub is_demo: bool,
}

/// The scene of the page that is being rendered.
///
/// # Panics
/// Outside a page: only components call it, and only [`render`] runs components.
pub fn scene() -> Scene {
    expect_context::<Scene>()
}

/// A page as a response.
pub fn page<V: IntoView>(visit: &Visit, head: Head, view: impl FnOnce() -> V) -> Response {
    let status = head.status;
    (status, Html(render(visit, head, view))).into_response()
}

/// A page as text.
pub fn render<V: IntoView>(visit: &Visit, head: Head, view: impl FnOnce() -> V) -> String {
    within(visit, || {
        let main = view().into_view().to_html();
        shell(visit, &head, main).to_html()
    })
}

/// Renders a piece of a page, with all that components may ask for.
pub fn within<T>(visit: &Visit, run: impl FnOnce() -> T) -> T {
    let owner = Owner::new();
    owner.with(|| {
        provide_context::<&'static Texts>(visit.state.texts);
        provide_context(Scene {
            asker: visit.asker.clone(),
            path: visit.path.clone(),
            address: visit.address(),
            vocabulary: visit.state.vocabulary(),
            is_demo: visit.state.config.is_demo,
        });
        run()
    })
}

/// The page that tells of a failure and what to do now.
pub fn failure_page(visit: &Visit, failure: &Failure) -> Response {
    let Shown { status, title, advice, .. } = failure.shown();
    let texts = visit.state.texts;
    page(visit, Head::titled(texts.get(title)).with_status(status), move || {
        view! {
            <h1 class="page-title">{t(title)}</h1>
            <p class="lede">{t(advice)}</p>
            <p class="cluster">
                <a class="button button-primary" href="/">{t("error-to-home")}</a>
                <a class="button" href="/search">{t("error-to-search")}</a>
            </p>
        }
    })
}

/// Loads the islands of a page and wakes each. Follows the framework's own loader.
const LOADER: &str = include_str!("app/loader.js");

fn shell(visit: &Visit, head: &Head, main: String) -> impl IntoView + use<> {
    let assets = &visit.state.assets;
    // Pages without islands load no script at all.
    let script = assets.islands.as_ref().filter(|_| main.contains("<leptos-island")).map(|islands| {
        let call = format!("{LOADER}({:?},{:?})", islands.script, islands.wasm);
        let nonce = visit.nonce.0.to_string();
        view! { <script type="module" nonce=nonce inner_html=call></script> }
    });
    let title = format!("{} · {}", head.title, visit.state.texts.get("brand"));
    let main_class = format!("page {}", head.width);
    let style = assets.style.clone();
    let feed = head.feed.clone().map(|feed| {
        view! { <link rel="alternate" type="application/atom+xml" title=head.title.clone() href=feed/> }
    });
    view! {
        <!DOCTYPE html>
        <html lang=visit.state.texts.language().to_owned()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                {head::discovery(visit, &head.discovery)}
                <meta name="color-scheme" content="light dark"/>
                <title>{title}</title>
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
