//! JATS XML: what the front matter of a journal article says of it, and what its back matter says that it cites.

mod contributors;

use crate::entry::complete;
use crate::rejection::Rejection;
use crate::text::{
    abstract_in, clean, kept, month, nct, notices_of_types, pmcid, with_other_abstract, year_in,
};
use crate::tree::{Element, tree};
use crate::xml::{Fragment, Splitter};
use domain::record::{
    AbstractSection, CitedWork, Notice, NoticeKind, PublicationKind, RecordData, normal_doi, normal_pmid,
    united,
};
use std::io::BufRead;

/// What is no part of a title, an abstract or a name, though it may stand in one.
const SKIPPED: &[&str] = &["fn", "aff", "permissions", "history", "custom-meta-group", "bio"];

/// Parts of an article that are not read: its text, and what other texts come with it.
const UNREAD: &[&str] = &["body", "floats-group", "sub-article", "response"];

/// What of an article's front matter has its place in a record.
const OF_ARTICLE: &[&str] = &[
    "abstract",
    "article-id",
    "contrib-group",
    "elocation-id",
    "fpage",
    "issue",
    "kwd-group",
    "lpage",
    "pub-date",
    "related-article",
    "related-object",
    "title-group",
    "trans-abstract",
    "volume",
];

/// The records of a JATS file, which holds one article or a set of them.
pub(crate) fn read(
    reader: impl BufRead + Send,
) -> impl Iterator<Item = Result<RecordData, Rejection>> + Send {
    Splitter::new(reader, &["article"]).without(UNREAD).map(|fragment| parse(&fragment?))
}

fn parse(fragment: &Fragment) -> Result<RecordData, Rejection> {
    let article = tree(fragment, SKIPPED)?;
    record(&article).and_then(complete).map_err(|reason| fragment.rejected(reason))
}

fn record(article: &Element) -> Result<RecordData, String> {
    let front = article.at("front").ok_or("the article has no <front>")?;
    let article_type = article.attribute("article-type");
    let meta = front.at("article-meta").ok_or("the article has no article-meta")?;
    let journal = front.at("journal-meta");
    let (year, date) = published(meta);
    let mut data = RecordData {
        pmid: identifier(meta, &["pmid"]).and_then(|text| normal_pmid(&text)),
        doi: identifier(meta, &["doi"]).and_then(|text| normal_doi(&text)),
        pmcid: identifier(meta, &["pmc", "pmcid", "pmcaid"]).and_then(|text| pmcid(&text)),
        nct: trial(meta),
        kind: Some(PublicationKind::JournalArticle),
        title: title(meta),
        vernacular_title: meta.text_at("title-group/trans-title-group/trans-title"),
        abstract_sections: abstracts(meta),
        authors: contributors::authors(meta),
        journal: journal.map(journal_title).unwrap_or_default(),
        journal_abbreviation: journal.map(abbreviation).unwrap_or_default(),
        issn: journal.map(|journal| journal.text_at("issn")).unwrap_or_default(),
        publisher: journal.map(|journal| journal.text_at("publisher/publisher-name")).unwrap_or_default(),
        year,
        date,
        volume: meta.text_at("volume"),
        issue: meta.text_at("issue"),
        pages: pages(meta),
        publication_types: publication_types(article_type),
        keywords: meta.all("kwd-group").flat_map(|group| group.all("kwd")).map(Element::text).collect(),
        notices: notices(meta, article_type),
        references: references(article),
        others: meta
            .others(OF_ARTICLE)
            .iter()
            .filter_map(|(name, value)| kept("jats", name, value))
            .collect(),
        ..RecordData::default()
    };
    notices_of_types(&mut data);
    Ok(data)
}

fn identifier(meta: &Element, kinds: &[&str]) -> Option<String> {
    meta.all("article-id").find(|id| kinds.contains(&id.attribute("pub-id-type"))).map(Element::text)
}

fn trial(meta: &Element) -> Option<String> {
    let related = meta.all("related-object").find_map(|object| nct(object.attribute("object-id")));
    related.or_else(|| meta.all("abstract").find_map(|text| nct(&text.text())))
}

fn title(meta: &Element) -> String {
    let title = match meta.text_at("title-group/article-title") {
        title if title.is_empty() => meta.text_at("title-group/trans-title-group/trans-title"),
        title => title,
    };
    match meta.text_at("title-group/subtitle") {
        subtitle if subtitle.is_empty() => title,
        subtitle => format!("{}: {subtitle}", title.trim_end_matches([':', '.'])),
    }
}

/// The abstract proper, rather than a graphical or a plain-language one.
fn main_abstract(meta: &Element) -> Option<&Element> {
    meta.all("abstract").find(|one| one.attribute("abstract-type").is_empty()).or_else(|| meta.at("abstract"))
}

