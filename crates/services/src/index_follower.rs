//! Brings the search index to where the library is: at start, after every change of this process, and a quarter of
//! a second after every change of another.
//!
//! One process writes to an index folder at a time. Whoever finds it taken, such as a server beside a long import,
//! answers from what the other commits and takes over when the other is done. An index that is missing or damaged
//! is made again from the database while searches go on with what there is.

mod indexed;

pub use indexed::{of_article, of_record};

use crate::context::Context;
use crate::failure::{Failure, Outcome};
use domain::id::{ArticleId, ItemId, RecordId};
use domain::library::IndexedItem;
use search::{Search, SearchError};
use std::collections::HashMap;
use std::time::Duration;
use storage::library::{Change, Item};
use tokio::sync::watch;

/// How often another process's changes are looked for.
const POLL: Duration = Duration::from_millis(250);
/// How long the follower rests after the first failure, and at most after several: twice as long after each.
const AFTER_FAILURE: Duration = Duration::from_millis(100);
const AFTER_FAILURES: Duration = Duration::from_secs(5);
/// Changes read and staged at once.
const BATCH: i64 = 500;
/// Batches for one commit, while there is more to come.
const BATCHES: usize = 20;

/// Follows the library until told to stop.
pub async fn run(context: Context, mut stop: watch::Receiver<bool>) {
    context.search.set_followed(true);
    // Held from the start, so that no import comes between a change made here and those who search for it here.
    let mut holds = false;
    let mut rest = AFTER_FAILURE;
    loop {
        let done = if holds {
            follow(&context).await
        } else {
            claim(&context).await.map(|own| holds = own.is_some())
        };
        let pause = match done {
            Ok(()) => {
                rest = AFTER_FAILURE;
                POLL
            }
            // Searches, or the writer, met a lost file: the next turn makes the index again and says so.
            Err(Failure::NotReady(_)) => rest,
            Err(failure) => {
                tracing::error!(%failure, "the search index could not follow the library");
                rest = (rest * 2).min(AFTER_FAILURES);
                rest
            }
        };
        tokio::select! {
            () = context.search.woken() => {}
            () = tokio::time::sleep(pause) => {}
            _ = stop.wait_for(|stop| *stop) => break,
        }
    }
    context.search.set_followed(false);
}

/// Opens the index if need be and brings it to where the library is; where another process is writing to it, to
/// where that one has come. Returns with searches answering from it.
pub async fn follow(context: &Context) -> Outcome<()> {
    let search = present(context).await?;
    match catch_up(context, &search, &|_| ()).await {
        Err(Failed::Index(SearchError::Locked)) => blocking(&search, Search::refresh).await?,
        other => other.map_err(Failure::from)?,
    }
    context.search.take(search);
    Ok(())
}

/// Takes hold of the index as its writer and brings it to where the library is; none where another process has it.
pub async fn claim(context: &Context) -> Outcome<Option<Search>> {
    // Staging nothing takes the lock.
    claim_by(context, |search| search.stage(Vec::new(), Vec::new())).await
}

/// As [`claim`], for an import.
pub async fn claim_for_import(context: &Context) -> Outcome<Option<Search>> {
    claim_by(context, Search::begin_import).await
}

async fn claim_by(
    context: &Context,
    take_lock: fn(&Search) -> Result<(), SearchError>,
) -> Outcome<Option<Search>> {
    let search = match present(context).await {
        // It is damaged, and whoever holds it makes it again.
        Err(Failed::Index(SearchError::Locked)) => return Ok(None),
        other => other?,
    };
    match blocking(&search, take_lock).await {
        Err(SearchError::Locked) => {
            blocking(&search, Search::refresh).await?;
            context.search.take(search);
            return Ok(None);
        }
        other => other?,
    }
    catch_up(context, &search, &|_| ()).await.map_err(Failure::from)?;
    context.search.take(search.clone());
    Ok(Some(search))
}

/// Empties the index and makes it again; the number of items in it, or none where another process has it.
/// `told` is called with the number of the change that it has reached.
pub async fn rebuild(context: &Context, told: &(dyn Fn(i64) + Sync)) -> Outcome<Option<u64>> {
    let search = match open(context).await {
        Err(Failed::Index(SearchError::Locked)) => return Ok(None),
        other => other?,
    };
    match blocking(&search, Search::reset).await {
        Err(SearchError::Locked) => return Ok(None),
        other => other?,
    }
    catch_up(context, &search, told).await.map_err(Failure::from)?;
    let count = search.count();
    context.search.take(search);
    Ok(Some(count))
}

