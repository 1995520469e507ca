//! What goes wrong in the search index.

/// Why the index could not answer or take a change. Every fallible call of this crate returns it.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// Another process writes to this index; reading works.
    #[error("another process is writing to the search index")]
    Locked,
    #[error("the search index's folder cannot be used: {0}")]
    Folder(#[from] std::io::Error),
    /// A file of the index is missing, shorter than it was, or not what was written.
    #[error("the search index lost a part: {0}")]
    Lost(tantivy::TantivyError),
    #[error("the search index failed: {0}")]
    Index(tantivy::TantivyError),
    #[error("the search index holds something that cannot be read")]
    Damaged,
    /// The writer was lost before its changes were committed; they have to be staged again.
    #[error("changes were staged and lost before they were committed")]
    StagedLost,
}

impl SearchError {
    /// Whether the index has to be made again: what a reader met cannot be read at another time either.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Lost(_) | Self::Damaged)
    }
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        use tantivy::TantivyError as E;
        match error {
            E::LockFailure(..) => Self::Locked,
            E::OpenDirectoryError(_) | E::OpenReadError(_) | E::IoError(_) | E::DataCorruption(_) => {
                Self::Lost(error)
            }
            other => Self::Index(other),
        }
    }
}
