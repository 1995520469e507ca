//! The fields of the index, and how an item becomes a document.

use super::SearchError;
use super::asked::all_tokens;
use super::card::Card;
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
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer,
};
use tantivy::{TantivyDocument, Term};

/// Counts changes of the fields and of how text is taken apart: an index of another version is made anew.
pub(super) const VERSION: u32 = 4;

/// Name of the tokenizer that yields stems.
pub(super) const STEMS: &str = "stems";
/// Name of the tokenizer that yields words as they are written, lower-case.
pub(super) const WORDS: &str = "words";

/// Words longer than this are no words: sequences, encoded data.
const LONGEST_WORD: usize = 60;

/// A heading that is longer, in bytes, is none.
const LONGEST_HEADING: usize = 120;
/// A heading is found by the beginnings of so many of its words.
const HEADING_STARTS: usize = 4;
/// Stands between the words of a heading and itself; in neither, and before every letter.
const SEAM: char = '\u{1}';

/// Names of columns. Those of facets are named after their facet.
pub(super) mod column {
    pub const YEAR: &str = "year";
    pub const ACCESS: &str = "access";
    pub const EXPIRES: &str = "expires";
    pub const PUBLISHED: &str = "published";
    pub const YEAR_NUMBER: &str = "year_number";
    pub const RETRACTED: &str = "retracted";
}

/// The fields by name.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub id: Field,
    /// Title, text, headings, authors and journal as stems, with positions for phrases: what is searched.
    pub words: Field,
    /// Stems of title and text without the rest, for queries that name these fields.
    pub body: Field,
    /// Stems of the title alone, for its extra weight.
    pub title: Field,
    /// Words of the title as written, for the typeahead.
    pub start: Field,
    /// All words as written: the dictionary against which spelling is checked.
    pub spelling: Field,
    /// Headings and keywords by what follows from each of their words on, for the typeahead: see [`heading_keys`].
    pub heading: Field,
    /// PMID, DOI, NCT number and the like, lower-case.
    pub identifier: Field,
    /// Words of the authors' names as written.
    pub author: Field,
    /// Words of the journal's name.
    pub journal: Field,
    /// MeSH headings and keywords, each whole and lower-case, for queries that name one.
    pub whole_heading: Field,
    /// Types of publication, each whole and lower-case.
    pub publication_type: Field,
    /// Languages, each whole and lower-case.
    pub language: Field,
    /// The year of publication as a number.
    pub year_number: Field,
    /// 1 for a publication that was retracted.
    retracted: Field,
    /// See [`Card`].
    pub card: Field,
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
    pub news: Field,
    /// The same, of what changes practice alone.
    pub practice_news: Field,
}

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
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
        title: builder.add_text_field("title", text(STEMS, IndexRecordOption::WithFreqsAndPositions, true)),
        start: builder.add_text_field("start", text(WORDS, IndexRecordOption::Basic, false)),
        spelling: builder.add_text_field("spelling", text(WORDS, IndexRecordOption::Basic, false)),
        heading: builder.add_text_field("heading", text("raw", IndexRecordOption::Basic, false)),
        identifier: builder.add_text_field("identifier", text("raw", IndexRecordOption::WithFreqs, true)),
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

/// Takes text apart into lower-case words without accents.
pub(super) fn word_analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

/// Takes text apart into English stems.
pub(super) fn stem_analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Stemmer::new(Language::English))
        .build()
}

/// The form in which an identifier is kept and looked for.
pub(super) fn normal_identifier(text: &str) -> String {
    text.trim().to_ascii_lowercase()
}

impl Fields {
    /// The term that stands for one item.
    pub fn id_term(&self, id: &str) -> Term {
        Term::from_field_text(self.id, id)
    }

    /// The term that stands for a heading as a whole; nothing finds one that is no heading of any item.
    pub fn heading_term(&self, heading: &str) -> Term {
        let key = heading_keys(&mut word_analyzer(), heading).into_iter().next().unwrap_or_default();
        Term::from_field_text(self.heading, &key)
    }

    /// The field of a part of the question.
    pub fn part(&self, part: PicoPart) -> Field {
        match part {
            PicoPart::Population => self.population,
            PicoPart::Intervention => self.intervention,
            PicoPart::Comparator => self.comparator,
            PicoPart::Outcome => self.outcome,
        }
    }

    /// The document of an item.
    pub fn document(&self, item: &IndexedItem) -> Result<TantivyDocument, SearchError> {
        let mut document = TantivyDocument::new();
        document.add_text(self.id, item.id.as_str());
        let text = searched_text(item);
        document.add_text(self.words, &text);
        document.add_text(self.spelling, &text);
        document.add_text(self.body, &item.title);
        document.add_text(self.body, &item.text);
        document.add_text(self.title, &item.title);
        document.add_text(self.start, &item.title);
        let mut analyzer = word_analyzer();
        for heading in &item.headings {
            for key in heading_keys(&mut analyzer, heading) {
                document.add_text(self.heading, key);
            }
        }
        for identifier in &item.identifiers {
            document.add_text(self.identifier, normal_identifier(identifier));
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
                document.add_text(field, normal_identifier(value));
            }
        }
        if item.notices.contains(&NoticeKind::Retracted) {
            document.add_u64(self.retracted, 1);
        }
        if let Some(year) = item.year {
            document.add_i64(self.year_number, i64::from(year));
        }
        document.add_text(self.card, Card::of(item).to_json()?);
        document.add_text(self.kind, item.kind.slug());
        add_each(&mut document, self.area, &item.areas);
        add_each(&mut document, self.product, &item.products);
        add_each(&mut document, self.topic, &item.topics);
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

/// The keys under which a heading stands: its words from each of the first on, lower-case, then itself as it is written.
/// So a beginning of any of its words leads to it; the first key is that of the whole heading.
fn heading_keys(analyzer: &mut TextAnalyzer, heading: &str) -> Vec<String> {
    if heading.len() > LONGEST_HEADING {
        return Vec::new();
    }
    let words = all_tokens(analyzer, heading);
    let from = |place: usize| words.get(place..).unwrap_or_default().join(" ");
    (0..words.len().min(HEADING_STARTS)).map(|place| format!("{}{SEAM}{heading}", from(place))).collect()
}

/// The heading that a key stands for.
pub(super) fn heading_of(key: &str) -> Option<&str> {
    key.split_once(SEAM).map(|(_, heading)| heading)
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
            // A full stop keeps nothing apart for the tokenizer, but a reader of the index sees the seam.
            text.push_str(".\n");
        }
    }
    text
}

/// Adds each value once: a facet counts items, not mentions.
fn add_each(document: &mut TantivyDocument, field: Field, values: &[String]) {
    for (position, value) in values.iter().enumerate() {
        if !values.iter().take(position).any(|earlier| earlier == value) {
            document.add_text(field, value);
        }
    }
}
