//! Records that are probably of one publication, side by side: one record or two?

use crate::app::{self, Head};
use crate::components::identifiers;
use crate::components::pager::pager;
use crate::error::Outcome;
use crate::texts::{t, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::response::Response;
use domain::id::RecordId;
use domain::record::{Agreement, Record, RecordData, Resemblance, TitleMatch};
use leptos::prelude::*;
use services::duplicates::{self, Candidates, Decision, Pair};
use services::failure::Failure;

/// The pairs that wait for a decision.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let page = visit.parameter("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let waiting = duplicates::candidates(&visit.context, &visit.asker, page).await?;
    let done = match visit.parameter("done").as_deref() {
        Some("merged") => Some("duplicates-merged"),
        Some("distinct") => Some("duplicates-distinct"),
        _ => None,
    };
    let head = Head::titled(visit.locale.get("duplicates-title")).wide();
    Ok(app::page(&visit, head, move || {
        view! {
            <div class="stack stack-l">
                <h1 class="page-title">{t("duplicates-title")}</h1>
                <p class="lede">{t("duplicates-lede")}</p>
                {done.map(|key| view! { <p class="notice notice-info" role="status">{t(key)}</p> })}
                {(waiting.waiting > 0).then(|| {
                    let count = t_with("duplicates-waiting", &[("count", waiting.waiting.into())]);
                    view! { <p class="notice notice-info">{count}</p> }
                })}
                {if waiting.pairs.is_empty() { empty().into_any() } else { list(&waiting).into_any() }}
            </div>
        }
    }))
}

/// Carries a decision out.
///
/// # Errors
/// [`Failure::Conflict`] where the pair does not wait, such as after somebody else has decided.
pub(crate) async fn submit(visit: Visit, fields: Fields) -> Outcome<Response> {
    let [first, second] = ["first", "second"].map(|name| RecordId::from(fields.text(name)));
    let (decision, done, kept, other) = match fields.text("decision") {
        "keep-first" => (Decision::Merge, "merged", first, second),
        "keep-second" => (Decision::Merge, "merged", second, first),
        "distinct" => (Decision::Distinct, "distinct", first, second),
        _ => return Err(Failure::Conflict.into()),
    };
    duplicates::decide(&visit.context, &visit.asker, decision, &kept, &other).await?;
    let page: usize = fields.text("page").parse().unwrap_or(1);
    let page = if page > 1 { format!("&page={page}") } else { String::new() };
    Ok(visit::redirect(&format!("/editor/duplicates?done={done}{page}")))
}

fn empty() -> impl IntoView {
    view! {
        <section class="empty-state">
            <h2>{t("duplicates-none-title")}</h2>
            <p>{t("duplicates-none")}</p>
            <p><a class="button" href="/editor">{t("editor-title")}</a></p>
        </section>
    }
}

fn list(waiting: &Candidates) -> impl IntoView + use<> {
    let page = waiting.page;
    let pairs = waiting.pairs.iter().enumerate().map(|(place, pair)| one(place, pair, page)).collect_view();
    let total = u64::try_from(waiting.total).unwrap_or_default();
    view! {
        <p class="meta">{t_with("duplicates-count", &[("count", waiting.total.into())])}</p>
        {pairs}
        {pager(page, total, waiting.pairs.len(), |page| format!("/editor/duplicates?page={page}"))}
    }
}

fn one(place: usize, pair: &Pair, page: usize) -> impl IntoView + use<> {
    let [first, second] = &pair.records;
    let heading = format!("pair-{place}");
    view! {
        <section class="card stack stack-s" aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>{first.data.title.clone()}</h2>
            <p class="meta">{t("duplicates-because")} " " {reasons(&pair.resemblance)}</p>
            {table(pair)}
            <form class="cluster" method="post" action="/editor/duplicates">
                <input type="hidden" name="first" value=first.id.to_string()/>
                <input type="hidden" name="second" value=second.id.to_string()/>
                <input type="hidden" name="page" value=page.to_string()/>
                <button class="button" name="decision" value="keep-first" aria-describedby=heading.clone()>
                    {t("duplicates-keep-first")}
                </button>
                <button class="button" name="decision" value="keep-second" aria-describedby=heading.clone()>
                    {t("duplicates-keep-second")}
                </button>
                <button class="button" name="decision" value="distinct" aria-describedby=heading.clone()>
                    {t("duplicates-not-the-same")}
                </button>
            </form>
        </section>
    }
}

