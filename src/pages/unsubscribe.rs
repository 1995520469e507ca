//! Unsubscribing from digests by the link in each of them. It needs no sign-in, and opening it changes nothing: mail
//! programs and scanners open links by themselves (RFC 8058, section 3.1).

use crate::app::{self, Head};
use crate::error::Outcome;
use crate::texts::t;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use leptos::prelude::*;
use services::saved::digests;

/// Asks for confirmation.
///
/// # Errors
/// `NotFound` for a link that no digest had.
pub(crate) async fn show(visit: Visit, Path(secret): Path<String>) -> Outcome<Response> {
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

/// Unsubscribes, for mail programs and people alike: responds with a page, as mail programs do not follow redirects.
///
/// # Errors
/// `NotFound` for a link that no digest had.
pub(crate) async fn submit(visit: Visit, Path(secret): Path<String>) -> Outcome<Response> {
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
