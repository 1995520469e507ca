//! Library items, articles and records together: what search indexes and what it finds.

use super::article::{ArticleKind, Audience, EvidenceLevel, Labelling};
use super::facet::Facets;
use super::id::ItemId;
use super::pico::{Certainty, Pico};
use super::query::QueryProblem;
use super::record::{NoticeKind, StudyType};
use super::time::Moment;
use crate::slug::Slug;
use serde::{Deserialize, Serialize};

/// The kind of a library item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ItemKind {
    Article(ArticleKind),
    Record,
}

impl ItemKind {
    /// Every kind, in the order in which facets offer them.
    pub fn all() -> impl Iterator<Item = Self> {
        ArticleKind::all().map(Self::Article).chain([Self::Record])
    }

    /// The name in addresses, the index and locale keys (`kind-…`).
    pub fn slug(self) -> &'static str {
        match self {
            Self::Article(kind) => kind.slug(),
            Self::Record => "record",
        }
    }

    /// The kind of this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        if slug == "record" { Some(Self::Record) } else { ArticleKind::from_slug(slug).map(Self::Article) }
    }
}

/// What an import did with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportOutcome {
    Added,
    Updated,
    Unchanged,
}

/// An item as it is indexed.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexedItem {
    pub id: ItemId,
    pub kind: ItemKind,
    pub external_id: Option<String>,
    /// Last part of an article's address; empty for a record.
    pub slug: String,
    pub title: String,
    /// Summary and body of an article as plain text, or the abstract of a record.
    pub text: String,
    /// What a snippet may quote of an article. A record's abstract is quoted as it is.
    pub quotable: Option<Quotable>,
    /// Authors, journal, identifiers, MeSH headings and keywords: found, but never in a snippet.
    pub authors: Vec<String>,
    pub headings: Vec<String>,
    /// Types and languages of a publication, as its source names them.
    pub publication_types: Vec<String>,
    pub languages: Vec<String>,
    /// PMID, DOI, NCT number and the like, each found as one word.
    pub identifiers: Vec<String>,
    /// Those of the works that it cites, by which it is found too, but not in a list.
    pub cited_identifiers: Vec<String>,
    pub journal: String,
    pub year: Option<i32>,
    pub products: Vec<String>,
    pub areas: Vec<String>,
    pub topics: Vec<String>,
    pub evidence_level: Option<EvidenceLevel>,
    /// The question that an article answers: found with its text, and by each part.
    pub pico: Pico,
    pub certainty: Option<Certainty>,
    pub study_type: Option<StudyType>,
    pub notices: Vec<NoticeKind>,
    pub audience: Audience,
    pub labelling: Vec<Labelling>,
    /// From this moment it is no longer shown.
    pub expires_at: Option<Moment>,
    /// When it was published or added; what "newest" sorts by.
    pub published_at: Moment,
    /// Number of the library's change by which it is news.
    pub news: i64,
    /// When what readers see of it last changed.
    pub updated_at: Moment,
    pub is_demo: bool,
}

/// What a snippet may quote of an article: sentences, never a heading, a table or the words of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotable {
    pub summary: String,
    /// The body's paragraphs and lists, a line per block.
    pub prose: String,
}

/// A part of a snippet, highlighted where a word of the query matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnippetPart {
    pub text: String,
    pub is_match: bool,
}

/// One result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// From 1, over all pages.
    pub rank: usize,
    pub id: ItemId,
    pub kind: ItemKind,
    pub external_id: Option<String>,
    pub slug: String,
    pub title: String,
    pub snippet: Vec<SnippetPart>,
    /// The first author, or the first of the list.
    pub authors: Vec<String>,
    pub journal: String,
    pub year: Option<i32>,
    pub evidence_level: Option<EvidenceLevel>,
    /// The question that an article answers, each part shortened.
    pub pico: Pico,
    pub certainty: Option<Certainty>,
    pub study_type: Option<StudyType>,
    pub notices: Vec<NoticeKind>,
    /// When it was published or added; what "newest" sorts by.
    pub published_at: Moment,
    /// When what readers see of it last changed.
    pub updated_at: Moment,
    pub is_demo: bool,
    pub score: f32,
    /// Where the words of the search occur in it.
    pub matched: Vec<TermMatch>,
}

