//! Reading the library: articles and records as an asker may see them.

mod articles;
pub(crate) mod cache;
mod cited_by;
mod citing;
mod listed;

pub use articles::{article, as_read, media};
pub use cache::{ShownArticle, ShownReference};
pub use cited_by::{CitedBy, cited_by};
pub use citing::{Citable, citable, cited, notices_of};
pub use listed::listed;

use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::locale::Locale;
use domain::article::Version;
use domain::asker::{Asker, LibraryView};
use domain::id::{ArticleId, ItemId, RecordId};
use domain::library::Hit;
use domain::record::Record;
use domain::time::Moment;
use std::sync::Arc;

/// The most of those that cite a record that stand on its page; all of them have pages of their own.
const CITING: usize = 50;

/// A record as its page shows it.
#[derive(Debug, Clone)]
pub struct ShownRecord {
    pub record: Record,
    pub cited_by: CitedBy,
    /// The records of the library that it cites, in the order of its references.
    pub cites: Vec<Hit>,
}

/// An article or a record, as its page shows it.
#[derive(Debug, Clone)]
pub enum ShownItem {
    Article(Arc<ShownArticle>),
    Record(Box<ShownRecord>),
}

impl ShownItem {
    /// The item's identifier.
    pub fn id(&self) -> ItemId {
        match self {
            Self::Article(article) => (&article.id).into(),
            Self::Record(shown) => (&shown.record.id).into(),
        }
    }
}

/// The item of this identifier.
///
/// # Errors
/// [`Failure::NotFound`] when there is none that this asker may see, which is all that is told of a withdrawn one.
pub async fn item(context: &Context, locale: &Locale, asker: &Asker, id: &ItemId) -> Outcome<ShownItem> {
    let articles = storage::articles::published_by_ids(&context.store, &[ArticleId::from(id)]).await?;
    match articles.first() {
        Some(version) => Ok(ShownItem::Article(article(context, locale, asker, &version.front.slug).await?)),
        None => Ok(ShownItem::Record(Box::new(record(context, asker, &RecordId::from(id)).await?))),
    }
}

/// A record with what cites it, of what this asker may see, and what it cites. One that was merged into another is
/// that other one.
///
/// # Errors
/// [`Failure::NotFound`] when there is none of this id, or the gate is closed to this asker.
pub async fn record(context: &Context, asker: &Asker, id: &RecordId) -> Outcome<ShownRecord> {
    let record = kept_record(context, asker, id).await?;
    let cited_by = cited_by::part(context, asker, &record.id, 0..CITING).await?;
    let cited = storage::records::of_works(&context.store, &record.data.references).await?;
    let others = cited.into_iter().flatten().filter(|cited| cited.id != record.id);
    let mut cites: Vec<Hit> = Vec::new();
    for hit in others.map(listed::of_record) {
        // A work may stand twice in a list of references, once by each of its identifiers.
        if !cites.iter().any(|known| known.id == hit.id) {
            cites.push(hit);
        }
    }
    Ok(ShownRecord { record, cited_by, cites })
}

/// The record of this id, or the one that it was merged into.
async fn kept_record(context: &Context, asker: &Asker, id: &RecordId) -> Outcome<Record> {
    if asker.library_view() == LibraryView::Nothing {
        return Err(Failure::NotFound);
    }
    storage::records::find_kept(&context.store, id).await?.ok_or(Failure::NotFound)
}

/// The published versions and the records of these identifiers, of those that this view shows, in no particular
/// order.
async fn readable(
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

/// To be called after a change of the library was committed: what is kept of articles is forgotten, and searches
/// of this process answer with the change once this returns. Says whether they do: not where no follower runs in
/// this process, and not while the index cannot be written; searches then leave out what was removed meanwhile.
pub async fn changed(context: &Context, number: i64) -> bool {
    context.library.forget_all();
    context.search.heard_of(number);
    let has_reached = context.search.reached(number).await;
    if !has_reached && context.search.is_followed() {
        tracing::warn!(number, "the search index is slow to follow the library");
    }
    has_reached
}
