//! The shapes of the API's answers. Each is declared once: what is sent and what the description says of it are
//! made of the same list of fields.

mod making;

use crate::domain::article::EvidenceLevel;
use serde::Serialize;
use serde_json::{Value, json};

/// What the description says of a type.
pub trait Described {
    /// Its JSON Schema; of a shape, the reference to it.
    fn schema() -> Value;

    /// Whether a field of this type is always there.
    const IS_REQUIRED: bool = true;

    /// Whether this value is left out of an answer.
    fn is_absent(&self) -> bool {
        false
    }
}

macro_rules! described {
    ($($type:ty => $schema:expr),+ $(,)?) => {$(
        impl Described for $type {
            fn schema() -> Value {
                $schema
            }
        }
    )+};
}
described! {
    Item => json!({ "oneOf": [ApiArticle::schema(), ApiRecord::schema()] }),
    String => json!({ "type": "string" }),
    bool => json!({ "type": "boolean" }),
    i32 => json!({ "type": "integer" }),
    i64 => json!({ "type": "integer" }),
    u64 => json!({ "type": "integer", "minimum": 0 }),
    usize => json!({ "type": "integer", "minimum": 0 }),
    f32 => json!({ "type": "number" }),
    EvidenceLevel => json!({ "type": "integer", "minimum": 1, "maximum": 5 }),
}

impl<T: Described> Described for Vec<T> {
    fn schema() -> Value {
        json!({ "type": "array", "items": T::schema() })
    }
}

impl<T: Described> Described for Option<T> {
    fn schema() -> Value {
        T::schema()
    }

