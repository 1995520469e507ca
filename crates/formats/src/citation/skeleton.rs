//! A citation in a style of the Citation Style Language (CSL), in which every text of the record is a placeholder.
//!
//! A style decides which parts are printed, in what order and with what punctuation. It never sees the parts: names keep
//! their particles, journals their capitals and pages their zeros, because nothing can parse what it does not have.
//!
//! This is the only module that names `hayagriva`, which ships with the styles.

use crate::text::clean;
use domain::record::is_ended;
use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::{IndependentStyle, Locale, Style};
use hayagriva::{BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// The placeholders: characters for private use, which no style changes.
pub(super) const AUTHORS: char = '\u{e000}';
pub(super) const TITLE: char = '\u{e001}';
pub(super) const CONTAINER: char = '\u{e002}';
pub(super) const PUBLISHER: char = '\u{e003}';
pub(super) const VOLUME: char = '\u{e004}';
pub(super) const ISSUE: char = '\u{e005}';
pub(super) const PAGES: char = '\u{e006}';
pub(super) const DOI: char = '\u{e007}';
pub(super) const URL: char = '\u{e008}';
pub(super) const GENRE: char = '\u{e009}';

/// The CSL variables of the placeholders.
const VARIABLES: [(char, &str); 10] = [
    (AUTHORS, "author"),
    (TITLE, "title"),
    (CONTAINER, "container-title"),
    (PUBLISHER, "publisher"),
    (VOLUME, "volume"),
    (ISSUE, "issue"),
    (PAGES, "page"),
    (DOI, "DOI"),
    (URL, "URL"),
    (GENRE, "genre"),
];

/// A style, unpacked once: that costs more than using it.
pub(super) struct Rules(Option<IndependentStyle>);

impl Rules {
    pub(super) fn ama() -> Self {
        Self::unpacked(ArchivedStyle::AmericanMedicalAssociation)
    }

    pub(super) fn apa() -> Self {
        Self::unpacked(ArchivedStyle::AmericanPsychologicalAssociation)
    }

    fn unpacked(style: ArchivedStyle) -> Self {
        match style.get() {
            Style::Independent(rules) => Self(Some(rules)),
            // One that refers to another; the two above are none.
            Style::Dependent(_) => Self(None),
        }
    }
}

/// Both styles are written in English.
static ENGLISH: LazyLock<Vec<Locale>> = LazyLock::new(|| {
    let is_english = |locale: &Locale| locale.lang.as_ref().is_some_and(|lang| lang.0 == "en-US");
    locales().into_iter().filter(is_english).collect()
});

/// The parts of a citation, as its style prints them; empty ones are left out.
pub(super) struct Parts {
    /// The CSL type.
    kind: &'static str,
    /// Year, month and day, as far as they are known.
    date: Vec<i32>,
    texts: Vec<(char, String)>,
}

impl Parts {
    pub(super) fn of(kind: &'static str, date: Vec<i32>) -> Self {
        Self { kind, date, texts: Vec::new() }
    }

    pub(super) fn put(&mut self, place: char, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.texts.push((place, text));
        }
    }

    /// The style's citation with placeholders.
    pub(super) fn skeleton(&self, rules: &Rules) -> String {
        let Some(style) = &rules.0 else { return String::new() };
        let item = self.item();
        let mut driver = BibliographyDriver::new();
        let items = vec![CitationItem::with_entry(&item)];
        driver.citation(CitationRequest::from_items(items, style, &ENGLISH));
        let rendered = driver.finish(BibliographyRequest { style, locale: None, locale_files: &ENGLISH });
        let mut text = String::new();
        for entry in rendered.bibliography.iter().flat_map(|bibliography| &bibliography.items) {
            // Writing to a `String` cannot fail.
            _ = entry.content.write_buf(&mut text, BufWriteFormat::Plain);
        }
        clean(&text)
    }

    fn item(&self) -> Item {
        let mut variables: Map<String, Value> = Map::new();
        variables.insert("id".to_owned(), "cited".into());
        variables.insert("type".to_owned(), self.kind.into());
        for (place, name) in VARIABLES.into_iter().filter(|(place, _)| self.text(*place).is_some()) {
            let value = match name {
                "author" => json!([{ "literal": place }]),
                _ => json!(place),
            };
            variables.insert(name.to_owned(), value);
        }
        if !self.date.is_empty() {
            variables.insert("issued".to_owned(), json!({ "date-parts": [self.date] }));
        }
        // Texts, one name and a date: every item has these.
        serde_json::from_value(Value::Object(variables)).unwrap_or_else(|_| Item(Default::default()))
    }

    /// A skeleton with the texts in their places. A text that has an end of its own gets no full stop.
    pub(super) fn filled(&self, skeleton: &str) -> String {
        let mut citation = String::with_capacity(skeleton.len() * 8);
        let mut ended = false;
        for c in skeleton.chars() {
            match self.text(c) {
                Some(text) => {
                    citation.push_str(text);
                    ended = is_ended(text);
                    continue;
                }
                None if ended && c == '.' => {}
                None => citation.push(c),
            }
            ended = false;
        }
        citation
    }

    fn text(&self, place: char) -> Option<&str> {
        self.texts.iter().find(|(known, _)| *known == place).map(|(_, text)| text.as_str())
    }
}
