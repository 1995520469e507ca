//! What a reference to lines of a strategy stands for.

/// Lines to be combined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineSet {
    /// Places among the lines of the strategy.
    pub(super) lines: Vec<usize>,
    pub(super) is_any: bool,
}
