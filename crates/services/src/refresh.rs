//! Brings what this process keeps in memory of the database to where the database is: the vocabulary, the thesaurus and
//! the articles as they are shown. Whichever node makes a change, every other has taken it over within a second.

use crate::context::Context;
use crate::failure::Outcome;
use std::time::Duration;
use tokio::sync::watch;

/// How often other nodes' changes are looked for: by one query of one row.
const POLL: Duration = Duration::from_millis(500);

/// Takes over what other processes change, until told to stop.
pub(crate) async fn run(context: Context, mut stop: watch::Receiver<bool>) {
    let mut library = 0;
    let mut is_failing = false;
    loop {
        match refresh(&context, &mut library).await {
            Ok(()) => is_failing = false,
            // Said once, not twice a second for as long as the database is away.
            Err(failure) if !is_failing => {
                is_failing = true;
                tracing::error!(%failure, "what other nodes changed could not be read");
            }
            Err(_) => {}
        }
        tokio::select! {
            () = tokio::time::sleep(POLL) => {}
            _ = stop.wait_for(|stop| *stop) => break,
        }
    }
}

/// Reads again what has another edition. `library` is the number of the library's change seen last.
async fn refresh(context: &Context, library: &mut i64) -> Outcome<()> {
    let now = storage::editions::all(&context.store).await?;
    if now.library != *library {
        context.library.forget_all();
        // Wakes the follower of the search index.
        context.search.heard_of(now.library);
        *library = now.library;
    }
    if now.vocabulary != context.vocabulary_edition() {
        context.renew_vocabulary().await?;
    }
    if now.thesaurus != context.thesaurus_edition() {
        context.renew_thesaurus().await?;
    }
    Ok(())
}
