//! Reading the library: articles and records as an asker may see them.

mod articles;

pub use articles::Articles;

use crate::domain::asker::{Asker, LibraryView};
use crate::domain::id::RecordId;
use crate::domain::record::Record;
use crate::error::{Failure, Outcome};
use crate::state::State;
use crate::storage;

/// A record as its page shows it.
#[derive(Debug, Clone)]
pub struct ShownRecord {
    pub record: Record,
}

/// A record with the articles that cite it, of those that this asker may see.
///
/// # Errors
/// [`Failure::NotFound`] when there is none of this id, or the gate is closed to this asker.
pub async fn record(state: &State, asker: &Asker, id: &RecordId) -> Outcome<ShownRecord> {
    if asker.library_view() == LibraryView::Nothing {
        return Err(Failure::NotFound);
    }
    let record = storage::records::find(&state.store, id).await?.ok_or(Failure::NotFound)?;
    Ok(ShownRecord { record })
}

/// To be called after a change of the library was committed: what is kept of articles is forgotten, and searches
/// of this process answer with the change once this returns.
pub async fn changed(state: &State, number: i64) {
    state.library.forget_all();
    state.search.heard_of(number);
    if !state.search.reached(number).await && state.search.is_followed() {
        tracing::warn!("the search index is slow to follow; searches leave out what was removed meanwhile");
    }
}
