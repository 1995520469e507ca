//! What goes wrong in the search index.

/// Why the index could not answer or take a change. Every fallible call of this crate returns it.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// Another process writes to this index; reading works.
    #[error("another process is writing to the search index")]
    Locked,
    #[error("the search index's folder cannot be used: {0}")]
    Folder(#[from] std::io::Error),
    #[error("the search index failed: {0}")]
    Index(tantivy::TantivyError),
    #[error("the search index holds something that cannot be read")]
    Damaged,
    /// The writer was lost before its changes were committed; they have to be staged again.
    #[error("changes were staged and lost before they were committed")]
    StagedLost,
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        match error {
            tantivy::TantivyError::LockFailure(..) => Self::Locked,
            other => Self::Index(other),
        }
    }
}
