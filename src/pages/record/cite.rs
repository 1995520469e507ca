//! A publication for other people's lists: as citations to copy, and as files.

use crate::pages::export::format_name;
use crate::texts::{t, t_for};
use domain::record::Record;
use domain::slug::Slug;
use leptos::prelude::*;
use services::export::{CitationStyle, ExportFormat};

/// Citations and files, folded. A tap on a citation selects all of it.
pub(crate) fn cite(record: &Record, citations: Vec<(CitationStyle, String)>) -> impl IntoView + use<> {
    let citation = |(style, text): (CitationStyle, String)| {
        let name = t_for(&format!("citation-style-{}", style.slug()));
        // The styles write English, whatever the page's language.
        view! { <dt>{name}</dt><dd class="select-all" lang="en" translate="no">{text}</dd> }
    };
    let file = |format: ExportFormat| {
        let there = format!("/export?item={}&format={}", record.id, format.slug());
        view! { <a class="button" href=there download="">{format_name(format)}</a> }
    };
    view! {
        <details class="more" id="cite">
            <summary>{t("cite-title")}</summary>
            <dl class="cite-list">{citations.into_iter().map(citation).collect_view()}</dl>
            <h2>{t("cite-files")}</h2>
            <p class="cluster">{ExportFormat::all().map(file).collect_view()}</p>
        </details>
    }
}