    const IS_REQUIRED: bool = false;

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

/// Declares shapes: the struct that is sent, and its entry of the description. What is `None` is left out.
macro_rules! shapes {
    ($($(#[doc = $about:literal])+ $name:ident { $($(#[doc = $doc:literal])+ $field:ident: $type:ty,)+ })+) => {
        $(
            $(#[doc = $about])+
            #[derive(Debug, Clone, PartialEq, Serialize)]
            pub struct $name {
                $(
                    $(#[doc = $doc])+
                    #[serde(skip_serializing_if = "Described::is_absent")]
                    pub $field: $type,
                )+
            }

            impl Described for $name {
                fn schema() -> Value {
                    json!({ "$ref": concat!("#/components/schemas/", stringify!($name)) })
                }
            }
        )+

        /// Every shape by name, with its fields.
        pub fn definitions() -> Vec<(&'static str, Value)> {
            vec![$((
                stringify!($name),
                definition(
                    concat!($($about),+).trim(),
                    vec![$((
                        stringify!($field),
                        concat!($($doc),+).trim(),
                        <$type as Described>::schema(),
                        <$type as Described>::IS_REQUIRED,
                    )),+],
                ),
            )),+]
        }
    };
}

fn definition(about: &str, fields: Vec<(&str, &str, Value, bool)>) -> Value {
    let required: Vec<&str> = fields.iter().filter(|field| field.3).map(|field| field.0).collect();
    let properties: serde_json::Map<String, Value> = fields
        .iter()
        .map(|(name, doc, schema, _)| {
            // Beside a reference, a description stands in a schema of its own.
            let described = match schema.get("$ref") {
                Some(_) => json!({ "allOf": [schema], "description": doc }),
                None => {
                    let mut schema = schema.clone();
                    schema["description"] = json!(doc);
                    schema
                }
            };
            ((*name).to_owned(), described)
        })
        .collect();
    json!({ "type": "object", "description": about, "properties": properties, "required": required })
}

shapes! {
    /// One page of a search.
    Answer {
        /// The number of hits over all pages.
        total: u64,
        /// The page, from 1; 20 hits each.
        page: usize,
        /// The hits of this page.
        hits: Vec<ApiHit>,
        /// The counts of each filter's values, under all other filters.
        facets: ApiFacets,
        /// The query with its misspelt words mended, where that finds something.
        suggestion: Option<String>,
        /// Items that match some of the words, where none matches all that was asked.
        nearby: Vec<ApiHit>,
    }

    /// An article or a record as a search finds it.
    ApiHit {
        /// Its place, from 1, over all pages.
        rank: usize,
        /// Its identifier in this portal.
        id: String,
        /// Its identifier in the source from which it was imported.
        external_id: Option<String>,
        /// `record`, or the kind of the article, such as `evidence-summary`.
        kind: String,
        /// Its title.
        title: String,
        /// The path of its page.
        address: String,
        /// The year in which it appeared.
        year: Option<i32>,
        /// The first three authors.
        authors: Vec<String>,
        /// The journal; empty for an article.
        journal: String,
        /// Oxford CEBM 2011, 1 to 5; articles alone have one.
        evidence_level: Option<EvidenceLevel>,
        /// How certain its answer is after GRADE: `high`, `moderate`, `low` or `very-low`.
        certainty: Option<String>,
        /// The type of study, such as `randomised-trial`; records alone have one.
        study_type: Option<String>,
        /// A passage with words of the query.
        snippet: String,
        /// What became of the publication: `retracted`, `erratum`, `concern`, `retraction-notice`, `erratum-notice`.
        notices: Vec<String>,
        /// Whether it is demonstration content.
        is_demo: bool,
        /// How well it matches; comparable within one search.
        score: f32,
    }

    /// The values of each filter.
    ApiFacets {
        /// Kinds of items.
        kind: Vec<ApiCount>,
        /// Therapeutic areas.
        area: Vec<ApiCount>,
        /// Products.
        product: Vec<ApiCount>,
        /// Topics.
        topic: Vec<ApiCount>,
        /// Evidence levels.
        level: Vec<ApiCount>,
        /// Grades of certainty.
        certainty: Vec<ApiCount>,
        /// Types of study.
        study: Vec<ApiCount>,
        /// Years, newest first.
        year: Vec<ApiCount>,
    }

    /// A value of a filter and how many hits it has.
    ApiCount {
        /// The value, as the parameter of the same name takes it.
        value: String,
        /// The number of hits.
        count: u64,
    }

    /// What somebody may be looking for.
    Suggestions {
        /// Best first.
        suggestions: Vec<ApiSuggestion>,
    }

    /// A title or a term that goes on as typed.
    ApiSuggestion {
        /// The title or term.
        text: String,
        /// The path of the item's page, or of the search for the term.
        address: String,
        /// `title`, `product`, `area`, `topic` or `heading`.
        source: String,
    }

    /// An article.
    ApiArticle {
        /// Its identifier in this portal.
        id: String,
        /// The kind of the article, such as `evidence-summary`.
        kind: String,
        /// Its title.
        title: String,
        /// The path of its page.
        address: String,
        /// Whether it is demonstration content.
        is_demo: bool,
        /// What it says, in short.
        summary: String,
        /// Its text as HTML.
        html: String,
        /// The authors.
        authors: Vec<String>,
        /// Its version, from 1.
        version: i64,
        /// The day on which the version was approved, as `2026-11-22`.
        approved: Option<String>,
        /// The department's reference of that approval.
        approval_reference: String,
        /// The day on which it is to be looked at again.
        review_due: Option<String>,
        /// Oxford CEBM 2011, 1 to 5.
        evidence_level: Option<EvidenceLevel>,
        /// How certain its answer is after GRADE: `high`, `moderate`, `low` or `very-low`.
        certainty: Option<String>,
        /// The question that it answers.
        pico: ApiPico,
        /// Products that it is about.
        products: Vec<String>,
        /// Therapeutic areas that it is about.
        areas: Vec<String>,
        /// Topics that it is about.
        topics: Vec<String>,
        /// Its references, in order of their numbers.
        references: Vec<ApiReference>,
    }

    /// A clinical question in its parts, each empty where it is not stated.
    ApiPico {
        /// In whom.
        population: String,
        /// What was done or given.
        intervention: String,
        /// Against what.
        comparator: String,
        /// What was looked for.
        outcome: String,
    }

    /// A bibliographic record.
    ApiRecord {
        /// Its identifier in this portal.
        id: String,
        /// `record`.
        kind: String,
        /// Its title.
        title: String,
        /// The path of its page.
        address: String,
        /// Whether it is demonstration content.
        is_demo: bool,
        /// Its identifier in the source from which it was imported.
        external_id: Option<String>,
        /// PubMed's identifier.
        pmid: Option<String>,
        /// The DOI.
        doi: Option<String>,
        /// PubMed Central's identifier.
        pmcid: Option<String>,
        /// The number at ClinicalTrials.gov.
        nct: Option<String>,
        /// The citation in the style of the National Library of Medicine.
        citation: String,
        /// The authors.
        authors: Vec<String>,
        /// The journal.
        journal: String,
        /// The year in which it appeared.
        year: Option<i32>,
        /// The sections of the abstract.
        abstract_sections: Vec<ApiSection>,
        /// MeSH headings.
        mesh: Vec<ApiHeading>,
        /// The type of study, such as `randomised-trial`.
        study_type: String,
        /// What became of the publication.
        notices: Vec<ApiNotice>,
        /// Articles that cite it, of those that the asker may read.
        cited_by: Vec<ApiLink>,
    }

    /// An entry of an article's list of references.
    ApiReference {
        /// As cited in the text, from 1.
        number: usize,
        /// The citation as printed.
        citation: String,
        /// The DOI.
        doi: Option<String>,
        /// PubMed's identifier.
        pmid: Option<String>,
        /// The identifier of the record that restates it.
        record: Option<String>,
    }

    /// A part of an abstract.
    ApiSection {
        /// Its heading; empty where the abstract has no sections.
        label: String,
        /// Its text.
        text: String,
    }

    /// A MeSH heading.
    ApiHeading {
        /// The heading.
        heading: String,
        /// Its descriptor's identifier; may be empty.
        ui: String,
        /// Whether it is a main subject.
        major: bool,
        /// Its qualifiers.
        qualifiers: Vec<String>,
    }

    /// A retraction, a correction or a concern.
    ApiNotice {
        /// `retracted`, `erratum`, `concern`, `retraction-notice` or `erratum-notice`.
        kind: String,
        /// Where it was published.
        source: String,
        /// PubMed's identifier of the other publication.
        pmid: Option<String>,
    }

    /// A link to another item.
    ApiLink {
        /// Its identifier in this portal.
        id: String,
        /// Its title.
        title: String,
        /// The path of its page.
        address: String,
    }
}

/// An item by its identifier.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Item {
    Article(ApiArticle),
    Record(ApiRecord),
}
