//! Sign in and out.

use crate::app::{self, Head};
use crate::components::form::{Form, Input, error_summary, input};
use crate::error::Outcome;
use crate::texts::{t, t_for};
use crate::visit::{self, Visit, fields::Fields};
use axum::http::StatusCode;
use axum::response::Response;
use domain::slug::Slug;
use leptos::prelude::*;
use services::accounts;
use services::demo::{self, SignIn};
use services::failure::Failure;

/// The sign-in form.
///
/// # Errors
/// None that a person can cause.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let fields = Fields::of([("next", visit.parameter("next").unwrap_or_default().as_str())]);
    form_page(&visit, Form::of(fields), StatusCode::OK).await
}

/// Checks email and password and leads on to where the person was going.
///
/// # Errors
/// A wrong password is the form again, with its problem.
pub(crate) async fn submit(visit: Visit, fields: Fields) -> Outcome<Response> {
    // One tap for the demonstration's people, whose password is public.
    let (email, password) = match fields.first("demo").filter(|_| visit.context.config.is_demo) {
        Some(email) => (email, demo::PASSWORD),
        None => (fields.text("email"), fields.first("password").unwrap_or_default()),
    };
    let found = accounts::check_password(&visit.context, &visit.client(), email, password).await;
    match found {
        Ok(account) => visit.sign_in(&account, None, visit::redirect(fields.text("next"))).await,
        Err(Failure::Invalid(problems)) => {
            let form = Form { fields, problems };
            form_page(&visit, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Ends the session.
pub(crate) async fn out(visit: Visit) -> Outcome<Response> {
    visit.sign_out(visit::redirect("/")).await
}

async fn form_page(visit: &Visit, form: Form, status: StatusCode) -> Outcome<Response> {
    let sign_ins = if visit.context.config.is_demo { demo::sign_ins()? } else { Vec::new() };
    let head = Head::titled(visit.locale.get("sign-in-title")).with_status(status);
    let kept = if visit.parameter("kept").as_deref() == Some("no") {
        Some(("notice notice-warning", "sign-in-not-kept"))
    } else {
        visit.has_kept_forms().await?.then_some(("notice notice-info", "sign-in-kept"))
    };
    Ok(app::page(visit, head, move || {
        let next = form.value("next");
        let register = format!("/register?next={}", domain::address::query_value(&next));
        view! {
            <h1 class="page-title">{t("sign-in-title")}</h1>
            {kept.map(|(class, key)| view! { <p class=class>{t(key)}</p> })}
            <form class="form" method="post" action="/sign-in">
                {error_summary(&form)}
                <input type="hidden" name="next" value=next.clone()/>
                {input(&form, Input::text("email", "field-email").required().kind("email", "username"))}
                {input(&form, Input::text("password", "field-password").required().kind("password", "current-password"))}
                <div class="form-actions">
                    <button class="button button-primary" type="submit">{t("sign-in")}</button>
                </div>
            </form>
            <p>{t("sign-in-new")}" "<a href=register>{t("register")}</a></p>
            <p><a href="/reset-password">{t("sign-in-forgotten")}</a></p>
            {(!sign_ins.is_empty()).then(|| demo_people(sign_ins, next))}
        }
    }))
}

fn demo_people(sign_ins: Vec<SignIn>, next: String) -> impl IntoView {
    let rows = sign_ins.into_iter().map(|person| demo_person(person, next.clone())).collect_view();
    view! {
        <section class="card stack" aria-labelledby="demo-people">
            <h2 id="demo-people">{t("sign-in-demo")}</h2>
            <p>{t("sign-in-demo-text")}" "<code>{demo::PASSWORD}</code></p>
            <ul class="link-list">{rows}</ul>
        </section>
    }
}

fn demo_person(person: SignIn, next: String) -> impl IntoView {
    let roles: Vec<String> =
        person.roles.iter().map(|role| t_for(&format!("role-{}", role.slug()))).collect();
    view! {
        <li>
            <form class="cluster" method="post" action="/sign-in">
                <input type="hidden" name="next" value=next/>
                <button class="button" name="demo" value=person.email.clone()>{person.name}</button>
                <span class="meta">{roles.join(", ")}" · "{person.email}</span>
            </form>
        </li>
    }
}
