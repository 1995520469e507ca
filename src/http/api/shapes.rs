//! The JSON types of the API's responses. Unknown values are left out.

mod conversions;

use serde::Serialize;
use utoipa::ToSchema;

/// One page of a search.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Answer {
    /// The number of all hits.
    pub(crate) total: u64,
    /// Some hits, the best first.
    pub(crate) hits: Vec<ApiHit>,
    /// The cursor of the hits that follow; absent where there are no more, and after 10,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) next: Option<String>,
    /// The counts of each filter's values, under all other filters.
    pub(crate) facets: ApiFacets,
    /// The query with its misspelt words mended, where that finds something.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) suggestion: Option<String>,
    /// The query that the hits answer, where nothing was found for an abbreviation or a trade name as typed: the same
    /// one with the full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) searched_instead: Option<String>,
    /// Items that share the subject, where none matches all that was asked; often none.
    pub(crate) nearby: Vec<ApiHit>,
    /// The query that the items nearby answer, where it is not the one that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) nearby_for: Option<String>,
    /// The concepts that the query names, as far as they change what is found.
    pub(crate) concepts: Vec<ApiConcept>,
    /// What of the query was not understood, or not taken literally; of a strategy, of the whole of it.
    pub(crate) problems: Vec<ApiQueryProblem>,
    /// The lines of a strategy, in its order; none where the query is a single search.
    pub(crate) lines: Vec<ApiLine>,
    /// Of a list of identifiers those that nothing has which this asker may see, as typed.
    pub(crate) missing: Vec<String>,
    /// Requests of this asker that a list names by their references.
    pub(crate) requests: Vec<ApiNamedRequest>,
}

/// A line of a search strategy.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiLine {
    /// What other lines call it, and a value of `line` and `line-off`: given where its author gave none.
    pub(crate) number: String,
    /// As typed, without its number.
    pub(crate) text: String,
    /// The number of items that it finds, without filters; absent for a line that is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) count: Option<u64>,
    /// Whether it is left out of every line that names it.
    pub(crate) is_off: bool,
    /// Whether the hits are what it finds.
    pub(crate) is_chosen: bool,
    /// What was not understood in it.
    pub(crate) problems: Vec<ApiQueryProblem>,
}

/// Something in a query that was not understood, or not taken literally.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiQueryProblem {
    /// What is wrong, such as `later-line`.
    pub(crate) code: String,
    /// The part of the query that it is about.
    pub(crate) text: String,
}

/// A request that a list names.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiNamedRequest {
    /// Its reference.
    pub(crate) reference: String,
    /// The path of its page.
    pub(crate) address: String,
}

/// A concept that a search names.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiConcept {
    /// The words that name it, as typed.
    pub(crate) typed: String,
    /// Its name; empty for a word that others spell otherwise.
    pub(crate) name: String,
    /// What switches its other words off, as a value of `off`.
    pub(crate) key: String,
    /// Whether they are switched off.
    pub(crate) is_off: bool,
    /// Its other words that find something, those that readers use first.
    pub(crate) words: Vec<String>,
    /// Its parts that find something.
    pub(crate) narrower: Vec<String>,
    /// Why an abbreviation of several senses is taken for this one: `context`, `usual` or `library`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) choice: Option<String>,
    /// What the abbreviation means elsewhere.
    pub(crate) other_senses: Vec<ApiSense>,
}

/// Another sense of an abbreviation.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiSense {
    /// Its name.
    pub(crate) name: String,
    /// The query with its name in the abbreviation's place.
    pub(crate) query: String,
}

