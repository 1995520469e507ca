//! The worker that applies the retention table ([`storage::retention`]): what has expired is deleted, in small steps
//! between which everybody else gets to write.

use crate::context::Context;
use crate::failure::Outcome;
use domain::time::Moment;
use std::time::Duration;
use storage::retention::{self, RETENTION, Retention, Rule};
use tokio::sync::watch;

const LEASE: &str = "cleanup";
/// How often it looks.
const PAUSE: Duration = Duration::from_secs(3600);
/// The pause between two steps.
const BREATH: Duration = Duration::from_millis(20);
/// For how long one node keeps the work to itself, in milliseconds; every step renews it.
const HOLD: i64 = 60_000;

/// Deletes what has expired, at once and then every hour, until told to stop. One node does this for all.
pub async fn run(context: Context, mut stop: watch::Receiver<bool>) {
    let holder = uuid::Uuid::new_v4().simple().to_string();
    loop {
        if let Err(failure) = once(&context, &holder, Moment::now(), &stop).await {
            tracing::error!(%failure, "expired rows could not be deleted");
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stop.wait_for(|stop| *stop) => break,
        }
    }
    // A lease that could not be given back runs out by itself.
    _ = storage::leases::release(&context.store, LEASE, &holder).await;
}

/// Deletes what has expired, as long as no other node is at it.
async fn once(context: &Context, holder: &str, now: Moment, stop: &watch::Receiver<bool>) -> Outcome<()> {
    let due = RETENTION.iter().filter(|retention| matches!(retention.rule, Rule::Deleted(_)));
    for retention in due {
        let deleted = apply(context, holder, retention, now, stop).await?;
        if deleted > 0 {
            tracing::debug!(table = retention.table, deleted, "expired rows were deleted");
        }
    }
    Ok(())
}

/// Applies one rule until nothing is left to delete, another node holds the lease, or the word to stop comes; returns
/// how many rows there were.
async fn apply(
    context: &Context,
    holder: &str,
    retention: &Retention,
    now: Moment,
    stop: &watch::Receiver<bool>,
) -> Outcome<u64> {
    let mut deleted = 0;
    loop {
        if !storage::leases::hold(&context.store, LEASE, holder, HOLD).await? {
            return Ok(deleted);
        }
        match retention::step(&context.store, retention, now).await? {
            0 => return Ok(deleted),
            rows => deleted += rows,
        }
        if stop.has_changed().unwrap_or(true) {
            return Ok(deleted);
        }
        tokio::time::sleep(BREATH).await;
    }
}
