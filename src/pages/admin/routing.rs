//! Routing rules: who answers which question. The first rule that holds decides.

use super::crumbs;
use crate::app::{self, Head};
use crate::components::form::{Form, Input, error_summary, input, select, term_choices};
use crate::components::stored_meanwhile::stored_meanwhile;
use crate::error::Outcome;
use crate::page_context::page_context;
use crate::texts::{t, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::Account;
use domain::id::RuleId;
use domain::routing::Rule;
use domain::vocabulary::TermKind;
use leptos::prelude::*;
use services::failure::{Failure, Problems};
use services::people;
use services::routing::{self, RuleForm};
use std::collections::HashMap;

/// The rules in their order.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    list_page(&visit, Problems::new(), StatusCode::OK).await
}

async fn list_page(visit: &Visit, problems: Problems, status: StatusCode) -> Outcome<Response> {
    let rules = routing::rules(&visit.context, &visit.asker).await?;
    let desk = routing::desk_people(&visit.context).await?;
    let names = people::names(&visit.context).await?;
    let order = routing::order(&rules)?;
    let head = Head::titled(visit.locale.get("admin-routing")).wide().with_status(status);
    Ok(app::page(visit, head, move || {
        let has_fallback = rules.iter().any(Rule::is_fallback);
        view! {
            <div class="stack">
                {crumbs()}
                <h1 class="page-title">{t("admin-routing")}</h1>
                <p class="lede">{t("routing-lede")}</p>
                {error_summary(&Form { fields: Fields::default(), problems })}
                {desk.is_empty().then(|| {
                    view! {
                        <p class="notice notice-warning">
                            {t("routing-no-desk")}" "<a href="/admin/people/new">{t("people-invite")}</a>
                        </p>
                    }
                })}
                {(!has_fallback).then(|| view! { <p class="notice notice-info">{t("routing-no-fallback")}</p> })}
                <p><a class="button button-primary" href="/admin/routing/new">{t("routing-add")}</a></p>
                {table(rules, &order, &desk, &names)}
            </div>
        }
    }))
}

