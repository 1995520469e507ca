//! Rows of the audit trail, and the chain that their hashes make.

use domain::time::Moment;
use sha2::{Digest, Sha256};

/// One row of the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// From 1, without gaps.
    pub number: i64,
    pub at: Moment,
    pub actor: String,
    pub action: String,
    /// `kind:id`.
    pub subject: String,
    pub old: String,
    pub new: String,
    pub reason: String,
    /// SHA-256, hexadecimal, over the row and the hash before it.
    pub hash: String,
}

impl Row {
    pub(crate) fn hash_after(&self, previous: &str) -> String {
        let mut digest = Sha256::new();
        let number = self.number.to_string();
        let at = self.at.0.to_string();
        let parts = [
            previous,
            &number,
            &at,
            &self.actor,
            &self.action,
            &self.subject,
            &self.old,
            &self.new,
            &self.reason,
        ];
        for part in parts {
            // The length before each part keeps two rows from reading as one text.
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
        hex::encode(digest.finalize())
    }
}
