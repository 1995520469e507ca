//! One bibliographic record.

mod cite;
pub(crate) mod cited_by;
mod crumbs;
mod discovery;
mod source;

use crate::app::{self, Head};
use crate::components::rating::rating;
use crate::components::reading::reading;
use crate::components::save::{save_button, save_form};
use crate::components::{badges, identifiers, neighbours};
use crate::error::Outcome;
use crate::texts::{t, t_for};
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use crumbs::crumbs;
use domain::address::query_value;
use domain::id::{ItemId, RecordId};
use domain::library::ItemKind;
use domain::record::{AbstractSection, MeshHeading, Notice, NoticeKind, Record, RecordData, StudyType};
use domain::similarity::Similar;
use domain::slug::Slug;
use leptos::prelude::*;
use services::export::{CitationStyle, citations};
use services::library::{self, ShownRecord};
use services::saved::list;
use services::{engagement, similar};

/// A record's page; the address of one that was merged into another leads to that other one's.
///
/// # Errors
/// [`Failure::NotFound`] when there is none of this id.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Outcome<Response> {
    let id = RecordId::from(id);
    let shown = library::record(&visit.context, &visit.asker, &id).await?;
    if shown.record.id != id {
        return Ok(Redirect::permanent(&format!("/records/{}", shown.record.id)).into_response());
    }
    let item = ItemId::from(&id);
    engagement::opened(&visit.context, &visit.asker, &item, visit.parameter("rank").as_deref());
    let similar = similar::similar(&visit.context, &visit.asker, &item).await?;
    let is_saved = list::marks(&visit.context, &visit.asker, &[&item]).await?.contains(&item);
    let citations = citations(&shown.record.data).await?;
    let discovery = discovery::of(&visit, &shown.record);
    let head = Head::titled(shown.record.data.title.clone()).wide().discovered(discovery);
    Ok(app::page(&visit, head, move || whole(&shown, is_saved, &similar, citations)))
}

fn whole(
    shown: &ShownRecord,
    is_saved: bool,
    similar: &[Similar],
    citations: Vec<(CitationStyle, String)>,
) -> impl IntoView + use<> {
    let record = &shown.record;
    let data = &record.data;
    view! {
        <div class="article-layout">
            {header(record, is_saved)}
            <div class="article-body stack stack-l">
                {record_abstract(&data.abstract_sections)}
                {reading(&ItemId::from(&record.id))}
                {rating(&format!("/records/{}", record.id))}
                {cite::cite(record, citations)}
                {ask(&data.title)}
                {cited_by::in_brief(shown)}
                {neighbours::cites(&shown.cites)}
                {neighbours::similar(similar)}
                {source::fields(&data.others)}
            </div>
            <aside class="stack" aria-label=t("record-about")>{facts(data)}</aside>
        </div>
    }
}

fn header(record: &Record, is_saved: bool) -> impl IntoView + use<> {
    let data = &record.data;
    let kinds: Vec<NoticeKind> = data.notices.iter().map(|notice| notice.kind).collect();
    let vernacular = data.vernacular_title.clone();
    view! {
        <header class="article-header">
            {crumbs()}
            <div class="cluster">
                <span class="badge badge-kind">{badges::kind_name(ItemKind::Record)}</span>
                {study_type(data).map(badges::study_type)}
                {badges::notices(&kinds)}
                {badges::demo(record.is_demo)}
            </div>
            <h1 class="page-title">{data.title.clone()}</h1>
            {(!vernacular.is_empty()).then(|| view! { <p class="meta">{vernacular}</p> })}
            <p class="citation">{data.citation()}</p>
            {data.notices.iter().map(notice).collect_view()}
            {save(&ItemId::from(&record.id), &data.title, &format!("/records/{}", record.id), is_saved)}
        </header>
    }
}

/// The way of an item to the reading list and off it; `address` is the item's own.
pub(super) fn save(item: &ItemId, title: &str, address: &str, is_saved: bool) -> impl IntoView + use<> {
    view! { <p class="no-print">{save_button(item, title, is_saved)}</p> {save_form(address)} }
}

