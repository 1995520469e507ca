//! The way into the library under the declared and the verified gate.

use crate::app::{self, Head};
use crate::components::form::{Form, Input, select, term_choices};
use crate::error::Outcome;
use crate::texts::t;
use crate::visit::cookies::DECLARED;
use crate::visit::state::AppState;
use crate::visit::{self, Visit, cookies, fields::Fields};
use axum::extract::{FromRequestParts, Request};
use axum::response::Response;
use domain::asker::Gate;
use domain::vocabulary::TermKind;
use leptos::prelude::*;

/// How long a declaration holds, in days.
const DAYS: u32 = 180;

/// Shown in place of a library page to visitors whom the gate does not let in yet. Answering leads to that page.
pub(crate) async fn way_in(state: &AppState, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut parts, state).await;
    let head = Head::titled(visit.locale.get("declare-title"));
    let gate = visit.context.config.gate;
    let next = visit.address();
    app::page(&visit, head, move || {
        view! {
            <h1 class="page-title">{t("declare-title")}</h1>
            {offer(gate, &next)}
        }
    })
}

/// What this gate asks for, to be shown on the page itself; answering leads to `next`.
pub(crate) fn offer(gate: Gate, next: &str) -> AnyView {
    if gate == Gate::Verified { sign_in_to_read(next).into_any() } else { declaration(next).into_any() }
}

/// The declaration's form: one choice, one tap.
fn declaration(next: &str) -> impl IntoView + use<> {
    let next = next.to_owned();
    let form = Form::default();
    view! {
        <p class="lede">{t("declare-lede")}</p>
        <form class="form" method="post" action="/declare">
            <input type="hidden" name="next" value=next/>
            {select(
                &form,
                Input::text("country", "field-country").required().kind("text", "country"),
                term_choices(TermKind::Country),
            )}
            <div class="form-actions">
                <button class="button button-primary" type="submit">{t("declare-send")}</button>
                <a class="button button-quiet" href="/sign-in">{t("sign-in")}</a>
            </div>
        </form>
    }
}

fn sign_in_to_read(next: &str) -> impl IntoView + use<> {
    let next = domain::address::query_value(next);
    view! {
        <p class="lede">{t("declare-verified-lede")}</p>
        <p class="cluster">
            <a class="button button-primary" href=format!("/sign-in?next={next}")>{t("sign-in")}</a>
            <a class="button" href=format!("/register?next={next}")>{t("register")}</a>
        </p>
    }
}

/// Takes the declaration and leads to where the visitor was going.
///
/// # Errors
/// None for an unknown country: the form is shown again.
pub(crate) async fn submit(visit: Visit, fields: Fields) -> Outcome<Response> {
    let next = visit::own_address(fields.text("next")).to_owned();
    let country = fields.text("country");
    let vocabulary = visit.context.vocabulary();
    let response = visit::redirect(&next);
    if vocabulary.find(TermKind::Country, country).is_none() {
        return Ok(response);
    }
    let profession = vocabulary.find(TermKind::Profession, fields.text("profession")).map_or("", |t| &t.slug);
    let cookie = cookies::signed_for(&visit.context, DECLARED, &format!("{country}|{profession}"), DAYS);
    Ok(visit::with_cookie(response, &cookie))
}
