//! All that a version says beside its text, and what of it differs from an earlier version.

use crate::components::difference::difference_view;
use crate::page_context::page_context;
use crate::texts::{t, t_calendar_day, t_for, t_with};
use domain::article::FrontMatter;
use domain::article::fields::{FIELDS, Field, Sort};
use domain::id::VersionId;
use domain::slug::Slug;
use domain::time::CalendarDay;
use domain::vocabulary::TermKind;
use leptos::prelude::*;
use services::publishing::{Content, ContentPicture};

/// Digits of a picture's hash that are shown: enough to tell two apart.
const HASH_SHOWN: usize = 12;

/// Everything that changed from `before` to `now`: fields, text and pictures. Pictures are those of this version's
/// article.
pub(crate) fn changes(before: &Content, now: &Content, id: &VersionId) -> impl IntoView + use<> {
    if before == now {
        return view! { <p>{t("review-nothing-changed")}</p> }.into_any();
    }
    let text = if before.body == now.body {
        view! { <p>{t("review-same-text")}</p> }.into_any()
    } else {
        difference_view(&before.body, &now.body).into_any()
    };
    view! {
        {changed_fields(&before.front, &now.front)}
        {text}
        {changed_pictures(&before.pictures, &now.pictures, id)}
    }
    .into_any()
}

/// Fields that differ, each with its difference.
pub(crate) fn changed_fields(before: &FrontMatter, now: &FrontMatter) -> impl IntoView + use<> {
    let changed: Vec<_> = readable(before)
        .into_iter()
        .zip(readable(now))
        .filter(|(before, now)| before.text != now.text)
        .map(|(before, now)| {
            view! { <dt>{t(now.label)}</dt><dd>{difference_view(&before.text, &now.text)}</dd> }
        })
        .collect();
    (!changed.is_empty()).then(|| view! { <dl class="article-meta">{changed}</dl> })
}

/// Pictures that were added, removed, or replaced under the same name.
fn changed_pictures(
    before: &[ContentPicture],
    now: &[ContentPicture],
    id: &VersionId,
) -> impl IntoView + use<> {
    let find =
        |list: &[ContentPicture], name: &str| list.iter().find(|picture| picture.name == name).cloned();
    let mut names: Vec<&str> = before.iter().chain(now).map(|picture| picture.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let changed: Vec<AnyView> = names
        .into_iter()
        .map(|name| (find(before, name), find(now, name)))
        .filter(|(before, now)| before != now)
        .map(|(before, now)| changed_picture(before, now, id).into_any())
        .collect();
    (!changed.is_empty()).then(|| {
        view! {
            <section class="stack stack-s" aria-label=t("editor-pictures")>
                <h3>{t("editor-pictures")}</h3>
                {changed}
            </section>
        }
    })
}

fn changed_picture(
    before: Option<ContentPicture>,
    now: Option<ContentPicture>,
    id: &VersionId,
) -> impl IntoView + use<> {
    let name = now.as_ref().or(before.as_ref()).map(|picture| picture.name.clone()).unwrap_or_default();
    let text = match (&before, &now) {
        (Some(_), Some(_)) => "review-picture-replaced",
        (None, _) => "review-picture-added",
        (_, None) => "review-picture-removed",
    };
    let shown = |picture: Option<ContentPicture>, label: &'static str| {
        picture.map(|picture| {
            let address = format!("/review/{id}/pictures/{}", picture.sha256);
            let alt = t_with(label, &[("name", picture.name.clone().into())]);
            view! {
                <figure>
                    <img src=address alt=alt.clone()/>
                    <figcaption class="meta">{alt}</figcaption>
                </figure>
            }
        })
    };
    view! {
        <p>{t_with(text, &[("name", name.into())])}</p>
        <div class="picture-pair">
            {shown(before, "review-picture-before")}
            {shown(now, "review-picture-now")}
        </div>
    }
}

