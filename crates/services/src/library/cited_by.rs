//! What cites a record: as much as its page shows, and all of it in pages.

use super::hits::listed;
use super::readable::kept_record;
use crate::context::Context;
use crate::failure::Outcome;
use domain::asker::Asker;
use domain::id::RecordId;
use domain::library::Hit;
use domain::record::Record;
use domain::search_query::{LAST_PAGE, PAGE_SIZE};
use domain::time::Moment;
use std::ops::Range;
use storage::citations::{MOST_COUNTED, citing};

/// A part of what cites a record, of what somebody may see.
#[derive(Debug, Clone)]
pub struct CitedBy {
    /// Articles before records, and the newest first.
    pub items: Vec<Hit>,
    /// How many there are with those of other parts; nobody counts on beyond some.
    pub total: usize,
}

impl CitedBy {
    /// Whether no more cite it than were counted.
    pub fn counts_all(&self) -> bool {
        self.total < MOST_COUNTED
    }
}

/// A record, or the one that it was merged into, with a page of what cites it, of what this asker may see.
///
/// # Errors
/// [`Failure::NotFound`](crate::failure::Failure::NotFound) when there is none of this id, or the gate is closed to
/// this asker.
pub async fn cited_by(
    context: &Context,
    asker: &Asker,
    id: &RecordId,
    page: usize,
) -> Outcome<(Record, CitedBy)> {
    let record = kept_record(context, asker, id).await?;
    let page = page.clamp(1, LAST_PAGE);
    let cited_by = part(context, asker, &record.id, (page - 1) * PAGE_SIZE..page * PAGE_SIZE).await?;
    Ok((record, cited_by))
}

/// A part of what cites this record, each with its place among all.
pub(super) async fn part(
    context: &Context,
    asker: &Asker,
    id: &RecordId,
    part: Range<usize>,
) -> Outcome<CitedBy> {
    let view = asker.library_view();
    let places = part.start + 1..;
    let citing = citing(&context.store, &view, Moment::now(), id, part).await?;
    let mut hits = listed(context, &view, &citing.items).await?;
    let placed = places.zip(&citing.items);
    let items = placed.filter_map(|(rank, item)| Some(Hit { rank, ..hits.remove(item)? })).collect();
    Ok(CitedBy { items, total: citing.total })
}
