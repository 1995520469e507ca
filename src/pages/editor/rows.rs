//! The parts of a draft's form that have rows: references, labelling, pictures.

use crate::components::badges;
use crate::components::form::Form;
use crate::components::text_area::TextArea;
use crate::texts::{t, t_for, t_with};
use domain::article::{Labelling, LabellingStatus, Reference};
use domain::id::VersionId;
use domain::record::Record;
use domain::slug::Slug;
use domain::vocabulary::TermKind;
use leptos::prelude::*;
use services::publishing::Picture;

/// A field of a row: every row has its name, but only one its id.
struct Cell<'a> {
    name: &'static str,
    /// From 0.
    row: usize,
    label: &'static str,
    value: &'a str,
    kind: &'static str,
}

fn cell(cell: Cell<'_>) -> impl IntoView + use<> {
    let Cell { name, row, label, value, kind } = cell;
    let id = format!("{name}-{row}");
    view! {
        <div class="field">
            <label for=id.clone()>{t(label)}</label>
            <input id=id name=name type=kind value=value.to_owned() autocomplete="off"/>
        </div>
    }
}

fn problem(form: &Form, name: &'static str) -> impl IntoView + use<> {
    let key = form.problems.of(name);
    key.map(|key| view! { <p class="field-error" id=format!("{name}-error")>{t(key)}</p> })
}

/// The references in their order, each with what the library knows of it, and the search for more.
pub(crate) fn references(
    form: &Form,
    references: &[Reference],
    records: &[Option<Record>],
    found: Option<&(String, Vec<Record>)>,
) -> impl IntoView + use<> {
    let rows = references
        .iter()
        .enumerate()
        .map(|(row, given)| reference(row, given, records.get(row).and_then(Option::as_ref)))
        .collect_view();
    let words = found.map(|(words, _)| words.clone()).unwrap_or_default();
    view! {
        <fieldset class="choices stack" id="references" tabindex="-1">
            <legend>{t("editor-references")}</legend>
            <p class="hint">{t("editor-references-hint")}</p>
            {problem(form, "references")}
            <ol class="references">{rows}</ol>
            <div class="field">
                <label for="find">{t("editor-find-record")}</label>
                <p class="hint" id="find-hint">{t("editor-find-record-hint")}</p>
                <div class="toolbar">
                    <input id="find" name="find" type="search" value=words autocomplete="off" aria-describedby="find-hint"/>
                    <button class="button" type="submit" name="step" value="find">{t("editor-find-record-send")}</button>
                    <button class="button button-quiet" type="submit" name="step" value="add-reference">
                        {t("editor-add-reference")}
                    </button>
                </div>
            </div>
            {found.map(|(_, records)| found_records(records))}
        </fieldset>
    }
}

fn reference(row: usize, given: &Reference, record: Option<&Record>) -> impl IntoView + use<> {
    let number = row + 1;
    let id = format!("ref_citation-{row}");
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (doi, pmid) = (text(&given.doi), text(&given.pmid));
    let is_named = given.doi.is_some() || given.pmid.is_some();
    let citation = TextArea { id: id.clone(), name: "ref_citation", rows: Some(2), ..TextArea::default() };
    let citation = citation.holding(&given.citation);
    view! {
        <li class="stack stack-s">
            <div class="field">
                <label for=id>{t_with("editor-citation", &[("number", number.into())])}</label>
                {citation}
            </div>
            <div class="field-row">
                {cell(Cell { name: "ref_doi", row, label: "editor-doi", value: &doi, kind: "text" })}
                {cell(Cell { name: "ref_pmid", row, label: "editor-pmid", value: &pmid, kind: "text" })}
            </div>
            <div class="cluster">
                {known(record, is_named)}
                {(row > 0).then(|| row_button("raise-reference", row, "editor-raise", number))}
                {row_button("remove-reference", row, "editor-remove", number)}
            </div>
        </li>
    }
}

fn known(record: Option<&Record>, is_named: bool) -> AnyView {
    match record {
        Some(record) => view! {
            <a class="badge badge-level" href=format!("/records/{}", record.id)>{t("editor-known")}</a>
            {notices_of(record)}
        }
        .into_any(),
        None if is_named => view! { <span class="badge">{t("editor-unknown")}</span> }.into_any(),
        None => ().into_any(),
    }
}

fn row_button(action: &str, row: usize, label: &'static str, number: usize) -> impl IntoView + use<> {
    view! {
        <button class="button button-quiet" type="submit" name="step" value=format!("{action}:{row}")>
            {t(label)}
            <span class="visually-hidden">" "{number.to_string()}</span>
        </button>
    }
}

