//! The search engine of this node: where its index is, how far it has come, and who waits for it.

use crate::failure::{Failure, Outcome};
use domain::time::Moment;
use search::{Search, SearchError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::{Notify, watch};

/// How long a change is waited for. Beyond it, searches leave out what was removed by reading the database.
const PATIENCE: Duration = Duration::from_secs(20);
/// Names the database of which an index was made.
const ORIGIN: &str = "library";

/// The index of this node, once it is open. What it answers may lag behind the database by what the follower has
/// not applied yet.
pub struct Engine {
    folder: PathBuf,
    search: RwLock<Option<Search>>,
    /// The last change of the library that this process knows of.
    head: AtomicI64,
    /// Where the library was when an empty index was opened; 0 when it was empty too.
    to_fill: AtomicI64,
    reached: watch::Sender<i64>,
    /// When the answers last changed, in milliseconds.
    changed_at: AtomicI64,
    wake: Notify,
    is_followed: AtomicBool,
    /// Held while changes are staged: two at once could let an older text of an item follow a newer one.
    turn: tokio::sync::Mutex<()>,
}

impl Engine {
    /// An engine over the index in this folder, which is opened by [`Engine::open`].
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            search: RwLock::new(None),
            head: AtomicI64::new(0),
            to_fill: AtomicI64::new(0),
            reached: watch::Sender::new(0),
            changed_at: AtomicI64::new(Moment::now().0),
            wake: Notify::new(),
            is_followed: AtomicBool::new(false),
            turn: tokio::sync::Mutex::new(()),
        }
    }

    /// Waits for the right to take in changes, which ends with the guard.
    pub async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// The index, where it is open and has something to answer from.
    ///
    /// # Errors
    /// [`Failure::NotReady`] while the index of a library that is not empty holds nothing yet.
    pub fn ready(&self) -> Outcome<Search> {
        match self.opened() {
            Some(search) if search.reached() > 0 || self.to_fill.load(Ordering::Acquire) == 0 => Ok(search),
            _ => Err(Failure::NotReady("search")),
        }
    }

    /// Completes once [`Engine::ready`] returns an index.
    pub async fn made_ready(&self) {
        let mut reached = self.reached.subscribe();
        while self.ready().is_err() && reached.changed().await.is_ok() {}
    }

    /// The index, where it is open.
    pub fn opened(&self) -> Option<Search> {
        // A panic while the lock was held leaves the value whole: it is replaced, never edited.
        self.search.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Opens the index in place of one that is open. An index made of another database than `library`, or one
    /// that has reached beyond `head`, knows things that never were: it is emptied. Blocks.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn open(&self, library: &str, head: i64) -> Result<Search, SearchError> {
        let search = Search::open(&self.folder)?;
        let origin = self.folder.join(ORIGIN);
        let is_ours = std::fs::read_to_string(&origin).is_ok_and(|text| text == library);
        if (!is_ours && search.reached() > 0) || search.reached() > head {
            search.reset()?;
        }
        if !is_ours {
            std::fs::write(origin, library)?;
        }
        self.to_fill.store(if search.reached() == 0 { head } else { 0 }, Ordering::Release);
        self.heard_of(head);
        Ok(search)
    }

    /// Answers from this index from now on.
    pub fn take(&self, search: Search) {
        let reached = search.reached();
        *self.search.write().unwrap_or_else(PoisonError::into_inner) = Some(search);
        self.has_reached(reached);
    }

    /// The folder of the index.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The last change of the library that this process knows of.
    pub fn head(&self) -> i64 {
        self.head.load(Ordering::Acquire)
    }

    /// Records that the library has come to this number, and wakes the follower.
    pub fn heard_of(&self, number: i64) {
        if self.head.fetch_max(number, Ordering::AcqRel) < number {
            self.wake.notify_one();
        }
    }

    /// Records that searches answer with all changes up to this number.
    pub fn has_reached(&self, number: i64) {
        if self.reached.send_replace(number) != number {
            self.changed_at.store(Moment::now().0, Ordering::Release);
        }
    }

    /// When the answers of this node last changed; when it started, where they have not changed since.
    pub fn changed_at(&self) -> Moment {
        Moment(self.changed_at.load(Ordering::Acquire))
    }

    /// Completes when somebody has changed the library in this process.
    pub async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Waits until searches answer with this change; false where they do not after some seconds, and at once
    /// where no follower runs in this process.
    pub async fn reached(&self, number: i64) -> bool {
        let mut reached = self.reached.subscribe();
        if !self.is_followed() {
            return *reached.borrow() >= number;
        }
        let arrival = reached.wait_for(|reached| *reached >= number);
        matches!(tokio::time::timeout(PATIENCE, arrival).await, Ok(Ok(_)))
    }

    /// Whether a follower runs in this process.
    pub fn is_followed(&self) -> bool {
        self.is_followed.load(Ordering::Acquire)
    }

    /// Notes whether a follower runs in this process.
    pub fn set_followed(&self, is_followed: bool) {
        self.is_followed.store(is_followed, Ordering::Release);
    }
}
