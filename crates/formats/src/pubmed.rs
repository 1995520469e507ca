//! PubMed XML: articles, books and deletions.

use crate::entry::complete;
use crate::names::{group, person};
use crate::rejection::Rejection;
use crate::text::{
    abstract_in, article_number, clean, kept, month, nct, notices_of_types, pmcid, with_other_abstract,
    year_in,
};
use crate::tree::{Element, tree};
use crate::xml::{Fragment, Splitter};
use domain::record::{
    AbstractSection, CitedWork, MeshHeading, Notice, NoticeKind, PublicationKind, RecordData, SourceField,
    is_uncased, normal_doi, normal_pmid, united,
};
use std::io::BufRead;

const ENTRIES: &[&str] = &["PubmedArticle", "PubmedBookArticle", "DeleteCitation"];

/// The name under which fields are kept.
const NAME: &str = "pubmed";

/// What is large and tells of other people, or of how the entry was processed.
const SKIPPED: &[&str] = &["InvestigatorList", "History"];

/// What of a citation has its place in a record, or says when and by whom the entry was made.
const OF_CITATION: &[&str] = &[
    "Article",
    "CommentsCorrectionsList",
    "DateCompleted",
    "DateCreated",
    "DateRevised",
    "KeywordList",
    "MedlineJournalInfo",
    "MeshHeadingList",
    "OtherAbstract",
    "PMID",
];
/// Elements of an article that are read into the record.
const OF_ARTICLE: &[&str] = &[
    "Abstract",
    "ArticleDate",
    "ArticleTitle",
    "AuthorList",
    "ELocationID",
    "Journal",
    "Language",
    "Pagination",
    "PublicationTypeList",
    "VernacularTitle",
];
/// What of a book or its chapter has its place in a record, or says when the entry was made.
const OF_BOOK: &[&str] = &[
    "Abstract",
    "ArticleIdList",
    "ArticleTitle",
    "AuthorList",
    "Book",
    "ContributionDate",
    "DateRevised",
    "KeywordList",
    "Language",
    "LocationLabel",
    "PMID",
    "Pagination",
    "PublicationType",
    "ReferenceList",
    "VernacularTitle",
];

/// The records of a PubMed XML file.
pub(crate) fn read(
    reader: impl BufRead + Send,
) -> impl Iterator<Item = Result<RecordData, Rejection>> + Send {
    Splitter::new(reader, ENTRIES).map(|fragment| parse(&fragment?))
}

fn parse(fragment: &Fragment) -> Result<RecordData, Rejection> {
    let root = tree(fragment, SKIPPED)?;
    let data = match root.name.as_str() {
        "PubmedArticle" => article(&root),
        "PubmedBookArticle" => book(&root),
        _ => return Err(fragment.rejected(deletion(&root))),
    };
    data.and_then(complete).map_err(|reason| fragment.rejected(reason))
}

/// PubMed withdraws entries in its update files. The portal's record stays until somebody decides.
fn deletion(root: &Element) -> String {
    let numbers: Vec<String> = root.all("PMID").map(Element::text).collect();
    let shown = numbers.iter().take(20).cloned().collect::<Vec<_>>().join(", ");
    let more = if numbers.len() > 20 { format!(" and {} more", numbers.len() - 20) } else { String::new() };
    format!("PubMed has deleted PMID {shown}{more}; records held under these numbers are left as they are")
}

fn article(root: &Element) -> Result<RecordData, String> {
    let citation = root.at("MedlineCitation").ok_or("the entry has no MedlineCitation")?;
    let article = citation.at("Article").ok_or("the entry has no Article")?;
    let issue = article.at("Journal/JournalIssue");
    let issue_text = |name| issue.map(|issue| issue.text_at(name)).unwrap_or_default();
    let (year, date) = published(issue.and_then(|issue| issue.at("PubDate")), article.at("ArticleDate"));
    let ids = root.at("PubmedData/ArticleIdList");
    let vernacular_title = article.text_at("VernacularTitle");
    let mut data = RecordData {
        pmid: pmid(citation),
        doi: doi(article, ids),
        pmcid: identifier(ids, "pmc").and_then(|text| pmcid(&text)),
        nct: trial(article),
        kind: Some(PublicationKind::JournalArticle),
        title: title(article.text_at("ArticleTitle"), &vernacular_title),
        vernacular_title,
        abstract_sections: abstracts(article, citation),
        authors: article.at("AuthorList").map(authors).unwrap_or_default(),
        journal: article.text_at("Journal/Title"),
        journal_abbreviation: first([
            article.text_at("Journal/ISOAbbreviation"),
            citation.text_at("MedlineJournalInfo/MedlineTA"),
        ]),
        issn: first([article.text_at("Journal/ISSN"), citation.text_at("MedlineJournalInfo/ISSNLinking")]),
        year,
        date,
        volume: issue_text("Volume"),
        issue: issue_text("Issue"),
        pages: pages(article),
        languages: texts(article.all("Language")),
        publication_types: article
            .at("PublicationTypeList")
            .map(|list| texts(list.all("PublicationType")))
            .unwrap_or_default(),
        mesh: citation.at("MeshHeadingList").map(headings).unwrap_or_default(),
        keywords: citation.all("KeywordList").flat_map(|list| texts(list.all("Keyword"))).collect(),
        notices: citation.at("CommentsCorrectionsList").map(notices).unwrap_or_default(),
        references: references(root),
        others: others([(citation, OF_CITATION), (article, OF_ARTICLE)], article),
        ..RecordData::default()
    };
    data.kind = PublicationKind::of_types(&data.publication_types).or(data.kind);
    notices_of_types(&mut data);
    Ok(data)
}

