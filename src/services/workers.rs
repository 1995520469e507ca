//! What runs beside the pages for as long as the portal serves. The one place where workers are started.

use super::{engagement, expiry, follower, mail};
use crate::state::State;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Running workers, with the signal that ends them.
pub struct Workers {
    tasks: JoinSet<()>,
    stop: watch::Sender<bool>,
}

/// Starts every worker of a portal.
pub fn start(state: &State) -> Workers {
    let stop = watch::Sender::new(false);
    let mut tasks = JoinSet::new();
    tasks.spawn(follower::run(state.clone(), stop.subscribe()));
    tasks.spawn(expiry::run(state.clone(), stop.subscribe()));
    tasks.spawn(engagement::run(state.clone(), stop.subscribe()));
    tasks.spawn(mail::run(state.clone(), stop.subscribe()));
    Workers { tasks, stop }
}

impl Workers {
    /// Tells every worker to finish what it is at, and waits for them.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        self.tasks.join_all().await;
    }
}