/// All that a signature covers beside the text, whether it changed or not.
pub(crate) fn covered(content: &Content) -> impl IntoView + use<> {
    let rows = readable(&content.front)
        .into_iter()
        .map(|Readable { name, label, text }| {
            let text = match (text.is_empty(), name) {
                (true, "countries" | "professions" | "specialties") => t("review-everyone").to_owned(),
                (true, _) => t("not-given").to_owned(),
                (false, _) => text,
            };
            view! { <dt>{t(label)}</dt><dd id=format!("covered-{name}") class="lines">{text}</dd> }
        })
        .collect_view();
    let picture = |picture: &ContentPicture| {
        let hash = picture.sha256.get(..HASH_SHOWN).unwrap_or_default().to_owned();
        let args = [("name", picture.name.as_str().into()), ("hash", hash.into())];
        format!("{}\n", t_with("review-picture-hash", &args))
    };
    let pictures: String = content.pictures.iter().map(picture).collect();
    let pictures = if pictures.is_empty() { t("not-given").to_owned() } else { pictures };
    view! {
        <dl class="article-meta">
            {rows}
            <dt>{t("editor-pictures")}</dt>
            <dd class="lines">{pictures}</dd>
        </dl>
    }
}

/// A field as people read it.
struct Readable {
    /// Its name in files.
    name: &'static str,
    /// The locale key of its name on screen.
    label: &'static str,
    text: String,
}

/// Every field of the front matter but what the approval itself gives.
fn readable(front: &FrontMatter) -> Vec<Readable> {
    let shown = |field: Field| {
        field.label.map(|label| Readable { name: field.name, label, text: value(field, front) })
    };
    let mut all: Vec<_> = FIELDS.into_iter().filter_map(shown).collect();
    let after_audience = all.iter().position(|row| row.name == "authors").unwrap_or(all.len());
    let labelling = Readable { name: "labelling", label: "editor-labelling", text: labelling(front) };
    all.insert(after_audience, labelling);
    all.push(Readable { name: "references", label: "editor-references", text: references(front) });
    all
}

fn value(field: Field, front: &FrontMatter) -> String {
    let vocabulary = page_context().vocabulary;
    let names = |kind: TermKind, slugs: &[String]| {
        slugs.iter().map(|slug| vocabulary.name(kind, slug)).collect::<Vec<_>>().join(", ")
    };
    let day = |text: &str| CalendarDay::parse(text).map_or(text.to_owned(), t_calendar_day);
    let values = field.values(front);
    match field.sort {
        Sort::Terms(kind) | Sort::Codes(kind) => names(kind, &values),
        Sort::Choice(prefix) => values.iter().map(|slug| t_for(&format!("{prefix}-{slug}"))).collect(),
        Sort::Day => values.first().map(|text| day(text)).unwrap_or_default(),
        Sort::Flag => if values.is_empty() { "" } else { t("demo-content") }.to_owned(),
        Sort::Text | Sort::Line | Sort::Lines | Sort::Number => values.join(", "),
    }
}

fn labelling(front: &FrontMatter) -> String {
    let vocabulary = page_context().vocabulary;
    let entry = |entry: &domain::article::Labelling| {
        let product = vocabulary.name(TermKind::Product, &entry.product);
        let country = vocabulary.name(TermKind::Country, &entry.country);
        let status = t_for(&format!("labelling-status-{}", entry.status.slug()));
        format!("{product}, {country}: {status} {}\n", entry.link)
    };
    front.labelling.iter().map(entry).collect()
}

fn references(front: &FrontMatter) -> String {
    let reference = |(place, given): (usize, &domain::article::Reference)| {
        let identifiers = [given.doi.as_deref(), given.pmid.as_deref()];
        let identifiers = identifiers.into_iter().flatten().collect::<Vec<_>>().join(", ");
        format!("{}. {} {identifiers}\n", place + 1, given.citation)
    };
    front.references.iter().enumerate().map(reference).collect()
}
