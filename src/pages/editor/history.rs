//! The versions of an article, and what was done to each.

use super::names::{state_badge, version_name};
use crate::components::date_time;
use crate::texts::{t, t_for};
use domain::article::{Step, Version};
use domain::slug::Slug;
use leptos::prelude::*;
use services::publishing::{Dossier, VersionStep};

/// Versions, newest first, each with its steps. `base` is the address below which each has its page.
pub(crate) fn history(dossier: &Dossier, base: &'static str) -> impl IntoView + use<> {
    let versions = dossier
        .versions
        .iter()
        .map(|version| {
            let taken: Vec<&VersionStep> =
                dossier.steps.iter().filter(|taken| taken.version == version.id).collect();
            entry(version, &taken, base, version.id == dossier.version.id)
        })
        .collect_view();
    view! {
        <section class="stack stack-s" aria-labelledby="history">
            <h2 id="history">{t("history-title")}</h2>
            <ol class="thread" reversed>{versions}</ol>
        </section>
    }
}

fn entry(version: &Version, taken: &[&VersionStep], base: &str, is_this: bool) -> impl IntoView + use<> {
    let name = version_name(version.number);
    let name = if is_this {
        view! { <strong aria-current="page">{name}</strong> }.into_any()
    } else {
        view! { <a href=format!("{base}/{}", version.id)><strong>{name}</strong></a> }.into_any()
    };
    let ended = version.ended_at.map(|at| {
        view! {
            <li>{t("history-ended")}" "{date_time::time(at)}</li>
        }
    });
    let was_published_here = taken.iter().any(|taken| taken.step == Step::Publish);
    // Approved elsewhere and imported: no step was taken here.
    let imported = version.published_at.filter(|_| !was_published_here).map(|at| {
        view! { <li>{t("history-imported")}" "{date_time::approval_day(at)}</li> }
    });
    view! {
        <li class="message">
            <header>{name} {state_badge(version.state)}</header>
            <ul>
                {ended}
                {taken.iter().map(|taken| step(taken)).collect_view()}
                {imported}
                <li>{t("history-begun")}" "{date_time::time(version.created_at)}</li>
            </ul>
        </li>
    }
}

fn step(taken: &VersionStep) -> impl IntoView + use<> {
    let comment = (!taken.comment.is_empty()).then(|| view! { <q>{taken.comment.clone()}</q> });
    view! {
        <li>
            {t_for(&format!("step-{}", taken.step.slug()))}
            ", "
            {taken.name.clone()}
            ", "
            {date_time::time(taken.at)}
            " "
            {comment}
        </li>
    }
}
