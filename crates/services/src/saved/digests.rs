//! Digests: mails that tell of what is new in saved searches, one for each person and issue, and none where there is
//! nothing to tell.
//!
//! A mail names library items and links to them; of its reader it says nothing, neither the searches nor their
//! names. It holds what a reader of their country and profession may see, whatever their roles: what lies outside the
//! label is never sent unasked. Sending it and recording up to which change of the library it reports is one
//! transaction, so that a worker that starts again neither repeats nor forgets.

mod letter;

use super::record;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::{accounts, library, search};
use domain::account::Account;
use domain::asker::{Asker, LibraryView};
use domain::id::{AccountId, ItemId, SavedSearchId};
use domain::library::Hit;
use domain::saved::{ChangeRange, Frequency, SavedSearch, monthly_issue, weekly_issue};
use domain::slug::Slug;
use domain::time::Moment;
use letter::Letter;
use std::collections::HashSet;
use std::time::Duration;
use storage::saved::{digests, items, searches};
use storage::{audit, outbox};
use tokio::sync::watch;

const LEASE: &str = "digests";
/// How often it is looked whether an issue is due.
const PAUSE: Duration = Duration::from_secs(60);
/// For how long one node keeps the work to itself, in milliseconds.
const HOLD: i64 = 150_000;
/// People whose digests are made under one renewal of the lease.
const BATCH: i64 = 50;
/// Items that one part of a mail names; for the rest it links to the searches.
const MOST_NAMED: usize = 30;
/// Records that are looked up at once.
const CHUNK: usize = 500;

/// Sends what is due until told to stop. One node does this for all.
pub async fn run(context: Context, mut stop: watch::Receiver<bool>) {
    let holder = uuid::Uuid::new_v4().simple().to_string();
    loop {
        if let Err(failure) = send_due(&context, &holder, Moment::now()).await {
            tracing::error!(%failure, "digests could not be sent");
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stop.wait_for(|stop| *stop) => break,
        }
    }
    // A lease that could not be given back runs out by itself.
    _ = storage::leases::release(&context.store, LEASE, &holder).await;
}

/// An issue as it goes through saved searches.
#[derive(Debug, Clone, Copy)]
struct Issue {
    now: Moment,
    weekly: Moment,
    monthly: Moment,
    /// Number of the library's change up to which it tells.
    change: i64,
}

impl Issue {
    fn is_due(&self, search: &SavedSearch) -> bool {
        match search.frequency {
            Frequency::Off => false,
            Frequency::Weekly | Frequency::PracticeChanging => search.issue < self.weekly,
            Frequency::Monthly => search.issue < self.monthly,
        }
    }
}

/// Puts the digests that are due at this moment into the outbox, unless another node is at it or searches do not
/// answer with the whole library; how many they were.
///
/// # Errors
/// What fails for one person is logged, and tried again later.
pub async fn send_due(context: &Context, holder: &str, now: Moment) -> Outcome<usize> {
    let change = storage::change_numbers::last_change(&context.store).await?;
    let issue = Issue { now, weekly: weekly_issue(now), monthly: monthly_issue(now), change };
    let (mut sent, mut last) = (0, String::new());
    while hold(context, holder).await? {
        let people = digests::due(&context.store, (issue.weekly, issue.monthly), &last, BATCH).await?;
        if people.is_empty() || !context.search.reached(change).await {
            break;
        }
        for person in people {
            match send(context, &person, &issue).await {
                Ok(is_sent) => sent += usize::from(is_sent),
                Err(failure) => tracing::error!(%failure, "a digest could not be made"),
            }
            last = person.as_str().to_owned();
        }
    }
    Ok(sent)
}

async fn hold(context: &Context, holder: &str) -> Outcome<bool> {
    Ok(storage::leases::hold(&context.store, LEASE, holder, HOLD).await?)
}

/// Makes one person's digest; whether there was anything to tell.
async fn send(context: &Context, person: &AccountId, issue: &Issue) -> Outcome<bool> {
    let Some((account, _)) = storage::accounts::find_active(&context.store, person).await? else {
        return Ok(false);
    };
    let mut due = searches::list(&context.store, person).await?;
    due.retain(|search| issue.is_due(search));
    let asker = Asker { account: Some(account.clone()), ..Asker::anonymous(context.config.gate) };
    let view = asker.as_reader().map_or(LibraryView::Nothing, LibraryView::Reader);
    let found = found(context, &view, &due, issue).await?;
    let retracted = retracted(context, person).await?;
    let letter = letter(context, &view, &found, retracted).await?;
    put(context, &account, &due, &found.telling, letter, issue).await
}

/// What is new in the searches of one person.
#[derive(Debug, Default)]
struct Found {
    practice_changing: Vec<ItemId>,
    others: Vec<ItemId>,
    /// Whether there is more than is named.
    is_more: bool,
    /// The searches with anything new.
    telling: HashSet<SavedSearchId>,
}

