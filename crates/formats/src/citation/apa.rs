//! The style of the American Psychological Association, 7th edition.

use super::skeleton::{self, Parts, Rules};
use crate::text::Date;
use domain::record::{
    Notice, NoticeKind, PublicationKind, RecordData, VolumeAndIssue, apa_authors, doi_address,
    is_article_number, whole_pages,
};
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::apa);

pub(super) fn citation(data: &RecordData) -> String {
    let parts = parts(data);
    let text = parts.filled(&corrected(data, &parts.skeleton(&RULES)));
    match data.notices.iter().find(|notice| notice.kind == NoticeKind::Retracted) {
        Some(notice) => format!("{text} ({})", retraction(notice)),
        None => text,
    }
}

fn parts(data: &RecordData) -> Parts {
    let kind = data.evident_kind();
    let mut parts = Parts::of(csl_type(data), Date::parts_of(data));
    parts.put(skeleton::AUTHORS, apa_authors(&data.authors));
    parts.put(skeleton::TITLE, title(data));
    let place = VolumeAndIssue::of(&data.volume, &data.issue);
    parts.put(skeleton::VOLUME, place.volume());
    parts.put(skeleton::ISSUE, dashed(&place.in_parentheses("Suppl.")));
    parts.put(skeleton::PAGES, pages(&data.pages, kind));
    let address = data.doi.as_deref().map(doi_address).unwrap_or_default();
    parts.put(skeleton::DOI, address.trim_start_matches("https://doi.org/"));
    let journal = if data.journal.is_empty() { &data.journal_abbreviation } else { &data.journal };
    parts.put(skeleton::CONTAINER, journal.as_str());
    // A body that publishes what it wrote is named once.
    let publisher = data.publisher.trim_end_matches('.');
    let is_author = data.authors.iter().any(|name| name.eq_ignore_ascii_case(publisher));
    let is_trial = kind == Some(PublicationKind::TrialRegistration);
    parts.put(
        skeleton::PUBLISHER,
        match publisher {
            "" if is_trial && data.nct.is_some() => "ClinicalTrials.gov",
            _ if is_author => "",
            publisher => publisher,
        },
    );
    let link = data.links.first().filter(|_| data.doi.is_none());
    parts.put(
        skeleton::URL,
        link.cloned().or_else(|| data.address()).filter(|_| data.doi.is_none()).unwrap_or_default(),
    );
    parts.put(skeleton::GENRE, if kind == Some(PublicationKind::Thesis) { "Dissertation" } else { "" });
    parts
}

fn title(data: &RecordData) -> String {
    let title = data.title_without_stop();
    match &data.nct {
        Some(nct) if data.kind == Some(PublicationKind::TrialRegistration) => {
            format!("{title} (ClinicalTrials.gov Identifier {nct}) [Clinical trial registration]")
        }
        _ => title.to_owned(),
    }
}

/// `1995–2008`, or `Article e0046493`.
fn pages(pages: &str, kind: Option<PublicationKind>) -> String {
    if kind == Some(PublicationKind::JournalArticle) && is_article_number(pages) {
        return format!("Article {pages}");
    }
    dashed(&whole_pages(pages))
}

/// The text with a dash in every range of numbers.
fn dashed(text: &str) -> String {
    let is_roman = |text: &str| !text.is_empty() && text.chars().all(|c| "ivxlcdmIVXLCDM".contains(c));
    let is_number = |text: &str| text.chars().any(|c| c.is_ascii_digit()) || is_roman(text);
    let dashed = |part: &str| match part.split_once('-') {
        Some((first, last)) if is_number(first) && is_number(last) && !last.contains('-') => {
            format!("{first}–{last}")
        }
        _ => part.to_owned(),
    };
    text.split(' ').map(dashed).collect::<Vec<_>>().join(" ")
}

fn csl_type(data: &RecordData) -> &'static str {
    match data.evident_kind() {
        Some(PublicationKind::JournalArticle) => "article-journal",
        Some(PublicationKind::Preprint) => "article",
        Some(PublicationKind::Chapter) => "chapter",
        // Published proceedings are cited as an edited book.
        Some(PublicationKind::ConferencePaper) if !data.journal.is_empty() => "chapter",
        Some(PublicationKind::ConferencePaper) => "paper-conference",
        Some(PublicationKind::Thesis) => "thesis",
        Some(PublicationKind::Report) => "report",
        Some(PublicationKind::Dataset) => "dataset",
        Some(PublicationKind::WebPage | PublicationKind::TrialRegistration) => "webpage",
        Some(PublicationKind::Book) | None => "book",
    }
}

fn corrected(data: &RecordData, skeleton: &str) -> String {
    let container = skeleton::CONTAINER;
    let mut text = skeleton.to_owned();
    // A server of preprints holds them, as a journal does its articles; they are not parts of it.
    if data.kind == Some(PublicationKind::Preprint) {
        text = text.replace(&format!("In {container}"), &container.to_string());
    }
    if data.is_ahead_of_print() {
        text = text.replace(&format!("{container}."), &format!("{container}. Advance online publication."));
    }
    // Without a volume the issue would be taken for one.
    let issue = skeleton::ISSUE;
    if VolumeAndIssue::of(&data.volume, &data.issue).volume().is_empty() {
        text = text.replace(&format!("({issue})"), &issue.to_string());
        text = text.replace(issue, &format!("({issue})"));
    }
    if data.pages.contains('-') || data.pages.contains(',') {
        text = text.replace(&format!("p. {}", skeleton::PAGES), &format!("pp. {}", skeleton::PAGES));
        text = text.replace("ppp. ", "pp. ");
    }
    text
}

/// `Retraction published 2010, Lancet, 375[9713], 445`, or the source as it is given.
fn retraction(notice: &Notice) -> String {
    let source = notice.source.trim_end_matches('.');
    match printed(source) {
        Some(printed) => format!("Retraction published {printed}"),
        None if source.is_empty() => "Retracted".to_owned(),
        None => format!("Retraction published in {source}"),
    }
}

/// The parts of `Lancet. 2010 Feb 6;375(9713):445`.
fn printed(source: &str) -> Option<String> {
    let (journal, rest) = source.split_once(". ")?;
    let (date, place) = rest.split_once(';')?;
    let year = date.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?;
    let (volume, pages) = place.split_once(':')?;
    let pages = pages.split(". ").next().unwrap_or_default();
    let volume = volume.replace('(', "[").replace(')', "]");
    Some(format!("{year}, {journal}, {volume}, {}", self::pages(pages, None)))
}
