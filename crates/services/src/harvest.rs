//! What of the library a harvester gets: the items that its asker may see in the order in which they changed last,
//! and, for those no longer visible to them, that they are gone.
//!
//! An item counts as gone only for whoever could have read it: a record that has left the library, and an article of
//! which some published version was meant for this very view. That anything else exists, or
//! existed, is not disclosed.

mod content;
mod dublin_core;

pub use content::Content;
pub use dublin_core::dublin_core;
pub use storage::harvest::Position;

use crate::context::Context;
use crate::failure::{Failure, Outcome};
use domain::article::Version;
use domain::asker::{Asker, LibraryView};
use domain::id::{ArticleId, ItemId, RecordId};
use domain::library::ItemKind;
use domain::record::Record;
use domain::time::Moment;
use std::collections::HashMap;
use storage::harvest::{self, Changed, Span};
use storage::library::{Item, ItemType};

/// Changes that are read at once.
const BATCH: i64 = 200;

/// Which items a harvester wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// All kinds where there is none.
    pub kind: Option<ItemKind>,
    /// Items whose last change lies from this moment on …
    pub from: Moment,
    /// … and before this one.
    pub before: Moment,
}

/// An item as a harvester gets it.
#[derive(Debug, Clone, PartialEq)]
pub struct Harvested {
    pub id: ItemId,
    pub kind: ItemKind,
    /// When it last came into the library, changed in it or left it.
    pub changed_at: Moment,
    /// None where it is gone.
    pub content: Option<Content>,
    position: Position,
}

/// A part of a harvest.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    pub items: Vec<Harvested>,
    /// The position after which there is more; none at the end.
    pub next: Option<Position>,
}

/// Up to `limit` wanted items after a position, in the order of their last changes.
pub async fn list(
    context: &Context,
    asker: &Asker,
    selection: &Selection,
    after: &Position,
    limit: usize,
) -> Outcome<Part> {
    let view = asker.library_view();
    let mut items: Vec<Harvested> = Vec::new();
    if view == LibraryView::Nothing {
        return Ok(Part { items, next: None });
    }
    let item_type = selection.kind.map(|kind| match kind {
        ItemKind::Article(_) => ItemType::Article,
        ItemKind::Record => ItemType::Record,
    });
    let span = Span { item_type, from: selection.from, before: selection.before };
    let mut after = after.clone();
    loop {
        let changes = harvest::after(&context.store, span, &after, BATCH).await?;
        let Some(last) = changes.last().map(Changed::position) else { return Ok(Part { items, next: None }) };
        for item in seen(context, &view, changes).await? {
            if selection.kind.is_some_and(|kind| kind != item.kind) {
                continue;
            }
            // More is promised only where there is more that this asker may see.
            if items.len() == limit {
                return Ok(Part { next: items.last().map(|item| item.position.clone()), items });
            }
            items.push(item);
        }
        after = last;
    }
}

/// One item.
///
/// # Errors
/// [`Failure::NotFound`] where there is none of this id, and none was, that this asker may or might see.
pub async fn one(context: &Context, asker: &Asker, id: &ItemId) -> Outcome<Harvested> {
    let view = asker.library_view();
    if view == LibraryView::Nothing {
        return Err(Failure::NotFound);
    }
    let change = harvest::last(&context.store, id).await?.ok_or(Failure::NotFound)?;
    seen(context, &view, vec![change]).await?.pop().ok_or(Failure::NotFound)
}

/// A moment before which nothing in the library has changed last.
pub async fn earliest(context: &Context) -> Outcome<Moment> {
    Ok(harvest::earliest(&context.store).await?.unwrap_or_else(Moment::now))
}

/// What of these changes concerns this view, in their order.
async fn seen(context: &Context, view: &LibraryView, changes: Vec<Changed>) -> Outcome<Vec<Harvested>> {
    let (mut articles, mut records) = (Vec::new(), Vec::new());
    for change in changes.iter().filter(|change| !change.is_removed) {
        match &change.item {
            Item::Article(id) => articles.push(id.clone()),
            Item::Record(id) => records.push(id.clone()),
        }
    }
    let now = Moment::now();
    let versions = storage::articles::published_by_ids(&context.store, &articles).await?;
    let mut versions: HashMap<ArticleId, Version> = versions
        .into_iter()
        .filter(|version| is_for(view, version, now))
        .map(|version| (version.article.clone(), version))
        .collect();
    let records = storage::records::by_ids(&context.store, &records).await?;
    let mut records: HashMap<RecordId, Record> =
        records.into_iter().map(|record| (record.id.clone(), record)).collect();
    let mut seen = Vec::new();
    for change in changes {
        let known = match &change.item {
            Item::Article(id) => match versions.remove(id) {
                Some(version) => {
                    Some((ItemKind::Article(version.front.kind), Some(Content::Article(Box::new(version)))))
                }
                None => was_seen(context, view, id, now).await?.map(|kind| (kind, None)),
            },
            Item::Record(id) => {
                let content = records.remove(id).map(|record| Content::Record(Box::new(record)));
                (content.is_some() || change.is_removed).then_some((ItemKind::Record, content))
            }
        };
        if let Some((kind, content)) = known {
            let position = change.position();
            seen.push(Harvested { id: position.id.clone(), kind, changed_at: change.at, content, position });
        }
    }
    Ok(seen)
}

/// Whether a published version is for this view.
fn is_for(view: &LibraryView, version: &Version, now: Moment) -> bool {
    let expires_at = version.front.expires.as_deref().and_then(Moment::from_day);
    view.allows(&version.front.audience, &version.front.labelling, expires_at, now)
}

/// The kind of an article that is not there for this view any more: that of the last version which was.
async fn was_seen(
    context: &Context,
    view: &LibraryView,
    id: &ArticleId,
    now: Moment,
) -> Outcome<Option<ItemKind>> {
    let versions = storage::articles::ever_published(&context.store, id).await?;
    let last = versions
        .into_iter()
        .find(|version| view.allows(&version.front.audience, &version.front.labelling, None, now));
    Ok(last.map(|version| ItemKind::Article(version.front.kind)))
}
