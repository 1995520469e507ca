//! The whole page of an article from memory, where it is the same for many readers.

use crate::visit::Visit;
use crate::visit::page_cache::{PageBasis, PageKey};
use domain::asker::LibraryView;
use services::library::ShownArticle;
use std::sync::Arc;

/// Under which key, and made of what, the page of one article is cached.
pub(crate) struct CachedPage {
    key: PageKey,
    basis: PageBasis,
}

impl CachedPage {
    /// The cached page of this visit; none where the page is the visitor's own: with an account, with consent to
    /// engagement signals, after a rating, or while the index is being made.
    pub(crate) fn of(visit: &Visit, article: &Arc<ShownArticle>) -> Option<Self> {
        let asker = &visit.asker;
        let LibraryView::Reader(reader) = visit.library_view() else { return None };
        if asker.account.is_some() || asker.counted().is_some() || !visit.query.is_empty() {
            return None;
        }
        let reached = visit.context.search.ready().ok()?.reached();
        Some(Self {
            key: PageKey {
                slug: article.front.slug.clone(),
                reader,
                locale: visit.locale.clone(),
                is_asked: !asker.consent_asked,
            },
            basis: PageBasis { article: article.clone(), vocabulary: visit.context.vocabulary(), reached },
        })
    }

    /// The page, if it is cached and still valid.
    pub(crate) fn find(&self, visit: &Visit) -> Option<String> {
        visit.pages.find(&self.key, &self.basis, &visit.nonce.0)
    }

    /// Caches a page that was rendered for this visit.
    pub(crate) fn insert(self, visit: &Visit, page: &str) {
        visit.pages.insert(self.key, self.basis, page, &visit.nonce.0);
    }
}