/// The abstract proper, then those of other kinds and in other languages.
fn abstracts(meta: &Element) -> Vec<AbstractSection> {
    let main = main_abstract(meta);
    let mut all = main.map(sections).unwrap_or_default();
    let others = meta.all("abstract").filter(|one| !main.is_some_and(|main| std::ptr::eq(main, *one)));
    for other in others.chain(meta.all("trans-abstract")) {
        let label = match other.attribute("abstract-type") {
            "graphical" | "toc" => continue,
            "" => abstract_in(other.attribute("lang")),
            kind => in_words(kind),
        };
        let texts = sections(other).into_iter().map(|section| match section.label.as_str() {
            "" => section.text,
            label => format!("{label}: {}", section.text),
        });
        with_other_abstract(&mut all, &label, &texts.collect::<Vec<_>>().join(" "));
    }
    all
}

/// `Executive summary` of `executive-summary`.
fn in_words(kind: &str) -> String {
    let words = kind.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn sections(parent: &Element) -> Vec<AbstractSection> {
    let section = |element: &Element| {
        let label = element.text_at("title");
        let text: Vec<String> =
            element.children().filter(|child| child.name != "title").map(Element::text).collect();
        AbstractSection { label: label.trim_end_matches([':', '.']).to_owned(), text: clean(&text.join(" ")) }
    };
    let mut sections: Vec<AbstractSection> = Vec::new();
    for child in parent.children().filter(|child| child.name != "title") {
        if child.name == "sec" {
            sections.push(section(child));
        } else {
            sections.push(AbstractSection { label: String::new(), text: child.text() });
        }
    }
    if parent.children().next().is_none() {
        sections.push(AbstractSection { label: String::new(), text: parent.text() });
    }
    sections.retain(|section| !section.text.is_empty());
    sections
}

fn journal_title(journal: &Element) -> String {
    let title = journal.text_at("journal-title-group/journal-title");
    if title.is_empty() { journal.text_at("journal-title") } else { title }
}

fn abbreviation(journal: &Element) -> String {
    let given = journal.text_at("journal-title-group/abbrev-journal-title");
    let of_kind = |kind: &str| {
        journal.all("journal-id").find(|id| id.attribute("journal-id-type") == kind).map(Element::text)
    };
    if given.is_empty() {
        of_kind("iso-abbrev").or_else(|| of_kind("nlm-ta")).unwrap_or_default()
    } else {
        given
    }
}

/// The year and the date of the earliest publication.
fn published(meta: &Element) -> (Option<i32>, String) {
    meta.all("pub-date")
        .map(|date| {
            let month_text = date.text_at("month");
            let parts = [
                date.text_at("year"),
                month(&month_text).to_owned(),
                date.text_at("day"),
                date.text_at("season"),
            ];
            let printed = match clean(&parts.join(" ")) {
                text if text.is_empty() => clean(&date.text_at("string-date")),
                text => text,
            };
            (year_in(&printed), printed)
        })
        .filter(|(year, _)| year.is_some())
        .min_by_key(|(year, printed)| (*year, std::cmp::Reverse(printed.len())))
        .unwrap_or_default()
}

fn pages(meta: &Element) -> String {
    let (first, last) = (meta.text_at("fpage"), meta.text_at("lpage"));
    let range = meta.text_at("page-range");
    if range.contains(',') || (first.is_empty() && !range.is_empty()) {
        return range;
    }
    let located = meta.text_at("elocation-id");
    if first.is_empty() {
        located
    } else if last.is_empty() || last == first {
        first
    } else {
        format!("{first}-{last}")
    }
}

/// In PubMed's words where there are any.
fn publication_types(article_type: &str) -> Vec<String> {
    let name = match article_type {
        "" => return Vec::new(),
        "research-article" | "brief-report" | "rapid-communication" => "Journal Article",
        "review-article" => "Review",
        "systematic-review" => "Systematic Review",
        "case-report" => "Case Reports",
        "letter" => "Letter",
        "editorial" => "Editorial",
        "correction" => "Published Erratum",
        "retraction" => "Retraction of Publication",
        other => other,
    };
    vec![name.to_owned()]
}

/// What a correction or a retraction says of the article that it is about.
fn notices(meta: &Element, article_type: &str) -> Vec<Notice> {
    let kind = match article_type {
        "correction" => NoticeKind::ErratumNotice,
        "retraction" => NoticeKind::RetractionNotice,
        _ => return Vec::new(),
    };
    meta.all("related-article")
        .map(|related| {
            let link = related.attribute("href");
            let pmid = if related.attribute("ext-link-type") == "pubmed" { normal_pmid(link) } else { None };
            Notice { kind, source: clean(link), pmid }
        })
        .collect()
}

/// What the article cites. One entry of its list may hold several citations, each a work of its own, and each of
/// these may stand in several wordings.
fn references(article: &Element) -> Vec<CitedWork> {
    let entries = article.all("back").flat_map(|back| back.within("ref"));
    united(Vec::new(), entries.flat_map(Element::children).map(work))
}

fn work(citation: &Element) -> CitedWork {
    let ids = citation.within("pub-id");
    let of = |kind: &str| ids.iter().find(|id| id.attribute("pub-id-type") == kind).map(|id| id.text());
    CitedWork::of(of("pmid").as_deref(), of("doi").as_deref())
}