/// What these elements hold beyond what has its place in a record, and where the authors work.
fn others<const N: usize>(parents: [(&Element, &[&str]); N], with_authors: &Element) -> Vec<SourceField> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for (parent, known) in parents {
        fields.extend(parent.others(known));
    }
    let authors = with_authors.all("AuthorList").flat_map(|list| list.all("Author"));
    let mut places = std::collections::HashSet::new();
    for author in authors {
        let within = author.all("AffiliationInfo").flat_map(|info| info.all("Affiliation"));
        for place in within.chain(author.all("Affiliation")) {
            let place = place.text();
            if places.insert(place.clone()) {
                fields.push(("Affiliation".to_owned(), place));
            }
        }
    }
    let copyright = with_authors.text_at("Abstract/CopyrightInformation");
    fields.push(("CopyrightInformation".to_owned(), copyright));
    fields.iter().filter_map(|(name, value)| kept(NAME, name, value)).collect()
}

fn book(root: &Element) -> Result<RecordData, String> {
    let document = root.at("BookDocument").ok_or("the entry has no BookDocument")?;
    let book_title = document.text_at("Book/BookTitle");
    let chapter_title = document.text_at("ArticleTitle");
    let is_chapter = !chapter_title.is_empty();
    let (year, date) = published(document.at("Book/PubDate"), document.at("ContributionDate"));
    let own_ids = document.at("ArticleIdList");
    let authors =
        document.all("AuthorList").chain(document.at("Book").into_iter().flat_map(|b| b.all("AuthorList")));
    Ok(RecordData {
        pmid: pmid(document),
        doi: document.at("Book").and_then(|book| doi(book, own_ids)).or_else(|| doi(document, own_ids)),
        pmcid: identifier(own_ids, "pmc").and_then(|text| pmcid(&text)),
        kind: Some(if is_chapter { PublicationKind::Chapter } else { PublicationKind::Book }),
        title: if is_chapter { chapter_title } else { book_title.clone() },
        vernacular_title: document.text_at("VernacularTitle"),
        abstract_sections: document.at("Abstract").map(sections).unwrap_or_default(),
        authors: authors.map(self::authors).find(|names| !names.is_empty()).unwrap_or_default(),
        journal: if is_chapter { book_title } else { String::new() },
        issn: document.text_at("Book/Isbn"),
        publisher: document.text_at("Book/Publisher/PublisherName"),
        year,
        date,
        volume: document.text_at("Book/Volume"),
        pages: pages(document),
        languages: texts(document.all("Language")),
        publication_types: texts(document.all("PublicationType")),
        keywords: document.all("KeywordList").flat_map(|list| texts(list.all("Keyword"))).collect(),
        references: references(root),
        others: others([(document, OF_BOOK)], document),
        ..RecordData::default()
    })
}

fn first<const N: usize>(texts: [String; N]) -> String {
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

fn texts<'a>(elements: impl Iterator<Item = &'a Element>) -> Vec<String> {
    elements.map(Element::text).filter(|text| !text.is_empty()).collect()
}

fn pmid(parent: &Element) -> Option<String> {
    normal_pmid(&parent.text_at("PMID"))
}

/// PubMed prints `[Not Available]` where there is no English title.
fn title(title: String, vernacular: &str) -> String {
    let is_missing = title.is_empty() || title.trim_end_matches('.').eq_ignore_ascii_case("[not available]");
    if is_missing && !vernacular.is_empty() { vernacular.to_owned() } else { title }
}

fn doi(parent: &Element, ids: Option<&Element>) -> Option<String> {
    parent
        .all("ELocationID")
        .filter(|id| id.attribute("EIdType") == "doi" && id.attribute("ValidYN") != "N")
        .find_map(|id| normal_doi(&id.text()))
        .or_else(|| identifier(ids, "doi").and_then(|text| normal_doi(&text)))
}

fn identifier(ids: Option<&Element>, kind: &str) -> Option<String> {
    ids?.all("ArticleId").find(|id| id.attribute("IdType") == kind).map(Element::text)
}

/// The first registration at ClinicalTrials.gov that the entry names.
fn trial(article: &Element) -> Option<String> {
    article
        .at("DataBankList")?
        .all("DataBank")
        .filter_map(|bank| bank.at("AccessionNumberList"))
        .flat_map(|list| list.all("AccessionNumber"))
        .find_map(|number| nct(&number.text()))
}

