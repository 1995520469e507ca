//! The edition of something that several people edit: what a form was filled in from. It is made of the content, so that
//! whoever saves what somebody else has changed since is shown both, and whoever does not lose anything is not stopped.

use crate::failure::{Failure, Outcome};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Characters of an edition: enough that two states of one thing never share one by chance.
const LENGTH: usize = 32;

/// The edition of this content.
pub fn of(content: &impl Serialize) -> Outcome<String> {
    let mut edition = hex::encode(Sha256::digest(serde_json::to_vec(content)?));
    edition.truncate(LENGTH);
    Ok(edition)
}

/// Refuses what was made from another edition than the present one.
///
/// # Errors
/// [`Failure::Conflict`] then.
pub(crate) fn same(content: &impl Serialize, seen: &str) -> Outcome<()> {
    if of(content)? == seen { Ok(()) } else { Err(Failure::Conflict) }
}
