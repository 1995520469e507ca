//! Published articles in memory, so that a page costs no rendering.

use domain::article::FrontMatter;
use domain::asker::LibraryView;
use domain::id::{ArticleId, RecordId, VersionId};
use domain::record::NoticeKind;
use domain::time::{CalendarDay, Moment};
use markdown::Heading;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Bytes of text that are kept; beyond it everything is forgotten and kept again as it is asked for.
const KEPT_BYTES: usize = 32 << 20;

/// The published version of an article, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownArticle {
    pub id: ArticleId,
    pub version: VersionId,
    /// The version's number, from 1.
    pub number: i64,
    pub front: FrontMatter,
    /// The body, safe to put into a page as it is.
    pub html: String,
    pub contents: Vec<Heading>,
    /// In the order of their numbers.
    pub references: Vec<ShownReference>,
    pub approved_at: Option<Moment>,
    pub published_at: Option<Moment>,
    /// When it is to be looked at again.
    pub review_due: Option<CalendarDay>,
    /// First moment at which it is no longer shown.
    pub expires_at: Option<Moment>,
    pub is_demo: bool,
    /// Number of the change with which it came into the library as it is.
    pub(super) change: i64,
}

/// An entry of an article's list of references.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownReference {
    /// As cited in the text, from 1.
    pub number: usize,
    pub citation: String,
    pub doi: Option<String>,
    pub pmid: Option<String>,
    /// The record of the library that restates it, with what became of the publication.
    pub record: Option<RecordId>,
    pub notices: Vec<NoticeKind>,
}

impl ShownArticle {
    /// The address of its page.
    pub fn address(&self) -> String {
        format!("/library/{}", self.front.slug)
    }

    pub(super) fn is_for(&self, view: &LibraryView, expires_at: Option<Moment>, now: Moment) -> bool {
        view.allows(&self.front.audience, &self.front.labelling, expires_at, now)
    }
}

/// The articles kept.
#[derive(Default)]
pub struct Articles {
    kept: RwLock<Entries>,
}

#[derive(Default)]
struct Entries {
    /// By language and slug: what a text says of itself, such as the name of a table, is in the reader's language.
    by_language: HashMap<&'static str, HashMap<String, Arc<ShownArticle>>>,
    bytes: usize,
    /// Counts how often everything was forgotten, so that nothing read before is kept after.
    age: u64,
}

impl Articles {
    /// Forgets everything: something in the library has changed.
    pub fn forget_all(&self) {
        let mut kept = self.write();
        kept.by_language.clear();
        kept.bytes = 0;
        kept.age += 1;
    }

    pub(super) fn find(&self, language: &str, slug: &str) -> Option<Arc<ShownArticle>> {
        self.read().by_language.get(language)?.get(slug).cloned()
    }

    pub(super) fn age(&self) -> u64 {
        self.read().age
    }

    pub(super) fn keep(&self, language: &'static str, article: Arc<ShownArticle>, age: u64) {
        let mut kept = self.write();
        if kept.age != age {
            return;
        }
        if kept.bytes + article.html.len() > KEPT_BYTES {
            kept.by_language.clear();
            kept.bytes = 0;
        }
        kept.bytes += article.html.len();
        kept.by_language.entry(language).or_default().insert(article.front.slug.clone(), article);
    }

    fn read(&self) -> RwLockReadGuard<'_, Entries> {
        // Every change under the lock leaves it whole, even one that was cut short by a panic.
        self.kept.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Entries> {
        self.kept.write().unwrap_or_else(PoisonError::into_inner)
    }
}
