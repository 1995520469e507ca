//! What a reply cites, exactly as it was when the reply was sent.

use crate::app::{self, Head};
use crate::components::date_time::approval_day;
use crate::error::Outcome;
use crate::pages::article;
use crate::texts::{t, t_for, t_with};
use crate::visit::Visit;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::article::{Version, VersionState};
use domain::slug::Slug;
use leptos::prelude::*;
use services::library;
use services::requests::reply;

/// Lets a drawing draw and do nothing else, even when it is opened as a page of its own.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/// The version that a reply to the asker's request cites.
///
/// # Errors
/// `NotFound` for anybody else's request.
pub(crate) async fn cited(
    visit: Visit,
    Path((reference, number)): Path<(String, usize)>,
) -> Outcome<Response> {
    let version = reply::cited_version(&visit.context, &visit.asker, &reference, number).await?;
    version_page(&visit, &version, &format!("/requests/{reference}"), number).await
}

/// A picture of that version.
///
/// # Errors
/// `NotFound` for anybody else's request, and where there is no such picture.
pub(crate) async fn picture(
    visit: Visit,
    Path((reference, number, name)): Path<(String, usize, String)>,
) -> Outcome<Response> {
    let version = reply::cited_version(&visit.context, &visit.asker, &reference, number).await?;
    picture_of(&visit, &version, &name).await
}

/// A picture of a version that a reply cites.
///
/// # Errors
/// `NotFound` where there is no such picture.
pub(crate) async fn picture_of(visit: &Visit, version: &Version, name: &str) -> Outcome<Response> {
    let (kind, bytes) = reply::picture(&visit.context, version, name).await?;
    let headers = [
        (header::CONTENT_TYPE, kind.as_str()),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "private, max-age=300"),
    ];
    Ok((headers, bytes).into_response())
}

/// A version on a page of its own, marked with what has become of it; `request` is the address of its request, and
/// `number` its place among the citations.
pub(crate) async fn version_page(
    visit: &Visit,
    version: &Version,
    request: &str,
    number: usize,
) -> Outcome<Response> {
    let head = Head::titled(version.front.title.clone());
    let reference = request.rsplit('/').next().unwrap_or_default().to_owned();
    let media_base = format!("{request}/cited/{number}/media");
    let shown = library::as_read(&visit.context, &visit.locale, version.clone(), &media_base).await?;
    let request = request.to_owned();
    Ok(app::page(visit, head, || {
        let front = &version.front;
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
                        {version.published_at.map(|at| view! { ", "{approval_day(at)} })}
                    </p>
                </header>
                {standing(version)}
                <p class="article-summary">{front.summary.clone()}</p>
                <div class="prose" inner_html=shown.html></div>
                {article::references(&shown.references)}
            </article>
        }
    }))
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
