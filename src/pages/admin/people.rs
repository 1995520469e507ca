//! The list of people, and the invitation of another.

use super::crumbs;
use crate::app::{self, Head};
use crate::components::form::{Form, Input, error_summary, input};
use crate::components::profile_form::{self, profile_fields};
use crate::error::Outcome;
use crate::page_context::page_context;
use crate::texts::{t, t_for, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::{Account, AccountFilter, AccountStatus, Role};
use domain::slug::Slug;
use domain::vocabulary::TermKind;
use leptos::prelude::*;
use services::failure::Failure;
use services::people::{self, Invitation, PAGE};

/// Every state by which the list can be filtered.
const STANDINGS: [AccountStatus; 4] =
    [AccountStatus::Unverified, AccountStatus::Verified, AccountStatus::Active, AccountStatus::Disabled];

/// The people that the address asks for, those to be verified first.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let given = visit.parameters();
    let sought = AccountFilter {
        words: given.text("q").to_owned(),
        role: Role::from_slug(given.text("role")),
        standing: STANDINGS.into_iter().find(|standing| standing.slug() == given.text("standing")),
    };
    let page = given.text("page").parse::<i64>().unwrap_or(1).max(1);
    let (found, total) = people::list(&visit.context, &sought, page).await?;
    let head = Head::titled(visit.locale.get("admin-people")).wide();
    Ok(app::page(&visit, head, move || {
        view! {
            <div class="stack">
                {crumbs()}
                <h1 class="page-title">{t("admin-people")}</h1>
                {filters(&sought)}
                <p class="meta" role="status">{t_with("admin-people-count", &[("count", total.into())])}</p>
                {if found.is_empty() {
                    view! {
                        <div class="empty-state">
                            <p>{t("people-none")}</p>
                            <a class="button" href="/admin/people">{t("people-all")}</a>
                        </div>
                    }
                    .into_any()
                } else {
                    table(found).into_any()
                }}
                {pager(&sought, page, total)}
            </div>
        }
    }))
}

fn filters(sought: &AccountFilter) -> impl IntoView + use<> {
    let option = |value: &'static str, key: String, is_chosen: bool| {
        view! { <option value=value selected=is_chosen>{t_for(&key)}</option> }
    };
    let roles = Role::all()
        .map(|role| option(role.slug(), format!("role-{}", role.slug()), sought.role == Some(role)))
        .collect_view();
    let standings = STANDINGS
        .map(|one| option(one.slug(), format!("standing-{}", one.slug()), sought.standing == Some(one)))
        .into_iter()
        .collect_view();
    view! {
        <form class="toolbar" role="search" method="get" action="/admin/people">
            <label class="visually-hidden" for="people-q">{t("people-search")}</label>
            <input id="people-q" name="q" type="search" value=sought.words.clone() placeholder=t("people-search")/>
            <label class="visually-hidden" for="people-role">{t("people-role")}</label>
            <select id="people-role" name="role">
                <option value="">{t("people-any-role")}</option>
                {roles}
            </select>
            <label class="visually-hidden" for="people-standing">{t("people-standing")}</label>
            <select id="people-standing" name="standing">
                <option value="">{t("people-any-standing")}</option>
                {standings}
            </select>
            <button class="button" type="submit">{t("filter")}</button>
            <a class="button button-primary push" href="/admin/people/new">{t("people-invite")}</a>
        </form>
    }
}

