//! Library items, articles and records together: what search takes and what it gives.

use super::article::{ArticleKind, Audience, EvidenceLevel, Labelling};
use super::facet::Facet;
use super::id::ItemId;
use super::pico::{Certainty, LONGEST_PART, Pico, PicoPart};
use super::query::QueryProblem;
use super::record::{NoticeKind, StudyType};
use super::time::Moment;
use serde::{Deserialize, Serialize};

/// Hits on one page of results.
pub const PAGE_SIZE: usize = 20;
/// The deepest page that is answered; beyond it a narrower query helps more than another page.
pub const LAST_PAGE: usize = 50;
/// So many values of one facet are taken from an address.
const MOST_VALUES: usize = 50;

/// What sort of library item it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ItemKind {
    Article(ArticleKind),
    Record,
}

impl ItemKind {
    /// Every kind, in the order in which facets offer them.
    pub fn all() -> impl Iterator<Item = Self> {
        ArticleKind::ALL.into_iter().map(Self::Article).chain([Self::Record])
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

/// What became of something that was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportedAs {
    Added,
    Updated,
    Unchanged,
}

/// What the index is given of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct Indexed {
    pub id: ItemId,
    pub kind: ItemKind,
    pub external_id: Option<String>,
    /// Last part of an article's address; empty for a record.
    pub slug: String,
    pub title: String,
    /// Summary and body of an article as plain text, or the abstract of a record.
    pub text: String,
    /// Authors, journal, identifiers, MeSH headings and keywords: found, but never in a snippet.
    pub authors: Vec<String>,
    pub headings: Vec<String>,
    /// Types and languages of a publication, as its source names them.
    pub publication_types: Vec<String>,
    pub languages: Vec<String>,
    /// PMID, DOI, NCT number and the like, each found as one word.
    pub identifiers: Vec<String>,
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
    /// From when it is no longer shown.
    pub expires_at: Option<Moment>,
    /// When it was published or added; what "newest" sorts by.
    pub published_at: Moment,
    /// Number of the library's change by which it is news.
    pub news: i64,
    /// When what readers get of it last changed.
    pub updated_at: Moment,
    pub is_demo: bool,
}

/// How hits are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    #[default]
    Relevance,
    Newest,
}

/// A search as the address of its page states it. Filters of one facet are alternatives; facets narrow each other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    pub text: String,
    pub kinds: Vec<String>,
    pub areas: Vec<String>,
    pub products: Vec<String>,
    pub topics: Vec<String>,
    /// `1` to `5`.
    pub levels: Vec<String>,
    pub certainties: Vec<String>,
    pub studies: Vec<String>,
    /// Words that have to stand in the parts of an article's question.
    pub pico: Pico,
    /// Publication years, both included.
    pub from_year: Option<i32>,
    pub to_year: Option<i32>,
    pub sort: Sort,
    /// Concepts that are searched for as they are typed: see [`Expansion::key`].
    pub off: Vec<String>,
    /// From 1.
    pub page: usize,
}

impl SearchQuery {
    /// A search for these words, everything else at its default.
    pub fn of(text: &str) -> Self {
        Self { text: text.trim().to_owned(), page: 1, ..Self::default() }
    }

    /// The query part of the address, without `?`; parameters at their default are left out, so that
    /// one search has one address.
    pub fn to_address(&self) -> String {
        let mut parts = Vec::new();
        let mut add = |name: &str, value: &str| parts.push(format!("{name}={}", percent_encode(value)));
        if !self.text.is_empty() {
            add("q", &self.text);
        }
        for facet in Facet::ALL {
            for value in self.chosen(facet) {
                add(facet.slug(), value);
            }
        }
        for (part, words) in self.pico.stated() {
            add(part.slug(), words);
        }
        if let Some(year) = self.from_year {
            add("from", &year.to_string());
        }
        if let Some(year) = self.to_year {
            add("to", &year.to_string());
        }
        if self.sort == Sort::Newest {
            add("sort", "newest");
        }
        for key in &self.off {
            add("off", key);
        }
        if self.page > 1 {
            add("page", &self.page.to_string());
        }
        parts.join("&")
    }

