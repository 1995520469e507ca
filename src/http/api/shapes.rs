//! The JSON types of the API's responses. Unknown values are left out.

mod making;

use serde::Serialize;
use utoipa::ToSchema;

/// One page of a search.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Answer {
    /// The number of all hits.
    pub total: u64,
    /// Some hits, the best first.
    pub hits: Vec<ApiHit>,
    /// The cursor of the hits that follow; absent where there are no more, and after 10,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next: Option<String>,
    /// The counts of each filter's values, under all other filters.
    pub facets: ApiFacets,
    /// The query with its misspelt words mended, where that finds something.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub suggestion: Option<String>,
    /// Items that match some of the words, where none matches all that was asked.
    pub nearby: Vec<ApiHit>,
}

/// An article or a record as a search finds it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ApiHit {
    /// Its place in the whole list, from 1.
    pub rank: usize,
    /// Its identifier in this portal.
    pub id: String,
    /// Its identifier in the source from which it was imported.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub external_id: Option<String>,
    /// `record`, or the kind of the article, such as `evidence-summary`.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// The path of its page.
    pub address: String,
    /// The year in which it appeared.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub year: Option<i32>,
    /// The first three authors.
    pub authors: Vec<String>,
    /// The journal; empty for an article.
    pub journal: String,
    /// Oxford CEBM 2011, 1 to 5; articles alone have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, maximum = 5)]
    pub evidence_level: Option<u8>,
    /// How certain its answer is after GRADE: `high`, `moderate`, `low` or `very-low`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub certainty: Option<String>,
    /// The type of study, such as `randomised-trial`; records alone have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub study_type: Option<String>,
    /// A passage with words of the query.
    pub snippet: String,
    /// What became of the publication: `retracted`, `erratum`, `concern`, `retraction-notice`, `erratum-notice`.
    pub notices: Vec<String>,
    /// Whether it is demonstration content.
    pub is_demo: bool,
    /// How well it matches; comparable within one search.
    pub score: f32,
}

/// The values of each filter.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ApiFacets {
    /// Kinds of items.
    pub kind: Vec<ApiCount>,
    /// Therapeutic areas.
    pub area: Vec<ApiCount>,
    /// Products.
    pub product: Vec<ApiCount>,
    /// Topics.
    pub topic: Vec<ApiCount>,
    /// Evidence levels.
    pub level: Vec<ApiCount>,
    /// Grades of certainty.
    pub certainty: Vec<ApiCount>,
    /// Types of study.
    pub study: Vec<ApiCount>,
    /// Years, newest first.
    pub year: Vec<ApiCount>,
}

/// A value of a filter and how many hits it has.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ApiCount {
    /// The value, as the parameter of the same name takes it.
    pub value: String,
    /// The number of hits.
    pub count: u64,
}

/// What somebody may be looking for.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Suggestions {
    /// Best first.
    pub suggestions: Vec<ApiSuggestion>,
}

/// A title or a term that goes on as typed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ApiSuggestion {
    /// The title or term.
    pub text: String,
    /// The path of the item's page, or of the search for the term.
    pub address: String,
    /// `title`, `product`, `area`, `topic`, `heading` or `searched`.
    pub source: String,
}

/// An article.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ApiArticle {
    /// Its identifier in this portal.
    pub id: String,
    /// The kind of the article, such as `evidence-summary`.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// The path of its page.
    pub address: String,
    /// Whether it is demonstration content.
    pub is_demo: bool,
    /// What it says, in short.
    pub summary: String,
    /// Its text as HTML.
    pub html: String,
    /// The authors.
    pub authors: Vec<String>,
    /// Its version, from 1.
    pub version: i64,
    /// The day on which the version was approved, as `2026-11-22`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub approved: Option<String>,
    /// The department's reference of that approval.
    pub approval_reference: String,
    /// The day on which it is to be looked at again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub review_due: Option<String>,
    /// Oxford CEBM 2011, 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, maximum = 5)]
    pub evidence_level: Option<u8>,
    /// How certain its answer is after GRADE: `high`, `moderate`, `low` or `very-low`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub certainty: Option<String>,
    /// The question that it answers.
    pub pico: ApiPico,
    /// Products that it is about.
    pub products: Vec<String>,
    /// Therapeutic areas that it is about.
    pub areas: Vec<String>,
    /// Topics that it is about.
    pub topics: Vec<String>,
    /// Its references, in order of their numbers.
    pub references: Vec<ApiReference>,
    /// Items that are similar to it, the most similar first.
    pub similar: Vec<ApiSimilar>,
}

