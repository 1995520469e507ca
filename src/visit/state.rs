//! What every request of the web face shares.

use super::assets::Assets;
use super::page_cache::PageCache;
use services::context::Context;
use std::sync::Arc;

/// What use cases need, and what only the web face needs; cheap to clone.
#[derive(Clone)]
pub(crate) struct AppState {
    pub(crate) context: Context,
    pub(crate) assets: Arc<Assets>,
    /// Whole pages of articles, for readers without an account.
    pub(crate) pages: Arc<PageCache>,
}

impl AppState {
    /// The web face over a portal; reads which assets are built.
    pub(crate) fn new(context: Context) -> Self {
        let assets = Arc::new(Assets::read(&context.config.site));
        Self { context, assets, pages: Arc::default() }
    }
}
