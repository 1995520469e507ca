//! A search, and its address.

use super::address::query_value;
use super::facet::Facet;
use super::pico::{LONGEST_PART, Pico, PicoPart};
use crate::slug::Slug;
use serde::{Deserialize, Serialize};

/// Hits on one page of results.
pub const PAGE_SIZE: usize = 20;
/// The deepest page that is answered; beyond it a narrower query helps more than another page.
pub const LAST_PAGE: usize = 50;
/// The longest text of a search in an address, in bytes as encoded there: a page holds a hundred addresses.
const LONGEST_IN_ADDRESS: usize = 1_000;
/// The most values of one facet in an address.
const MOST_VALUES: usize = 50;
/// The most lines of a strategy, each of which may be left out.
const MOST_LINES: usize = 500;

/// How hits are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    #[default]
    Relevance,
    Newest,
}

/// A search. Filters of one facet are alternatives; facets narrow each other.
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
    /// Words that the parts of an article's question have to contain.
    pub pico: Pico,
    /// Publication years, both included.
    pub from_year: Option<i32>,
    pub to_year: Option<i32>,
    pub sort: Sort,
    /// Concepts that are not expanded: see [`Expansion::key`].
    pub off: Vec<String>,
    /// The line of a strategy whose hits are wanted; its last, where none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// Lines of a strategy that are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines_off: Vec<String>,
    /// From 1.
    pub page: usize,
    /// The name under which its text is kept, where that is too long for an address: see [`SearchQuery::is_long`].
    #[serde(skip)]
    pub kept_text: Option<String>,
}

impl SearchQuery {
    /// A search for these words, everything else at its default.
    pub fn of(text: &str) -> Self {
        Self { text: text.trim().to_owned(), page: 1, ..Self::default() }
    }

    /// Everything of one value of a facet, newest first.
    pub fn only(facet: Facet, value: &str) -> Self {
        let mut query = Self::of("");
        query.chosen_mut(facet).push(value.to_owned());
        query
    }

    /// The address of the page of this search.
    pub fn address(&self) -> String {
        let parameters = self.parameters();
        if parameters.is_empty() { "/search".to_owned() } else { format!("/search?{parameters}") }
    }

    /// The query part of the address, without `?`; parameters at their default are left out, so that
    /// one search has one address.
    pub fn parameters(&self) -> String {
        let mut parts = Vec::new();
        let mut add = |name: &str, value: &str| parts.push(format!("{name}={}", query_value(value)));
        if let Some(name) = &self.kept_text {
            add("text", name);
        } else if !self.text.is_empty() {
            add("q", &self.text);
        }
        for facet in Facet::all() {
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
        if let Some(line) = &self.line {
            add("line", line);
        }
        for line in &self.lines_off {
            add("line-off", line);
        }
        if self.page > 1 {
            add("page", &self.page.to_string());
        }
        parts.join("&")
    }

    /// As [`SearchQuery::parameters`], with the text itself however long it is.
    pub fn whole_parameters(&self) -> String {
        Self { kept_text: None, ..self.clone() }.parameters()
    }

    /// The same search for another text, from its first page.
    pub fn with_text(&self, text: &str) -> Self {
        Self { text: text.to_owned(), kept_text: None, page: 1, ..self.clone() }
    }

    /// The same search without its filters, from its first page.
    pub fn unfiltered(&self) -> Self {
        Self {
            text: self.text.clone(),
            sort: self.sort,
            off: self.off.clone(),
            line: self.line.clone(),
            lines_off: self.lines_off.clone(),
            kept_text: self.kept_text.clone(),
            page: 1,
            ..Self::default()
        }
    }

    /// Whether its text is too long for the many addresses of a page.
    pub fn is_long(&self) -> bool {
        query_value(&self.text).len() > LONGEST_IN_ADDRESS
    }

    /// Parses the query part of an address. Invalid values are ignored: an address never fails.
    pub fn from_pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self { page: 1, ..Self::default() };
        for (name, value) in pairs {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            match name {
                "q" => query.text = without_controls(value),
                "text" => query.kept_text = Some(value.to_owned()),
                "line" => query.line = Some(value.to_owned()),
                "from" => query.from_year = value.parse().ok(),
                "to" => query.to_year = value.parse().ok(),
                "sort" if value == "newest" => query.sort = Sort::Newest,
                "page" => query.page = value.parse().unwrap_or(1).clamp(1, LAST_PAGE),
                _ => query.narrow(name, value),
            }
        }
        query
    }