/// What became of the publication, before anything of its content.
fn notice(notice: &Notice) -> impl IntoView + use<> {
    let class = match notice.kind {
        NoticeKind::Retracted => "notice notice-danger",
        NoticeKind::Erratum | NoticeKind::Concern => "notice notice-warning",
        NoticeKind::RetractionNotice | NoticeKind::ErratumNotice => "notice notice-info",
    };
    let source = notice.source.clone();
    let pmid = notice.pmid.as_deref().map(identifiers::pmid);
    view! {
        <div class=class>
            <strong>{t_for(&format!("notice-{}-text", notice.kind.slug()))}</strong>
            {(!source.is_empty() || pmid.is_some()).then(|| view! { <p>{source}" "{pmid}</p> })}
        </div>
    }
}

fn record_abstract(sections: &[AbstractSection]) -> AnyView {
    if sections.is_empty() {
        return view! { <p class="notice">{t("record-no-abstract")}</p> }.into_any();
    }
    let section = |section: &AbstractSection| {
        let label = section.label.clone();
        view! {
            {(!label.is_empty()).then(|| view! { <h3>{label}</h3> })}
            <p>{section.text.clone()}</p>
        }
    };
    view! {
        <section class="record-abstract" aria-labelledby="abstract">
            <h2 id="abstract">{t("record-abstract")}</h2>
            {sections.iter().map(section).collect_view()}
        </section>
    }
    .into_any()
}

/// The way to a question about what is on the page.
pub(super) fn ask(title: &str) -> impl IntoView + use<> {
    view! {
        <p class="no-print">
            <a class="button" href=format!("/ask?q={}", query_value(title))>{t("ask-about-this")}</a>
        </p>
    }
}

/// The type of the study, where the publication names one.
fn study_type(data: &RecordData) -> Option<StudyType> {
    Some(data.study_type()).filter(|study| *study != StudyType::Other)
}

fn facts(data: &RecordData) -> impl IntoView + use<> {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned().into_any());
    let kind = data.kind.map(|kind| t_for(&format!("publication-{}", kind.slug())).into_any());
    let rows = [
        ("record-pmid", data.pmid.as_deref().map(|pmid| identifiers::pmid(pmid).into_any())),
        ("record-doi", data.doi.as_deref().map(|doi| identifiers::doi(doi).into_any())),
        ("record-pmcid", data.pmcid.as_deref().map(|pmcid| identifiers::pmcid(pmcid).into_any())),
        ("record-nct", data.nct.as_deref().map(|nct| identifiers::nct(nct).into_any())),
        ("record-kind", kind),
        ("record-journal", text(&data.journal)),
        ("record-publisher", text(&data.publisher)),
        ("record-issn", text(&data.issn)),
        ("record-date", text(&data.date)),
        ("record-language", text(&data.languages.join(", "))),
        ("record-study", study_type(data).map(|study| t_for(&format!("study-{}", study.slug())).into_any())),
        ("record-types", text(&data.publication_types.join("; "))),
        ("record-external-id", data.external_id.as_deref().and_then(text)),
        ("record-other-identifiers", text(&data.other_identifiers.join(", "))),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(key, value)| value.map(|value| view! { <dt>{t(key)}</dt><dd>{value}</dd> }))
        .collect_view();
    view! {
        <dl class="article-meta">{rows}</dl>
        {headings(&data.mesh)}
        {keywords(&data.keywords)}
    }
}

fn headings(mesh: &[MeshHeading]) -> impl IntoView + use<> {
    let heading = |heading: &MeshHeading| {
        let there = format!("/search?q={}", query_value(&format!("\"{}\"", heading.heading)));
        let qualifiers = heading.qualifiers.join(", ");
        view! {
            <li>
                <a href=there>{heading.heading.clone()}</a>
                {(!qualifiers.is_empty()).then(|| format!(": {qualifiers}"))}
                {heading.major.then(|| view! { " "<span class="meta">{t("record-major")}</span> })}
            </li>
        }
    };
    (!mesh.is_empty()).then(|| {
        view! {
            <section class="labelling" aria-labelledby="mesh">
                <h2 id="mesh">{t("record-mesh")}</h2>
                <ul>{mesh.iter().map(heading).collect_view()}</ul>
            </section>
        }
    })
}

fn keywords(keywords: &[String]) -> impl IntoView + use<> {
    (!keywords.is_empty()).then(|| {
        view! {
            <section class="labelling" aria-labelledby="keywords">
                <h2 id="keywords">{t("record-keywords")}</h2>
                <p class="meta">{keywords.join("; ")}</p>
            </section>
        }
    })
}
