//! Rules of the search engine, on small libraries made for each, and its ranking on judged collections.

mod access;
mod answers;
mod folder;
mod folding;
mod language;
mod large;
mod news;
mod order;
mod published;
mod question;
mod ranking;
mod spelling;
mod strategy;
mod suggest;
mod wildcards;

use super::{Lexicon, Search, SearchError, SearchScope, schema};
use domain::article::{ArticleKind, Audience, EvidenceLevel, Labelling, LabellingStatus};
use domain::asker::{LibraryView, Reader};
use domain::facet::FacetCount;
use domain::id::ItemId;
use domain::library::IndexedItem;
use domain::library::{Hit, ItemKind, SearchResults};
use domain::pico::Pico;
use domain::saved::ChangeRange;
use domain::search_query::SearchQuery;
use domain::thesaurus::{Group, Kind, Source, Spellings, Thesaurus, Word};
use domain::time::Moment;
use domain::vocabulary::Vocabulary;
use std::path::PathBuf;
use std::sync::Arc;

/// The time at which all these tests search.
const NOW: Moment = Moment(1_700_000_000_000);

/// A temporary folder of one test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("materia-search-{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A record that everyone may read.
pub(crate) fn record(id: &str, title: &str, text: &str) -> IndexedItem {
    IndexedItem {
        id: ItemId::from(id),
        kind: ItemKind::Record,
        external_id: Some(id.to_owned()),
        slug: String::new(),
        title: title.to_owned(),
        text: text.to_owned(),
        quotable: None,
        authors: Vec::new(),
        headings: Vec::new(),
        identifiers: Vec::new(),
        cited_identifiers: Vec::new(),
        publication_types: Vec::new(),
        languages: Vec::new(),
        journal: String::new(),
        year: None,
        products: Vec::new(),
        areas: Vec::new(),
        topics: Vec::new(),
        evidence_level: None,
        pico: Pico::default(),
        certainty: None,
        study_type: None,
        notices: Vec::new(),
        audience: Audience::default(),
        labelling: Vec::new(),
        expires_at: None,
        published_at: Moment(0),
        news: 0,
        updated_at: Moment(0),
        is_demo: false,
    }
}

/// An evidence summary for everyone.
fn article(id: &str, title: &str, text: &str) -> IndexedItem {
    IndexedItem {
        kind: ItemKind::Article(ArticleKind::EvidenceSummary),
        slug: format!("{id}-slug"),
        ..record(id, title, text)
    }
}

/// A search engine over these items.
struct Library {
    search: Search,
    _folder: Folder,
}

impl Library {
    fn of(items: Vec<IndexedItem>) -> Self {
        let folder = Folder::new();
        let search = Search::open(&folder.0).unwrap();
        search.apply(items, Vec::new(), 1).unwrap();
        Self { search, _folder: folder }
    }

    fn ask(&self, text: &str) -> SearchResults {
        self.answer(&SearchQuery::of(text))
    }

    fn answer(&self, query: &SearchQuery) -> SearchResults {
        self.search.search(query, &scope(&LibraryView::Department)).unwrap()
    }

    fn suggested(&self, typed: &str) -> Vec<String> {
        let suggestions = self.search.suggest(typed, &scope(&LibraryView::Department), 8).unwrap();
        suggestions.into_iter().map(|it| it.text).collect()
    }

    /// Suggests these names from now on; others searched for `searches`.
    fn set_names(&self, vocabulary: Vocabulary, groups: &[Group], searches: &[&str]) {
        let thesaurus = Arc::new(Thesaurus::of(groups, Spellings::default()));
        let searches: Vec<String> = searches.iter().map(|words| (*words).to_owned()).collect();
        let lexicon = Lexicon::new(Arc::new(vocabulary), thesaurus, &searches, &Lexicon::default());
        self.search.set_lexicon(Arc::new(lexicon));
    }
}

/// Synonyms of a name.
fn group(name: &str, words: &[(&str, Kind)]) -> Group {
    Group {
        source: Source::Start,
        id: name.to_lowercase().replace(' ', "-"),
        name: name.to_owned(),
        words: words.iter().map(|(text, kind)| Word { text: (*text).to_owned(), kind: *kind }).collect(),
        broader: Vec::new(),
        context: Vec::new(),
        usual: Vec::new(),
        trees: Vec::new(),
        is_off: false,
    }
}

/// An empty thesaurus.
static EMPTY_THESAURUS: std::sync::LazyLock<Thesaurus> = std::sync::LazyLock::new(Thesaurus::default);

/// The scope of this view, with nothing removed that the index still has.
fn scope(view: &LibraryView) -> SearchScope<'_> {
    SearchScope { view, now: NOW, gone: &[], thesaurus: &EMPTY_THESAURUS }
}

fn ids(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.id.as_str()).collect()
}

fn counts(list: &[FacetCount]) -> Vec<(&str, u64)> {
    list.iter().map(|entry| (entry.value.as_str(), entry.count)).collect()
}
