//! What a reply cites, exactly as it was when the reply was sent.

use crate::app::{self, Head};
use crate::components::thread::prose;
use crate::components::when::day;
use crate::domain::article::{Version, VersionState};
use crate::error::Outcome;
use crate::services::requests::reply;
use crate::texts::{t, t_for, t_with};
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use leptos::prelude::*;

/// The version that a reply to the asker's request cites.
///
/// # Errors
/// `NotFound` for anybody else's request.
pub async fn cited(visit: Visit, Path((reference, number)): Path<(String, usize)>) -> Outcome<Response> {
    let version = reply::cited_version(&visit.state, &visit.asker, &reference, number).await?;
    Ok(version_page(&visit, &version, "/requests", &reference))
}

/// A version on a page of its own, marked with what has become of it; `back` is where its request stands.
pub fn version_page(visit: &Visit, version: &Version, back: &str, reference: &str) -> Response {
    let head = Head::titled(version.front.title.clone());
    let request = format!("{back}/{reference}");
    let reference = reference.to_owned();
    app::page(visit, head, || {
        let front = &version.front;
        let references =
            front.references.iter().map(|r| view! { <li>{r.citation.clone()}</li> }).collect_view();
        view! {
            <article class="stack">
                <header class="article-header">
                    <p class="crumbs"><a href=request>{t_with("cited-back", &[("reference", reference.into())])}</a></p>
                    <div class="hit-badges">
                        <span class="hit-kind">{t_for(&format!("kind-{}", front.kind.slug()))}</span>
                        <span class="badge badge-state">{t_for(&format!("state-{}", version.state.slug()))}</span>
                        {version.is_demo.then(|| view! { <span class="badge badge-demo">{t("demo-label")}</span> })}
                    </div>
                    <h1 class="page-title">{front.title.clone()}</h1>
                    <p class="meta">
                        {t_with("cited-version", &[("number", version.number.into())])}
                        {version.published_at.map(|at| view! { ", "{day(at)} })}
                    </p>
                </header>
                {standing(version)}
                <p class="article-summary">{front.summary.clone()}</p>
                {prose(&version.body)}
                {(!front.references.is_empty()).then(|| view! {
                    <section>
                        <h2>{t("cited-references")}</h2>
                        <ol class="references">{references}</ol>
                    </section>
                })}
            </article>
        }
    })
}

fn standing(version: &Version) -> impl IntoView + use<> {
    let key = match version.state {
        VersionState::Published => "cited-current",
        VersionState::Superseded => "cited-superseded",
        _ => "cited-withdrawn",
    };
    let class =
        if version.state == VersionState::Published { "notice notice-info" } else { "notice notice-warning" };
    view! { <div class=class><p>{t(key)}</p></div> }
}
