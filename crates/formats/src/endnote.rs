//! EndNote XML: `<xml><records><record>…`, as EndNote and others export their libraries.

use crate::entry::complete;
use crate::names::{Named, of_text};
use crate::rejection::Rejection;
use crate::text::{article_number, clean, fingerprint, kept, one_section, pmcid, web_addresses, year_in};
use crate::tree::{Element, tree};
use crate::xml::Splitter;
use domain::record::{
    PublicationKind, RecordData, SourceField, doi_of_address, labelled_doi, labelled_pmid, normal_doi,
    normal_pmid,
};
use std::io::BufRead;

/// Fields that only concern the library of whoever exported the file.
const SKIPPED: &[&str] = &["database", "source-app", "foreign-keys", "pdf-urls", "figure-urls", "text-urls"];

/// Elements that are read into the record.
const OF_RECORD: &[&str] = &[
    "abstract",
    "contributors",
    "dates",
    "electronic-resource-num",
    "isbn",
    "keywords",
    "language",
    "number",
    "pages",
    "periodical",
    "publisher",
    "rec-number",
    "titles",
    "urls",
    "volume",
    "work-type",
];

/// The records of an EndNote XML file.
pub(crate) fn read(
    reader: impl BufRead + Send,
) -> impl Iterator<Item = Result<RecordData, Rejection>> + Send {
    Splitter::new(reader, &["record"]).map(|fragment| {
        let fragment = fragment?;
        let root = tree(&fragment, SKIPPED)?;
        complete(record(&root)).map_err(|reason| fragment.rejected(reason))
    })
}

fn record(root: &Element) -> RecordData {
    let is_pubmed = ["remote-database-provider", "remote-database-name"].iter().any(|name| {
        ["NLM", "PubMed", "MEDLINE"].iter().any(|known| root.text_at(name).eq_ignore_ascii_case(known))
    });
    let titles = root.at("titles");
    let title = |name| titles.map(|titles| titles.text_at(name)).unwrap_or_default();
    let (year, date) = published(root);
    let mut data = RecordData {
        pmid: normal_pmid(&root.text_at("accession-num"))
            .filter(|_| is_pubmed)
            .or_else(|| labelled_pmid(&root.text_at("accession-num")))
            .or_else(|| labelled_pmid(&root.text_at("notes"))),
        doi: doi(root),
        pmcid: pmcid(&root.text_at("custom2")).filter(|_| root.text_at("custom2").contains("PMC")),
        kind: root.at("ref-type").and_then(|kind| kind_of(kind.attribute("name"))),
        title: ["title", "short-title", "translated-title", "secondary-title", "alt-title"]
            .into_iter()
            .map(title)
            .find(|title| !title.is_empty())
            .unwrap_or_default(),
        vernacular_title: title("translated-title"),
        abstract_sections: one_section(&root.text_at("abstract")),
        authors: authors(root),
        journal: first([title("secondary-title"), root.text_at("periodical/full-title")]),
        journal_abbreviation: first([root.text_at("periodical/abbr-1"), title("alt-title")]),
        issn: root.text_at("isbn").split([' ', ';']).next().unwrap_or_default().to_owned(),
        publisher: root.text_at("publisher"),
        year,
        date,
        volume: root.text_at("volume"),
        issue: root.text_at("number"),
        pages: pages(root),
        languages: root.text_at("language").split([',', ';']).map(clean).filter(|l| !l.is_empty()).collect(),
        publication_types: root.all("work-type").map(Element::text).filter(|text| !text.is_empty()).collect(),
        keywords: texts(root, "keywords", "keyword"),
        links: links(root),
        ..RecordData::default()
    };
    if data.pmid.is_none() && data.doi.is_none() && !data.title.is_empty() {
        data.external_id = Some(fingerprint(&data));
    }
    data.others = others(root, &data);
    data
}

/// The DOI where it is given, or else that of an address or a note.
fn doi(root: &Element) -> Option<String> {
    let addresses = || links(root).into_iter();
    let notes = || ["notes", "research-notes", "label", "custom1"].into_iter().map(|name| root.text_at(name));
    normal_doi(&root.text_at("electronic-resource-num"))
        .or_else(|| addresses().find_map(|link| doi_of_address(&link)))
        .or_else(|| notes().find_map(|note| labelled_doi(&note)))
}

fn others(root: &Element, data: &RecordData) -> Vec<SourceField> {
    let is_known = |name: &str| match name {
        "ref-type" => data.kind.is_some(),
        "accession-num" => data.pmid.is_some(),
        "custom2" => data.pmcid.is_some(),
        "custom7" | "article-number" => root.text_at(name) == data.pages,
        _ => false,
    };
    let titles =
        root.at("titles").map(|titles| titles.others(&["title", "secondary-title", "translated-title"]));
    let people = root.at("contributors").map(|people| people.others(&["authors"]));
    let fields = root.others(OF_RECORD).into_iter();
    fields
        .chain(titles.into_iter().flatten().filter(|(_, value)| *value != data.journal_abbreviation))
        .chain(people.into_iter().flatten())
        .filter(|(name, _)| !is_known(name))
        .filter_map(|(name, value)| kept("endnote", &name, &value))
        .collect()
}

/// The pages, or the number of an article that has none.
fn pages(root: &Element) -> String {
    let given = crate::text::pages(&root.text_at("pages"));
    let number = || article_number(&first([root.text_at("custom7"), root.text_at("article-number")]));
    if given.is_empty() { number().unwrap_or_default() } else { given }
}

fn first(texts: [String; 2]) -> String {
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

fn texts(root: &Element, list: &str, name: &str) -> Vec<String> {
    let elements = root.at(list).into_iter().flat_map(|list| list.all(name));
    elements.map(Element::text).filter(|text| !text.is_empty()).collect()
}

/// By the names of EndNote's reference types.
fn kind_of(name: &str) -> Option<PublicationKind> {
    Some(match name {
        "Journal Article" | "Electronic Article" | "Magazine Article" => PublicationKind::JournalArticle,
        "Book" | "Edited Book" | "Electronic Book" => PublicationKind::Book,
        "Book Section" | "Electronic Book Section" => PublicationKind::Chapter,
        "Conference Paper" | "Conference Proceedings" => PublicationKind::ConferencePaper,
        "Thesis" => PublicationKind::Thesis,
        "Report" | "Government Document" => PublicationKind::Report,
        "Dataset" | "Online Database" => PublicationKind::Dataset,
        "Web Page" | "Blog" => PublicationKind::WebPage,
        "Unpublished Work" => PublicationKind::Preprint,
        _ => return None,
    })
}

/// Authors, or editors where there are none.
fn authors(root: &Element) -> Vec<String> {
    ["authors", "secondary-authors"]
        .into_iter()
        .map(|list| texts(root, &format!("contributors/{list}"), "author"))
        .map(|names| names.iter().flat_map(|name| of_text(name, Named::Anyone)).collect())
        .find(|names: &Vec<String>| !names.is_empty())
        .unwrap_or_default()
}

fn published(root: &Element) -> (Option<i32>, String) {
    let year = root.text_at("dates/year");
    let day = root.text_at("dates/pub-dates/date");
    let date = if year_in(&day).is_some() { day } else { clean(&format!("{year} {day}")) };
    (year_in(&year).or_else(|| year_in(&date)), date)
}

fn links(root: &Element) -> Vec<String> {
    let lists = ["related-urls", "web-urls"].into_iter();
    let texts = lists.flat_map(|list| texts(root, &format!("urls/{list}"), "url"));
    web_addresses(texts.flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()))
}