/// Why a pair is offered, and what speaks against it.
fn reasons(found: &Resemblance) -> String {
    let title = match found.title {
        TitleMatch::Equal => Some("duplicates-why-title"),
        TitleMatch::Near => Some("duplicates-why-title-near"),
        TitleMatch::Contained => Some("duplicates-why-title-part"),
        TitleMatch::Overlapping => Some("duplicates-why-title-similar"),
        TitleMatch::Translated => Some("duplicates-why-title-translated"),
        TitleMatch::Different => Some("duplicates-why-title-other"),
        TitleMatch::Unknown => None,
    };
    let facts = [
        (found.pmid, "duplicates-why-pmid", Some("duplicates-why-pmid-other")),
        (found.doi, "duplicates-why-doi", Some("duplicates-why-doi-other")),
        (found.registration, "duplicates-why-registration", None),
        (found.authors, "duplicates-why-author", Some("duplicates-why-author-other")),
        (found.year, "duplicates-why-year", None),
        (found.journal, "duplicates-why-journal", Some("duplicates-why-journal-other")),
        (found.page, "duplicates-why-page", Some("duplicates-why-page-other")),
        (found.text, "duplicates-why-abstract", Some("duplicates-why-abstract-other")),
    ];
    let of_facts = facts.into_iter().filter_map(|(agreement, same, other)| match agreement {
        Agreement::Same => Some(same),
        Agreement::Other => other,
        Agreement::Close | Agreement::Unknown => None,
    });
    let preprint = found.is_preprint_and_paper.then_some("duplicates-why-preprint");
    let all: Vec<&str> = title.into_iter().chain(preprint).chain(of_facts).map(t).collect();
    format!("{}.", all.join("; "))
}

fn table(pair: &Pair) -> impl IntoView + use<> {
    let [first, second] = &pair.records;
    let rows = facts(first, pair.citing[0])
        .into_iter()
        .zip(facts(second, pair.citing[1]))
        .map(|((key, one), (_, other))| {
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row">{t(key)}</th>
                    <td role="cell" data-label=t("duplicates-first")>{one}</td>
                    <td role="cell" data-label=t("duplicates-second")>{other}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="table" role="table">
            <caption class="visually-hidden">{t("duplicates-compared")}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t("duplicates-fact")}</th>
                    <th role="columnheader" scope="col">{t("duplicates-first")}</th>
                    <th role="columnheader" scope="col">{t("duplicates-second")}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
}

/// What tells the two apart, or shows that nothing does.
fn facts(record: &Record, citing: usize) -> [(&'static str, AnyView); 12] {
    let data: &RecordData = &record.data;
    let text = |text: &str| text.to_owned().into_any();
    let address = format!("/records/{}", record.id);
    let year = data.year.map(|year| year.to_string()).unwrap_or_default();
    let volume =
        if data.issue.is_empty() { data.volume.clone() } else { format!("{} ({})", data.volume, data.issue) };
    let has_abstract = if data.abstract_sections.is_empty() { "duplicates-no" } else { "duplicates-yes" };
    [
        ("duplicates-record", view! { <a href=address>{data.title.clone()}</a> }.into_any()),
        ("duplicates-authors", text(&data.authors.join(", "))),
        ("record-journal", text(&data.journal)),
        ("record-date", text(if data.date.is_empty() { &year } else { &data.date })),
        ("duplicates-volume", text(&volume)),
        ("duplicates-pages", text(&data.pages)),
        ("duplicates-kind", text(&data.publication_types.join(", "))),
        ("record-pmid", data.pmid.as_deref().map(identifiers::pmid).into_any()),
        ("record-doi", data.doi.as_deref().map(identifiers::doi).into_any()),
        ("record-external-id", text(data.external_id.as_deref().unwrap_or_default())),
        ("record-abstract", text(t(has_abstract))),
        ("duplicates-cited", text(&citing.to_string())),
    ]
}
