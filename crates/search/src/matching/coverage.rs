//! How much of a query an item has to hold.

/// How much of the total weight of a query's words an item has to hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Coverage {
    /// All of it.
    All,
    /// Enough to answer the query.
    Most,
    /// Enough to share its subject.
    Subject,
    /// Enough to resemble it.
    Some,
    /// Any word.
    Any,
}

impl Coverage {
    /// The required share of the weight of this many words. A query of two words has to match both; a long question
    /// is answered by an item that holds a few of its rare words. The numbers were found on judged collections.
    pub(super) fn share_of_weight(self, words: usize) -> f32 {
        match self {
            Self::Most => (2.0 / words as f32).clamp(0.25, 0.67),
            Self::All => 1.0,
            Self::Subject => 0.45,
            Self::Some => 0.25,
            Self::Any => 0.0,
        }
    }
}
