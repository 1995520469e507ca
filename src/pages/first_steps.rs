//! The first page of a portal whose library is still empty.

use crate::app::{self, Head};
use crate::error::Outcome;
use crate::texts::t;
use crate::visit::Visit;
use axum::response::Response;
use domain::account::Role;
use leptos::prelude::*;
use services::first_steps::{self, FirstSteps};

/// In place of the first page while the library has never held anything: leads an administrator through the set-up,
/// tells a visitor that it is going on. None once there is a library.
pub(crate) async fn page(visit: &Visit) -> Outcome<Option<Response>> {
    if first_steps::has_library(&visit.context).await? {
        return Ok(None);
    }
    let steps_done = first_steps::of(&visit.context).await?;
    let leads = visit.asker.has(Role::Administrator) || !steps_done.has_people;
    let is_signed_in = visit.asker.account.is_some();
    let head = Head::titled(visit.locale.get("home-title"));
    Ok(Some(app::page(visit, head, move || {
        if leads {
            view! {
                <div class="stack stack-l">
                    <h1 class="page-title">{t("first-title")}</h1>
                    {steps(steps_done)}
                </div>
            }
            .into_any()
        } else {
            being_set_up(is_signed_in).into_any()
        }
    })))
}

fn being_set_up(is_signed_in: bool) -> impl IntoView {
    view! {
        <div class="stack">
            <h1 class="page-title">{t("first-visitor-title")}</h1>
            <p class="lede">{t("first-visitor-lede")}</p>
            {(!is_signed_in).then(|| {
                view! {
                    <p class="cluster">
                        <a class="button" href="/sign-in">{t("sign-in")}</a>
                        <a class="button button-quiet" href="/register">{t("register")}</a>
                    </p>
                }
            })}
        </div>
    }
}

/// What is to be done, and what is done.
pub(crate) fn steps(steps: FirstSteps) -> impl IntoView {
    view! {
        <section class="stack" aria-labelledby="first-steps">
            <h2 id="first-steps">{t("first-steps")}</h2>
            <ol class="stack">
                {step(steps.has_people, "first-people", "first-people-text", add_command())}
                {step(steps.has_library, "first-library", "first-library-text", import_commands())}
                {step(steps.has_desk, "first-desk", "first-desk-text", link("/admin/people/new", "people-invite"))}
                {step(steps.has_safety, "first-safety", "first-safety-text", link("/admin/people/new", "people-invite"))}
                {step(steps.has_fallback, "first-routing", "first-routing-text", link("/admin/routing/new", "routing-add"))}
            </ol>
        </section>
    }
}

fn step(is_done: bool, title: &'static str, text: &'static str, how: AnyView) -> impl IntoView {
    let class = if is_done { "badge badge-level" } else { "badge" };
    view! {
        <li class="card stack">
            <h3>
                {t(title)}" "
                <span class=class>{t(if is_done { "first-done" } else { "first-open" })}</span>
            </h3>
            {(!is_done).then(|| view! { <p>{t(text)}</p> {how} })}
        </li>
    }
}

fn link(address: &'static str, label: &'static str) -> AnyView {
    view! { <p><a class="button" href=address>{t(label)}</a></p> }.into_any()
}

fn command(text: &'static str) -> impl IntoView {
    view! { <pre class="scroll" tabindex="0" role="region" aria-label=t("first-command")><code>{text}</code></pre> }
}

fn add_command() -> AnyView {
    command("materia user add you@your-institution.example --name \"Your name\"").into_any()
}

fn import_commands() -> AnyView {
    view! {
        {command(
            "materia import pubmed-export.xml.gz\nmateria import references.ris\nmateria import records.jsonl\n\
             materia import your-articles/",
        )}
        <p class="hint">{t("first-library-formats")}</p>
    }
    .into_any()
}
