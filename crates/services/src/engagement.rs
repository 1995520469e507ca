//! Engagement signals: noted without making a page wait, written in batches.
//!
//! Nothing is recorded for askers without consent, nor for staff, whose reading is work. Events stay in memory for a
//! second at most; a regular stop writes the rest (see [`run`]).

pub(crate) mod buffer;

use crate::context::Context;
use crate::failure::Outcome;
use domain::asker::Asker;
use domain::engagement::{Event, LONGEST_READING, Signal, normal_words};
use domain::id::{ItemId, SignalId, VisitorId};
use domain::search_query::{LAST_PAGE, PAGE_SIZE, SearchQuery};
use domain::time::Moment;
use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::watch;

/// A batch is written when this many signals wait, or after [`PAUSE`].
const BATCH: usize = 500;
/// Longest time that a signal waits, while the database answers.
const PAUSE: Duration = Duration::from_secs(1);
/// While the database does not answer, no more than this many signals are kept for it: about 10 MB.
const MOST_WAITING: usize = 50_000;
/// The last hit of the last page of results.
const LOWEST_RANK: u32 = (PAGE_SIZE * LAST_PAGE) as u32;

/// Notes an event, if the asker has consented. Never waits and never fails.
pub fn note(context: &Context, asker: &Asker, event: Event) {
    note_as(context, asker, SignalId::new(), event);
}

/// Notes a search: its first page, without filters, which narrow a search rather than being another one.
pub fn searched(context: &Context, asker: &Asker, query: &SearchQuery, results: u64) {
    let words = normal_words(&query.text);
    if !words.is_empty() && query.page <= 1 && !query.is_filtered() {
        note(context, asker, Event::Searched { words, results });
    }
}

/// Records that a hit was opened, from the `rank` of the address that [`hit_address`] made.
pub fn opened(context: &Context, asker: &Asker, item: &ItemId, rank: Option<&str>) {
    let rank = rank.and_then(|rank| rank.parse().ok()).filter(|rank| (1..=LOWEST_RANK).contains(rank));
    if let Some(rank) = rank {
        note(context, asker, Event::Opened { item: item.clone(), rank });
    }
}

/// Notes how long and how far an item was read, as a page's script reports it: not at all where `view`, the number
/// of the page view, or `item` cannot be numbers of ours. One view may report more than once.
pub fn read(context: &Context, asker: &Asker, view: &str, item: &str, seconds: u32, depth: u8) {
    if is_id(view) && is_id(item) {
        let (seconds, depth) = (seconds.min(LONGEST_READING), depth.min(100));
        note_as(context, asker, view.into(), Event::Read { item: item.into(), seconds, depth });
    }
}

/// Whether a text from outside has the form of an id.
fn is_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The address of a hit: with its rank for those who have consented, plain for everybody else.
pub fn hit_address(asker: &Asker, address: &str, rank: usize) -> String {
    match asker.counted() {
        Some(_) => format!("{address}?rank={rank}"),
        None => address.to_owned(),
    }
}

fn note_as(context: &Context, asker: &Asker, id: SignalId, event: Event) {
    let Some(visitor) = asker.counted() else { return };
    let now = Moment::now();
    let mut buffer = context.engagement.buffer();
    if buffer.signals.len() >= MOST_WAITING
        || buffer.withdrawn.contains(visitor)
        || buffer.is_repeated(visitor, &event, now)
    {
        return;
    }
    buffer.signals.push(signal(asker, visitor, id, event, now));
    if buffer.signals.len() >= BATCH {
        context.engagement.is_full.notify_one();
    }
}

fn signal(asker: &Asker, visitor: &VisitorId, id: SignalId, event: Event, at: Moment) -> Signal {
    let (country, profession, specialty) = match (&asker.account, &asker.declaration) {
        (Some(account), _) => {
            (account.country.clone(), account.profession.clone(), account.specialty.clone())
        }
        (None, Some(declaration)) => {
            (declaration.country.clone(), declaration.profession.clone(), String::new())
        }
        (None, None) => Default::default(),
    };
    Signal { id, at, visitor: visitor.clone(), country, profession, specialty, event, is_demo: false }
}

/// Writes what waits, batch by batch, until a stop is asked for; then the rest.
pub async fn run(context: Context, mut stop: watch::Receiver<bool>) {
    loop {
        let is_last = tokio::select! {
            () = tokio::time::sleep(PAUSE) => false,
            () = context.engagement.is_full.notified() => false,
            // An error means that nobody is left who could ask for a stop: the same as being asked.
            _ = stop.wait_for(|stop| *stop) => true,
        };
        flush(&context).await;
        if is_last {
            return;
        }
    }
}

/// Writes all that waits. When it returns, what was noted before it was called is in the database, unless that
/// failed: then the signals wait on.
pub async fn flush(context: &Context) {
    let _writing = context.engagement.writing.lock().await;
    let batch = one_each(std::mem::take(&mut context.engagement.buffer().signals));
    if batch.is_empty() {
        return;
    }
    if let Err(error) = write(context, &batch).await {
        tracing::warn!(%error, signals = batch.len(), "engagement was not written, and waits");
        let mut buffer = context.engagement.buffer();
        let newer = std::mem::replace(&mut buffer.signals, batch);
        buffer.signals.extend(newer);
        buffer.signals.truncate(MOST_WAITING);
    }
}

/// One signal for each id, with what was reported last: PostgreSQL takes no id twice in one statement.
fn one_each(signals: Vec<Signal>) -> Vec<Signal> {
    let mut places = HashMap::new();
    let mut kept: Vec<Signal> = Vec::with_capacity(signals.len());
    for signal in signals {
        let place = *places.entry(signal.id.clone()).or_insert(kept.len());
        match kept.get_mut(place) {
            Some(first) if first.visitor == signal.visitor => first.event = signal.event,
            // Somebody else's id, made up by a client.
            Some(_) => {}
            None => kept.push(signal),
        }
    }
    kept
}

async fn write(context: &Context, batch: &[Signal]) -> Result<(), storage::StoreError> {
    let mut tx = context.store.begin().await?;
    storage::engagement::insert(&mut tx, batch).await?;
    tx.commit().await
}

/// Deletes all engagement of a visitor who withdrew consent: what waits and what is stored.
///
/// # Errors
/// Nothing of what is stored was deleted then.
pub async fn forget(context: &Context, visitor: &VisitorId) -> Outcome<()> {
    {
        let mut buffer = context.engagement.buffer();
        buffer.withdrawn.insert(visitor.clone());
        buffer.signals.retain(|signal| signal.visitor != *visitor);
        buffer.recent.retain(|(known, _), _| known != visitor);
    }
    // A batch on its way may hold more of this visitor: delete after it has arrived.
    let _writing = context.engagement.writing.lock().await;
    context.engagement.buffer().signals.retain(|signal| signal.visitor != *visitor);
    let delete = async || {
        let mut tx = context.store.begin().await?;
        storage::engagement::delete_visitor(&mut tx, visitor, Moment::now()).await?;
        tx.commit().await
    };
    Ok(storage::transact(delete).await?)
}
