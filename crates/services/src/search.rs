//! Searching the library: what the asker may see, as the index has it, without what was removed since.
//!
//! A search is a few milliseconds of pure computing that waits for nothing. It runs beside the async threads, as many at
//! once as there are processors, so that a flood of searches delays neither sign-ins nor what only reads.

pub(crate) mod engine;
mod named_requests;
pub mod suggesting;
pub mod texts;

use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::heavy_work::SEARCHES;
use domain::asker::{Asker, LibraryView};
use domain::id::ItemId;
use domain::library::{Hit, NewItems, SearchResults, Suggestion};
use domain::saved::ChangeRange;
use domain::search_query::SearchQuery;
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
    let results = search_in(context, &asker.library_view(), query).await?;
    named_requests::resolve(context, asker, results).await
}

/// As [`search`], for a view of the library whoever has it.
pub async fn search_in(context: &Context, view: &LibraryView, query: &SearchQuery) -> Outcome<SearchResults> {
    let query = query.clone();
    in_index(context, view, move |search, scope| timed(|| search.search(&query, scope))).await
}

/// As [`search`], but with up to `count` hits after the `first` best, whatever the query's page.
pub async fn part(
    context: &Context,
    asker: &Asker,
    query: &SearchQuery,
    first: usize,
    count: usize,
) -> Outcome<SearchResults> {
    let query = query.clone();
    let work = move |search: &Search, scope: &SearchScope<'_>| {
        timed(|| search.search_range(&query, first, count, scope))
    };
    let results = in_index(context, &asker.library_view(), work).await?;
    named_requests::resolve(context, asker, results).await
}

/// What somebody who has typed this much may be looking for; nothing while the index is being made.
pub async fn suggest(context: &Context, asker: &Asker, typed: &str) -> Outcome<Vec<Suggestion>> {
    match context.search.ready() {
        Err(Failure::NotReady(_)) => return Ok(Vec::new()),
        other => suggesting::follow_vocabulary(context, &other?),
    }
    let typed = typed.to_owned();
    let work = move |search: &Search, scope: &SearchScope<'_>| search.suggest(&typed, scope, SUGGESTIONS);
    in_index(context, &asker.library_view(), work).await
}

/// Items whose text resembles this item's, most similar first.
pub async fn similar(context: &Context, asker: &Asker, id: &ItemId, limit: usize) -> Outcome<Vec<Hit>> {
    let id = id.clone();
    in_index(context, &asker.library_view(), move |search, scope| search.find_similar(&id, scope, limit))
        .await
}

/// What of a search is new to somebody who sees this much, with the newest `limit` of it.
pub async fn news(
    context: &Context,
    view: &LibraryView,
    query: &SearchQuery,
    span: &ChangeRange,
    limit: usize,
) -> Outcome<NewItems> {
    let (query, span) = (query.clone(), *span);
    in_index(context, view, move |search, scope| search.find_news(&query, &span, scope, limit)).await
}

/// The number of the library's last change that searches of this process answer with.
pub fn reached(context: &Context) -> Outcome<i64> {
    Ok(context.search.ready()?.reached())
}

/// The best `limit` items for a text, as far down as anybody wants to look.
pub async fn rank(context: &Context, asker: &Asker, text: &str, limit: usize) -> Outcome<Vec<Hit>> {
    let text = text.to_owned();
    in_index(context, &asker.library_view(), move |search, scope| search.rank(&text, scope, limit)).await
}

/// Asks the index, when its turn comes, what this view sees now.
async fn in_index<T: Send + 'static>(
    context: &Context,
    view: &LibraryView,
    work: impl FnOnce(&Search, &SearchScope<'_>) -> Result<T, SearchError> + Send + 'static,
) -> Outcome<T> {
    let (search, gone) = ready(context).await?;
    suggesting::follow_vocabulary(context, &search);
    let (view, thesaurus) = (view.clone(), context.thesaurus());
    let work = move || {
        let scope = SearchScope { view: &view, now: Moment::now(), gone: &gone, thesaurus: &thesaurus };
        work(&search, &scope)
    };
    Ok(SEARCHES.run(work).await??)
}

/// Notes how long the engine takes.
fn timed<T>(work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = work();
    histogram!(SEARCH_DURATION).record(began.elapsed());
    done
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