/// A word of a search, and where a hit contains it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermMatch {
    /// As typed.
    pub word: String,
    pub place: MatchLocation,
    /// The synonym that occurs there in its place.
    pub other: Option<String>,
}

/// Where in an item a word occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatchLocation {
    Title,
    /// In the part of the text from which snippets are taken.
    Text,
    /// In the rest of what is searched.
    Elsewhere,
}

/// The address of a library item.
pub fn item_address(kind: ItemKind, id: &ItemId, slug: &str) -> String {
    match kind {
        ItemKind::Article(_) => format!("/library/{slug}"),
        ItemKind::Record => format!("/records/{id}"),
    }
}

impl Hit {
    /// The address of the item's page.
    pub fn address(&self) -> String {
        item_address(self.kind, &self.id, &self.slug)
    }
}

/// An answered search.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchResults {
    pub total: u64,
    pub hits: Vec<Hit>,
    pub facets: Facets,
    /// The query with its misspelt words corrected; only if that finds something for this asker.
    pub suggestion: Option<String>,
    /// Where nothing was found for an abbreviation: the same search with its full name, which the hits are for.
    pub searched_instead: Option<String>,
    /// Items that share the subject, where none matches all; `hits` is empty then.
    pub nearby: Vec<Hit>,
    /// The text that `nearby` answers, where it is not the one that was asked.
    pub nearby_for: Option<String>,
    /// The concepts that the query names, with the other words that were searched for.
    pub expansions: Vec<Expansion>,
    /// What was not understood in the query.
    pub problems: Vec<QueryProblem>,
    /// How a text in a query language was read, in PubMed's syntax.
    pub read_as: Option<String>,
    /// The lines of a strategy, in its order; none where the text is a single search.
    pub lines: Vec<StrategyLine>,
    /// Of a list of identifiers those that no item in scope has, as typed.
    pub missing: Vec<String>,
    /// The requests that a list names, of those that the asker may see.
    pub requests: Vec<NamedRequest>,
}

/// A request that a search names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedRequest {
    pub reference: String,
    /// Whether the asker made it; else they see it at the desk.
    pub is_own: bool,
}

impl NamedRequest {
    /// The path of its page.
    pub fn address(&self) -> String {
        let place = if self.is_own { "requests" } else { "desk" };
        format!("/{place}/{}", self.reference)
    }
}

/// A line of a search strategy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StrategyLine {
    /// What other lines call it: `1`, `1a`; given where its author gave none.
    pub number: String,
    /// As typed, without its number.
    pub text: String,
    /// Items in scope that it finds; none for a line that is switched off.
    pub count: Option<u64>,
    /// It is left out of every line that names it.
    pub is_off: bool,
    /// Its hits are the results.
    pub is_chosen: bool,
    /// Their places are those in the text of the whole search.
    pub problems: Vec<QueryProblem>,
}

/// A concept that a search names, and what else is searched for because of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expansion {
    /// The concept's key in addresses, to switch its expansion off.
    pub key: String,
    /// The words that name it, as typed.
    pub typed: String,
    /// The concept's name; empty for a word that others spell otherwise.
    pub name: String,
    /// Synonyms, those that readers use first.
    pub words: Vec<String>,
    /// Names of narrower concepts.
    pub narrower: Vec<String>,
    /// The reader has switched it off.
    pub is_off: bool,
    /// Why an abbreviation of several concepts is taken for this one.
    pub choice: Option<SenseChoice>,
    /// What the abbreviation means elsewhere.
    pub other_senses: Vec<OtherSense>,
}

/// Why an abbreviation is taken for one of its senses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SenseChoice {
    /// Other words of the search speak of it.
    Context,
    /// It is what the abbreviation usually means.
    Usual,
    /// The library holds most of it.
    Library,
}

/// Another sense of an abbreviation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherSense {
    pub name: String,
    /// The search with this sense in the abbreviation's place.
    pub text: String,
}

/// The new items of a search.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewItems {
    /// How many items.
    pub total: u64,
    /// The newest of them.
    pub hits: Vec<Hit>,
}

/// One line of the typeahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    pub text: String,
    /// Where choosing it leads.
    pub address: String,
    /// Locale-key part: `title`, `product`, `area`, `topic`, `heading` or `searched`.
    pub source: String,
}
