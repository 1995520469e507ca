//! What a reader has saved of what a search shows, and the way to save the search itself.

use crate::components::form::Form;
use crate::error::Outcome;
use crate::pages::saved::searches::{new_form, start};
use crate::texts::t;
use crate::visit::Visit;
use domain::id::ItemId;
use domain::library::SearchResults;
use domain::saved::SavedSearch;
use domain::search_query::SearchQuery;
use leptos::prelude::*;
use services::saved::{list, searches};
use std::collections::HashSet;

/// What is saved of a page of results.
pub(super) struct SavedState {
    /// The hits on the reading list.
    pub(crate) items: HashSet<ItemId>,
    search: Option<SavedSearch>,
    /// Number of the library's change up to which these results tell.
    since: i64,
}

impl SavedState {
    pub(crate) async fn of(
        visit: &Visit,
        query: &SearchQuery,
        results: &SearchResults,
        since: i64,
    ) -> Outcome<Self> {
        let (state, asker) = (&visit.context, &visit.asker);
        let shown: Vec<&ItemId> = results.hits.iter().chain(&results.nearby).map(|hit| &hit.id).collect();
        Ok(Self {
            items: list::marks(state, asker, &shown).await?,
            search: searches::like(state, asker, query).await?,
            since,
        })
    }

    /// The name under which the search is saved, or the form to save it.
    pub(crate) fn of_search(&self, query: &SearchQuery) -> AnyView {
        match &self.search {
            Some(search) => view! {
                <p class="meta" role="status">
                    {t("saved-search-as")}" "<a href="/saved/searches">{search.name.clone()}</a>
                </p>
            }
            .into_any(),
            None => {
                let form = Form::of(start(query, self.since, &query.address()));
                view! {
                    <details class="more no-print">
                        <summary>{t("saved-search-save")}</summary>
                        {new_form(&form)}
                    </details>
                }
                .into_any()
            }
        }
    }
}
