//! One person: who they say they are, whether they are verified, what they may do.

use super::crumbs;
use super::people::{role_boxes, standing_badge, ticked_roles};
use crate::app::{self, Head};
use crate::components::form::{Form, Input, error_summary, input};
use crate::components::profile_form::{self, profile_fields};
use crate::components::stored_meanwhile::stored_meanwhile;
use crate::error::Outcome;
use crate::page_context::page_context;
use crate::texts::{t, t_day, t_for, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::{Account, Role};
use domain::id::AccountId;
use domain::slug::Slug;
use domain::vocabulary::TermKind;
use leptos::prelude::*;
use services::failure::Failure;
use services::people::{self, Person, Step};

/// A person.
///
/// # Errors
/// [`Failure::NotFound`] when there is nobody of this id.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Outcome<Response> {
    let person = people::find(&visit.context, &AccountId::from(id)).await?;
    let roles = Form::of(role_fields(&person.account));
    let profile = Form::of(profile_form::fields_of(&person.account.profile()));
    Ok(page(&visit, person, roles, profile, StatusCode::OK))
}

fn role_fields(account: &Account) -> Fields {
    Fields::of(account.roles.iter().map(|role| ("roles", role.slug())))
}

/// Takes the step whose button was pressed.
///
/// # Errors
/// [`Failure::Conflict`] for a button when the account was changed meanwhile. What is wrong is the page again, beside what is stored where somebody else changed the account in the meantime.
pub(crate) async fn submit(visit: Visit, Path(id): Path<String>, fields: Fields) -> Outcome<Response> {
    let id = AccountId::from(id);
    let name = fields.text("step").to_owned();
    let back = format!("/admin/people/{id}?done={name}");
    let step = match name.as_str() {
        "roles" => Step::Roles(ticked_roles(&fields)),
        "profile" => Step::Profile(profile_form::read(&fields)),
        "verify" => Step::Verify,
        "unverify" => Step::Unverify,
        "disable" => Step::Disable,
        "enable" => Step::Enable,
        "invite" => {
            people::invite_again(&visit.context, &id).await?;
            return Ok(visit::redirect(&back));
        }
        _ => return Err(Failure::NotFound.into()),
    };
    let version = fields.text("version").parse().map_err(|_| Failure::Conflict)?;
    match people::take(&visit.context, &visit.asker, &id, version, step, fields.text("reason")).await {
        Ok(()) => Ok(visit::redirect(&back)),
        // What was typed is still in its form; beside it is what is stored.
        Err(Failure::Conflict) if matches!(name.as_str(), "roles" | "profile") => {
            let person = people::find(&visit.context, &id).await?;
            let roles = if name == "roles" { fields.clone() } else { role_fields(&person.account) };
            let stored = profile_form::fields_of(&person.account.profile());
            let profile = if name == "profile" { fields } else { stored };
            Ok(page(&visit, person, Form::of(roles), Form::of(profile), StatusCode::CONFLICT))
        }
        Err(Failure::Invalid(problems)) => {
            let person = people::find(&visit.context, &id).await?;
            let form = Form { fields, problems };
            let account = &person.account;
            let (roles, profile) = match name.as_str() {
                "profile" => (Form::of(role_fields(account)), form),
                "roles" => (form, Form::of(profile_form::fields_of(&account.profile()))),
                _ => {
                    let roles = Form { fields: role_fields(account), problems: form.problems };
                    (roles, Form::of(profile_form::fields_of(&account.profile())))
                }
            };
            Ok(page(&visit, person, roles, profile, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => Err(other.into()),
    }
}

fn done(visit: &Visit) -> Option<&'static str> {
    Some(match visit.parameter("done")?.as_str() {
        "roles" => "person-roles-done",
        "profile" => "person-profile-done",
        "verify" => "person-verify-done",
        "unverify" => "person-unverify-done",
        "disable" => "person-disable-done",
        "enable" => "person-enable-done",
        "invite" => "person-invite-done",
        _ => return None,
    })
}

fn page(visit: &Visit, person: Person, roles: Form, profile: Form, status: StatusCode) -> Response {
    let head = Head::titled(person.account.name.clone()).with_status(status);
    let done = done(visit);
    app::page(visit, head, move || {
        let Person { account, has_password } = person;
        let address = format!("/admin/people/{}", account.id);
        let trail = format!("/admin/audit?subject=account:{}", account.id);
        view! {
            <div class="stack stack-l">
                {crumbs()}
                <h1 class="page-title">{account.name.clone()}</h1>
                <p class="cluster">
                    <span>{account.email.clone()}</span>
                    {standing_badge(account.standing())}
                    <a href=trail>{t("person-trail")}</a>
                </p>
                <p class="meta">
                    {t_with("person-since", &[("day", t_day(account.created_at).into())])}
                </p>
                {done.map(|key| view! { <p class="notice notice-success" role="status">{t(key)}</p> })}
                {(status == StatusCode::CONFLICT).then(|| stored(&account))}
                {(!has_password).then(|| invited(&account, &address))}
                {account.has(Role::Hcp).then(|| verification(&account, &address))}
                {roles_part(&account, &address, &roles)}
                {profile_part(&account, &address, &profile)}
                {access(&account, &address)}
            </div>
        }
    })
}

fn stored(account: &Account) -> impl IntoView + use<> {
    let profile = account.profile();
    let vocabulary = page_context().vocabulary;
    let name = |kind: TermKind, slug: &str| vocabulary.name(kind, slug).to_owned();
    let roles: Vec<String> =
        account.roles.iter().map(|role| t_for(&format!("role-{}", role.slug()))).collect();
    stored_meanwhile(vec![
        (t("people-roles").to_owned(), roles.join(", ")),
        (t("field-name").to_owned(), profile.name),
        (t("field-profession").to_owned(), name(TermKind::Profession, &profile.profession)),
        (t("field-specialty").to_owned(), name(TermKind::Specialty, &profile.specialty)),
        (t("field-country").to_owned(), name(TermKind::Country, &profile.country)),
        (t("field-institution").to_owned(), profile.institution),
    ])
}

fn version(account: &Account) -> impl IntoView + use<> {
    view! { <input type="hidden" name="version" value=account.version.to_string()/> }
}

fn invited(account: &Account, address: &str) -> impl IntoView + use<> {
    let can_be_sent = account.disabled_at.is_none();
    let address = address.to_owned();
    view! {
        <div class="notice notice-info">
            <p>{t("person-invited")}</p>
            {can_be_sent.then(|| {
                view! {
                    <form method="post" action=address>
                        <button class="button" name="step" value="invite">{t("person-invite-again")}</button>
                    </form>
                }
            })}
        </div>
    }
}

fn verification(account: &Account, address: &str) -> impl IntoView + use<> {
    let (text, step, label, class) = match account.verified_at {
        Some(at) => {
            (t_with("person-verified", &[("day", t_day(at).into())]), "unverify", "person-unverify", "button")
        }
        None => (t("person-unverified").to_owned(), "verify", "person-verify", "button button-primary"),
    };
    view! {
        <section class="stack" aria-labelledby="verification">
            <h2 id="verification">{t("person-verification")}</h2>
            <p>{text}</p>
            <form class="form" method="post" action=address.to_owned()>
                {version(account)}
                {input(&Form::default(), Input::text("reason", "person-reason").hint("person-verify-hint"))}
                <div class="form-actions">
                    <button class=class name="step" value=step>{t(label)}</button>
                </div>
            </form>
        </section>
    }
}

fn roles_part(account: &Account, address: &str, form: &Form) -> impl IntoView + use<> {
    view! {
        <section class="stack" aria-labelledby="roles-title">
            <h2 id="roles-title">{t("people-roles")}</h2>
            <form class="form" method="post" action=address.to_owned()>
                {error_summary(form)}
                {version(account)}
                {role_boxes(form)}
                <div class="form-actions">
                    <button class="button" name="step" value="roles">{t("person-roles-send")}</button>
                </div>
            </form>
        </section>
    }
}

fn profile_part(account: &Account, address: &str, form: &Form) -> impl IntoView + use<> {
    view! {
        <section class="stack" aria-labelledby="profile">
            <h2 id="profile">{t("account-profile")}</h2>
            <form class="form" method="post" action=address.to_owned()>
                {error_summary(form)}
                {version(account)}
                {input(form, Input::text("name", "field-name").required())}
                {profile_fields(form, account.has(Role::Hcp))}
                <div class="form-actions">
                    <button class="button" name="step" value="profile">{t("save")}</button>
                </div>
            </form>
        </section>
    }
}

fn access(account: &Account, address: &str) -> impl IntoView + use<> {
    let (text, step, label, class) = match account.disabled_at {
        Some(_) => ("person-disabled", "enable", "person-enable", "button"),
        None => ("person-enabled", "disable", "person-disable", "button button-danger"),
    };
    view! {
        <section class="stack" aria-labelledby="access">
            <h2 id="access">{t("person-access")}</h2>
            <p>{t(text)}</p>
            <form method="post" action=address.to_owned()>
                {version(account)}
                <button class=class name="step" value=step>{t(label)}</button>
            </form>
        </section>
    }
}
