//! The demonstration's month: invented engagement and requests up to yesterday, so that insight and the desk can be
//! judged. The same each time, but for the dates.

mod requests;
mod signals;

use crate::content;
use crate::domain::id::ItemId;
use crate::domain::time::{DAY, Moment};
use crate::error::Outcome;
use crate::state::State;
use crate::storage;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

/// Days of the month.
const DAYS: i64 = 30;
/// Set once the month is loaded.
const LOADED: &str = "demo-month";
/// Any number does, as long as it stays.
const SEED: u64 = 2026;

/// Loads the month into a portal of the demonstration that does not have it yet: after its people, rules and library.
///
/// # Errors
/// When the database fails.
pub async fn load(state: &State) -> Outcome<()> {
    if storage::settings::get(&state.store, LOADED).await?.is_some() {
        return Ok(());
    }
    let month = content::demo_month()?;
    let now = Moment::now();
    let mut random = StdRng::seed_from_u64(SEED);
    let asked = requests::invent(state, &mut random, &month.requests, now).await?;
    let mut signals = signals::invent(state, &mut random, &month.searches, now).await?;
    signals.extend(signals::of_requests(&mut random, &asked));
    let mut tx = state.store.begin().await?;
    for request in &asked {
        requests::store(&mut tx, request).await?;
    }
    storage::engagement::insert(&mut tx, &signals).await?;
    storage::settings::set(&mut tx, LOADED, "1").await?;
    Ok(tx.commit().await?)
}

/// The start of a day of the month: 1 is yesterday.
fn day(now: Moment, days_ago: i64) -> Moment {
    Moment((now.0.div_euclid(DAY) - days_ago) * DAY)
}

/// The library items that a demonstration file names: articles by address, records by identifier behind `record:`.
/// What the library does not have is left out.
async fn items(state: &State, names: &[String]) -> Outcome<Vec<ItemId>> {
    let mut items = Vec::with_capacity(names.len());
    for name in names {
        match name.strip_prefix("record:") {
            Some(identifier) => {
                let record = storage::records::by_identifier(&state.store, identifier).await?;
                items.extend(record.map(|record| ItemId::from(&record.id)));
            }
            None => {
                let version = storage::articles::published(&state.store, name).await?;
                items.extend(version.map(|version| ItemId::from(&version.article)));
            }
        }
    }
    Ok(items)
}
