//! The shell around every page.
//!
//! A page is a handler that loads its data, then a view of it: rendering never waits, the status is known before
//! the first byte, and a form that has problems is the same function with the fields and problems put in.

use crate::components::{consent, footer, header};
use crate::domain::asker::Asker;
use crate::domain::vocabulary::Vocabulary;
use crate::error::{Failure, Shown};
use crate::texts::{Texts, t};
use crate::visit::Visit;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use leptos::prelude::*;
use std::sync::Arc;

/// What the shell needs to know of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Stands in the window's title, before the portal's name.
    pub title: String,
    pub status: StatusCode,
    /// Class of `main`: `page-narrow` for reading and forms, `page-wide` for lists and desks.
    pub width: &'static str,
    /// The path of the feed that tells of what is new on the page.
    pub feed: Option<String>,
}

impl Head {
    /// A page of reading width that is there.
    pub fn titled(title: impl Into<String>) -> Self {
        Self { title: title.into(), status: StatusCode::OK, width: "page-narrow", feed: None }
    }

    /// The same page, wide.
    pub fn wide(self) -> Self {
        Self { width: "page-wide", ..self }
    }

    /// The same page with a feed.
    pub fn with_feed(self, address: &str) -> Self {
        Self { feed: Some(address.to_owned()), ..self }
    }

    /// The same page with another status, such as 422 for a form with problems.
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }
}

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
                <meta name="description" content=t("brand-description")/>
                <meta name="color-scheme" content="light dark"/>
                <title>{title}</title>
                <link rel="stylesheet" href=style/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
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
