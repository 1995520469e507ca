//! The end of digests, by the link that stands in each. It needs no sign-in, and nothing happens by opening it: mail
//! programs and their guards open links by themselves (RFC 8058, section 3.1).

use crate::app::{self, Head};
use crate::error::Outcome;
use crate::texts::t;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use leptos::prelude::*;
use services::saved::digests;

/// Asks.
///
/// # Errors
/// `NotFound` for a link that no digest had.
pub async fn show(visit: Visit, Path(secret): Path<String>) -> Outcome<Response> {
    if !digests::are_on(&visit.context, &secret).await? {
        return Ok(are_off(&visit));
    }
    let head = Head::titled(visit.locale.get("unsubscribe-title"));
    let here = visit.path.clone();
    Ok(app::page(&visit, head, move || {
        view! {
            <div class="stack">
                <h1 class="page-title">{t("unsubscribe-title")}</h1>
                <p>{t("unsubscribe-text")}</p>
                <form class="cluster" method="post" action=here>
                    <input type="hidden" name="List-Unsubscribe" value="One-Click"/>
                    <button class="button button-primary" type="submit">{t("unsubscribe-send")}</button>
                    <a class="button" href="/saved/searches">{t("unsubscribe-instead")}</a>
                </form>
            </div>
        }
    }))
}

/// Ends them, for a mail program as for a person: with a page at once, since neither may be led on.
///
/// # Errors
/// `NotFound` for a link that no digest had.
pub async fn submit(visit: Visit, Path(secret): Path<String>) -> Outcome<Response> {
    digests::unsubscribe(&visit.context, &secret).await?;
    Ok(are_off(&visit))
}

fn are_off(visit: &Visit) -> Response {
    let head = Head::titled(visit.locale.get("unsubscribe-done"));
    app::page(visit, head, || {
        view! {
            <div class="stack">
                <h1 class="page-title">{t("unsubscribe-done")}</h1>
                <p role="status">{t("unsubscribe-done-text")}</p>
                <p><a class="button" href="/saved/searches">{t("unsubscribe-again")}</a></p>
            </div>
        }
    })
}
