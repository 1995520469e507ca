//! The fields of the index, and how an item becomes a document.

use super::analysis::{normalize_identifier, tokenize, word_analyzer};
use super::card::Card;
use super::error::SearchError;
use domain::access::Access;
use domain::facet::Facet;
use domain::library::IndexedItem;
use domain::pico::PicoPart;
use domain::record::NoticeKind;
use domain::saved::is_practice_changing;
use domain::slug::Slug;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{TantivyDocument, Term};

/// The version of the fields and of text analysis: an index with another version is rebuilt.
pub(crate) const VERSION: u32 = 6;

/// Name of the tokenizer that yields stems.
pub(crate) const STEMS: &str = "stems";
/// Name of the tokenizer that yields words as written, lower-case.
pub(crate) const WORDS: &str = "words";

/// Longer headings, in bytes, are not indexed.
const LONGEST_HEADING: usize = 120;
/// The number of a heading's words by whose prefixes it is found.
const HEADING_STARTS: usize = 4;
/// Separates the words of a heading from the heading itself; occurs in neither and sorts before every letter.
const SEAM: char = '\u{1}';

/// Names of columns. Those of facets are named after their facet.
pub(crate) mod column {
    pub(crate) const YEAR: &str = "year";
    pub(crate) const ACCESS: &str = "access";
    pub(crate) const EXPIRES: &str = "expires";
    pub(crate) const PUBLISHED: &str = "published";
    pub(crate) const YEAR_NUMBER: &str = "year_number";
    pub(crate) const RETRACTED: &str = "retracted";
}

/// The fields by name.
#[derive(Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    /// Title, text, headings, authors and journal as stems, with positions for phrases: what is searched.
    pub(crate) words: Field,
    /// Stems of title and text alone, for queries that name these fields.
    pub(crate) body: Field,
    /// Stems of the title, for queries that name this field.
    pub(crate) title: Field,
    /// Stems of the title, or of the first sentence where there is none: what an item says it is about.
    pub(crate) lead: Field,
    /// Words of the title as written, for the typeahead.
    pub(crate) start: Field,
    /// All words as written: the dictionary for spelling correction.
    pub(crate) spelling: Field,
    /// Headings and keywords, keyed by the text from each of their words on, for the typeahead: see [`heading_keys`].
    pub(crate) heading: Field,
    /// PMID, DOI, NCT number and the like, lower-case: the item's own and those of what it cites.
    pub(crate) identifier: Field,
    /// The item's own alone, for lists, which find what they name and nothing that cites it.
    pub(crate) own_identifier: Field,
    /// Words of the authors' names as written.
    pub(crate) author: Field,
    /// Words of the journal's name.
    pub(crate) journal: Field,
    /// MeSH headings and keywords, each whole and lower-case, for queries that name one.
    pub(crate) whole_heading: Field,
    /// Publication types, each whole and lower-case.
    pub(crate) publication_type: Field,
    /// Languages, each whole and lower-case.
    pub(crate) language: Field,
    /// The year of publication as a number.
    pub(crate) year_number: Field,
    /// 1 for a retracted publication.
    retracted: Field,
    /// See [`Card`].
    pub(crate) card: Field,
    kind: Field,
    area: Field,
    product: Field,
    topic: Field,
    level: Field,
    certainty: Field,
    study: Field,
    population: Field,
    intervention: Field,
    comparator: Field,
    outcome: Field,
    year: Field,
    access: Field,
    expires: Field,
    published: Field,
    /// The number by which an item is news.
    pub(crate) news: Field,
    /// The same, for items that change practice.
    pub(crate) practice_news: Field,
}

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = |tokenizer: &str, option, norms| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(option)
                .set_fieldnorms(norms),
        )
    };
    let fast = || TextOptions::default().set_fast("raw");
    let facet = |builder: &mut SchemaBuilder, facet: Facet| builder.add_text_field(facet.slug(), fast());
    let part = |builder: &mut SchemaBuilder, part: PicoPart| {
        builder.add_text_field(part.slug(), text(STEMS, IndexRecordOption::Basic, false))
    };
    let fields = Fields {
        id: builder.add_text_field("id", STRING),
        words: builder.add_text_field("words", text(STEMS, IndexRecordOption::WithFreqsAndPositions, true)),
        body: builder.add_text_field("body", text(STEMS, IndexRecordOption::WithFreqsAndPositions, false)),
        title: builder.add_text_field("title", text(STEMS, IndexRecordOption::WithFreqsAndPositions, false)),
        lead: builder.add_text_field("lead", text(STEMS, IndexRecordOption::WithFreqs, true)),
        start: builder.add_text_field("start", text(WORDS, IndexRecordOption::Basic, false)),
        spelling: builder.add_text_field("spelling", text(WORDS, IndexRecordOption::Basic, false)),
        heading: builder.add_text_field("heading", text("raw", IndexRecordOption::Basic, false)),
        identifier: builder.add_text_field("identifier", text("raw", IndexRecordOption::WithFreqs, true)),
        own_identifier: builder
            .add_text_field("own_identifier", text("raw", IndexRecordOption::Basic, false)),
        author: builder
            .add_text_field("author", text(WORDS, IndexRecordOption::WithFreqsAndPositions, false)),
        journal: builder
            .add_text_field("journal", text(WORDS, IndexRecordOption::WithFreqsAndPositions, false)),
        whole_heading: builder.add_text_field("whole_heading", text("raw", IndexRecordOption::Basic, false)),
        publication_type: builder
            .add_text_field("publication_type", text("raw", IndexRecordOption::Basic, false)),
        language: builder.add_text_field("language", text("raw", IndexRecordOption::Basic, false)),
        year_number: builder.add_i64_field(column::YEAR_NUMBER, INDEXED | FAST),
        retracted: builder.add_u64_field(column::RETRACTED, FAST),
        card: builder.add_text_field("card", STORED),
        kind: facet(&mut builder, Facet::Kind),
        area: facet(&mut builder, Facet::Area),
        product: facet(&mut builder, Facet::Product),
        topic: facet(&mut builder, Facet::Topic),
        level: facet(&mut builder, Facet::Level),
        certainty: facet(&mut builder, Facet::Certainty),
        study: facet(&mut builder, Facet::Study),
        population: part(&mut builder, PicoPart::Population),
        intervention: part(&mut builder, PicoPart::Intervention),
        comparator: part(&mut builder, PicoPart::Comparator),
        outcome: part(&mut builder, PicoPart::Outcome),
        year: builder.add_text_field(column::YEAR, fast()),
        access: builder.add_text_field(column::ACCESS, fast()),
        expires: builder.add_i64_field(column::EXPIRES, FAST),
        published: builder.add_i64_field(column::PUBLISHED, FAST | INDEXED),
        news: builder.add_i64_field("news", FAST),
        practice_news: builder.add_i64_field("practice_news", FAST),
    };
    (builder.build(), fields)
}

