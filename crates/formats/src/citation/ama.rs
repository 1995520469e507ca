//! The style of the American Medical Association, 11th edition.

use super::skeleton::{self, Parts, Rules};
use crate::text::Date;
use domain::record::{
    AuthorList, Generations, NoticeKind, PublicationKind, RecordData, VolumeAndIssue, whole_pages,
};
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::ama);

const AUTHORS: AuthorList =
    AuthorList { most: 6, shown: 3, et_al: "et al", generations: Generations::Numerals };

pub(super) fn citation(data: &RecordData) -> String {
    let parts = parts(data);
    let text = parts.filled(&corrected(data, &parts.skeleton(&RULES)));
    let after = notices(data);
    if after.is_empty() { text } else { format!("{}{after}", stopped(text)) }
}

fn parts(data: &RecordData) -> Parts {
    let kind = data.evident_kind();
    let mut parts = Parts::of(csl_type(kind), Date::parts_of(data));
    parts.put(skeleton::AUTHORS, AUTHORS.of(&data.authors));
    let title = data.title_without_stop();
    parts.put(skeleton::TITLE, title);
    let place = VolumeAndIssue::of(&data.volume, &data.issue);
    parts.put(skeleton::VOLUME, place.volume());
    parts.put(skeleton::ISSUE, place.in_parentheses("suppl"));
    parts.put(skeleton::PAGES, whole_pages(&data.pages));
    parts.put(skeleton::DOI, data.doi.clone().unwrap_or_default());
    match kind {
        Some(PublicationKind::Chapter | PublicationKind::ConferencePaper) => {
            parts.put(skeleton::CONTAINER, data.journal.as_str());
            parts.put(skeleton::PUBLISHER, data.publisher.trim_end_matches('.'));
        }
        Some(PublicationKind::TrialRegistration) => {
            let number = data.nct.as_deref().map(|nct| format!("ClinicalTrials.gov identifier: {nct}"));
            parts.put(skeleton::CONTAINER, number.unwrap_or_default());
            parts.put(skeleton::URL, data.address().unwrap_or_default());
        }
        // What is published on the web is published by a website.
        Some(PublicationKind::WebPage | PublicationKind::Dataset) => {
            parts.put(skeleton::CONTAINER, data.publisher.trim_end_matches('.'));
            let is_reachable = data.doi.is_some();
            parts.put(skeleton::URL, data.address().filter(|_| !is_reachable).unwrap_or_default());
        }
        _ => {
            parts.put(skeleton::CONTAINER, data.journal_in_short());
            parts.put(skeleton::PUBLISHER, data.publisher.trim_end_matches('.'));
            let link = data.links.first().filter(|_| data.doi.is_none());
            parts.put(skeleton::URL, link.cloned().unwrap_or_default());
            parts.put(
                skeleton::GENRE,
                if kind == Some(PublicationKind::Thesis) { "Dissertation" } else { "" },
            );
        }
    }
    parts
}

fn csl_type(kind: Option<PublicationKind>) -> &'static str {
    match kind {
        Some(PublicationKind::JournalArticle) => "article-journal",
        Some(PublicationKind::Preprint) => "article",
        Some(PublicationKind::Chapter) => "chapter",
        Some(PublicationKind::ConferencePaper) => "paper-conference",
        Some(PublicationKind::Thesis) => "thesis",
        Some(PublicationKind::Report) => "report",
        Some(PublicationKind::WebPage | PublicationKind::Dataset | PublicationKind::TrialRegistration) => {
            "webpage"
        }
        Some(PublicationKind::Book) | None => "book",
    }
}

/// What the style says of every article without a volume and an issue holds only for those that are online, and have no
/// pages either.
fn corrected(data: &RecordData, skeleton: &str) -> String {
    if data.is_ahead_of_print() { skeleton.to_owned() } else { skeleton.replace("Published online ", "") }
}

/// What became of the publication.
fn notices(data: &RecordData) -> String {
    let words = data.notices.iter().filter_map(|notice| {
        let source = notice.source.trim_end_matches('.');
        match (notice.kind, source) {
            (NoticeKind::Retracted, "") => Some(" Retracted.".to_owned()),
            (NoticeKind::Retracted, source) => Some(format!(" Retracted in: {source}.")),
            (NoticeKind::Erratum, source) if !source.is_empty() => {
                Some(format!(" Published correction appears in {source}."))
            }
            (NoticeKind::Concern, source) if !source.is_empty() => {
                Some(format!(" Expression of concern appears in {source}."))
            }
            _ => None,
        }
    });
    words.collect()
}

/// A DOI or an address ends a citation without a stop, but a sentence after it wants one.
fn stopped(text: String) -> String {
    if text.is_empty() || text.ends_with('.') { text } else { text + "." }
}
