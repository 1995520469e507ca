//! Saved searches.

use super::audited;
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use crate::search::{self, texts};
use domain::account::Account;
use domain::asker::Asker;
use domain::id::SavedSearchId;
use domain::saved::{ChangeRange, Frequency, MOST_SEARCHES, NAME_MAX, SavedSearch, weekly_issue};
use domain::search_query::{SearchQuery, Sort};
use domain::slug::Slug;
use domain::time::Moment;
use storage::Guard;
use storage::change_numbers;
use storage::saved::searches;

/// The form in which a search is saved or changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    pub name: String,
    /// The slug of a frequency.
    pub frequency: String,
}

impl Said {
    /// The name, trimmed, and the frequency.
    fn checked(&self) -> Outcome<(String, Frequency)> {
        let name = self.name.trim();
        let frequency = Frequency::from_slug(&self.frequency);
        let mut problems = Problems::new();
        problems.require(!name.is_empty(), "name", "saved-search-nameless");
        problems.require(name.chars().count() <= NAME_MAX, "name", "profile-too-long");
        problems.require(frequency.is_some(), "frequency", "saved-search-frequency-missing");
        problems.or((name.to_owned(), frequency.unwrap_or_default()))
    }
}

/// A saved search in its owner's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub search: SavedSearch,
    /// How many items are new since they last looked; unknown while the index is being made.
    pub news: Option<u64>,
}

/// The asker's saved searches, newest first.
///
/// # Errors
/// [`Failure::SignInNeeded`] without an account.
pub async fn list(context: &Context, asker: &Asker) -> Outcome<Vec<Listed>> {
    let account = asker.id().ok_or(Failure::SignInNeeded)?;
    let mut listed = Vec::new();
    for search in searches::list(&context.store, account).await? {
        listed.push(Listed { news: news(context, asker, &search).await?, search });
    }
    Ok(listed)
}

async fn news(context: &Context, asker: &Asker, search: &SavedSearch) -> Outcome<Option<u64>> {
    let span = ChangeRange { after: search.seen, up_to: i64::MAX, only_practice_changing: false };
    match search::news(context, &asker.library_view(), &search.query, &span, 0).await {
        Ok(news) => Ok(Some(news.total)),
        Err(Failure::NotReady(_) | Failure::Busy) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The asker's saved search that is this one; none without an account.
pub async fn like(context: &Context, asker: &Asker, query: &SearchQuery) -> Outcome<Option<SavedSearch>> {
    match asker.id() {
        Some(account) => Ok(searches::like(&context.store, account, query).await?),
        None => Ok(None),
    }
}

/// Saves a search; one that is saved already takes the new name and frequency. `since` is the number of the
/// library's change up to which the saver saw its results: what came later is new.
///
/// # Errors
/// [`Failure::Invalid`] with what is wrong, or when there are as many as may be.
pub async fn add(
    context: &Context,
    account: &Account,
    query: &SearchQuery,
    since: i64,
    said: &Said,
) -> Outcome<()> {
    let (name, frequency) = said.checked()?;
    if let Some(known) = searches::like(&context.store, &account.id, query).await? {
        return change(context, account, &known.id, said).await;
    }
    let now = Moment::now();
    let since = since.clamp(0, change_numbers::last_change(&context.store).await?);
    let search = SavedSearch {
        id: SavedSearchId::new(),
        account: account.id.clone(),
        name,
        query: query.clone(),
        frequency,
        created_at: now,
        seen: since,
        seen_at: now,
        told: since,
        told_at: None,
        issue: weekly_issue(now),
    };
    let mut tx = context.store.begin().await?;
    // Two at once would both find room for one more.
    tx.hold(Guard::Saved).await?;
    if searches::add(&mut tx, &search).await? {
        if searches::count(&mut tx, &account.id).await? > MOST_SEARCHES {
            return Err(Failure::Invalid(Problems::one("", "saved-searches-full")));
        }
        audited(&mut tx, account, "saved.search-add", ("", frequency.slug())).await?;
    }
    Ok(tx.commit().await?)
}

/// Renames a search and changes how often its digest comes. Digests that were off begin with what comes from now on.
///
/// # Errors
/// [`Failure::NotFound`] for anybody else's; [`Failure::Invalid`] with what is wrong.
pub async fn change(context: &Context, account: &Account, id: &SavedSearchId, said: &Said) -> Outcome<()> {
    let before = searches::find(&context.store, &account.id, id).await?.ok_or(Failure::NotFound)?;
    let (name, frequency) = said.checked()?;
    let mut search = SavedSearch { name, frequency, ..before.clone() };
    if before.frequency != frequency {
        // Never more than one mail of an issue: the next is the first of the new frequency.
        search.issue = weekly_issue(Moment::now());
    }
    if before.frequency == Frequency::Off && frequency != Frequency::Off {
        search.told = change_numbers::last_change(&context.store).await?;
    }
    let mut tx = context.store.begin().await?;
    if !searches::update(&mut tx, &search).await? {
        return Err(Failure::NotFound);
    }
    let frequencies = (before.frequency.slug(), frequency.slug());
    audited(&mut tx, account, "saved.search-change", frequencies).await?;
    Ok(tx.commit().await?)
}

/// Deletes a search.
///
/// # Errors
/// [`Failure::NotFound`] for anybody else's.
pub async fn delete(context: &Context, account: &Account, id: &SavedSearchId) -> Outcome<()> {
    let mut tx = context.store.begin().await?;
    if !searches::delete(&mut tx, &account.id, id).await? {
        return Err(Failure::NotFound);
    }
    audited(&mut tx, account, "saved.search-delete", ("", "")).await?;
    Ok(tx.commit().await?)
}

/// The search to run, the newest first where there is something new; from now on its owner has looked at it.
///
/// # Errors
/// [`Failure::NotFound`] for anybody else's.
pub async fn run(context: &Context, asker: &Asker, id: &SavedSearchId) -> Outcome<SearchQuery> {
    let account = asker.id().ok_or(Failure::SignInNeeded)?;
    let mut search = searches::find(&context.store, account, id).await?.ok_or(Failure::NotFound)?;
    search.query = texts::try_keep(context, None, search.query).await;
    let Ok(reached) = search::reached(context) else { return Ok(search.query) };
    let has_news = news(context, asker, &search).await?.is_some_and(|count| count > 0);
    let mut tx = context.store.begin().await?;
    searches::set_seen(&mut tx, id, reached, Moment::now()).await?;
    tx.commit().await?;
    Ok(if has_news { SearchQuery { sort: Sort::Newest, ..search.query } } else { search.query })
}
