//! The score that an item has to reach to be among the best.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tantivy::Score;

/// The lowest score that can still be among the best of a search. Whoever keeps the best raises it; the scorer skips
/// scores that cannot reach it.
#[derive(Debug, Clone, Default)]
pub(crate) struct ScoreThreshold(Arc<AtomicU32>);

impl ScoreThreshold {
    /// For counting alone: no score matters.
    pub(crate) fn unreachable() -> Self {
        let threshold = Self::default();
        threshold.raise(Score::MAX);
        threshold
    }

    /// Raises it; a lower value changes nothing.
    pub(crate) fn raise(&self, score: Score) {
        // The bits of non-negative floats rise with their values.
        self.0.fetch_max(score.max(0.0).to_bits(), Ordering::Relaxed);
    }

    pub(super) fn get(&self) -> Score {
        Score::from_bits(self.0.load(Ordering::Relaxed))
    }
}
