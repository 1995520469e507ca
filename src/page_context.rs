//! What components may use while a page is rendered.

use crate::visit::Visit;
use domain::asker::Asker;
use domain::vocabulary::Vocabulary;
use leptos::prelude::*;
use std::sync::Arc;

/// What components may use while a page is rendered.
#[derive(Clone)]
pub(crate) struct PageContext {
    pub(crate) asker: Asker,
    pub(crate) path: String,
    /// Path and query, to come back to.
    pub(crate) address: String,
    pub(crate) vocabulary: Arc<Vocabulary>,
    pub(crate) is_demo: bool,
    /// Whether it could be found out who asks.
    pub(crate) is_asker_known: bool,
    /// Whom to call with a safety concern while the portal cannot store one; empty where there is no such number.
    pub(crate) safety_phone: String,
}

/// The context of the page that is being rendered.
///
/// # Panics
/// Outside a page: only components call it, and only [`within`] runs components.
pub(crate) fn page_context() -> PageContext {
    expect_context::<PageContext>()
}

/// Renders a piece of a page, with everything that components may use.
pub(crate) fn within<T>(visit: &Visit, run: impl FnOnce() -> T) -> T {
    let owner = Owner::new();
    owner.with(|| {
        provide_context(visit.locale.clone());
        provide_context(PageContext {
            asker: visit.asker.clone(),
            path: visit.path.clone(),
            address: visit.address(),
            vocabulary: visit.context.vocabulary(),
            is_demo: visit.context.config.is_demo,
            is_asker_known: visit.is_asker_known,
            safety_phone: visit.context.config.safety_phone.clone(),
        });
        run()
    })
}