/// An article or a record as a search finds it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiHit {
    /// Its place in the whole list, from 1.
    pub(crate) rank: usize,
    /// Its identifier in this portal.
    pub(crate) id: String,
    /// Its identifier in the source from which it was imported.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) external_id: Option<String>,
    /// `record`, or the kind of the article, such as `evidence-summary`.
    pub(crate) kind: String,
    /// Its title.
    pub(crate) title: String,
    /// The path of its page.
    pub(crate) address: String,
    /// The year in which it appeared.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) year: Option<i32>,
    /// The first three authors.
    pub(crate) authors: Vec<String>,
    /// The journal; empty for an article.
    pub(crate) journal: String,
    /// Oxford CEBM 2011, 1 to 5; articles alone have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, maximum = 5)]
    pub(crate) evidence_level: Option<u8>,
    /// How certain its answer is after GRADE: `high`, `moderate`, `low` or `very-low`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) certainty: Option<String>,
    /// The type of study, such as `randomised-trial`; records alone have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) study_type: Option<String>,
    /// A passage with words of the query.
    pub(crate) snippet: String,
    /// What became of the publication: `retracted`, `erratum`, `concern`, `retraction-notice`, `erratum-notice`.
    pub(crate) notices: Vec<String>,
    /// Whether it is demonstration content.
    pub(crate) is_demo: bool,
    /// How well it matches; comparable within one search.
    pub(crate) score: f32,
}

/// The values of each filter.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiFacets {
    /// Kinds of items.
    pub(crate) kind: Vec<ApiCount>,
    /// Therapeutic areas.
    pub(crate) area: Vec<ApiCount>,
    /// Products.
    pub(crate) product: Vec<ApiCount>,
    /// Topics.
    pub(crate) topic: Vec<ApiCount>,
    /// Evidence levels.
    pub(crate) level: Vec<ApiCount>,
    /// Grades of certainty.
    pub(crate) certainty: Vec<ApiCount>,
    /// Types of study.
    pub(crate) study: Vec<ApiCount>,
    /// Years, newest first.
    pub(crate) year: Vec<ApiCount>,
}

/// A value of a filter and how many hits it has.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiCount {
    /// The value, as the parameter of the same name takes it.
    pub(crate) value: String,
    /// The number of hits.
    pub(crate) count: u64,
}

/// What somebody may be looking for.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Suggestions {
    /// Best first.
    pub(crate) suggestions: Vec<ApiSuggestion>,
}

/// A title or a term that goes on as typed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiSuggestion {
    /// The title or term.
    pub(crate) text: String,
    /// The path of the item's page, or of the search for the term.
    pub(crate) address: String,
    /// `title`, `product`, `area`, `topic`, `heading` or `searched`.
    pub(crate) source: String,
}

/// An article.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiArticle {
    /// Its identifier in this portal.
    pub(crate) id: String,
    /// The kind of the article, such as `evidence-summary`.
    pub(crate) kind: String,
    /// Its title.
    pub(crate) title: String,
    /// The path of its page.
    pub(crate) address: String,
    /// Whether it is demonstration content.
    pub(crate) is_demo: bool,
    /// What it says, in short.
    pub(crate) summary: String,
    /// Its text as HTML.
    pub(crate) html: String,
    /// The authors.
    pub(crate) authors: Vec<String>,
    /// Its version, from 1.
    pub(crate) version: i64,
    /// The day on which the version was approved, as `2026-11-22`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) approved: Option<String>,
    /// The department's reference of that approval.
    pub(crate) approval_reference: String,
    /// The day on which it is to be looked at again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) review_due: Option<String>,
    /// Oxford CEBM 2011, 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, maximum = 5)]
    pub(crate) evidence_level: Option<u8>,
    /// How certain its answer is after GRADE: `high`, `moderate`, `low` or `very-low`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) certainty: Option<String>,
    /// The question that it answers.
    pub(crate) pico: ApiPico,
    /// Products that it is about.
    pub(crate) products: Vec<String>,
    /// Therapeutic areas that it is about.
    pub(crate) areas: Vec<String>,
    /// Topics that it is about.
    pub(crate) topics: Vec<String>,
    /// Its references, in order of their numbers.
    pub(crate) references: Vec<ApiReference>,
    /// Items that are similar to it, the most similar first.
    pub(crate) similar: Vec<ApiSimilar>,
}

/// A clinical question in its parts, each empty where it is not stated.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiPico {
    /// In whom.
    pub(crate) population: String,
    /// What was done or given.
    pub(crate) intervention: String,
    /// Against what.
    pub(crate) comparator: String,
    /// What was looked for.
    pub(crate) outcome: String,
}

