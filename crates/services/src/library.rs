//! Reading the library: articles and records as an asker may see them.

mod articles;
pub(crate) mod cache;
mod cited_by;
mod citing;
mod hits;
mod readable;

pub use articles::{article, as_read, media};
pub use cache::{ShownArticle, ShownReference};
pub use cited_by::{CitedBy, cited_by};
pub use citing::{Citable, citable, cited, notices_of};
pub use hits::listed;

use crate::context::Context;
use crate::failure::Outcome;
use crate::locale::Locale;
use domain::asker::Asker;
use domain::id::{ArticleId, ItemId, RecordId};
use domain::library::Hit;
use domain::record::Record;
use readable::kept_record;
use std::sync::Arc;

/// The most citing items listed on a record's page; pages of their own list all.
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
/// [`Failure::NotFound`] when there is none that this asker may see, which is all that anybody learns about a
/// withdrawn one.
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
    for hit in others.map(hits::of_record) {
        // A list of references may have a work twice, once by each of its identifiers.
        if !cites.iter().any(|known| known.id == hit.id) {
            cites.push(hit);
        }
    }
    Ok(ShownRecord { record, cited_by, cites })
}

/// To be called after a change of the library was committed: what is kept of articles is forgotten, and searches
/// of this process answer with the change once this returns. Says whether they do: not where no follower runs in
/// this process, and not while the index cannot be written; searches then leave out what was removed in the meantime.
pub async fn changed(context: &Context, number: i64) -> bool {
    context.library.forget_all();
    context.search.heard_of(number);
    let has_reached = context.search.reached(number).await;
    if !has_reached && context.search.is_followed() {
        tracing::warn!(number, "the search index is slow to follow the library");
    }
    has_reached
}
