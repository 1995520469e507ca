//! One article, in its published version.

mod cached;
mod discovery;
mod facts;

use super::record::{ask, save};
use crate::app::{self, Head};
use crate::components::reading::reading;
use crate::components::{badges, identifiers, neighbours, pico, rating};
use crate::error::Outcome;
use crate::pages::browse;
use crate::texts::t;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::{Html, IntoResponse, Response};
use cached::CachedPage;
use domain::facet::Facet;
use domain::id::ItemId;
use domain::library::ItemKind;
use domain::similarity::Similar;
use domain::vocabulary::{TermKind, Vocabulary};
use leptos::prelude::*;
use services::library::{self, ShownArticle, ShownReference};
use services::saved::list;
use services::{engagement, similar};

/// An article's page.
///
/// # Errors
/// `NotFound` when there is none that this asker may read, `Gone` when it was withdrawn; else when the database or
/// the index fails.
pub(crate) async fn show(visit: Visit, Path(slug): Path<String>) -> Outcome<Response> {
    let article = library::article(&visit.context, &visit.locale, &visit.asker, &slug).await?;
    let item = ItemId::from(&article.id);
    engagement::opened(&visit.context, &visit.asker, &item, visit.parameter("rank").as_deref());
    // All addresses of an article share a page, except for the thanks after a rating.
    let is_rated = visit.parameter(rating::OUTCOME).is_some();
    let visit = if is_rated { visit } else { visit.at(&article.address()) };
    let cached = CachedPage::of(&visit, &article);
    if let Some(page) = cached.as_ref().and_then(|cached| cached.find(&visit)) {
        return Ok(Html(page).into_response());
    }
    let similar = similar::similar(&visit.context, &visit.asker, &item).await?;
    let is_saved = list::marks(&visit.context, &visit.asker, &[&item]).await?.contains(&item);
    let vocabulary = visit.context.vocabulary();
    let head = Head::titled(article.front.title.clone()).wide().discovered(discovery::of(&visit, &article));
    let page = app::render(&visit, head, || whole(&article, is_saved, &similar, &vocabulary));
    if let Some(cached) = cached {
        cached.insert(&visit, &page);
    }
    Ok(Html(page).into_response())
}

fn whole(
    article: &ShownArticle,
    is_saved: bool,
    similar: &[Similar],
    vocabulary: &Vocabulary,
) -> impl IntoView + use<> {
    let actions = save(&ItemId::from(&article.id), &article.front.title, &article.address(), is_saved);
    let after = view! {
        {reading(&ItemId::from(&article.id))}
        {rating::rating(&article.address())}
        {ask(&article.front.title)}
        {neighbours::similar(similar)}
    };
    layout(article, vocabulary, actions, after)
}

/// The whole article; `actions` go below its title, `after` below its references. Readers and
/// reviewers see the same.
pub(super) fn layout<A: IntoView, V: IntoView>(
    article: &ShownArticle,
    vocabulary: &Vocabulary,
    actions: A,
    after: V,
) -> impl IntoView + use<A, V> {
    view! {
        <div class="article-layout">
            {header(article, vocabulary, actions)}
            {contents(article)}
            <div class="article-body stack stack-l">
                <div class="prose" inner_html=article.html.clone()></div>
                {references(&article.references)}
                {after}
            </div>
            <aside class="stack" aria-label=t("article-about")>{facts::facts(article, vocabulary)}</aside>
        </div>
    }
}

fn header<A: IntoView>(
    article: &ShownArticle,
    vocabulary: &Vocabulary,
    actions: A,
) -> impl IntoView + use<A> {
    let front = &article.front;
    let area = front.areas.first().map(|area| {
        let name = vocabulary.name(TermKind::Area, area).to_owned();
        view! { <li><a href=browse::value::address(Facet::Area, area)>{name}</a></li> }
    });
    view! {
        <header class="article-header">
            <nav class="crumbs" aria-label=t("crumbs")>
                <ol>
                    <li><a href="/browse">{t("crumbs-library")}</a></li>
                    {area}
                </ol>
            </nav>
            <div class="cluster">
                <span class="badge badge-kind">{badges::kind_name(ItemKind::Article(front.kind))}</span>
                {front.evidence_level.map(badges::evidence_level)}
                {front.certainty.map(badges::certainty)}
                {badges::demo(article.is_demo)}
            </div>
            <h1 class="page-title">{front.title.clone()}</h1>
            {facts::standing(article)}
            {actions}
            <div class="article-summary">
                <strong>{t("article-in-short")}</strong>
                <p>{front.summary.clone()}</p>
            </div>
            {pico::question(&front.pico, front.certainty)}
        </header>
    }
}

/// The table of contents, one level deep.
fn contents(article: &ShownArticle) -> impl IntoView + use<> {
    let mut entries: Vec<(String, String)> = article
        .contents
        .iter()
        .filter(|heading| heading.level == 2)
        .map(|heading| (heading.id.clone(), heading.text.clone()))
        .collect();
    if !article.references.is_empty() {
        entries.push(("references".to_owned(), t("article-references").to_owned()));
    }
    (entries.len() > 1).then(|| {
        let items = entries
            .into_iter()
            .map(|(id, text)| view! { <li><a href=format!("#{id}")>{text}</a></li> })
            .collect_view();
        view! {
            <nav class="contents" aria-label=t("article-contents")>
                <details><summary>{t("article-contents")}</summary><ol>{items}</ol></details>
            </nav>
        }
    })
}

/// Numbered references with their links and with what became of the publications.
pub(super) fn references(references: &[ShownReference]) -> impl IntoView + use<> {
    (!references.is_empty()).then(|| {
        view! {
            <section class="stack stack-s" id="references" aria-labelledby="references-title">
                <h2 id="references-title">{t("article-references")}</h2>
                <ol class="references">{references.iter().map(reference).collect_view()}</ol>
            </section>
        }
    })
}

fn reference(reference: &ShownReference) -> impl IntoView + use<> {
    let doi = reference.doi.as_deref().map(|doi| identifiers::doi(doi).into_any());
    let pmid = reference.pmid.as_deref().map(|pmid| identifiers::pmid(pmid).into_any());
    let record = reference
        .record
        .as_ref()
        .map(|id| view! { <a href=format!("/records/{id}")>{t("article-reference-here")}</a> }.into_any());
    let links: Vec<AnyView> = [doi, pmid, record]
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(place, link)| view! { {if place == 0 { " " } else { " · " }}{link} }.into_any())
        .collect();
    view! {
        <li id=format!("ref-{}", reference.number)>
            {reference.citation.clone()} {links} " " {badges::notices(&reference.notices)}
        </li>
    }
}