/// A clinical question in its parts, each empty where it is not stated.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ApiPico {
    /// In whom.
    pub population: String,
    /// What was done or given.
    pub intervention: String,
    /// Against what.
    pub comparator: String,
    /// What was looked for.
    pub outcome: String,
}

/// A bibliographic record.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ApiRecord {
    /// Its identifier in this portal.
    pub id: String,
    /// `record`.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// The path of its page.
    pub address: String,
    /// Whether it is demonstration content.
    pub is_demo: bool,
    /// Its identifier in the source from which it was imported.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub external_id: Option<String>,
    /// PubMed's identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub pmid: Option<String>,
    /// The DOI.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub doi: Option<String>,
    /// PubMed Central's identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub pmcid: Option<String>,
    /// The number at ClinicalTrials.gov.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub nct: Option<String>,
    /// Further PMIDs, DOIs and identifiers under which the same publication was known.
    pub other_identifiers: Vec<String>,
    /// The sort of publication, such as `journal-article` or `book`, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub publication_kind: Option<String>,
    /// The citation in the style of the National Library of Medicine.
    pub citation: String,
    /// The authors.
    pub authors: Vec<String>,
    /// The journal, or the book of a chapter.
    pub journal: String,
    /// Who published it, where that is not said by its journal; may be empty.
    pub publisher: String,
    /// The year in which it appeared.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub year: Option<i32>,
    /// The sections of the abstract.
    pub abstract_sections: Vec<ApiSection>,
    /// MeSH headings.
    pub mesh: Vec<ApiHeading>,
    /// The type of study, such as `randomised-trial`.
    pub study_type: String,
    /// What became of the publication.
    pub notices: Vec<ApiNotice>,
    /// Articles and records that cite it, of those that the asker may read: articles first, and 50 at most.
    pub cited_by: Vec<ApiLink>,
    /// How many cite it with those that are not listed; 1,000 stands for as many or more.
    pub cited_by_total: usize,
    /// The records of the library that it cites.
    pub cites: Vec<ApiLink>,
    /// Items that are similar to it, the most similar first.
    pub similar: Vec<ApiSimilar>,
}

/// An entry of an article's list of references.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ApiReference {
    /// As cited in the text, from 1.
    pub number: usize,
    /// The citation as printed.
    pub citation: String,
    /// The DOI.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub doi: Option<String>,
    /// PubMed's identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub pmid: Option<String>,
    /// The identifier of the record that restates it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub record: Option<String>,
}

/// A part of an abstract.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ApiSection {
    /// Its heading; empty where the abstract has no sections.
    pub label: String,
    /// Its text.
    pub text: String,
}

/// A MeSH heading.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ApiHeading {
    /// The heading.
    pub heading: String,
    /// Its descriptor's identifier; may be empty.
    pub ui: String,
    /// Whether it is a main subject.
    pub major: bool,
    /// Its qualifiers.
    pub qualifiers: Vec<String>,
}

/// A retraction, a correction or a concern.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ApiNotice {
    /// `retracted`, `erratum`, `concern`, `retraction-notice` or `erratum-notice`.
    pub kind: String,
    /// Where it was published.
    pub source: String,
    /// PubMed's identifier of the other publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub pmid: Option<String>,
}

/// A link to another item.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ApiLink {
    /// Its identifier in this portal.
    pub id: String,
    /// `record`, or the kind of the article, such as `evidence-summary`.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// The path of its page.
    pub address: String,
}

/// An item that is similar to another, and why.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ApiSimilar {
    /// The item.
    pub item: ApiLink,
    /// Whether their texts are similar.
    pub by_text: bool,
    /// How many works both cite.
    pub shared_references: usize,
    /// How many items of the library cite both.
    pub cited_together: usize,
}

/// An item by its identifier.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Item {
    Article(ApiArticle),
    Record(ApiRecord),
}
