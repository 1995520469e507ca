//! Whole pages of articles, kept for readers without an account: the page is the same for all of one country and
//! profession. It is rendered once and then sent as it is, apart from the number that its scripts carry.
//!
//! Whether a reader may see the article is decided before, for every request. A kept page is good only for the very
//! article that was read for this request, and as long as neither the library nor the vocabulary has changed: what
//! is related may have changed with them.

use crate::domain::asker::{LibraryView, Reader};
use crate::domain::vocabulary::Vocabulary;
use crate::services::library::ShownArticle;
use crate::visit::Visit;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Bytes of pages that are kept; beyond it everything is forgotten and kept anew as it is asked for.
const KEPT_BYTES: usize = 32 << 20;

/// The pages kept.
#[derive(Default)]
pub struct Pages {
    kept: RwLock<Kept>,
}

#[derive(Default)]
struct Kept {
    pages: HashMap<Key, Arc<Page>>,
    bytes: usize,
}

/// All by which two readers' pages of one article differ.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    slug: String,
    reader: Reader,
    /// Whether the page ends with the question of consent.
    is_asked: bool,
}

struct Page {
    /// What the page was made of.
    basis: Basis,
    /// The page, cut wherever its scripts' number stands.
    parts: Vec<String>,
}

#[derive(Clone)]
struct Basis {
    article: Arc<ShownArticle>,
    vocabulary: Arc<Vocabulary>,
    /// The change of the library up to which searches answered.
    reached: i64,
}

impl Basis {
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.article, &other.article)
            && Arc::ptr_eq(&self.vocabulary, &other.vocabulary)
            && self.reached == other.reached
    }
}

/// Where the page of one article for one kind of reader is kept.
pub struct Place {
    key: Key,
    basis: Basis,
}

impl Place {
    /// The place of this visit's page; none where the page is the visitor's own: with an account, with consent to
    /// engagement signals, after a rating, or while the index is being made.
    pub fn of(visit: &Visit, article: &Arc<ShownArticle>) -> Option<Self> {
        let asker = &visit.asker;
        let LibraryView::Reader(reader) = visit.library_view() else { return None };
        if asker.account.is_some() || asker.counted().is_some() || !visit.query.is_empty() {
            return None;
        }
        let reached = visit.state.search.ready().ok()?.reached();
        Some(Self {
            key: Key { slug: article.front.slug.clone(), reader, is_asked: !asker.consent_asked },
            basis: Basis { article: article.clone(), vocabulary: visit.state.vocabulary(), reached },
        })
    }

    /// The page, if it is kept and still good.
    pub fn find(&self, visit: &Visit) -> Option<String> {
        let kept = visit.state.pages.kept.read().unwrap_or_else(PoisonError::into_inner);
        let page = kept.pages.get(&self.key).filter(|page| page.basis.is(&self.basis)).cloned();
        drop(kept);
        page.map(|page| page.parts.join(&visit.nonce.0))
    }

    /// Keeps a page that was rendered for this visit.
    pub fn keep(self, visit: &Visit, page: &str) {
        let parts: Vec<String> = page.split(&*visit.nonce.0).map(str::to_owned).collect();
        // A panic while the lock was held leaves at worst a wrong sum of bytes, which a later clearing mends.
        let mut kept = visit.state.pages.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.bytes + page.len() > KEPT_BYTES {
            kept.pages.clear();
            kept.bytes = 0;
        }
        kept.bytes += page.len();
        let page = Arc::new(Page { basis: self.basis, parts });
        if let Some(replaced) = kept.pages.insert(self.key, page) {
            let freed: usize = replaced.parts.iter().map(String::len).sum();
            kept.bytes = kept.bytes.saturating_sub(freed);
        }
    }
}