/// A bibliographic record.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiRecord {
    /// Its identifier in this portal.
    pub(crate) id: String,
    /// `record`.
    pub(crate) kind: String,
    /// Its title.
    pub(crate) title: String,
    /// The path of its page.
    pub(crate) address: String,
    /// Whether it is demonstration content.
    pub(crate) is_demo: bool,
    /// Its identifier in the source from which it was imported.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) external_id: Option<String>,
    /// PubMed's identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) pmid: Option<String>,
    /// The DOI.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) doi: Option<String>,
    /// PubMed Central's identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) pmcid: Option<String>,
    /// The number at ClinicalTrials.gov.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) nct: Option<String>,
    /// Further PMIDs, DOIs and identifiers under which the same publication was known.
    pub(crate) other_identifiers: Vec<String>,
    /// The sort of publication, such as `journal-article` or `book`, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) publication_kind: Option<String>,
    /// The citation in the style of the National Library of Medicine.
    pub(crate) citation: String,
    /// The authors.
    pub(crate) authors: Vec<String>,
    /// The journal, or the book of a chapter.
    pub(crate) journal: String,
    /// Who published it, where that is not said by its journal; may be empty.
    pub(crate) publisher: String,
    /// The year in which it appeared.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) year: Option<i32>,
    /// The sections of the abstract.
    pub(crate) abstract_sections: Vec<ApiSection>,
    /// MeSH headings.
    pub(crate) mesh: Vec<ApiHeading>,
    /// The type of study, such as `randomised-trial`.
    pub(crate) study_type: String,
    /// What became of the publication.
    pub(crate) notices: Vec<ApiNotice>,
    /// Articles and records that cite it, of those that the asker may read: articles first, and 50 at most.
    pub(crate) cited_by: Vec<ApiLink>,
    /// How many cite it with those that are not listed; 1,000 stands for as many or more.
    pub(crate) cited_by_total: usize,
    /// The records of the library that it cites.
    pub(crate) cites: Vec<ApiLink>,
    /// Items that are similar to it, the most similar first.
    pub(crate) similar: Vec<ApiSimilar>,
}

/// An entry of an article's list of references.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiReference {
    /// As cited in the text, from 1.
    pub(crate) number: usize,
    /// The citation as printed.
    pub(crate) citation: String,
    /// The DOI.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) doi: Option<String>,
    /// PubMed's identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) pmid: Option<String>,
    /// The identifier of the record that restates it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) record: Option<String>,
}

/// A part of an abstract.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiSection {
    /// Its heading; empty where the abstract has no sections.
    pub(crate) label: String,
    /// Its text.
    pub(crate) text: String,
}

/// A MeSH heading.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiHeading {
    /// The heading.
    pub(crate) heading: String,
    /// Its descriptor's identifier; may be empty.
    pub(crate) ui: String,
    /// Whether it is a main subject.
    pub(crate) major: bool,
    /// Its qualifiers.
    pub(crate) qualifiers: Vec<String>,
}

/// A retraction, a correction or a concern.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiNotice {
    /// `retracted`, `erratum`, `concern`, `retraction-notice` or `erratum-notice`.
    pub(crate) kind: String,
    /// Where it was published.
    pub(crate) source: String,
    /// PubMed's identifier of the other publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) pmid: Option<String>,
}

/// A link to another item.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiLink {
    /// Its identifier in this portal.
    pub(crate) id: String,
    /// `record`, or the kind of the article, such as `evidence-summary`.
    pub(crate) kind: String,
    /// Its title.
    pub(crate) title: String,
    /// The path of its page.
    pub(crate) address: String,
}

/// An item that is similar to another, and why.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ApiSimilar {
    /// The item.
    pub(crate) item: ApiLink,
    /// Whether their texts are similar.
    pub(crate) by_text: bool,
    /// How many works both cite.
    pub(crate) shared_references: usize,
    /// How many items of the library cite both.
    pub(crate) cited_together: usize,
}

/// An item by its identifier.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Item {
    Article(ApiArticle),
    Record(ApiRecord),
}
