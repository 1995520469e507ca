//! Searching the library: what the asker may see, as the index has it, without what was removed since.
//!
//! The engine is called on the thread that serves the request: a search is a few milliseconds of pure
//! computing that waits for nothing. Handing it to the pool for blocking work would cost two switches of threads
//! and let as many searches as that pool has threads fight for the processors; so they queue instead.

pub(crate) mod engine;
pub mod suggesting;

use crate::context::Context;
use crate::failure::{Failure, Outcome};
use domain::asker::{Asker, LibraryView};
use domain::id::ItemId;
use domain::library::{Hit, NewItems, SearchResults, Suggestion};
use domain::saved::ChangeRange;
use domain::search_query::SearchQuery;
use domain::thesaurus::Thesaurus;
use domain::time::Moment;
use metrics::histogram;
use search::{Search, SearchError, SearchScope};
use std::time::Instant;

/// Histogram of the seconds that the engine takes for a search.
pub const SEARCH_DURATION: &str = "materia_search_duration_seconds";
/// Most suggestions that a typeahead shows.
const SUGGESTIONS: usize = 8;

impl From<SearchError> for Failure {
    fn from(error: SearchError) -> Self {
        if error.is_damage() {
            // The follower makes it again and says so in the log.
            return Self::NotReady("search");
        }
        Self::internal(error)
    }
}

/// One page of hits with counts, and what helps where nothing was found.
///
/// # Errors
/// [`Failure::NotReady`] while the index is being made for the first time.
pub async fn search(context: &Context, asker: &Asker, query: &SearchQuery) -> Outcome<SearchResults> {
    search_in(context, &asker.library_view(), query).await
}

/// As [`search`], for a view of the library whoever has it.
pub async fn search_in(context: &Context, view: &LibraryView, query: &SearchQuery) -> Outcome<SearchResults> {
    let (search, gone) = ready(context).await?;
    let began = Instant::now();
    let results = search.search(query, &scope(view, &gone, &context.thesaurus()))?;
    histogram!(SEARCH_DURATION).record(began.elapsed());
    Ok(results)
}

/// As [`search`], but with up to `count` hits after the `first` best, whatever the query's page.
pub async fn part(
    context: &Context,
    asker: &Asker,
    query: &SearchQuery,
    first: usize,
    count: usize,
) -> Outcome<SearchResults> {
    let (search, gone) = ready(context).await?;
    let (view, thesaurus) = (asker.library_view(), context.thesaurus());
    let scope = scope(&view, &gone, &thesaurus);
    let began = Instant::now();
    let results = search.search_range(query, first, count, &scope)?;
    histogram!(SEARCH_DURATION).record(began.elapsed());
    Ok(results)
}

/// What somebody who has typed this much may be looking for; nothing while the index is being made.
pub async fn suggest(context: &Context, asker: &Asker, typed: &str) -> Outcome<Vec<Suggestion>> {
    let (search, gone) = match ready(context).await {
        Err(Failure::NotReady(_)) => return Ok(Vec::new()),
        other => other?,
    };
    let (view, thesaurus) = (asker.library_view(), context.thesaurus());
    let scope = scope(&view, &gone, &thesaurus);
    suggesting::follow_vocabulary(context, &search);
    Ok(search.suggest(typed, &scope, SUGGESTIONS)?)
}

/// Items whose text resembles this item's, most similar first.
pub async fn similar(context: &Context, asker: &Asker, id: &ItemId, limit: usize) -> Outcome<Vec<Hit>> {
    let (search, gone) = ready(context).await?;
    Ok(search.find_similar(id, &scope(&asker.library_view(), &gone, &context.thesaurus()), limit)?)
}

/// What of a search is new to somebody who sees this much, with the newest `limit` of it.
pub async fn news(
    context: &Context,
    view: &LibraryView,
    query: &SearchQuery,
    span: &ChangeRange,
    limit: usize,
) -> Outcome<NewItems> {
    let (search, gone) = ready(context).await?;
    Ok(search.find_news(query, span, &scope(view, &gone, &context.thesaurus()), limit)?)
}

/// The number of the library's last change that searches of this process answer with.
pub fn reached(context: &Context) -> Outcome<i64> {
    Ok(context.search.ready()?.reached())
}

/// The best `limit` items for a text, as far down as anybody wants to look.
pub async fn rank(context: &Context, asker: &Asker, text: &str, limit: usize) -> Outcome<Vec<Hit>> {
    let (search, gone) = ready(context).await?;
    Ok(search.rank(text, &scope(&asker.library_view(), &gone, &context.thesaurus()), limit)?)
}

/// What this view sees now, by these words.
fn scope<'a>(view: &'a LibraryView, gone: &'a [ItemId], thesaurus: &'a Thesaurus) -> SearchScope<'a> {
    SearchScope { view, now: Moment::now(), gone, thesaurus }
}

/// The index, and what it still has although it was removed. Where nobody else writes to the database and the
/// index has come as far as this process knows, that is nothing, and the database is not asked.
async fn ready(context: &Context) -> Outcome<(Search, Vec<ItemId>)> {
    let search = context.search.ready()?;
    let reached = search.reached();
    let gone = if context.store.is_shared() || context.search.head() > reached {
        storage::library::removed_after(&context.store, reached).await?
    } else {
        Vec::new()
    };
    Ok((search, gone))
}
