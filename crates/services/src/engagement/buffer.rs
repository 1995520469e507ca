//! Engagement signals that wait to be written.

use domain::engagement::{Event, Signal};
use domain::id::{ItemId, VisitorId};
use domain::time::Moment;
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// The same search, or the same hit opened, within this time is one: a reload, a step back. Milliseconds.
const REPEAT: i64 = 60_000;
/// How many recent searches and hits are remembered at most, to tell a repeated one.
const MOST_RECENT: usize = 20_000;

/// Signals that wait to be written.
#[derive(Debug, Default)]
pub struct Engagement {
    buffer: Mutex<Buffer>,
    pub(super) is_full: Notify,
    /// Held while a batch is on its way, so that who flushes or forgets knows where every signal is.
    pub(super) writing: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
pub(super) struct Buffer {
    pub(super) signals: Vec<Signal>,
    /// When a visitor last did what must not count twice.
    pub(super) recent: HashMap<(VisitorId, Repeatable), Moment>,
    /// Visitors who withdrew consent: a page that was on its way in the meantime adds nothing. A renewed consent comes
    /// with a new number, so this only grows by withdrawals.
    pub(super) withdrawn: HashSet<VisitorId>,
}

/// What counts once when it is done again at once.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) enum Repeatable {
    Search(String),
    Hit(ItemId),
}

impl Engagement {
    pub(super) fn buffer(&self) -> MutexGuard<'_, Buffer> {
        // Each change below is whole before the lock is given back, so a panic elsewhere does no harm.
        self.buffer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Buffer {
    /// Whether this very event of this visitor was noted a moment ago.
    pub(super) fn is_repeated(&mut self, visitor: &VisitorId, event: &Event, now: Moment) -> bool {
        let repeatable = match event {
            Event::Searched { words, .. } => Repeatable::Search(words.clone()),
            Event::Opened { item, .. } => Repeatable::Hit(item.clone()),
            Event::Read { .. } | Event::Asked { .. } | Event::Rated { .. } => return false,
        };
        if self.recent.len() >= MOST_RECENT {
            self.recent.retain(|_, at| now.0 - at.0 < REPEAT);
        }
        if self.recent.len() >= MOST_RECENT {
            self.recent.clear();
        }
        let before = self.recent.insert((visitor.clone(), repeatable), now);
        before.is_some_and(|before| now.0 - before.0 < REPEAT)
    }
}
