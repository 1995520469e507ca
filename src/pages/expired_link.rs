//! What a link from a mail shows after it was used or has expired, or if it was never sent.

use crate::app::{self, Head};
use crate::texts::t;
use crate::visit::Visit;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

/// A link on the page: its address and the key of its words.
pub(super) type Link = (&'static str, &'static str);

/// The page, with what it says of this kind of link and two links, the likelier one first.
pub(super) fn page(visit: &Visit, lede: &'static str, [likelier, other]: [Link; 2]) -> Response {
    let head = Head::titled(visit.locale.get("link-over-title")).with_status(StatusCode::NOT_FOUND);
    app::page(visit, head, move || {
        view! {
            <div class="stack">
                <h1 class="page-title">{t("link-over-title")}</h1>
                <p class="lede">{t(lede)}</p>
                <p class="cluster">
                    <a class="button button-primary" href=likelier.0>{t(likelier.1)}</a>
                    <a class="button" href=other.0>{t(other.1)}</a>
                </p>
            </div>
        }
    })
}
