//! Articles and records of which somebody may see the whole.

use crate::context::Context;
use crate::failure::{Failure, Outcome};
use domain::article::Version;
use domain::asker::{Asker, LibraryView};
use domain::id::{ArticleId, ItemId, RecordId};
use domain::record::Record;
use domain::time::Moment;

/// The record of this id, or the one that it was merged into.
pub(super) async fn kept_record(context: &Context, asker: &Asker, id: &RecordId) -> Outcome<Record> {
    if asker.library_view() == LibraryView::Nothing {
        return Err(Failure::NotFound);
    }
    storage::records::find_kept(&context.store, id).await?.ok_or(Failure::NotFound)
}

/// The published versions and the records of these identifiers, of those that this view shows, in no particular
/// order.
pub(super) async fn readable(
    context: &Context,
    view: &LibraryView,
    ids: &[ItemId],
) -> Outcome<(Vec<Version>, Vec<Record>)> {
    let now = Moment::now();
    if *view == LibraryView::Nothing {
        return Ok((Vec::new(), Vec::new()));
    }
    let articles: Vec<ArticleId> = ids.iter().map(ArticleId::from).collect();
    let records: Vec<RecordId> = ids.iter().map(RecordId::from).collect();
    let mut versions = storage::articles::published_by_ids(&context.store, &articles).await?;
    versions.retain(|version| {
        let expires_at = version.front.expires.as_deref().and_then(Moment::from_day);
        view.allows(&version.front.audience, &version.front.labelling, expires_at, now)
    });
    Ok((versions, storage::records::by_ids(&context.store, &records).await?))
}
