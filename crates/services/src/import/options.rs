//! Options common to all files of an import.

use domain::id::AccountId;
use formats::Format;

/// Options common to all files of an import.
#[derive(Debug, Clone)]
pub struct Import {
    /// The format, where it is not detected from the file.
    pub format: Option<Format>,
    /// The author of imported articles; without one, articles are rejected.
    pub author: Option<AccountId>,
    pub is_demo: bool,
}