impl Fields {
    /// The term that identifies an item.
    pub(crate) fn id_term(&self, id: &str) -> Term {
        Term::from_field_text(self.id, id)
    }

    /// The term that identifies a heading; it matches nothing if no item has the heading.
    pub(crate) fn heading_term(&self, heading: &str) -> Term {
        let key = heading_keys(&mut word_analyzer(), heading).into_iter().next().unwrap_or_default();
        Term::from_field_text(self.heading, &key)
    }

    /// The field of a part of the clinical question.
    pub(crate) fn part(&self, part: PicoPart) -> Field {
        match part {
            PicoPart::Population => self.population,
            PicoPart::Intervention => self.intervention,
            PicoPart::Comparator => self.comparator,
            PicoPart::Outcome => self.outcome,
        }
    }

    /// The document of an item.
    pub(crate) fn document(&self, item: &IndexedItem) -> Result<TantivyDocument, SearchError> {
        let mut document = TantivyDocument::new();
        document.add_text(self.id, item.id.as_str());
        let text = searched_text(item);
        document.add_text(self.words, &text);
        document.add_text(self.spelling, &text);
        document.add_text(self.body, &item.title);
        document.add_text(self.body, &item.text);
        document.add_text(self.title, &item.title);
        document.add_text(self.lead, lead_of(&item.title, &item.text));
        document.add_text(self.start, &item.title);
        let mut analyzer = word_analyzer();
        for heading in &item.headings {
            for key in heading_keys(&mut analyzer, heading) {
                document.add_text(self.heading, key);
            }
        }
        for identifier in &item.identifiers {
            document.add_text(self.own_identifier, normalize_identifier(identifier));
        }
        for identifier in item.identifiers.iter().chain(&item.cited_identifiers) {
            document.add_text(self.identifier, normalize_identifier(identifier));
        }
        for author in &item.authors {
            document.add_text(self.author, author);
        }
        document.add_text(self.journal, &item.journal);
        for (field, values) in [
            (self.whole_heading, &item.headings),
            (self.publication_type, &item.publication_types),
            (self.language, &item.languages),
        ] {
            for value in values {
                document.add_text(field, normalize_identifier(value));
            }
        }
        if item.notices.contains(&NoticeKind::Retracted) {
            document.add_u64(self.retracted, 1);
        }
        if let Some(year) = item.year {
            document.add_i64(self.year_number, i64::from(year));
        }
        document.add_text(self.card, Card::new(item).to_json()?);
        document.add_text(self.kind, item.kind.slug());
        add_distinct(&mut document, self.area, &item.areas);
        add_distinct(&mut document, self.product, &item.products);
        add_distinct(&mut document, self.topic, &item.topics);
        if let Some(level) = item.evidence_level {
            document.add_text(self.level, u8::from(level).to_string());
        }
        if let Some(certainty) = item.certainty {
            document.add_text(self.certainty, certainty.slug());
        }
        for (part, text) in item.pico.stated() {
            document.add_text(self.part(part), text);
        }
        if let Some(study) = item.study_type {
            document.add_text(self.study, study.slug());
        }
        if let Some(year) = item.year {
            document.add_text(self.year, year.to_string());
        }
        let access = Access::of(&item.audience, &item.labelling);
        document.add_text(self.access, serde_json::to_string(&access).map_err(|_| SearchError::Damaged)?);
        if let Some(expires) = item.expires_at {
            document.add_i64(self.expires, expires.0);
        }
        document.add_i64(self.published, item.published_at.0);
        document.add_i64(self.news, item.news);
        if is_practice_changing(item.kind, item.evidence_level) {
            document.add_i64(self.practice_news, item.news);
        }
        Ok(document)
    }
}

