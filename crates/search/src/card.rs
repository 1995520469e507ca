//! The stored fields of an item: enough to show a hit without asking the database.

use super::error::SearchError;
use super::snippet::Highlighter;
use domain::article::EvidenceLevel;
use domain::id::ItemId;
use domain::library::{Hit, IndexedItem, ItemKind};
use domain::pico::{Certainty, Pico, PicoPart};
use domain::record::{NoticeKind, StudyType};
use domain::slug::Slug;
use domain::time::Moment;
use serde::{Deserialize, Serialize};

/// Bytes of text kept for snippets: reading more per hit costs more than it shows.
const EXCERPT: usize = 2_000;
/// Authors kept.
const AUTHORS: usize = 3;
/// Bytes kept of each part of the clinical question: the item's page has all of it.
const PART: usize = 120;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Card {
    pub(crate) id: ItemId,
    pub(crate) kind: ItemKind,
    pub(crate) external_id: Option<String>,
    pub(crate) slug: String,
    pub(crate) title: String,
    /// An article's: of it comes the snippet, where it answers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) summary: String,
    pub(crate) excerpt: String,
    authors: Vec<String>,
    journal: String,
    year: Option<i32>,
    level: Option<EvidenceLevel>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    certainty: Option<Certainty>,
    #[serde(default, skip_serializing_if = "Pico::is_empty")]
    pico: Pico,
    study: Option<StudyType>,
    notices: Vec<NoticeKind>,
    published: Moment,
    updated: Moment,
    is_demo: bool,
}

impl Card {
    pub(crate) fn new(item: &IndexedItem) -> Self {
        Self {
            id: item.id.clone(),
            kind: item.kind,
            external_id: item.external_id.clone(),
            slug: item.slug.clone(),
            title: item.title.clone(),
            summary: item.quotable.as_ref().map(|it| join_lines(&it.summary)).unwrap_or_default(),
            excerpt: join_lines(start_of(item.quotable.as_ref().map_or(&item.text, |it| &it.prose), EXCERPT)),
            authors: item.authors.iter().take(AUTHORS).cloned().collect(),
            journal: item.journal.clone(),
            year: item.year,
            level: item.evidence_level,
            certainty: item.certainty,
            pico: shorten(&item.pico),
            study: item.study_type,
            notices: item.notices.clone(),
            published: item.published_at,
            updated: item.updated_at,
            is_demo: item.is_demo,
        }
    }

    pub(crate) fn to_json(&self) -> Result<String, SearchError> {
        serde_json::to_string(self).map_err(|_| SearchError::Damaged)
    }

    pub(crate) fn from_json(json: &str) -> Result<Self, SearchError> {
        serde_json::from_str(json).map_err(|_| SearchError::Damaged)
    }

    /// The approximate size in memory, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        const REST: usize = 512;
        REST + self.title.len() + self.summary.len() + self.excerpt.len()
    }

    pub(crate) fn to_hit(&self, rank: usize, score: f32, highlighter: &Highlighter) -> Hit {
        let (snippet, matched) = highlighter.highlight(&self.title, &self.summary, &self.excerpt);
        Hit {
            rank,
            snippet,
            matched,
            id: self.id.clone(),
            kind: self.kind,
            external_id: self.external_id.clone(),
            slug: self.slug.clone(),
            title: self.title.clone(),
            authors: self.authors.clone(),
            journal: self.journal.clone(),
            year: self.year,
            evidence_level: self.level,
            certainty: self.certainty,
            pico: self.pico.clone(),
            study_type: self.study,
            notices: self.notices.clone(),
            published_at: self.published,
            updated_at: self.updated,
            is_demo: self.is_demo,
            score,
        }
    }
}

/// Shortens each part of a clinical question to one line.
fn shorten(pico: &Pico) -> Pico {
    let mut short = pico.clone();
    for part in PicoPart::all() {
        let whole = pico.part(part);
        let start = start_of(whole, PART);
        if start.len() < whole.len() {
            *short.part_mut(part) = format!("{}…", start.trim_end_matches([',', ';', ' ']));
        }
    }
    short
}

/// The first bytes of a text, up to the end of a word.
fn start_of(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let cut = text.floor_char_boundary(most);
    let start = &text[..cut];
    start.rfind(char::is_whitespace).map_or(start, |end| &start[..end])
}

/// Joins the lines of a text. A line without closing punctuation, such as a heading or a table row, is separated from
/// the next by a dot.
fn join_lines(text: &str) -> String {
    let mut joined = String::with_capacity(text.len() + 16);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match joined.chars().next_back() {
            None => {}
            Some('.' | '!' | '?' | ':' | ';') => joined.push(' '),
            Some(_) => joined.push_str(" · "),
        }
        joined.push_str(line);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_does_not_run_into_the_sentence_after_it() {
        let text = "Diabetes was not required.\nThe question\n\nIn adults with HFrEF\n";
        assert_eq!(join_lines(text), "Diabetes was not required. The question · In adults with HFrEF");
        assert_eq!(join_lines(""), "");
    }
}
