//! A version that is no longer a draft: what it says, and the steps that lead on.

use super::history::history;
use super::names::{state_badge, version_name};
use crate::components::form::{Form, Input, error_summary, textarea};
use crate::texts::{t, t_for, t_with};
use crate::visit::fields::Fields;
use domain::article::{Step, Version, VersionState};
use domain::slug::Slug;
use leptos::prelude::*;
use services::failure::Problems;
use services::publishing::Dossier;

/// The whole page of such a version; `article` is how readers see it.
pub(crate) fn state_view(
    dossier: &Dossier,
    article: AnyView,
    problems: Problems,
    done: Option<String>,
) -> impl IntoView + use<> {
    let version = &dossier.version;
    let form = Form { fields: Fields::default(), problems };
    let done = done
        .and_then(|slug| Step::from_slug(&slug))
        .map(|step| view! { <p class="notice notice-success" role="status">{t_for(&format!("done-{}", step.slug()))}</p> });
    view! {
        <p class="meta"><a href="/editor">{t("editor-title")}</a></p>
        {done}
        <div class="toolbar">
            <span>{version_name(version.number)}</span>
            {state_badge(version.state)}
            {steps(dossier)}
        </div>
        {error_summary(&form)}
        {dossier.lacks_reviewer.then(|| view! { <p class="notice notice-warning">{t("editor-no-reviewer")}</p> })}
        {withdrawal(version, &form)}
        {article}
        {history(dossier, "/editor").into_any()}
    }
}

/// A form that is one button.
fn step_form(
    version: &Version,
    step: &'static str,
    key: &'static str,
    is_primary: bool,
) -> impl IntoView + use<> {
    let class = if is_primary { "button button-primary" } else { "button" };
    view! {
        <form method="post" action=format!("/editor/{}", version.id)>
            <input type="hidden" name="lock" value=version.lock.to_string()/>
            <button class=class type="submit" name="step" value=step>{t(key)}</button>
        </form>
    }
}

fn steps(dossier: &Dossier) -> impl IntoView + use<> {
    let version = &dossier.version;
    let is_newest = dossier.versions.first().is_some_and(|newest| newest.id == version.id);
    let buttons = match version.state {
        VersionState::Draft | VersionState::Superseded => Vec::new(),
        VersionState::InReview => vec![step_form(version, "take-back", "editor-take-back", false)],
        VersionState::Approved => vec![
            step_form(version, "take-back", "editor-take-back", false),
            step_form(version, "publish", "editor-publish", true),
        ],
        VersionState::Published | VersionState::Withdrawn | VersionState::Expired if is_newest => {
            vec![step_form(version, "new-version", "editor-new-version", true)]
        }
        VersionState::Published | VersionState::Withdrawn | VersionState::Expired => Vec::new(),
    };
    let page = (version.state == VersionState::Published).then(|| {
        let address = format!("/library/{}", version.front.slug);
        view! { <a class="button" href=address>{t("editor-see-page")}</a> }
    });
    let newer = (!is_newest).then(|| dossier.versions.first().map(newer_version));
    view! { <span class="cluster push">{newer}{page}{buttons}</span> }
}

/// The way to the newest version of the article.
fn newer_version(newest: &Version) -> impl IntoView + use<> {
    let state = t_for(&format!("state-{}", newest.state.slug()));
    let args = [("version", version_name(newest.number).into()), ("state", state.into())];
    view! { <a class="button" href=format!("/editor/{}", newest.id)>{t_with("editor-newer", &args)}</a> }
}

/// Withdrawing asks for a reason and says what it does, before it does it.
fn withdrawal(version: &Version, form: &Form) -> impl IntoView + use<> {
    (version.state == VersionState::Published).then(|| {
        view! {
            <details class="more" open=form.problems.of("reason").is_some()>
                <summary>{t("editor-withdraw")}</summary>
                <form class="form" method="post" action=format!("/editor/{}", version.id)>
                    <p class="hint">{t("editor-withdraw-hint")}</p>
                    <input type="hidden" name="lock" value=version.lock.to_string()/>
                    {textarea(form, Input::text("reason", "editor-withdraw-reason").required(), 3)}
                    <div class="form-actions">
                        <button class="button button-danger" type="submit" name="step" value="withdraw">
                            {t("editor-withdraw-send")}
                        </button>
                    </div>
                </form>
            </details>
        }
    })
}
