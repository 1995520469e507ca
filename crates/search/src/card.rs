//! What the index keeps of an item so that a hit can be shown without asking the database.

use super::SearchError;
use super::asked::Asked;
use super::snippet::Highlighter;
use super::store::Store;
use super::tally::Found;
use domain::article::EvidenceLevel;
use domain::id::ItemId;
use domain::library::{Hit, IndexedItem, ItemKind};
use domain::pico::{Certainty, Pico, PicoPart};
use domain::record::{NoticeKind, StudyType};
use domain::slug::Slug;
use domain::time::Moment;
use serde::{Deserialize, Serialize};
use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

/// So much of the text is kept for snippets, in bytes: reading more of each hit costs more than it shows.
const EXCERPT: usize = 2_000;
/// So many authors are kept.
const AUTHORS: usize = 3;
/// So much of each part of a question is kept, in bytes: a hit says what it is about, its page the whole of it.
const PART: usize = 120;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Card {
    pub id: ItemId,
    pub kind: ItemKind,
    pub external_id: Option<String>,
    pub slug: String,
    pub title: String,
    pub excerpt: String,
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
    pub fn of(item: &IndexedItem) -> Self {
        Self {
            id: item.id.clone(),
            kind: item.kind,
            external_id: item.external_id.clone(),
            slug: item.slug.clone(),
            title: item.title.clone(),
            excerpt: in_one_line(start_of(&item.text, EXCERPT)),
            authors: item.authors.iter().take(AUTHORS).cloned().collect(),
            journal: item.journal.clone(),
            year: item.year,
            level: item.evidence_level,
            certainty: item.certainty,
            pico: shortened(&item.pico),
            study: item.study_type,
            notices: item.notices.clone(),
            published: item.published_at,
            updated: item.updated_at,
            is_demo: item.is_demo,
        }
    }

    pub fn to_json(&self) -> Result<String, SearchError> {
        serde_json::to_string(self).map_err(|_| SearchError::Damaged)
    }

    fn into_hit(self, rank: usize, score: f32, highlighter: &mut Highlighter) -> Hit {
        let (snippet, matched) = highlighter.read(&self.title, &self.excerpt);
        Hit {
            rank,
            snippet,
            matched,
            id: self.id,
            kind: self.kind,
            external_id: self.external_id,
            slug: self.slug,
            title: self.title,
            authors: self.authors,
            journal: self.journal,
            year: self.year,
            evidence_level: self.level,
            certainty: self.certainty,
            pico: self.pico,
            study_type: self.study,
            notices: self.notices,
            published_at: self.published,
            updated_at: self.updated,
            is_demo: self.is_demo,
            score,
        }
    }
}

/// A question of which each part is a line at most.
fn shortened(pico: &Pico) -> Pico {
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

/// The lines of a text one after the other: what ends without a full stop, such as a heading or a row of a table, is
/// set apart from what follows it.
fn in_one_line(text: &str) -> String {
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

impl Store {
    /// The card of one document.
    pub fn card(&self, searcher: &Searcher, address: DocAddress) -> Result<Card, SearchError> {
        let document: TantivyDocument = searcher.doc(address)?;
        let json = document.get_first(self.fields().card).and_then(|value| value.as_str());
        serde_json::from_str(json.ok_or(SearchError::Damaged)?).map_err(|_| SearchError::Damaged)
    }

    /// Hits made of found documents; the first gets the rank after `before`.
    pub fn hits(
        &self,
        searcher: &Searcher,
        found: &[Found],
        before: usize,
        asked: &Asked,
    ) -> Result<Vec<Hit>, SearchError> {
        let mut highlighter = Highlighter::new(asked);
        let mut hits = Vec::with_capacity(found.len());
        for (rank, found) in (before + 1..).zip(found) {
            let card = self.card(searcher, found.address)?;
            hits.push(card.into_hit(rank, found.score, &mut highlighter));
        }
        Ok(hits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_does_not_run_into_the_sentence_after_it() {
        let text = "Diabetes was not required.\nThe question\n\nIn adults with HFrEF\n";
        assert_eq!(in_one_line(text), "Diabetes was not required. The question · In adults with HFrEF");
        assert_eq!(in_one_line(""), "");
    }
}
