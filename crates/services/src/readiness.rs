//! What was last found out about the database.

use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// For how long an answer holds, so that nobody makes the portal write more often by asking more often.
const FRESH: Duration = Duration::from_secs(1);

/// What the last look at the database found, and when.
#[derive(Debug, Default)]
pub(crate) struct Readiness(Mutex<Option<(Instant, bool)>>);

impl Readiness {
    /// Whether the database can be used: what was found within the last second, else what `look` finds now. Who comes
    /// while somebody looks waits for what they find.
    pub(crate) async fn or_look(&self, look: impl Future<Output = bool>) -> bool {
        let mut last = self.0.lock().await;
        if let Some((at, is_ready)) = *last
            && at.elapsed() < FRESH
        {
            return is_ready;
        }
        let is_ready = look.await;
        *last = Some((Instant::now(), is_ready));
        is_ready
    }

    /// Forgets that it could be used. That it could not be is not doubted: it is looked at again soon enough.
    pub(crate) fn doubt(&self) {
        // Whoever holds it is looking.
        if let Ok(mut last) = self.0.try_lock() {
            *last = last.filter(|(_, is_ready)| !is_ready);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_found_holds_until_it_is_doubted() {
        let readiness = Readiness::default();
        assert!(readiness.or_look(async { true }).await);
        assert!(readiness.or_look(async { false }).await, "found a moment ago");
        readiness.doubt();
        assert!(!readiness.or_look(async { false }).await);
        readiness.doubt();
        assert!(
            !readiness.or_look(async { true }).await,
            "an outage is not looked at more often for being met"
        );
    }
}