/// The keys of a heading: the text from each of its first words on, lower-case, then the heading as written. A prefix
/// of any of its words leads to it; the first key identifies the whole heading.
fn heading_keys(analyzer: &mut TextAnalyzer, heading: &str) -> Vec<String> {
    if heading.len() > LONGEST_HEADING {
        return Vec::new();
    }
    let words = tokenize(analyzer, heading);
    let from = |place: usize| words.get(place..).unwrap_or_default().join(" ");
    (0..words.len().min(HEADING_STARTS)).map(|place| format!("{}{SEAM}{heading}", from(place))).collect()
}

/// The heading of a key.
pub(crate) fn heading_of(key: &str) -> Option<&str> {
    key.split_once(SEAM).map(|(_, heading)| heading)
}

/// Bytes of a first sentence that may stand in for a title.
const LONGEST_LEAD: usize = 300;
/// A shorter first sentence is a label such as `Background.`, and goes on.
const SHORTEST_LEAD: usize = 30;

/// What an item says it is about: its title, or its first sentence where it has none.
fn lead_of<'a>(title: &'a str, text: &'a str) -> &'a str {
    if !title.trim().is_empty() {
        return title;
    }
    let text = text.trim_start();
    let start = &text[..text.floor_char_boundary(LONGEST_LEAD)];
    let is_end = |(place, end): &(usize, char)| {
        *place >= SHORTEST_LEAD
            && (*end == '\n'
                || (matches!(end, '.' | '?' | '!')
                    && start[place + 1..].chars().next().is_none_or(char::is_whitespace)))
    };
    start.char_indices().find(is_end).map_or(start, |(place, _)| &start[..place])
}

/// Everything by which an item is found, in one text: measured to rank better than separate fields.
fn searched_text(item: &IndexedItem) -> String {
    let mut text = String::with_capacity(item.title.len() + item.text.len() + 256);
    let parts = [item.title.as_str(), item.text.as_str()];
    let question = item.pico.stated().map(|(_, text)| text);
    let rest = item.headings.iter().chain(&item.topics).chain(&item.products).chain(&item.authors);
    let rest = question.chain(rest.map(String::as_str)).chain([item.journal.as_str()]);
    for part in parts.into_iter().chain(rest) {
        if !part.is_empty() {
            text.push_str(part);
            // The tokenizer ignores it, but whoever inspects the index sees the seam.
            text.push_str(".\n");
        }
    }
    text
}

/// Adds each value once: a facet counts items, not mentions.
fn add_distinct(document: &mut TantivyDocument, field: Field, values: &[String]) {
    for (position, value) in values.iter().enumerate() {
        if !values.iter().take(position).any(|earlier| earlier == value) {
            document.add_text(field, value);
        }
    }
}
