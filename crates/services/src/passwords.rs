//! Passwords: the only module that names argon2.

use crate::failure::{Failure, Outcome};
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::account::normal_password;
use tokio::sync::Semaphore;

/// argon2id with 19 MiB, two passes, one lane: OWASP's password storage recommendation.
fn argon() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// How many passwords are hashed at once: each takes memory and a core, and a flood of sign-ins must leave both to
/// readers.
const AT_ONCE: usize = 4;

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Outcome<T> {
    let _turn = TURNS.acquire().await.map_err(Failure::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Failure::internal)
}

/// A password's hash in PHC form, made of its normal form. Takes tens of milliseconds, on purpose, off the async threads.
///
/// # Errors
/// When the machine gives no randomness or memory.
pub async fn hash(password: String) -> Outcome<String> {
    let password = normal_password(&password);
    let work = move || {
        let salt = SaltString::generate(&mut OsRng);
        argon().hash_password(password.as_bytes(), &salt).map(|hash| hash.to_string())
    };
    in_turn(work).await?.map_err(Failure::internal)
}

/// Whether a password fits a hash. Without a hash it takes the same time and says no, so that an unknown email
/// address cannot be told from a wrong password.
///
/// # Errors
/// When the work could not be done.
pub async fn fits(password: String, hash: Option<String>) -> Outcome<bool> {
    /// The hash of nothing that anybody knows.
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
                          d3Vvb2h0aGVyZWlzbm9wYXNzd29yZGZvcnRoaXNvbmU";
    let work = move || {
        let is_known = hash.is_some();
        let text = hash.unwrap_or_else(|| NOBODY.to_owned());
        let fits = PasswordHash::new(&text)
            .is_ok_and(|parsed| argon().verify_password(password.as_bytes(), &parsed).is_ok());
        fits && is_known
    };
    in_turn(work).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_alone() {
        let hash = hash("correct horse".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(fits("correct horse".into(), Some(hash.clone())).await.unwrap());
        assert!(!fits("wrong horse".into(), Some(hash)).await.unwrap());
        assert!(!fits("correct horse".into(), None).await.unwrap());
    }

    #[tokio::test]
    async fn an_unknown_person_costs_as_much_as_a_known_one() {
        let hash = hash("correct horse".into()).await.unwrap();
        let time = async |hash| {
            let began = std::time::Instant::now();
            fits("wrong".into(), hash).await.unwrap();
            began.elapsed()
        };
        let (known, unknown) = (time(Some(hash)).await, time(None).await);
        assert!(unknown > known / 4, "{unknown:?} for nobody, {known:?} for somebody");
    }
}
