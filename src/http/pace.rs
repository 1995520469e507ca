//! How fast bytes move: by what a client is judged that sends or reads too slowly.

use std::time::{Duration, Instant};

/// Bytes a second that every client manages, on the worst of telephones.
const LEAST_RATE: u64 = 2_048;

/// Bytes since a moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    since: Instant,
    bytes: u64,
}

impl Pace {
    /// Nothing yet.
    pub(super) fn start() -> Self {
        Self { since: Instant::now(), bytes: 0 }
    }

    /// Counts bytes that have moved.
    pub(super) fn count(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
    }

    /// How long it has gone on.
    pub(super) fn age(&self) -> Duration {
        self.since.elapsed()
    }

    /// By how much longer it takes than at the least rate; zero for what is faster.
    pub(super) fn behind(&self) -> Duration {
        self.age().saturating_sub(Duration::from_millis(self.bytes.saturating_mul(1_000) / LEAST_RATE))
    }
}

#[cfg(test)]
impl Pace {
    /// Nothing in all this time.
    pub(super) fn started_before(age: Duration) -> Self {
        Self { since: Instant::now().checked_sub(age).unwrap(), bytes: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_faster_than_the_least_rate_is_never_behind() {
        let second_ago = Instant::now().checked_sub(Duration::from_secs(1)).unwrap();
        let slow = Pace { since: second_ago, bytes: 7 };
        assert!(slow.behind() > Duration::from_millis(900), "{slow:?}");
        let fast = Pace { since: second_ago, bytes: 1 << 20 };
        assert_eq!(fast.behind(), Duration::ZERO);
    }
}
