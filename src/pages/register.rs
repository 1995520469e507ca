//! Registration of healthcare professionals: the form, the answer that is the same for everybody, and the link's page.

use crate::app::{self, Head};
use crate::components::form::{Form, Input, error_summary, input};
use crate::components::profile_form::{self, profile_fields};
use crate::error::{self, Outcome};
use crate::pages::expired_link;
use crate::texts::{t, t_with};
use crate::visit::{self, Visit, cookies, fields::Fields};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use services::failure::Failure;
use services::registration::{self, PendingRegistration, Registration};

/// Name of the cookie of a browser that has registered: its ticket and, in a demonstration, the secret of the link.
const TICKET: &str = "materia_registering";
/// How long the ticket is kept, in days: as long as the link lasts.
const TICKET_DAYS: u32 = 1;

/// The form.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let next = visit.parameter("next").unwrap_or_default();
    if visit.asker.account.is_some() {
        return Ok(visit::redirect(&next));
    }
    let mut fields = Fields::of([("next", next.as_str())]);
    if let Some(declaration) = &visit.asker.declaration {
        fields.push("country", &declaration.country);
        fields.push("profession", &declaration.profession);
    }
    Ok(form_page(&visit, Form::of(fields), StatusCode::OK))
}

/// Takes the form. The answer is the same whether the address has an account or not.
///
/// # Errors
/// None that a person can cause: problems are shown in the form.
pub(crate) async fn submit(visit: Visit, fields: Fields) -> Outcome<Response> {
    let registration = Registration {
        email: fields.text("email").to_owned(),
        password: fields.first("password").unwrap_or_default().to_owned(),
        profile: profile_form::read(&fields),
        next: visit::own_address(fields.text("next")).to_owned(),
        preferences: visit.chosen_preferences(),
        kept: visit.kept_secrets(),
    };
    match registration::ask(&visit.context, &visit.client(), registration).await {
        Ok(asked) => {
            let value = format!("{}|{}", asked.ticket, asked.demo_secret.unwrap_or_default());
            let cookie = cookies::signed_for(&visit.context, TICKET, &value, TICKET_DAYS);
            Ok(visit::with_cookie(visit::redirect("/register/sent"), &cookie))
        }
        Err(failure) => {
            let (problems, status) = error::on_form(failure)?;
            Ok(form_page(&visit, Form { fields, problems }, status))
        }
    }
}

fn form_page(visit: &Visit, form: Form, status: StatusCode) -> Response {
    let head = Head::titled(visit.locale.get("register-title")).with_status(status);
    app::page(visit, head, move || {
        let next = form.value("next");
        let sign_in = format!("/sign-in?next={}", domain::address::query_value(&next));
        view! {
            <div class="stack">
                <h1 class="page-title">{t("register-title")}</h1>
                <p class="lede">{t("register-lede")}</p>
                <p>{t("register-known")}" "<a href=sign_in>{t("sign-in")}</a></p>
                <form class="form" method="post" action="/register">
                    {error_summary(&form)}
                    <input type="hidden" name="next" value=next/>
                    {input(&form, Input::text("name", "field-name").required().kind("text", "name"))}
                    {input(&form, Input::text("email", "field-email").required().kind("email", "username"))}
                    {input(
                        &form,
                        Input::text("password", "field-password")
                            .required()
                            .kind("password", "new-password")
                            .hint("password-hint"),
                    )}
                    {profile_fields(&form, true)}
                    <p class="attestation">
                        {t("register-terms")}" "<a href="/privacy">{t("register-terms-more")}</a>
                    </p>
                    <div class="form-actions">
                        <button class="button button-primary" type="submit">{t("register-send")}</button>
                    </div>
                </form>
            </div>
        }
    })
}

fn ticket(visit: &Visit) -> Option<(String, String)> {
    let value = visit.signed_cookie(TICKET)?;
    let (ticket, secret) = value.split_once('|')?;
    Some((ticket.to_owned(), secret.to_owned()))
}

