//! The worker that deletes sessions, pending forms, links and throttle windows whose time is over. Nobody can use them
//! from that moment in any case; this keeps their tables small.

use crate::context::Context;
use crate::failure::Outcome;
use domain::time::Moment;
use std::time::Duration;
use tokio::sync::watch;

const LEASE: &str = "cleanup";
/// How often it looks.
const PAUSE: Duration = Duration::from_secs(3600);
/// For how long one node keeps the work to itself, in milliseconds.
const HOLD: i64 = 60_000;

/// Deletes what has expired, at once and then every hour, until told to stop. One node does this for all.
pub async fn run(context: Context, mut stop: watch::Receiver<bool>) {
    let holder = uuid::Uuid::new_v4().simple().to_string();
    loop {
        if let Err(failure) = once(&context, &holder, Moment::now()).await {
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

/// Deletes what has expired, unless another node is at it; returns how many rows there were.
async fn once(context: &Context, holder: &str, now: Moment) -> Outcome<u64> {
    if !storage::leases::hold(&context.store, LEASE, holder, HOLD).await? {
        return Ok(0);
    }
    let deleted = storage::cleanup::delete_expired(&context.store, now).await?;
    tracing::debug!(deleted, "expired rows were deleted");
    Ok(deleted)
}