async fn found(context: &Context, view: &LibraryView, due: &[SavedSearch], issue: &Issue) -> Outcome<Found> {
    let mut found = Found::default();
    let mut known = HashSet::new();
    for only_practice_changing in [true, false] {
        for search in due {
            let is_asked = only_practice_changing || search.frequency != Frequency::PracticeChanging;
            if !is_asked || search.told >= issue.change {
                continue;
            }
            let span = ChangeRange { after: search.told, up_to: issue.change, only_practice_changing };
            let news = search::news(context, view, &search.query, &span, MOST_NAMED).await?;
            if news.total > 0 {
                found.telling.insert(search.id.clone());
            }
            found.is_more |= usize::try_from(news.total).is_ok_and(|total| total > news.hits.len());
            let fresh = news.hits.into_iter().map(|hit| hit.id).filter(|id| known.insert(id.clone()));
            let part = if only_practice_changing { &mut found.practice_changing } else { &mut found.others };
            part.extend(fresh);
        }
    }
    for part in [&mut found.practice_changing, &mut found.others] {
        found.is_more |= part.len() > MOST_NAMED;
        part.truncate(MOST_NAMED);
    }
    Ok(found)
}

/// Retracted publications on the reading list of which their owner has not been told.
async fn retracted(context: &Context, person: &AccountId) -> Outcome<Vec<ItemId>> {
    let untold = items::untold_records(&context.store, person).await?;
    let mut retracted = Vec::new();
    for some in untold.chunks(CHUNK) {
        let mut records = storage::records::by_ids(&context.store, some).await?;
        records.retain(|record| record.data.is_retracted());
        retracted.extend(records.iter().map(|record| ItemId::from(&record.id)));
    }
    // The next issue reports what is left over.
    retracted.truncate(MOST_NAMED);
    Ok(retracted)
}

/// The mail as the library is now: what was withdrawn since the index was asked is not in it.
async fn letter(
    context: &Context,
    view: &LibraryView,
    found: &Found,
    retracted: Vec<ItemId>,
) -> Outcome<Letter> {
    let ids: Vec<ItemId> =
        found.practice_changing.iter().chain(&found.others).chain(&retracted).cloned().collect();
    let hits = library::listed(context, view, &ids).await?;
    let of = |ids: &[ItemId]| ids.iter().filter_map(|id| hits.get(id).cloned()).collect::<Vec<Hit>>();
    Ok(Letter {
        practice_changing: of(&found.practice_changing),
        others: of(&found.others),
        retracted: of(&retracted),
        is_more: found.is_more,
    })
}

/// Puts the mail, if there is anything in it, into the outbox, and records what it reported.
async fn put(
    context: &Context,
    account: &Account,
    due: &[SavedSearch],
    telling: &HashSet<SavedSearchId>,
    letter: Letter,
    issue: &Issue,
) -> Outcome<bool> {
    let is_sent = !letter.is_empty();
    let mut tx = context.store.begin().await?;
    for search in due {
        let sent_at = (is_sent && telling.contains(&search.id)).then_some(issue.now);
        let change = search.told.max(issue.change);
        if !digests::set_told(&mut tx, search, issue.weekly, change, sent_at).await? {
            // Its owner has just changed it, or another worker was faster: what is due then is seen next time.
            return Ok(false);
        }
    }
    if is_sent {
        let secret = accounts::secret();
        digests::insert(&mut tx, &account.id, issue.weekly, &secret, issue.now).await?;
        let unsubscribe = format!("{}/unsubscribe/{secret}", context.config.base_url);
        let locale = context.locale_of(account);
        let body = letter.body(&locale, &context.config.base_url, &unsubscribe);
        let subject = locale.get("mail-digest-subject");
        outbox::put_unasked(&mut tx, &account.email, (subject, &body), &unsubscribe, issue.now).await?;
        // In the order in which a merge of records changes them.
        let mut retracted: Vec<&ItemId> = letter.retracted.iter().map(|hit| &hit.id).collect();
        retracted.sort();
        for item in retracted {
            items::set_retraction_told(&mut tx, &account.id, item, issue.now).await?;
        }
    }
    tx.commit().await?;
    Ok(is_sent)
}

/// Whether the recipient of the digest with this secret still gets digests.
///
/// # Errors
/// [`Failure::NotFound`] for a secret that no mail had.
pub async fn are_on(context: &Context, secret: &str) -> Outcome<bool> {
    let person = digests::recipient(&context.store, secret).await?.ok_or(Failure::NotFound)?;
    let searches = searches::list(&context.store, &person).await?;
    Ok(searches.iter().any(|search| search.frequency != Frequency::Off))
}

/// Ends the digests of whoever the one with this secret was sent to. Whoever has the mail may do so, as often as
/// they like.
///
/// # Errors
/// [`Failure::NotFound`] for a secret that no mail had.
pub async fn unsubscribe(context: &Context, secret: &str) -> Outcome<()> {
    let person = digests::recipient(&context.store, secret).await?.ok_or(Failure::NotFound)?;
    let mut tx = context.store.begin().await?;
    if searches::turn_off(&mut tx, &person).await? > 0 {
        let off = ("", Frequency::Off.slug());
        record(&mut tx, audit::Actor::Anonymous, &person, "saved.unsubscribe", off).await?;
    }
    Ok(tx.commit().await?)
}
