//! A reader's search history, for themselves alone and with their consent only. It is never counted: engagement is
//! stored elsewhere, under a random number (see [`crate::engagement`]).

use super::audited;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::search::texts;
use domain::account::Account;
use domain::asker::Asker;
use domain::id::AccountId;
use domain::saved::{MOST_HISTORY, PastSearch};
use domain::search_query::SearchQuery;
use domain::time::Moment;
use storage::StoreError;
use storage::saved::history;

/// Whether this reader's searches are kept: with the consent of the account, not with that of a browser alone.
pub fn is_kept(asker: &Asker) -> bool {
    let consents = asker.account.as_ref().is_some_and(|account| account.consented_at.is_some());
    consents && asker.counted().is_some()
}

/// Notes a search of a reader who has signed in and consents: its first page, where it says anything. Never waits
/// and never fails: no page of results waits for a writer of the database.
pub fn note(context: &Context, asker: &Asker, query: &SearchQuery) {
    let says_something = !query.text.is_empty() || query.is_filtered();
    let Some(account) = asker.id().filter(|_| is_kept(asker)) else { return };
    if query.page > 1 || !says_something {
        return;
    }
    let (context, account, query) = (context.clone(), account.clone(), query.clone());
    tokio::spawn(async move {
        if let Err(error) = write(&context, &account, &query).await {
            tracing::warn!(%error, "a search is missing from its owner's history");
        }
    });
}

async fn write(context: &Context, account: &AccountId, query: &SearchQuery) -> Result<(), StoreError> {
    let mut tx = context.store.begin().await?;
    history::note(&mut tx, account, query, Moment::now(), MOST_HISTORY).await?;
    tx.commit().await
}

/// A person's searches, newest first, each with the key by which it is removed.
pub async fn list(context: &Context, account: &Account) -> Outcome<Vec<(String, PastSearch)>> {
    let mut listed = history::list(&context.store, &account.id).await?;
    for (_, past) in listed.iter_mut().filter(|(_, past)| past.query.is_long()) {
        past.query = texts::try_keep(context, None, past.query.clone()).await;
    }
    Ok(listed)
}

/// Removes one of a person's searches.
///
/// # Errors
/// [`Failure::NotFound`] when they have none of this key.
pub async fn remove(context: &Context, account: &Account, key: &str) -> Outcome<()> {
    let mut tx = context.store.begin().await?;
    if !history::remove(&mut tx, &account.id, key).await? {
        return Err(Failure::NotFound);
    }
    audited(&mut tx, account, "saved.history-remove", ("", "")).await?;
    Ok(tx.commit().await?)
}

/// Removes all of a person's searches.
pub async fn clear(context: &Context, account: &Account) -> Outcome<()> {
    let mut tx = context.store.begin().await?;
    history::clear(&mut tx, &account.id).await?;
    audited(&mut tx, account, "saved.history-clear", ("", "")).await?;
    Ok(tx.commit().await?)
}
