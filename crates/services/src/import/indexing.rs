//! Indexing beside an import, where no server does it.

use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::index_follower;
use domain::library::IndexedItem;
use search::{Search, SearchError};
use storage::records::import::Upserted;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Batches that wait between writing and indexing.
const WAITING: usize = 3;

/// Puts what an import writes into the index while it writes on. Where another process holds the index, such as a
/// running server, its follower does that instead.
pub struct Indexing {
    own: Option<Own>,
}

struct Own {
    search: Search,
    batches: mpsc::Sender<Upserted>,
    task: JoinHandle<Result<(), SearchError>>,
    /// All changes up to this number are staged.
    staged: i64,
}

impl Indexing {
    /// Takes hold of the index, if nobody else has it, and brings it to where the library is.
    pub async fn begin(context: &Context) -> Outcome<Self> {
        if context.search.is_followed() {
            return Ok(Self { own: None });
        }
        let Some(search) = index_follower::claim_for_import(context).await? else {
            return Ok(Self { own: None });
        };
        let staged = search.reached();
        let (batches, mut waiting) = mpsc::channel::<Upserted>(WAITING);
        let engine = search.clone();
        let vocabulary = context.vocabulary();
        let task = tokio::task::spawn_blocking(move || {
            while let Some(batch) = waiting.blocking_recv() {
                let indexed =
                    |(record, news)| IndexedItem { news, ..index_follower::of_record(record, &vocabulary) };
                engine.stage(batch.changed.into_iter().map(indexed).collect(), Vec::new())?;
            }
            Ok(())
        });
        Ok(Self { own: Some(Own { search, batches, task, staged }) })
    }

    /// Indexes what was written. Where another writer's changes lie between, the follower does the rest.
    pub async fn take(&mut self, written: Upserted) -> Outcome<()> {
        let (Some(own), Some(last)) = (&mut self.own, written.last_change) else { return Ok(()) };
        let follows_on = i64::try_from(written.changed.len()).is_ok_and(|count| own.staged + count == last);
        if !follows_on {
            return Ok(());
        }
        own.staged = last;
        own.batches.send(written).await.map_err(|_| Failure::internal("the index has failed"))
    }

    /// Makes all of it searchable; says whether it is, or another process will do it.
    pub async fn finish(self, context: &Context) -> Outcome<bool> {
        let Some(Own { search, batches, task, staged }) = self.own else { return Ok(false) };
        drop(batches);
        task.await.map_err(Failure::internal)??;
        if staged > search.reached() {
            let search = search.clone();
            tokio::task::spawn_blocking(move || search.commit(staged)).await.map_err(Failure::internal)??;
        }
        index_follower::follow(context).await?;
        search.release_writer();
        Ok(true)
    }
}