fn table(found: Vec<Account>) -> impl IntoView {
    view! {
        <table class="table" role="table">
            <caption class="visually-hidden">{t("admin-people")}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t("field-name")}</th>
                    <th role="columnheader" scope="col">{t("people-roles")}</th>
                    <th role="columnheader" scope="col">{t("field-country")}</th>
                    <th role="columnheader" scope="col">{t("people-standing")}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{found.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

fn row(account: Account) -> impl IntoView {
    let vocabulary = page_context().vocabulary;
    let country = vocabulary.name(TermKind::Country, &account.country).to_owned();
    let roles: Vec<String> =
        account.roles.iter().map(|role| t_for(&format!("role-{}", role.slug()))).collect();
    let standing = account.standing();
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <a href=format!("/admin/people/{}", account.id)>{account.name}</a>
                <div class="meta">{account.email}</div>
            </th>
            <td role="cell" data-label=t("people-roles")>{roles.join(", ")}</td>
            <td role="cell" data-label=t("field-country")>{country}</td>
            <td role="cell" data-label=t("people-standing")>{standing_badge(standing)}</td>
        </tr>
    }
}

/// The state of an account as a badge.
pub(super) fn standing_badge(standing: AccountStatus) -> impl IntoView {
    view! { <span class="badge badge-state">{t_for(&format!("standing-{}", standing.slug()))}</span> }
}

fn pager(sought: &AccountFilter, page: i64, total: i64) -> impl IntoView + use<> {
    let address = |page: i64| {
        let fields = Fields::of([
            ("q", sought.words.as_str()),
            ("role", sought.role.map(Role::slug).unwrap_or_default()),
            ("standing", sought.standing.map(AccountStatus::slug).unwrap_or_default()),
            ("page", &page.to_string()),
        ]);
        format!("/admin/people?{}", fields.encode())
    };
    let previous = (page > 1).then(|| address(page - 1));
    let next = (page.saturating_mul(PAGE) < total).then(|| address(page + 1));
    (previous.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=t("pager")>
                {previous.map(|address| view! { <a class="button" rel="prev" href=address>{t("pager-previous")}</a> })}
                {next.map(|address| view! { <a class="button" rel="next" href=address>{t("pager-next")}</a> })}
            </nav>
        }
    })
}

/// The roles that are ticked in a form.
pub(super) fn ticked_roles(fields: &Fields) -> Vec<Role> {
    fields.all("roles").filter_map(Role::from_slug).collect()
}

/// A box for each role.
pub(super) fn role_boxes(form: &Form) -> impl IntoView + use<> {
    let ticked = ticked_roles(&form.fields);
    let problem = form.problems.of("roles");
    let boxes = Role::all()
        .map(|role| {
            let id = format!("role-{}", role.slug());
            let hint = t_for(&format!("role-{}-hint", role.slug()));
            view! {
                <div class="choice">
                    <input
                        id=id.clone()
                        name="roles"
                        type="checkbox"
                        value=role.slug()
                        checked=ticked.contains(&role)
                        aria-describedby=format!("{id}-hint")
                    />
                    <div>
                        <label for=id.clone()>{t_for(&id)}</label>
                        <p class="hint" id=format!("{id}-hint")>{hint}</p>
                    </div>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="choices" id="roles" tabindex="-1">
            <legend>{t("people-roles")}</legend>
            {problem.map(|key| view! { <p class="field-error">{t(key)}</p> })}
            {boxes}
        </fieldset>
    }
}

/// The form to invite somebody.
pub(crate) async fn new(visit: Visit) -> Outcome<Response> {
    Ok(invitation_page(&visit, Form::default(), StatusCode::OK))
}

/// Invites somebody: makes the account and sends the link to choose a password.
///
/// # Errors
/// What is wrong is the form again.
pub(crate) async fn invite(visit: Visit, fields: Fields) -> Outcome<Response> {
    let invitation = Invitation {
        email: fields.text("email").to_owned(),
        roles: ticked_roles(&fields),
        profile: profile_form::read(&fields),
    };
    match people::invite(&visit.context, &visit.asker, invitation).await {
        Ok(id) => Ok(visit::redirect(&format!("/admin/people/{id}?done=invite"))),
        Err(Failure::Invalid(problems)) => {
            Ok(invitation_page(&visit, Form { fields, problems }, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => Err(other.into()),
    }
}

fn invitation_page(visit: &Visit, form: Form, status: StatusCode) -> Response {
    let head = Head::titled(visit.locale.get("people-invite")).with_status(status);
    app::page(visit, head, move || {
        view! {
            <div class="stack">
                {crumbs()}
                <h1 class="page-title">{t("people-invite")}</h1>
                <p class="lede">{t("people-invite-lede")}</p>
                <form class="form" method="post" action="/admin/people/new">
                    {error_summary(&form)}
                    {input(&form, Input::text("name", "field-name").required())}
                    {input(&form, Input::text("email", "field-email").required().kind("email", "off"))}
                    {role_boxes(&form)}
                    {profile_fields(&form, false)}
                    <div class="form-actions">
                        <button class="button button-primary" type="submit">{t("people-invite-send")}</button>
                        <a class="button button-quiet" href="/admin/people">{t("cancel")}</a>
                    </div>
                </form>
            </div>
        }
    })
}
