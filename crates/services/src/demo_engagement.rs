//! The demonstration's month: invented engagement and requests up to yesterday, so that insight and the desk can be
//! judged. The same each time, but for the dates. Only who searched for what is invented: what a search found is what
//! the portal finds.

mod calendar;
mod requests;
mod signals;

use crate::content::{self, DemoSearch};
use crate::context::Context;
use crate::failure::Outcome;
use crate::index_follower;
use domain::time::Moment;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

/// Set once the month is loaded.
const LOADED: &str = "demo-month";
/// Any number does, as long as it stays.
const SEED: u64 = 2026;

/// Loads the month into a portal of the demonstration that does not have it yet: after its people, rules and library.
/// Where searches do not answer from the whole library, it waits for the next start.
pub async fn load(context: &Context) -> Outcome<()> {
    if storage::settings::get(&context.store, LOADED).await?.is_some() {
        return Ok(());
    }
    if !answers_from_everything(context).await? {
        tracing::warn!(
            "the search index is behind the library; the demonstration's month comes with the next start"
        );
        return Ok(());
    }
    let month = content::demo_month()?;
    let now = Moment::now();
    let mut random = StdRng::seed_from_u64(SEED);
    let asked = requests::invent(context, &mut random, &month.requests, now).await?;
    let searches: Vec<DemoSearch> = month.searches.into_iter().chain(month.gaps).collect();
    let mut signals = signals::invent(context, &mut random, &searches, now).await?;
    signals.extend(signals::of_requests(&mut random, &asked));
    let mut tx = context.store.begin().await?;
    for request in &asked {
        requests::store(&mut tx, request).await?;
    }
    storage::engagement::insert(&mut tx, &signals).await?;
    storage::settings::set(&mut tx, LOADED, "1").await?;
    Ok(tx.commit().await?)
}

/// Whether searches of this process answer from the whole library. Brings the index there, unless a follower does.
async fn answers_from_everything(context: &Context) -> Outcome<bool> {
    let head = storage::change_numbers::last_change(&context.store).await?;
    if !context.search.is_followed() {
        index_follower::follow(context).await?;
    }
    context.search.heard_of(head);
    Ok(context.search.reached(head).await)
}
