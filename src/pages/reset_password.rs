//! A forgotten password, and the first one of somebody who was invited.

use crate::app::{self, Head};
use crate::components::form::{Form, Input, error_summary, input};
use crate::error::Outcome;
use crate::pages::expired_link;
use crate::texts::{t, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use services::failure::Failure;
use services::password_links;

/// Asks for the email address.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    Ok(form_page(&visit, Form::default(), StatusCode::OK))
}

/// Sends the mail, if somebody has the address. The answer is the same in any case.
///
/// # Errors
/// [`Failure::Throttled`] after too many tries.
pub(crate) async fn submit(visit: Visit, fields: Fields) -> Outcome<Response> {
    match password_links::ask(&visit.context, &visit.client(), fields.text("email")).await {
        Ok(()) => Ok(visit::redirect("/reset-password/sent")),
        Err(Failure::Invalid(problems)) => {
            Ok(form_page(&visit, Form { fields, problems }, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => Err(other.into()),
    }
}

fn form_page(visit: &Visit, form: Form, status: StatusCode) -> Response {
    let head = Head::titled(visit.locale.get("reset-title")).with_status(status);
    app::page(visit, head, move || {
        view! {
            <div class="stack">
                <h1 class="page-title">{t("reset-title")}</h1>
                <p class="lede">{t("reset-lede")}</p>
                <form class="form" method="post" action="/reset-password">
                    {error_summary(&form)}
                    {input(&form, Input::text("email", "field-email").required().kind("email", "username"))}
                    <div class="form-actions">
                        <button class="button button-primary" type="submit">{t("reset-send")}</button>
                        <a class="button button-quiet" href="/sign-in">{t("sign-in")}</a>
                    </div>
                </form>
            </div>
        }
    })
}

/// Says that a mail is on its way.
pub(crate) async fn sent(visit: Visit) -> Outcome<Response> {
    let head = Head::titled(visit.locale.get("reset-sent-title"));
    Ok(app::page(&visit, head, || {
        view! {
            <div class="stack">
                <h1 class="page-title">{t("reset-sent-title")}</h1>
                <p class="lede">{t("reset-sent-lede")}</p>
                <p><a href="/reset-password">{t("reset-again")}</a></p>
            </div>
        }
    }))
}

/// The page to which the mail's link leads.
pub(crate) async fn link(visit: Visit, Path(secret): Path<String>) -> Outcome<Response> {
    link_page(&visit, &secret, Form::default(), StatusCode::OK).await
}

/// Sets the password and signs the person in.
pub(crate) async fn finish(visit: Visit, Path(secret): Path<String>, fields: Fields) -> Outcome<Response> {
    let password = fields.first("password").unwrap_or_default();
    match password_links::set(&visit.context, &visit.client(), &secret, password).await {
        Ok(account) => visit.sign_in(&account, None, visit::redirect("/")).await,
        Err(Failure::Invalid(problems)) => {
            let form = Form { fields, problems };
            link_page(&visit, &secret, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(Failure::NotFound) => Ok(over_page(&visit)),
        Err(other) => Err(other.into()),
    }
}

async fn link_page(visit: &Visit, secret: &str, form: Form, status: StatusCode) -> Outcome<Response> {
    let Some(account) = password_links::owner(&visit.context, secret).await? else {
        return Ok(over_page(visit));
    };
    let head = Head::titled(visit.locale.get("password-new-title")).with_status(status);
    let action = format!("/reset-password/{secret}");
    Ok(app::page(visit, head, move || {
        view! {
            <div class="stack">
                <h1 class="page-title">{t("password-new-title")}</h1>
                <p class="lede">{t_with("password-new-lede", &[("name", account.name.into())])}</p>
                <form class="form" method="post" action=action>
                    {error_summary(&form)}
                    <input type="hidden" name="email" autocomplete="username" value=account.email/>
                    {input(
                        &form,
                        Input::text("password", "account-password-new")
                            .required()
                            .kind("password", "new-password")
                            .hint("password-hint"),
                    )}
                    <div class="form-actions">
                        <button class="button button-primary" type="submit">{t("password-new-send")}</button>
                    </div>
                </form>
            </div>
        }
    }))
}

fn over_page(visit: &Visit) -> Response {
    expired_link::page(
        visit,
        "reset-over-lede",
        [("/reset-password", "reset-again"), ("/sign-in", "sign-in")],
    )
}