    /// Adds a filter from an address.
    fn narrow(&mut self, name: &str, value: &str) {
        let values = match Facet::from_slug(name) {
            Some(facet) => Some(self.chosen_mut(facet)),
            None if name == "off" => Some(&mut self.off),
            None if name == "line-off" => Some(&mut self.lines_off),
            None => None,
        };
        if let Some(values) = values {
            let most = if name == "line-off" { MOST_LINES } else { MOST_VALUES };
            if values.len() < most && !values.iter().any(|known| known == value) {
                values.push(value.to_owned());
            }
        } else if let Some(part) = PicoPart::from_slug(name) {
            let words: String = value.chars().take(LONGEST_PART).collect();
            *self.pico.part_mut(part) = words.replace(char::is_control, " ").trim().to_owned();
        }
    }

    /// The chosen values of a facet.
    pub fn chosen(&self, facet: Facet) -> &[String] {
        match facet {
            Facet::Kind => &self.kinds,
            Facet::Area => &self.areas,
            Facet::Product => &self.products,
            Facet::Topic => &self.topics,
            Facet::Level => &self.levels,
            Facet::Certainty => &self.certainties,
            Facet::Study => &self.studies,
        }
    }

    /// The chosen values of a facet, mutably.
    pub fn chosen_mut(&mut self, facet: Facet) -> &mut Vec<String> {
        match facet {
            Facet::Kind => &mut self.kinds,
            Facet::Area => &mut self.areas,
            Facet::Product => &mut self.products,
            Facet::Topic => &mut self.topics,
            Facet::Level => &mut self.levels,
            Facet::Certainty => &mut self.certainties,
            Facet::Study => &mut self.studies,
        }
    }

    /// Whether any filter narrows the search.
    pub fn is_filtered(&self) -> bool {
        Facet::all().any(|facet| !self.chosen(facet).is_empty())
            || !self.pico.is_empty()
            || self.from_year.is_some()
            || self.to_year.is_some()
    }
}

/// The text with its line ends as line feeds, since lines may be those of a strategy, and other control characters as
/// spaces.
pub fn without_controls(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace(|c: char| c.is_control() && c != '\n', " ").trim().to_owned()
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
        let address = query.parameters();
        let decoded: Vec<(String, String)> = address
            .split('&')
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(name, value)| (name.to_owned(), decode(value)))
            .collect();
        let read = SearchQuery::from_pairs(decoded.iter().map(|(n, v)| (n.as_str(), v.as_str())));
        assert_eq!(read, query);
    }

    #[test]
    fn a_strategy_keeps_its_lines_and_a_long_text_has_a_name() {
        let query = SearchQuery {
            line: Some("2".into()),
            lines_off: vec!["1a".into()],
            page: 1,
            ..SearchQuery::of("1 heart\n2 failure")
        };
        assert_eq!(query.parameters(), "q=1+heart%0A2+failure&line=2&line-off=1a");
        let pairs = [("q", "1 heart\r\n2 failure\r"), ("line", "2"), ("line-off", "1a")];
        assert_eq!(SearchQuery::from_pairs(pairs.into_iter()), query);
        let named = SearchQuery { kept_text: Some("abc".into()), ..SearchQuery::of(&"heart ".repeat(300)) };
        assert!(named.is_long() && !query.is_long());
        assert_eq!(named.parameters(), "text=abc");
        assert!(named.whole_parameters().starts_with("q=heart+heart"));
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
    fn every_line_of_a_strategy_can_be_left_out() {
        let numbers: Vec<String> = (1..=600).map(|number| number.to_string()).collect();
        let pairs = |name: &'static str| numbers.iter().map(move |number| (name, number.as_str()));
        assert_eq!(SearchQuery::from_pairs(pairs("line-off")).lines_off, numbers[..500]);
        assert_eq!(SearchQuery::from_pairs(pairs("off")).off, numbers[..50]);
    }

    #[test]
    fn a_page_beyond_the_last_is_the_last() {
        assert_eq!(SearchQuery::from_pairs([("page", "99999")].into_iter()).page, LAST_PAGE);
        assert_eq!(SearchQuery::from_pairs([("page", "x")].into_iter()).page, 1);
    }

    #[test]
    fn a_value_chosen_is_a_value_of_its_facet_alone() {
        for facet in Facet::all() {
            assert_eq!(Facet::from_slug(facet.slug()), Some(facet));
            let query = SearchQuery::only(facet, "x");
            for other in Facet::all() {
                assert_eq!(query.chosen(other).len(), usize::from(other == facet));
            }
            assert_eq!(query.parameters(), format!("{}=x", facet.slug()));
        }
    }
}
