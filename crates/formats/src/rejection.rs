//! Entries and files that cannot be imported.

/// An entry, or a whole file, that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct Rejection {
    /// Where in the file, such as `entry 3, line 120`.
    pub place: String,
    /// What is wrong, and what to do where that can be said.
    pub reason: String,
}

impl Rejection {
    pub(crate) fn new(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { place: place.into(), reason: reason.into() }
    }

    pub(crate) fn entry(number: usize, line: u64, reason: impl Into<String>) -> Self {
        Self::new(format!("entry {number}, line {line}"), reason)
    }

    pub(crate) fn whole_file(reason: impl Into<String>) -> Self {
        Self::new("whole file", reason)
    }
}