fn table(
    rules: Vec<Rule>,
    order: &str,
    desk: &[Account],
    names: &HashMap<String, String>,
) -> impl IntoView + use<> {
    if rules.is_empty() {
        return view! { <p class="empty-state">{t("routing-none")}</p> }.into_any();
    }
    let last = rules.len() - 1;
    let rows = rules
        .into_iter()
        .enumerate()
        .map(|(place, rule)| {
            let name = names.get(rule.owner.as_str()).cloned().unwrap_or_default();
            let answers = desk.iter().any(|person| person.id == rule.owner);
            row(rule, order, name, answers, (place > 0, place < last))
        })
        .collect_view();
    view! {
        <table class="table" role="table">
            <caption class="visually-hidden">{t("admin-routing")}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t("routing-rule")}</th>
                    <th role="columnheader" scope="col">{t("routing-when")}</th>
                    <th role="columnheader" scope="col">{t("routing-owner")}</th>
                    <th role="columnheader" scope="col">{t("routing-order")}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(
    rule: Rule,
    order: &str,
    owner: String,
    answers: bool,
    (can_rise, can_fall): (bool, bool),
) -> impl IntoView + use<> {
    let address = format!("/admin/routing/{}", rule.id);
    let conditions = conditions(&rule);
    let step = |can: bool, step: &'static str, key: &'static str| {
        let label = t_with(key, &[("name", rule.name.clone().into())]);
        can.then(|| {
            let sign = if step == "up" { "↑" } else { "↓" };
            view! { <button class="button" name="step" value=step aria-label=label>{sign}</button> }
        })
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row"><a href=address.clone()>{rule.name.clone()}</a></th>
            <td role="cell" data-label=t("routing-when")>{conditions}</td>
            <td role="cell" data-label=t("routing-owner")>
                <div>
                    {owner}
                    {(!answers).then(|| {
                        view! { " "<span class="badge badge-erratum">{t("routing-owner-away")}</span> }
                    })}
                </div>
            </td>
            <td role="cell" data-label=t("routing-order")>
                <form class="cluster" method="post" action=address>
                    <input type="hidden" name="version" value=order.to_owned()/>
                    {step(can_rise, "up", "routing-up")}
                    {step(can_fall, "down", "routing-down")}
                </form>
            </td>
        </tr>
    }
}

/// What has to hold, as words.
fn conditions(rule: &Rule) -> String {
    let vocabulary = page_context().vocabulary;
    let parts: Vec<String> = [
        (TermKind::Product, &rule.product),
        (TermKind::Area, &rule.area),
        (TermKind::Specialty, &rule.specialty),
        (TermKind::Country, &rule.country),
    ]
    .into_iter()
    .filter(|(_, slug)| !slug.is_empty())
    .map(|(kind, slug)| vocabulary.name(kind, slug).to_owned())
    .collect();
    if parts.is_empty() { t("routing-everything").to_owned() } else { parts.join(" · ") }
}

fn rule_form(fields: &Fields) -> RuleForm {
    let text = |name| fields.text(name).to_owned();
    RuleForm {
        name: text("name"),
        product: text("product"),
        area: text("area"),
        specialty: text("specialty"),
        country: text("country"),
        owner: text("owner"),
    }
}

/// The form for a new rule.
pub(crate) async fn new(visit: Visit) -> Outcome<Response> {
    rule_page(&visit, None, Form::default(), StatusCode::OK).await
}

/// Adds a rule behind the others.
///
/// # Errors
/// What is wrong is the form again.
pub(crate) async fn add(visit: Visit, fields: Fields) -> Outcome<Response> {
    save(&visit, None, fields).await
}

/// A rule.
///
/// # Errors
/// [`Failure::NotFound`] when there is no such rule.
pub(crate) async fn edit(visit: Visit, Path(id): Path<String>) -> Outcome<Response> {
    let rule = named(&visit, &id).await?;
    let fields = Fields::of([
        ("name", rule.name.as_str()),
        ("product", &rule.product),
        ("area", &rule.area),
        ("specialty", &rule.specialty),
        ("country", &rule.country),
        ("owner", rule.owner.as_str()),
    ]);
    rule_page(&visit, Some(&rule), Form::of(fields), StatusCode::OK).await
}

async fn named(visit: &Visit, id: &str) -> Outcome<Rule> {
    let rules = routing::rules(&visit.context, &visit.asker).await?;
    Ok(rules.into_iter().find(|rule| rule.id.as_str() == id).ok_or(Failure::NotFound)?)
}

/// Changes, moves or removes a rule, as the button says.
///
/// # Errors
/// [`Failure::NotFound`] when there is no such rule. What is wrong is the page again, with what is stored where somebody
/// else changed it in the meantime.
pub(crate) async fn change(visit: Visit, Path(id): Path<String>, fields: Fields) -> Outcome<Response> {
    let id = RuleId::from(id);
    let seen = fields.text("version");
    let done = match fields.text("step") {
        "up" => routing::shift(&visit.context, &visit.asker, &id, seen, true).await,
        "down" => routing::shift(&visit.context, &visit.asker, &id, seen, false).await,
        "remove" => routing::remove(&visit.context, &visit.asker, &id, seen).await,
        _ => return save(&visit, Some(&id), fields).await,
    };
    match done {
        Ok(()) => Ok(visit::redirect("/admin/routing")),
        Err(Failure::Invalid(problems)) => {
            list_page(&visit, problems, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(Failure::Conflict) => {
            list_page(&visit, Problems::one("", "routing-order-changed"), StatusCode::CONFLICT).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn save(visit: &Visit, id: Option<&RuleId>, fields: Fields) -> Outcome<Response> {
    let seen = id.map(|id| (id, fields.text("version")));
    let (problems, status) = match routing::save(&visit.context, &visit.asker, seen, rule_form(&fields)).await
    {
        Ok(_) => return Ok(visit::redirect("/admin/routing")),
        Err(Failure::Invalid(problems)) => (problems, StatusCode::UNPROCESSABLE_ENTITY),
        Err(Failure::Conflict) => (Problems::new(), StatusCode::CONFLICT),
        Err(other) => return Err(other.into()),
    };
    let rule = match id {
        Some(id) => Some(named(visit, id.as_str()).await?),
        None => None,
    };
    rule_page(visit, rule.as_ref(), Form { fields, problems }, status).await
}

async fn rule_page(visit: &Visit, rule: Option<&Rule>, form: Form, status: StatusCode) -> Outcome<Response> {
    let desk = routing::desk_people(&visit.context).await?;
    let names = people::names(&visit.context).await?;
    let title = if rule.is_some() { "routing-change" } else { "routing-add" };
    let action = format!("/admin/routing/{}", rule.map_or("new", |rule| rule.id.as_str()));
    let version = rule.map(routing::edition_of).transpose()?;
    let stored = rule.filter(|_| status == StatusCode::CONFLICT).cloned();
    let can_be_removed = rule.is_some();
    let head = Head::titled(visit.locale.get(title)).with_status(status);
    Ok(app::page(visit, head, move || {
        let owners = desk.into_iter().map(|person| (person.id.as_str().to_owned(), person.name)).collect();
        view! {
            <div class="stack">
                <nav class="crumbs" aria-label=t("crumbs")>
                    <a href="/admin/routing">{t("admin-routing")}</a>
                </nav>
                <h1 class="page-title">{t(title)}</h1>
                {stored.map(|rule| stored_rule(&rule, &names))}
                <form class="form" method="post" action=action>
                    {error_summary(&form)}
                    {version.map(|version| view! { <input type="hidden" name="version" value=version/> })}
                    {input(&form, Input::text("name", "routing-name").required())}
                    {select(&form, Input::text("owner", "routing-owner").required(), owners)}
                    <p>{t("routing-conditions")}</p>
                    <div class="field-row">
                        {select(&form, Input::text("product", "field-product"), term_choices(TermKind::Product))}
                        {select(&form, Input::text("area", "field-area"), term_choices(TermKind::Area))}
                    </div>
                    <div class="field-row">
                        {select(&form, Input::text("specialty", "field-specialty"), term_choices(TermKind::Specialty))}
                        {select(&form, Input::text("country", "field-country"), term_choices(TermKind::Country))}
                    </div>
                    <div class="form-actions">
                        <button class="button button-primary" name="step" value="save">{t("save")}</button>
                        <a class="button button-quiet" href="/admin/routing">{t("cancel")}</a>
                        {can_be_removed.then(|| {
                            view! {
                                <button class="button button-danger" name="step" value="remove" formnovalidate>
                                    {t("routing-remove")}
                                </button>
                            }
                        })}
                    </div>
                </form>
            </div>
        }
    }))
}

fn stored_rule(rule: &Rule, names: &HashMap<String, String>) -> impl IntoView + use<> {
    let owner = names.get(rule.owner.as_str()).cloned().unwrap_or_default();
    stored_meanwhile(vec![
        (t("routing-name").to_owned(), rule.name.clone()),
        (t("routing-owner").to_owned(), owner),
        (t("routing-when").to_owned(), conditions(rule)),
    ])
}
