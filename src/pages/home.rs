//! The first page.

use crate::app::{self, Head};
use crate::components::search_box::search_box;
use crate::error::Outcome;
use crate::texts::t;
use crate::visit::Visit;
use axum::response::Response;
use leptos::prelude::*;

/// The first page: the search, and the ways on.
///
/// # Errors
/// When the database fails.
pub async fn show(visit: Visit) -> Outcome<Response> {
    let head = Head::titled(visit.state.texts.get("home-title")).wide();
    Ok(app::page(&visit, head, || {
        view! {
            <section class="hero">
                <h1 class="page-title">{t("home-title")}</h1>
                <p class="lede">{t("home-lede")}</p>
                <form class="search-form" role="search" method="get" action="/search">
                    {search_box("")}
                    <button class="button button-primary" type="submit">{t("search-send")}</button>
                </form>
            </section>
        }
    }))
}
