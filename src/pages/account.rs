//! A person's own account: profile, password, consent, API tokens, sessions.

use crate::app::{self, Head};
use crate::components::form::{Form, Input, error_summary, input};
use crate::components::profile_form::{self, profile_fields};
use crate::error::Outcome;
use crate::texts::{t, t_day, t_for, t_time, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::{Account, AccountStatus, Role, Token};
use domain::id::TokenId;
use domain::slug::Slug;
use domain::time::Moment;
use leptos::prelude::*;
use services::failure::Failure;
use services::own_account;

/// What the page shows beside the account itself.
#[derive(Default)]
struct PageState {
    profile: Form,
    password: Form,
    token: Form,
    /// The secret of a token just made, shown this once.
    secret: Option<String>,
    /// What was just done.
    done: Option<&'static str>,
}

/// The account.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let account = visit.account()?;
    let done = match visit.parameter("done").as_deref() {
        Some("profile") => Some("account-profile-done"),
        Some("password") => Some("account-password-done"),
        Some("token") => Some("account-token-revoked"),
        _ => None,
    };
    let profile = Form::of(profile_form::fields_of(&account.profile()));
    page(&visit, PageState { profile, done, ..PageState::default() }, StatusCode::OK).await
}

/// Changes the profile.
///
/// # Errors
/// What is wrong is the page again.
pub(crate) async fn change_profile(visit: Visit, fields: Fields) -> Outcome<Response> {
    let account = visit.account()?;
    match own_account::change_profile(&visit.context, account, profile_form::read(&fields)).await {
        Ok(()) => Ok(visit::redirect("/account?done=profile")),
        Err(Failure::Invalid(problems)) => {
            let profile = Form { fields, problems };
            page(&visit, PageState { profile, ..PageState::default() }, StatusCode::UNPROCESSABLE_ENTITY)
                .await
        }
        Err(other) => Err(other.into()),
    }
}