fn found_records(records: &[Record]) -> AnyView {
    if records.is_empty() {
        return view! { <p class="notice" role="status">{t("editor-found-none")}</p> }.into_any();
    }
    let lines = records
        .iter()
        .map(|record| {
            view! {
                <li>
                    <button class="button" type="submit" name="step" value=format!("cite:{}", record.id)>
                        {t("editor-cite")}
                        <span class="visually-hidden">" "{record.data.title.clone()}</span>
                    </button>
                    <span>{record.data.citation()}" "{notices_of(record)}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="stack stack-s" aria-labelledby="found">
            <h3 id="found" class="meta">{t_with("editor-found", &[("count", records.len().into())])}</h3>
            <ul class="pick-list">{lines}</ul>
        </section>
    }
    .into_any()
}

/// Labelling status for each product and country.
pub(crate) fn labelling(form: &Form, rows: &[Labelling]) -> impl IntoView + use<> {
    let rows = rows.iter().enumerate().map(|(row, given)| labelling_row(row, given)).collect_view();
    view! {
        <fieldset class="choices stack" id="labelling" tabindex="-1">
            <legend>{t("editor-labelling")}</legend>
            <p class="hint">{t("editor-labelling-hint")}</p>
            {problem(form, "labelling")}
            <ol class="stack">{rows}</ol>
            <p>
                <button class="button" type="submit" name="step" value="add-labelling">{t("editor-add-labelling")}</button>
            </p>
        </fieldset>
    }
}

fn labelling_row(row: usize, given: &Labelling) -> impl IntoView + use<> {
    let statuses = LabellingStatus::all().map(LabellingStatus::slug);
    let statuses =
        statuses.map(|slug| (slug.to_owned(), t_for(&format!("labelling-status-{slug}")))).collect();
    let chosen = given.status.slug();
    view! {
        <li class="stack stack-s">
            <div class="field-row">
                {choice("lab_product", row, "editor-labelling-product", terms(TermKind::Product), &given.product)}
                {choice("lab_country", row, "editor-labelling-country", terms(TermKind::Country), &given.country)}
                {choice("lab_status", row, "editor-labelling-status", statuses, chosen)}
                {cell(Cell { name: "lab_link", row, label: "editor-labelling-link", value: &given.link, kind: "url" })}
            </div>
            {row_button("remove-labelling", row, "editor-remove", row + 1)}
        </li>
    }
}

fn terms(kind: TermKind) -> Vec<(String, String)> {
    let mut choices = vec![(String::new(), t("form-choose").to_owned())];
    choices.extend(crate::components::form::term_choices(kind));
    choices
}

fn choice(
    name: &'static str,
    row: usize,
    label: &'static str,
    choices: Vec<(String, String)>,
    chosen: &str,
) -> impl IntoView + use<> {
    let id = format!("{name}-{row}");
    let options = choices
        .into_iter()
        .map(|(value, text)| {
            let is_chosen = value == chosen;
            view! { <option value=value selected=is_chosen>{text}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=id.clone()>{t(label)}</label>
            <select id=id name=name>{options}</select>
        </div>
    }
}

/// The draft's pictures, and the way to add one. The upload sends the whole form, so that nothing typed is lost.
pub(crate) fn pictures(form: &Form, version: &VersionId, pictures: &[Picture]) -> impl IntoView + use<> {
    let rows = pictures.iter().map(|picture| picture_row(version, picture)).collect_view();
    let upload = format!("/editor/{version}/pictures");
    view! {
        <fieldset class="choices stack" id="pictures" tabindex="-1">
            <legend>{t("editor-pictures")}</legend>
            <p class="hint" id="picture-hint">{t("editor-pictures-hint")}</p>
            <ul class="link-list">{rows}</ul>
            <div class="field">
                <label for="picture">{t("editor-picture")}</label>
                {problem(form, "picture")}
                <div class="toolbar">
                    <input
                        id="picture"
                        name="picture"
                        type="file"
                        accept=".svg,.png,.jpg,.jpeg"
                        aria-describedby="picture-hint"
                    />
                    <button
                        class="button"
                        type="submit"
                        name="step"
                        value="add-picture"
                        formaction=upload
                        formenctype="multipart/form-data"
                    >
                        {t("editor-add-picture")}
                    </button>
                </div>
            </div>
        </fieldset>
    }
}

fn picture_row(version: &VersionId, picture: &Picture) -> impl IntoView + use<> {
    let name = picture.name.clone();
    let markdown = format!("![{}](figures/{name})", t("editor-picture-words"));
    view! {
        <li class="cluster">
            <a href=format!("/editor/{version}/pictures/{name}")>{name.clone()}</a>
            <code>{markdown}</code>
            <button class="button button-quiet" type="submit" name="step" value=format!("remove-picture:{name}")>
                {t("editor-remove")}
                <span class="visually-hidden">" "{name.clone()}</span>
            </button>
        </li>
    }
}

fn notices_of(record: &Record) -> impl IntoView + use<> {
    let kinds: Vec<_> = record.data.notices.iter().map(|notice| notice.kind).collect();
    badges::notices(&kinds)
}
