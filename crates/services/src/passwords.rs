//! Passwords: the only module that names argon2.

use crate::failure::{Failure, Outcome};
use crate::heavy_work::PASSWORDS;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{Error, Output, ParamsString, PasswordHash, SaltString};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use domain::account::normal_password;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// argon2id with 19 MiB, two passes, one lane: OWASP's password storage recommendation.
fn params() -> Params {
    Params::default()
}

/// Memory that one hashing has given back and the next takes, while people wait for it.
static SPARE: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

/// As much memory as this is always given back to the system at once when it is freed; smaller pieces stay with the
/// process, one for each thread that had one.
const RETURNED: usize = 33 << 20;

fn spare() -> MutexGuard<'static, Vec<Vec<Block>>> {
    // A list of memory that nobody uses is whole at any time.
    SPARE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs work with the memory that argon2 needs for these parameters. What is not touched of it is never there.
fn with_memory<T>(params: &Params, work: impl FnOnce(&mut [Block]) -> T) -> T {
    let mut memory = spare().pop().unwrap_or_else(|| Vec::with_capacity(RETURNED / Block::SIZE));
    memory.resize(params.block_count(), Block::new());
    let done = work(&mut memory);
    let mut spare = spare();
    if PASSWORDS.is_waited_for() {
        spare.push(memory);
    } else {
        spare.clear();
    }
    done
}

/// The argon2 hash of a password under this salt; `length` in bytes.
fn derive(password: &str, salt: &[u8], params: Params, length: usize) -> Result<Output, Error> {
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    Output::init_with(length, |bytes| {
        with_memory(&params, |memory| {
            argon.hash_password_into_with_memory(password.as_bytes(), salt, bytes, memory)
        })
        .map_err(Error::from)
    })
}

fn hashed(password: &str) -> Result<String, Error> {
    let salt = SaltString::generate(&mut OsRng);
    let mut buffer = [0; 64];
    let bytes = salt.decode_b64(&mut buffer)?;
    let hash = derive(password, bytes, params(), Params::DEFAULT_OUTPUT_LEN)?;
    let text = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params())?,
        salt: Some(salt.as_salt()),
        hash: Some(hash),
    };
    Ok(text.to_string())
}

fn is_password_of(password: &str, text: &str) -> Result<bool, Error> {
    let stored = PasswordHash::new(text)?;
    let (Some(salt), Some(hash)) = (stored.salt, stored.hash) else { return Ok(false) };
    let mut buffer = [0; 64];
    let salt = salt.decode_b64(&mut buffer)?;
    // Compared in constant time.
    Ok(derive(password, salt, Params::try_from(&stored)?, hash.len())? == hash)
}

/// A password's hash in PHC form, made of its normal form. Takes tens of milliseconds, on purpose, off the async threads.
///
/// # Errors
/// When the machine gives no randomness or memory.
pub async fn hash(password: String) -> Outcome<String> {
    let password = normal_password(&password);
    PASSWORDS.run(move || hashed(&password)).await?.map_err(Failure::internal)
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
        // A hash that cannot be read fits nothing.
        is_password_of(&password, &text).unwrap_or_default() && is_known
    };
    PASSWORDS.run(work).await
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
    async fn hashes_of_earlier_versions_fit() {
        use argon2::PasswordHasher as _;
        let salt = SaltString::generate(&mut OsRng);
        let earlier = Argon2::new(Algorithm::Argon2id, Version::V0x13, params());
        let earlier = earlier.hash_password(b"correct horse", &salt).unwrap().to_string();
        assert!(fits("correct horse".into(), Some(earlier.clone())).await.unwrap());
        assert!(!fits("wrong horse".into(), Some(earlier.clone())).await.unwrap());
        let length = |hash: &str| hash.len();
        assert_eq!(length(&hash("correct horse".into()).await.unwrap()), length(&earlier));
    }

    #[tokio::test]
    async fn many_at_once_share_little_memory_and_leave_none_behind() {
        let many = (0..24).map(|number| tokio::spawn(hash(format!("password {number}"))));
        let many: Vec<_> = many.collect();
        let mut most = 0;
        for one in many {
            one.await.unwrap().unwrap();
            most = most.max(spare().len());
        }
        assert!(most <= 4, "{most}");
        // The last one to end frees what others left.
        hash("one more".into()).await.unwrap();
        assert!(spare().is_empty());
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
