//! What is common to all files of an import.

use domain::id::AccountId;
use formats::Format;

/// What is common to all files of an import.
#[derive(Debug, Clone)]
pub struct Import {
    /// The format, where it is not to be told from the file.
    pub format: Option<Format>,
    /// Whom articles are attributed to; without one, articles are rejected.
    pub author: Option<AccountId>,
    pub is_demo: bool,
}
