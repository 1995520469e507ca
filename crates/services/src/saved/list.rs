//! The reading list.

use super::audited;
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use crate::library;
use domain::account::Account;
use domain::asker::Asker;
use domain::id::ItemId;
use domain::library::Hit;
use domain::record::NoticeKind;
use domain::saved::{MOST_ITEMS, NOTE_MAX, SavedItem};
use domain::time::Moment;
use std::collections::HashSet;
use storage::Guard;
use storage::saved::items;

/// Items on one page.
const PAGE: usize = 50;

/// An item of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub saved: SavedItem,
    /// The item itself; none where it has left the library or is not open to its saver any more.
    pub hit: Option<Hit>,
}

/// A page of the list, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct ListPage {
    pub entries: Vec<Entry>,
    /// Where the next page begins.
    pub next: Option<(i64, String)>,
}

/// The asker's list, after an entry.
///
/// # Errors
/// [`Failure::SignInNeeded`] without an account.
pub async fn list(context: &Context, asker: &Asker, before: Option<&(i64, String)>) -> Outcome<ListPage> {
    let account = asker.id().ok_or(Failure::SignInNeeded)?;
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut saved = items::list(&context.store, account, before, limit).await?;
    let has_more = saved.len() > PAGE;
    saved.truncate(PAGE);
    let next = saved.last().filter(|_| has_more).map(|last| (last.saved_at.0, last.item.as_str().to_owned()));
    let ids: Vec<ItemId> = saved.iter().map(|saved| saved.item.clone()).collect();
    let mut hits = library::listed(context, &asker.library_view(), &ids).await?;
    let entries = saved.into_iter().map(|saved| Entry { hit: hits.remove(&saved.item), saved }).collect();
    Ok(ListPage { entries, next })
}

/// Which of these items are on the asker's list; none without an account.
pub async fn marks(context: &Context, asker: &Asker, items: &[&ItemId]) -> Outcome<HashSet<ItemId>> {
    match asker.id() {
        Some(account) => Ok(items::among(&context.store, account, items).await?),
        None => Ok(HashSet::new()),
    }
}

/// Puts an item on the asker's list, where it stays if it is there.
///
/// # Errors
/// [`Failure::NotFound`] for what they may not see; [`Failure::Invalid`] when the list is full.
pub async fn add(context: &Context, asker: &Asker, item: &ItemId) -> Outcome<()> {
    let account = asker.account.as_ref().ok_or(Failure::SignInNeeded)?;
    let ids = std::slice::from_ref(item);
    let found = library::listed(context, &asker.library_view(), ids).await?;
    let hit = found.get(item).ok_or(Failure::NotFound)?;
    let now = Moment::now();
    // They see it as they save it, and need not be told again.
    let told_at = hit.notices.contains(&NoticeKind::Retracted).then_some(now);
    let mut tx = context.store.begin().await?;
    // Two at once would both find room for one more.
    tx.hold(Guard::Saved).await?;
    if items::add(&mut tx, &account.id, item, now, told_at).await? {
        if items::count(&mut tx, &account.id).await? > MOST_ITEMS {
            return Err(Failure::Invalid(Problems::one("", "saved-full")));
        }
        audited(&mut tx, account, "saved.item-add", ("", "")).await?;
    }
    Ok(tx.commit().await?)
}

/// Takes an item off a person's list, with the note beside it. What is not on it stays off it.
pub async fn remove(context: &Context, account: &Account, item: &ItemId) -> Outcome<()> {
    let mut tx = context.store.begin().await?;
    if items::remove(&mut tx, &account.id, item).await? {
        audited(&mut tx, account, "saved.item-remove", ("", "")).await?;
    }
    Ok(tx.commit().await?)
}

/// Writes the note beside an item of a person's list.
///
/// # Errors
/// [`Failure::NotFound`] when the item is not on it; [`Failure::Invalid`] for a note that is too long.
pub async fn set_note(context: &Context, account: &Account, item: &ItemId, note: &str) -> Outcome<()> {
    let mut problems = Problems::new();
    problems.require(note.chars().count() <= NOTE_MAX, "note", "form-too-long");
    problems.or(())?;
    let mut tx = context.store.begin().await?;
    if !items::set_note(&mut tx, &account.id, item, note).await? {
        return Err(Failure::NotFound);
    }
    audited(&mut tx, account, "saved.item-note", ("", "")).await?;
    Ok(tx.commit().await?)
}