/// The abstract, and those in other languages or in plain words, which are found too.
fn abstracts(article: &Element, citation: &Element) -> Vec<AbstractSection> {
    let mut all = article.at("Abstract").map(sections).unwrap_or_default();
    for other in citation.all("OtherAbstract") {
        let texts = sections(other).into_iter().map(|section| match section.label.as_str() {
            "" => section.text,
            label => format!("{label}: {}", section.text),
        });
        let label = match other.attribute("Type") {
            "plain-language-summary" => "Plain-language summary".to_owned(),
            _ => abstract_in(other.attribute("Language")),
        };
        with_other_abstract(&mut all, &label, &texts.collect::<Vec<_>>().join(" "));
    }
    all
}

fn sections(parent: &Element) -> Vec<AbstractSection> {
    parent
        .all("AbstractText")
        .map(|section| AbstractSection { label: clean(section.attribute("Label")), text: section.text() })
        .filter(|section| !section.text.is_empty())
        .collect()
}

fn authors(list: &Element) -> Vec<String> {
    list.all("Author")
        .filter(|author| author.attribute("ValidYN") != "N")
        .map(|one| {
            let collective = group(&one.text_at("CollectiveName"));
            if !collective.is_empty() {
                return collective;
            }
            person(&one.text_at("LastName"), &given(one), &one.text_at("Suffix"))
        })
        .filter(|name| !name.is_empty())
        .collect()
}

/// Initials where they are given; whole names where initials cannot say it: of scripts without capitals, and with a
/// particle of the family name behind them.
fn given(author: &Element) -> String {
    let [initials, whole] = ["Initials", "ForeName"].map(|name| author.text_at(name));
    let says_more = is_uncased(&whole)
        || whole
            .split(' ')
            .next_back()
            .is_some_and(|word| word.chars().next().is_some_and(char::is_lowercase));
    if initials.is_empty() || says_more { whole } else { initials }
}

/// The year and the date as printed, of the issue or else of the article itself.
fn published(issue: Option<&Element>, own: Option<&Element>) -> (Option<i32>, String) {
    let date =
        issue.map(printed).filter(|date| !date.is_empty()).or_else(|| own.map(printed)).unwrap_or_default();
    let year = year_in(&date).or_else(|| own.and_then(|own| year_in(&own.text_at("Year"))));
    (year, date)
}

fn printed(date: &Element) -> String {
    let free = date.text_at("MedlineDate");
    if !free.is_empty() {
        return free;
    }
    let (month_text, season) = (date.text_at("Month"), date.text_at("Season"));
    clean(&format!("{} {} {} {season}", date.text_at("Year"), month(&month_text), date.text_at("Day")))
}

/// The pages, or the number that the publisher gave the article.
fn pages(parent: &Element) -> String {
    let located = parent.all("ELocationID").filter(|id| id.attribute("EIdType") == "pii");
    let located =
        located.filter(|id| id.attribute("ValidYN") != "N").find_map(|id| article_number(&id.text()));
    first([printed_pages(parent), located.unwrap_or_default()])
}

fn printed_pages(parent: &Element) -> String {
    let Some(pagination) = parent.at("Pagination") else { return String::new() };
    let (start, end) = (pagination.text_at("StartPage"), pagination.text_at("EndPage"));
    let range = if end.is_empty() || end == start { start } else { format!("{start}-{end}") };
    first([crate::text::pages(&pagination.text_at("MedlinePgn")), range])
}

fn headings(list: &Element) -> Vec<MeshHeading> {
    list.all("MeshHeading")
        .filter_map(|heading| {
            let descriptor = heading.at("DescriptorName")?;
            let major = heading.children().any(|part| part.attribute("MajorTopicYN") == "Y");
            Some(MeshHeading {
                heading: descriptor.text(),
                ui: descriptor.attribute("UI").to_owned(),
                major,
                qualifiers: texts(heading.all("QualifierName")),
            })
        })
        .filter(|heading| !heading.heading.is_empty())
        .collect()
}

fn notices(list: &Element) -> Vec<Notice> {
    list.all("CommentsCorrections")
        .filter_map(|entry| {
            let kind = match entry.attribute("RefType") {
                "RetractionIn" | "RetractedandRepublishedIn" | "PartialRetractionIn" => NoticeKind::Retracted,
                "ErratumIn" | "CorrectedandRepublishedIn" => NoticeKind::Erratum,
                "ExpressionOfConcernIn" => NoticeKind::Concern,
                "RetractionOf" => NoticeKind::RetractionNotice,
                "ErratumFor" => NoticeKind::ErratumNotice,
                _ => return None,
            };
            Some(Notice { kind, source: entry.text_at("RefSource"), pmid: pmid(entry) })
        })
        .collect()
}

/// The references of the entry: from its reference list, and from the place they had before there was one.
fn references(root: &Element) -> Vec<CitedWork> {
    let listed = root.within("Reference").into_iter().map(|reference| {
        let ids = reference.at("ArticleIdList");
        CitedWork::of(identifier(ids, "pubmed").as_deref(), identifier(ids, "doi").as_deref())
    });
    let former = root.within("CommentsCorrections").into_iter();
    let former = former.filter(|entry| entry.attribute("RefType") == "Cites");
    united(Vec::new(), listed.chain(former.map(|entry| CitedWork::of(pmid(entry).as_deref(), None))))
}
