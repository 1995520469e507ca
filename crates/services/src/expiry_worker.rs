//! The worker that ends articles whose last day is over. Readers do not see them from that moment in any case; this
//! brings their state, the audit trail and the index in line.

use super::{library, publishing};
use crate::context::Context;
use crate::failure::Outcome;
use domain::time::Moment;
use std::time::Duration;
use tokio::sync::watch;

const LEASE: &str = "expiry";
/// How often it looks.
const PAUSE: Duration = Duration::from_secs(60);
/// For how long one node keeps the work to itself, in milliseconds.
const HOLD: i64 = 150_000;

/// Looks for articles that have expired until told to stop. One node does this for all.
pub async fn run(context: Context, mut stop: watch::Receiver<bool>) {
    let holder = uuid::Uuid::new_v4().simple().to_string();
    loop {
        if let Err(failure) = once(&context, &holder, Moment::now()).await {
            tracing::error!(%failure, "articles that have expired could not be ended");
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stop.wait_for(|stop| *stop) => break,
        }
    }
    // A lease that could not be given back runs out by itself.
    _ = storage::leases::release(&context.store, LEASE, &holder).await;
}

async fn once(context: &Context, holder: &str, now: Moment) -> Outcome<()> {
    if !storage::leases::hold(&context.store, LEASE, holder, HOLD).await? {
        return Ok(());
    }
    if publishing::expire_due(context, now).await? > 0 {
        library::changed(context, storage::change_numbers::last_change(&context.store).await?).await;
    }
    Ok(())
}