/// The open index, or one made again where a part of it is gone. What is left of the old one answers until the new one
/// is filled, and lets go of the folder.
async fn present(context: &Context) -> Result<Search, Failed> {
    let opened = context.search.opened();
    let whole = match &opened {
        Some(search) => blocking(search, |search| Ok(search.is_whole())).await?,
        None => false,
    };
    match opened {
        Some(search) if whole => Ok(search),
        Some(lost) => {
            blocking(&lost, |lost| {
                lost.release_writer();
                Ok(())
            })
            .await?;
            let search = open(context).await?;
            tracing::error!("a file of the search index was lost or damaged: the index is made again");
            Ok(search)
        }
        None => {
            let search = open(context).await?;
            context.search.take(search.clone());
            Ok(search)
        }
    }
}

async fn open(context: &Context) -> Result<Search, Failed> {
    let fresh = uuid::Uuid::new_v4().simple().to_string();
    let library = storage::settings::get_or_set(&context.store, "library", &fresh).await?;
    let head = storage::change_numbers::last_change(&context.store).await?;
    let context = context.clone();
    let opened = tokio::task::spawn_blocking(move || context.search.open(&library, head));
    Ok(opened.await.map_err(|error| Failed::Other(Failure::internal(error)))??)
}

#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Index(#[from] SearchError),
    #[error(transparent)]
    Other(#[from] Failure),
}

impl From<storage::StoreError> for Failed {
    fn from(error: storage::StoreError) -> Self {
        Self::Other(error.into())
    }
}

impl From<Failed> for Failure {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Index(error) => error.into(),
            Failed::Other(failure) => failure,
        }
    }
}

/// Applies every change beyond what the index has reached.
async fn catch_up(context: &Context, search: &Search, told: &(dyn Fn(i64) + Sync)) -> Result<(), Failed> {
    let _turn = context.search.turn().await;
    let mut reached = search.reached();
    let mut staged = 0;
    loop {
        let changes = storage::library::changes_after(&context.store, reached, BATCH).await?;
        let Some(last) = changes.last() else { break };
        reached = last.number;
        told(reached);
        context.search.heard_of(reached);
        let (upserts, removals) = gather(context, &changes).await?;
        context.library.forget_all();
        blocking(search, move |search| search.stage(upserts, removals)).await?;
        staged += 1;
        // Searches have something to answer from after the first batch.
        if staged >= BATCHES || search.reached() == 0 {
            commit(context, search, reached).await?;
            staged = 0;
        }
    }
    if staged > 0 {
        commit(context, search, reached).await?;
    }
    Ok(())
}

async fn commit(context: &Context, search: &Search, reached: i64) -> Result<(), Failed> {
    blocking(search, move |search| search.commit(reached)).await?;
    let is_answering = context.search.opened().is_some_and(|open| open.shares_index_with(search));
    if is_answering {
        context.search.has_reached(reached);
    }
    Ok(())
}

/// What the index is to hold of changed items, and which it is to drop.
async fn gather(context: &Context, changes: &[Change]) -> Outcome<(Vec<IndexedItem>, Vec<ItemId>)> {
    let removals = changes.iter().filter(|change| change.is_removed).map(|change| change.item.id()).collect();
    let news: HashMap<ItemId, i64> = changes.iter().map(|change| (change.item.id(), change.news)).collect();
    let with_news =
        |item: IndexedItem| IndexedItem { news: news.get(&item.id).copied().unwrap_or_default(), ..item };
    let mut records: Vec<RecordId> = Vec::new();
    let mut articles: Vec<ArticleId> = Vec::new();
    for change in changes.iter().filter(|change| !change.is_removed) {
        match &change.item {
            Item::Article(id) => articles.push(id.clone()),
            Item::Record(id) => records.push(id.clone()),
        }
    }
    let records = storage::records::by_ids(&context.store, &records).await?;
    let vocabulary = context.vocabulary();
    let versions = storage::articles::published_by_ids(&context.store, &articles).await?;
    let upserts = records.into_iter().map(|record| of_record(record, &vocabulary));
    let upserts = upserts.chain(versions.into_iter().map(of_article));
    let upserts: Vec<IndexedItem> = upserts.map(with_news).collect();
    Ok((upserts, removals))
}

/// Runs work of the index where blocking is allowed.
async fn blocking<T: Send + 'static>(
    search: &Search,
    work: impl FnOnce(&Search) -> Result<T, SearchError> + Send + 'static,
) -> Result<T, SearchError> {
    let search = search.clone();
    tokio::task::spawn_blocking(move || work(&search)).await.unwrap_or_else(|_| Err(SearchError::Damaged))
}