/// Changes the password. Other browsers are signed out, this one stays.
///
/// # Errors
/// [`Failure::Throttled`] after too many wrong passwords.
pub(crate) async fn change_password(visit: Visit, fields: Fields) -> Outcome<Response> {
    let account = visit.account()?;
    let text = |name| fields.first(name).unwrap_or_default();
    match own_account::change_password(
        &visit.context,
        &visit.client(),
        account,
        text("present"),
        text("password"),
    )
    .await
    {
        Ok(()) => visit.sign_in(&account.id, None, visit::redirect("/account?done=password")).await,
        Err(Failure::Invalid(problems)) => {
            let profile = Form::of(profile_form::fields_of(&account.profile()));
            let password = Form { fields, problems };
            let state = PageState { profile, password, ..PageState::default() };
            page(&visit, state, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Makes an API token and shows its secret, once.
pub(crate) async fn add_token(visit: Visit, fields: Fields) -> Outcome<Response> {
    let account = visit.account()?;
    let profile = Form::of(profile_form::fields_of(&account.profile()));
    match own_account::add_token(&visit.context, account, fields.text("token-name")).await {
        Ok(secret) => {
            let state = PageState { profile, secret: Some(secret), ..PageState::default() };
            page(&visit, state, StatusCode::OK).await
        }
        Err(Failure::Invalid(problems)) => {
            let token = Form { fields, problems };
            let state = PageState { profile, token, ..PageState::default() };
            page(&visit, state, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Revokes an API token.
///
/// # Errors
/// [`Failure::NotFound`] for a token that is not the person's own.
pub(crate) async fn revoke_token(visit: Visit, Path(token): Path<String>) -> Outcome<Response> {
    own_account::revoke_token(&visit.context, visit.account()?, &TokenId::from(token)).await?;
    Ok(visit::redirect("/account?done=token"))
}

/// Ends every session of the person.
pub(crate) async fn sign_out_everywhere(visit: Visit) -> Outcome<Response> {
    own_account::sign_out_everywhere(&visit.context, visit.account()?).await?;
    visit.sign_out(visit::redirect("/sign-in")).await
}

async fn page(visit: &Visit, state: PageState, status: StatusCode) -> Outcome<Response> {
    let account = visit.account()?.clone();
    let tokens = own_account::tokens(&visit.context, &account).await?;
    let head = Head::titled(visit.locale.get("account-title")).with_status(status);
    Ok(app::page(visit, head, move || {
        let PageState { profile, password, token, secret, done } = state;
        view! {
            <div class="stack stack-l">
                <h1 class="page-title">{t("account-title")}</h1>
                {done.map(|key| view! { <p class="notice notice-success" role="status">{t(key)}</p> })}
                {secret.map(new_secret)}
                {profile_part(&account, &profile)}
                {preferences_part()}
                {consent_part(&account)}
                {password_part(&account, &password)}
                {tokens_part(&token, tokens)}
                <section class="stack" aria-labelledby="everywhere">
                    <h2 id="everywhere">{t("account-everywhere")}</h2>
                    <p>{t("account-everywhere-text")}</p>
                    <form method="post" action="/account/sign-out-everywhere">
                        <button class="button" type="submit">{t("account-everywhere-send")}</button>
                    </form>
                </section>
            </div>
        }
    }))
}

fn profile_part(account: &Account, form: &Form) -> impl IntoView + use<> {
    let standing = account.standing();
    let is_hcp = account.has(Role::Hcp);
    let roles: Vec<String> =
        account.roles.iter().map(|role| t_for(&format!("role-{}", role.slug()))).collect();
    let standing_text = t_for(&format!("standing-{}", standing.slug()));
    view! {
        <section class="stack" aria-labelledby="profile">
            <h2 id="profile">{t("account-profile")}</h2>
            <p class="cluster">
                <span>{account.email.clone()}</span>
                {roles.into_iter().map(|role| view! { <span class="badge">{role}</span> }).collect_view()}
                {is_hcp.then(|| view! { <span class="badge badge-state">{standing_text}</span> })}
            </p>
            {(standing == AccountStatus::Unverified)
                .then(|| view! { <p class="notice notice-info">{t("account-unverified")}</p> })}
            <form class="form" method="post" action="/account">
                {error_summary(form)}
                {input(form, Input::text("name", "field-name").required().kind("text", "name"))}
                {profile_fields(form, is_hcp)}
                {is_hcp.then(|| view! { <p class="attestation">{t("account-verified-anew")}</p> })}
                <div class="form-actions">
                    <button class="button button-primary" type="submit">{t("save")}</button>
                </div>
            </form>
        </section>
    }
}

fn preferences_part() -> impl IntoView {
    let now = t_with("preferences-now", &[("time", t_time(Moment::now()).into())]);
    view! {
        <section class="stack" aria-labelledby="preferences">
            <h2 id="preferences">{t("preferences-title")}</h2>
            <p>{t("preferences-lede")}" "{now}</p>
            <p><a class="button" href="/preferences">{t("account-preferences-change")}</a></p>
        </section>
    }
}

fn consent_part(account: &Account) -> impl IntoView + use<> {
    let given = account.consented_at;
    let (answer, label) =
        if given.is_some() { ("no", "account-consent-withdraw") } else { ("yes", "consent-yes") };
    view! {
        <section class="stack" aria-labelledby="consent-own">
            <h2 id="consent-own">{t("account-consent")}</h2>
            <p>{t("consent-text")}" "{t("consent-history")}" "<a href="/privacy">{t("consent-more")}</a></p>
            <p>
                {match given {
                    Some(at) => t_with("account-consent-given", &[("day", t_day(at).into())]),
                    None => t("account-consent-off").to_owned(),
                }}
            </p>
            <form method="post" action="/consent">
                <input type="hidden" name="next" value="/account"/>
                <button class="button" name="answer" value=answer type="submit">{t(label)}</button>
            </form>
        </section>
    }
}

fn password_part(account: &Account, form: &Form) -> impl IntoView + use<> {
    let present = Input::text("present", "account-password-present").required();
    let new = Input::text("password", "account-password-new").required().hint("password-hint");
    view! {
        <section class="stack" aria-labelledby="password-own">
            <h2 id="password-own">{t("account-password")}</h2>
            <p>{t("account-password-text")}</p>
            <form class="form" method="post" action="/account/password">
                {error_summary(form)}
                <input type="hidden" name="email" autocomplete="username" value=account.email.clone()/>
                {input(form, present.kind("password", "current-password"))}
                {input(form, new.kind("password", "new-password"))}
                <div class="form-actions">
                    <button class="button" type="submit">{t("account-password-send")}</button>
                </div>
            </form>
        </section>
    }
}

fn new_secret(secret: String) -> impl IntoView {
    view! {
        <div class="notice notice-success" role="status">
            <p>{t("account-token-made")}</p>
            <p><code>{secret}</code></p>
        </div>
    }
}

fn tokens_part(form: &Form, tokens: Vec<Token>) -> impl IntoView + use<> {
    let has_any = !tokens.is_empty();
    view! {
        <section class="stack" aria-labelledby="tokens">
            <h2 id="tokens">{t("account-tokens")}</h2>
            <p>{t("account-tokens-text")}</p>
            {has_any.then(|| {
                view! { <ul class="link-list">{tokens.into_iter().map(token).collect_view()}</ul> }
            })}
            <form class="form" method="post" action="/account/tokens">
                {error_summary(form)}
                {input(form, Input::text("token-name", "account-token-name").required().hint("account-token-hint"))}
                <div class="form-actions">
                    <button class="button" type="submit">{t("account-token-send")}</button>
                </div>
            </form>
        </section>
    }
}

fn token(token: Token) -> impl IntoView {
    let revoke = t_with("account-token-revoke", &[("name", token.name.clone().into())]);
    let made = t_with("account-token-since", &[("day", t_day(token.created_at).into())]);
    view! {
        <li>
            <form class="cluster" method="post" action=format!("/account/tokens/{}/revoke", token.id)>
                <strong>{token.name}</strong>
                <span class="meta">{made}</span>
                <button class="button button-quiet" type="submit">{revoke}</button>
            </form>
        </li>
    }
}
