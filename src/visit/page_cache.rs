//! Whole pages of articles in memory, for readers without an account: the page is the same for all of one country,
//! profession, language and time zone. It is rendered once and then sent as it is, apart from the nonce of its scripts.
//!
//! Whether a reader may see the article is decided earlier, for every request. A cached page is valid only for the very
//! article that was loaded for this request, and while neither library nor vocabulary has changed: related
//! items may have changed with them.

use domain::asker::Reader;
use domain::vocabulary::Vocabulary;
use services::library::ShownArticle;
use services::locale::Locale;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Bytes of pages that are cached; beyond it the cache is cleared and fills again.
const MAX_BYTES: usize = 32 << 20;

/// The pages in memory.
#[derive(Default)]
pub(crate) struct PageCache {
    pages: RwLock<Pages>,
}

#[derive(Default)]
struct Pages {
    pages: HashMap<PageKey, Arc<Page>>,
    bytes: usize,
}

/// Everything in which two readers' pages of one article differ.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct PageKey {
    pub(crate) slug: String,
    pub(crate) reader: Reader,
    /// Language and time zone.
    pub(crate) locale: Locale,
    /// Whether the page ends with the question of consent.
    pub(crate) is_asked: bool,
}

/// What a page was made of.
#[derive(Clone)]
pub(crate) struct PageBasis {
    pub(crate) article: Arc<ShownArticle>,
    pub(crate) vocabulary: Arc<Vocabulary>,
    /// The change of the library up to which searches answered.
    pub(crate) reached: i64,
}

struct Page {
    basis: PageBasis,
    /// The page, split at the nonce of its scripts.
    parts: Vec<String>,
}

impl PageBasis {
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.article, &other.article)
            && Arc::ptr_eq(&self.vocabulary, &other.vocabulary)
            && self.reached == other.reached
    }
}

impl PageCache {
    /// The page with this nonce, if it is cached and still valid.
    pub(crate) fn find(&self, key: &PageKey, basis: &PageBasis, nonce: &str) -> Option<String> {
        let cached = self.pages.read().unwrap_or_else(PoisonError::into_inner);
        let page = cached.pages.get(key).filter(|page| page.basis.is(basis)).cloned();
        drop(cached);
        page.map(|page| page.parts.join(nonce))
    }

    /// Caches a page that was rendered with this nonce.
    pub(crate) fn insert(&self, key: PageKey, basis: PageBasis, page: &str, nonce: &str) {
        let parts: Vec<String> = page.split(nonce).map(str::to_owned).collect();
        // A panic while the lock was held leaves at worst a wrong sum of bytes, which a later clearing mends.
        let mut cached = self.pages.write().unwrap_or_else(PoisonError::into_inner);
        if cached.bytes + page.len() > MAX_BYTES {
            cached.pages.clear();
            cached.bytes = 0;
        }
        cached.bytes += page.len();
        if let Some(replaced) = cached.pages.insert(key, Arc::new(Page { basis, parts })) {
            let freed: usize = replaced.parts.iter().map(String::len).sum();
            cached.bytes = cached.bytes.saturating_sub(freed);
        }
    }
}
