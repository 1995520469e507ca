//! Work that keeps a processor busy: searches, long renderings, password hashing. It runs beside the async threads, as
//! much at once as there are processors for it; the rest waits in a queue that has an end. So a flood of one kind delays
//! neither the other kinds nor what only reads, and whoever would wait too long is told at once.

use crate::failure::{Failure, Outcome};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;

/// One kind of heavy work.
pub(crate) struct Queue {
    /// One permit for each piece of work that may run.
    turns: Semaphore,
    waiting: AtomicUsize,
    /// With this many waiting, nobody else is let in.
    most_waiting: usize,
}

/// A search takes milliseconds: a full queue is worked off within about a second.
pub(crate) static SEARCHES: LazyLock<Queue> = LazyLock::new(|| Queue::new(processors(), 256));
/// Files and long texts.
pub(crate) static RENDERINGS: LazyLock<Queue> = LazyLock::new(|| Queue::new(processors(), 64));
/// A password takes tens of milliseconds and 19 MiB.
pub(crate) static PASSWORDS: LazyLock<Queue> = LazyLock::new(|| Queue::new(processors().min(4), 128));

fn processors() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

/// Counts somebody who waits, until they no longer do, whatever the reason.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Queue {
    fn new(at_once: usize, most_waiting: usize) -> Self {
        Self { turns: Semaphore::new(at_once), waiting: AtomicUsize::new(0), most_waiting }
    }

    /// Does the work when its turn comes. Work that has begun is finished, and counts as running, even when nobody
    /// waits for it any longer.
    ///
    /// # Errors
    /// [`Failure::Busy`] when too many wait.
    pub(crate) async fn run<T: Send + 'static>(
        &'static self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Outcome<T> {
        let turn = match self.turns.try_acquire() {
            Ok(turn) => turn,
            Err(_) => {
                let before = self.waiting.fetch_add(1, Ordering::AcqRel);
                let _waiting = Waiting(&self.waiting);
                if before >= self.most_waiting {
                    return Err(Failure::Busy);
                }
                self.turns.acquire().await.map_err(Failure::internal)?
            }
        };
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await.map_err(Failure::internal)
    }

    /// Whether somebody waits for a turn.
    pub(crate) fn is_waited_for(&self) -> bool {
        self.waiting.load(Ordering::Acquire) > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::time::Duration;

    fn leaked(at_once: usize, most_waiting: usize) -> &'static Queue {
        Box::leak(Box::new(Queue::new(at_once, most_waiting)))
    }

    async fn until(condition: impl Fn() -> bool) {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    #[tokio::test]
    async fn a_full_queue_lets_nobody_in_and_says_so_at_once() {
        let queue = leaked(1, 1);
        let (end, ended) = mpsc::channel::<()>();
        let running = tokio::spawn(queue.run(move || ended.recv().is_ok()));
        until(|| queue.turns.available_permits() == 0).await;
        let waiting = tokio::spawn(queue.run(|| ()));
        until(|| queue.is_waited_for()).await;
        assert!(matches!(queue.run(|| ()).await, Err(Failure::Busy)));
        end.send(()).unwrap();
        assert!(running.await.unwrap().unwrap());
        waiting.await.unwrap().unwrap();
        queue.run(|| ()).await.unwrap();
    }

    #[tokio::test]
    async fn work_that_nobody_waits_for_any_longer_still_counts_as_running() {
        let queue = leaked(1, 8);
        let (end, ended) = mpsc::channel::<()>();
        let given_up = tokio::spawn(queue.run(move || ended.recv().is_ok()));
        until(|| queue.turns.available_permits() == 0).await;
        given_up.abort();
        assert!(given_up.await.unwrap_err().is_cancelled());
        assert_eq!(queue.turns.available_permits(), 0);
        let next = tokio::spawn(queue.run(|| ()));
        until(|| queue.is_waited_for()).await;
        next.abort();
        assert!(next.await.unwrap_err().is_cancelled());
        assert!(!queue.is_waited_for(), "who gives up leaves the queue");
        end.send(()).unwrap();
        until(|| queue.turns.available_permits() == 1).await;
    }
}
