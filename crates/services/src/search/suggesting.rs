//! What suggestions are made of: the names of subjects, and which of them others searched, kept in memory so that no
//! key stroke asks the database.
//!
//! A search counts as one of others where at least [`PEOPLE`] different people have typed exactly these words; of
//! those, only names of the vocabulary and the thesaurus are ever shown: see [`Lexicon`].

use crate::context::Context;
use crate::failure::Outcome;
use domain::time::Moment;
use search::{Lexicon, Search};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Fewest people who have searched what is suggested to others.
pub const PEOPLE: u32 = 5;
/// So far back searches count, in milliseconds: 180 days.
const SPAN: i64 = 180 * 86_400_000;
/// How many searches are looked at, those of most people first.
const SEARCHES: u32 = 2_000;
/// How often a changed thesaurus, or another index, is looked for.
const POLL: Duration = Duration::from_millis(250);
/// How often the searches of others are read again.
const PERIOD: Duration = Duration::from_secs(300);

/// Keeps the names up to date until told to stop.
pub async fn run(context: Context, mut stop: watch::Receiver<bool>) {
    let mut read_at: Option<Instant> = None;
    loop {
        let is_due = read_at.is_none_or(|at| at.elapsed() >= PERIOD);
        let is_stale = context
            .search
            .opened()
            .is_some_and(|search| !search.lexicon().has_thesaurus(&context.thesaurus()));
        if is_stale || (is_due && context.search.opened().is_some()) {
            match renew(&context).await {
                Ok(()) => read_at = Some(Instant::now()),
                Err(failure) => {
                    tracing::error!(%failure, "the names for suggestions could not be read again")
                }
            }
        }
        tokio::select! {
            () = tokio::time::sleep(POLL) => {}
            _ = stop.wait_for(|stop| *stop) => break,
        }
    }
}

/// Reads again what others searched, and takes the names of the vocabulary and the thesaurus as they are now.
pub async fn renew(context: &Context) -> Outcome<()> {
    let Some(search) = context.search.opened() else { return Ok(()) };
    let _turn = context.naming.lock().await;
    let since = Moment::now().plus(-SPAN);
    let searches = storage::engagement::searched_by_many(&context.store, PEOPLE, since, SEARCHES).await?;
    let (vocabulary, thesaurus, before) = (context.vocabulary(), context.thesaurus(), search.lexicon());
    let made =
        tokio::task::spawn_blocking(move || Lexicon::new(vocabulary, thesaurus, &searches, &before)).await;
    search.set_lexicon(Arc::new(made.map_err(crate::failure::Failure::internal)?));
    Ok(())
}

/// Takes the vocabulary over at once where it has changed: it is short.
pub(super) fn follow_vocabulary(context: &Context, search: &Search) {
    let (vocabulary, lexicon) = (context.vocabulary(), search.lexicon());
    if !lexicon.has_vocabulary(&vocabulary) {
        search.set_lexicon(Arc::new(lexicon.with_vocabulary(vocabulary)));
    }
}