    /// Reads the query part of an address. What is not understood is passed over: an address never fails.
    pub fn from_pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self { page: 1, ..Self::default() };
        for (name, value) in pairs {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            match name {
                "q" => query.text = value.replace(char::is_control, " ").trim().to_owned(),
                "from" => query.from_year = value.parse().ok(),
                "to" => query.to_year = value.parse().ok(),
                "sort" if value == "newest" => query.sort = Sort::Newest,
                "page" => query.page = value.parse().unwrap_or(1).clamp(1, LAST_PAGE),
                _ => query.narrow(name, value),
            }
        }
        query
    }

    /// Takes in a filter as an address states it.
    fn narrow(&mut self, name: &str, value: &str) {
        let values = match Facet::from_slug(name) {
            Some(facet) => Some(self.chosen_mut(facet)),
            None if name == "off" => Some(&mut self.off),
            None => None,
        };
        if let Some(values) = values {
            if values.len() < MOST_VALUES && !values.iter().any(|known| known == value) {
                values.push(value.to_owned());
            }
        } else if let Some(part) = PicoPart::from_slug(name) {
            let words: String = value.chars().take(LONGEST_PART).collect();
            *self.pico.part_mut(part) = words.replace(char::is_control, " ").trim().to_owned();
        }
    }

    /// Whether any filter narrows the search.
    pub fn is_filtered(&self) -> bool {
        Facet::ALL.into_iter().any(|facet| !self.chosen(facet).is_empty())
            || !self.pico.is_empty()
            || self.from_year.is_some()
            || self.to_year.is_some()
    }
}

/// Encodes a value for the query part of an address (`application/x-www-form-urlencoded`).
pub fn percent_encode(text: &str) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            b' ' => encoded.push('+'),
            // Writing to a `String` cannot fail.
            _ => _ = write!(encoded, "%{byte:02X}"),
        }
    }
    encoded
}

/// A stretch of text, highlighted where a word of the query matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
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
    pub snippet: Vec<Stretch>,
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
    /// When what readers get of it last changed.
    pub updated_at: Moment,
    pub is_demo: bool,
    pub score: f32,
    /// Where the words of the search stand in it.
    pub matched: Vec<Matched>,
}

/// A word of a search, and where a hit holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matched {
    /// As typed.
    pub word: String,
    pub place: MatchedPlace,
    /// The other word that stands there for it.
    pub other: Option<String>,
}

/// Where a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatchedPlace {
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

/// One value of a facet with its true number of hits under all other facets' filters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCount {
    pub value: String,
    pub count: u64,
    pub is_chosen: bool,
}

/// The counts beside a list of results, each list most frequent first (years: newest first).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    pub kinds: Vec<FacetCount>,
    pub areas: Vec<FacetCount>,
    pub products: Vec<FacetCount>,
    pub topics: Vec<FacetCount>,
    pub levels: Vec<FacetCount>,
    pub certainties: Vec<FacetCount>,
    pub studies: Vec<FacetCount>,
    pub years: Vec<FacetCount>,
}

/// An answered search.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchResults {
    pub total: u64,
    pub hits: Vec<Hit>,
    pub facets: Facets,
    /// The query with its misspelt words mended; only where that finds something for this very asker.
    pub suggestion: Option<String>,
    /// Where nothing matched every word: items that match some. `hits` is empty then.
    pub nearby: Vec<Hit>,
    /// The concepts that the text names, with the other words that were looked for.
    pub expansions: Vec<Expansion>,
    /// What of the text was not understood.
    pub problems: Vec<QueryProblem>,
    /// How a text in a query language was read, in PubMed's syntax.
    pub read_as: Option<String>,
}

/// A concept that a search names, and what else is looked for on its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expansion {
    /// Names the concept in an address, to switch its expansion off.
    pub key: String,
    /// The words that name it, as typed.
    pub typed: String,
    /// Other words for the same.
    pub words: Vec<String>,
    /// Names of its parts.
    pub narrower: Vec<String>,
    /// The reader has switched it off.
    pub is_off: bool,
}

/// What of a search is new.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct News {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reproduces_its_search() {
        let query = SearchQuery {
            text: "heart & \"kidney\" 50% ü+".into(),
            kinds: vec!["faq".into(), "record".into()],
            areas: vec!["lipids".into()],
            levels: vec!["2".into()],
            certainties: vec!["very-low".into()],
            off: vec!["start:myocardial-infarction".into()],
            pico: Pico { population: "adults & children".into(), ..Pico::default() },
            from_year: Some(2019),
            sort: Sort::Newest,
            page: 3,
            ..SearchQuery::default()
        };
        let address = query.to_address();
        let decoded: Vec<(String, String)> = address
            .split('&')
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(name, value)| (name.to_owned(), decode(value)))
            .collect();
        let read = SearchQuery::from_pairs(decoded.iter().map(|(n, v)| (n.as_str(), v.as_str())));
        assert_eq!(read, query);
    }

    fn decode(text: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let hex = [rest.next().unwrap(), rest.next().unwrap()];
                    u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap()
                }
                other => other,
            });
        }
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_page_beyond_the_last_is_the_last() {
        assert_eq!(SearchQuery::from_pairs([("page", "99999")].into_iter()).page, LAST_PAGE);
        assert_eq!(SearchQuery::from_pairs([("page", "x")].into_iter()).page, 1);
    }
}
