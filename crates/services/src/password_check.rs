//! Whether what somebody typed is their password, however their keyboard composes its letters.

use crate::failure::Outcome;
use crate::passwords;
use domain::account::normal_password;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    No,
    Yes,
    /// It fits a hash that was made before passwords were normalised, and which has to be made again.
    Outdated,
}

/// Compares a password with a hash. Without a hash it takes the same time and says no.
pub(super) async fn compare(password: &str, hash: Option<String>) -> Outcome<Match> {
    let normal = normal_password(password);
    let is_normal = normal == password;
    if passwords::fits(normal, hash.clone()).await? {
        return Ok(Match::Yes);
    }
    if !is_normal && passwords::fits(password.to_owned(), hash).await? {
        return Ok(Match::Outdated);
    }
    Ok(Match::No)
}