/// Says that a mail is on its way.
pub(crate) async fn sent(visit: Visit) -> Outcome<Response> {
    let secret = ticket(&visit).map(|(_, secret)| secret).filter(|secret| !secret.is_empty());
    let link = secret.filter(|_| visit.context.config.is_demo).map(|secret| format!("/register/{secret}"));
    let head = Head::titled(visit.locale.get("register-sent-title"));
    Ok(app::page(&visit, head, move || {
        view! {
            <div class="stack">
                <h1 class="page-title">{t("register-sent-title")}</h1>
                <p class="lede">{t("register-sent-lede")}</p>
                <p>{t("register-sent-kept")}</p>
                <p>{t("register-sent-missing")}" "<a href="/register">{t("register-again")}</a></p>
                {link.map(|link| {
                    view! {
                        <div class="notice notice-info">
                            <p>{t("register-demo-mail")}</p>
                            <p><a class="button button-primary" href=link>{t("register-demo-open")}</a></p>
                        </div>
                    }
                })}
            </div>
        }
    }))
}

/// The page to which the mail's link leads. Opening it changes nothing: programs that check mails open links too.
pub(crate) async fn link(visit: Visit, Path(secret): Path<String>) -> Outcome<Response> {
    let ticket = ticket(&visit).map(|(ticket, _)| ticket);
    match registration::pending(&visit.context, &secret, ticket.as_deref()).await? {
        Some(waiting) => Ok(link_page(&visit, &secret, waiting, Form::default(), StatusCode::OK)),
        None => Ok(over_page(&visit)),
    }
}

/// Makes the account and leads on to where its owner was going, signed in, with what they had typed.
///
/// # Errors
/// [`Failure::Throttled`] after too many wrong passwords.
pub(crate) async fn finish(visit: Visit, Path(secret): Path<String>, fields: Fields) -> Outcome<Response> {
    let ticket = ticket(&visit).map(|(ticket, _)| ticket);
    let password = fields.first("password").unwrap_or_default();
    match registration::finish(&visit.context, &secret, ticket.as_deref(), password).await {
        Ok(finished) => {
            let response = visit::redirect(&finished.next);
            let response = visit.sign_in(&finished.account, finished.kept.as_ref(), response).await?;
            Ok(visit::with_cookie(response, &cookies::removed(&visit.context, TICKET)))
        }
        Err(Failure::Invalid(problems)) => {
            let waiting = registration::pending(&visit.context, &secret, None).await?;
            let form = Form { fields, problems };
            Ok(waiting.map_or_else(
                || over_page(&visit),
                |waiting| link_page(&visit, &secret, waiting, form, StatusCode::UNPROCESSABLE_ENTITY),
            ))
        }
        Err(Failure::NotFound) => Ok(over_page(&visit)),
        Err(other) => Err(other.into()),
    }
}

fn link_page(
    visit: &Visit,
    secret: &str,
    waiting: PendingRegistration,
    form: Form,
    status: StatusCode,
) -> Response {
    let head = Head::titled(visit.locale.get("register-finish-title")).with_status(status);
    let action = format!("/register/{secret}");
    app::page(visit, head, move || {
        let PendingRegistration { name, email, is_same_browser } = waiting;
        let password = Input::text("password", "field-password")
            .required()
            .kind("password", "current-password")
            .hint("register-finish-password");
        view! {
            <div class="stack">
                <h1 class="page-title">{t("register-finish-title")}</h1>
                <p class="lede">{t_with("register-finish-lede", &[("name", name.into())])}</p>
                <form class="form" method="post" action=action>
                    {error_summary(&form)}
                    // Tells a password manager whose password it is.
                    <input type="hidden" name="email" autocomplete="username" value=email/>
                    {(!is_same_browser).then(|| input(&form, password))}
                    <div class="form-actions">
                        <button class="button button-primary" type="submit">{t("register-finish-send")}</button>
                    </div>
                </form>
            </div>
        }
    })
}

fn over_page(visit: &Visit) -> Response {
    expired_link::page(
        visit,
        "register-over-lede",
        [("/sign-in", "sign-in"), ("/register", "register-again")],
    )
}
