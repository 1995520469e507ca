//! What runs beside the pages for as long as the portal serves. The one place where workers are started.

use super::safety::notices;
use super::saved::digests;
use super::search::suggesting;
use super::{anchors, cleanup, duplicates, engagement, expiry_worker, index_follower, mail, refresh};
use crate::context::Context;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Running workers, with the signal that stops them.
pub struct Workers {
    tasks: JoinSet<()>,
    stop: watch::Sender<bool>,
}

/// How long a worker that failed is left alone before it is started again.
const AFTER_PANIC: Duration = Duration::from_secs(1);

/// Starts every worker of a portal.
pub fn start(context: &Context) -> Workers {
    let stop = watch::Sender::new(false);
    let mut tasks = JoinSet::new();
    // From this call on, not from the task's first turn: whoever changes the library at once waits for it too.
    context.search.set_followed(true);
    tasks.spawn(kept_up("follower", context, &stop, index_follower::run));
    tasks.spawn(kept_up("cleanup", context, &stop, cleanup::run));
    tasks.spawn(kept_up("expiry", context, &stop, expiry_worker::run));
    tasks.spawn(kept_up("engagement", context, &stop, engagement::run));
    tasks.spawn(kept_up("mail", context, &stop, mail::run));
    tasks.spawn(kept_up("safety notices", context, &stop, notices::run));
    tasks.spawn(kept_up("digests", context, &stop, digests::run));
    tasks.spawn(kept_up("refresh", context, &stop, refresh::run));
    tasks.spawn(kept_up("duplicates", context, &stop, duplicates::run));
    tasks.spawn(kept_up("anchors", context, &stop, anchors::run));
    tasks.spawn(kept_up("suggesting", context, &stop, suggesting::run));
    Workers { tasks, stop }
}

/// Runs a worker until it ends by itself, which it does when told to stop; starts it again should it ever panic, since
/// the portal's promises (mails leave, withdrawn articles are gone) rest on it.
fn kept_up<W: Future<Output = ()> + Send + 'static>(
    name: &'static str,
    context: &Context,
    stop: &watch::Sender<bool>,
    work: fn(Context, watch::Receiver<bool>) -> W,
) -> impl Future<Output = ()> + Send + use<W> {
    let (context, stop) = (context.clone(), stop.subscribe());
    async move {
        loop {
            // A set ends what runs in it when it is dropped, as happens with these workers.
            let mut one = JoinSet::new();
            one.spawn(work(context.clone(), stop.clone()));
            match one.join_next().await {
                Some(Err(failure)) if failure.is_panic() => {
                    tracing::error!(worker = name, "a worker failed and is started again");
                    tokio::time::sleep(AFTER_PANIC).await;
                }
                _ => break,
            }
        }
    }
}

impl Workers {
    /// Tells every worker to stop, and waits for them to finish what they are doing.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
    }
}
