//! Work that met another's: PostgreSQL ends one of two transactions that wait for each other, or that cannot be put
//! one after the other. Nothing of it was written, and a moment later it succeeds.

use crate::error::StoreError;
use std::time::Duration;

/// How often work is begun at most.
const TRIES: u32 = 6;
/// The longest pause before the second try, in milliseconds; it doubles before each further one.
const FIRST_PAUSE: u64 = 20;

/// An error that may say that work met another's.
pub trait Contended {
    /// Whether the same work, begun again, may succeed.
    fn is_contended(&self) -> bool;
}

impl Contended for StoreError {
    fn is_contended(&self) -> bool {
        matches!(self, Self::Contended)
    }
}

/// Does work of whole transactions, again where it met another's. `work` begins and commits what it writes, so that
/// each try reads what the other has written.
///
/// # Errors
/// Those of `work`; also that it met another's, where it did so to the last try.
pub async fn transact<T, E: Contended, Work: Future<Output = Result<T, E>>>(
    mut work: impl FnMut() -> Work,
) -> Result<T, E> {
    for number in 1..TRIES {
        match work().await {
            Err(error) if error.is_contended() => tokio::time::sleep(pause(number)).await,
            other => return other,
        }
    }
    work().await
}

/// A random pause, so that two who met do not meet again.
fn pause(tries: u32) -> Duration {
    let longest = FIRST_PAUSE << tries.min(8);
    let random = u64::from(uuid::Uuid::new_v4().as_fields().0);
    Duration::from_millis(1 + random % longest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[tokio::test]
    async fn work_that_met_anothers_is_begun_again_and_other_failures_are_not() {
        let begun = Cell::new(0);
        let work = async |fails: u32, error: fn() -> StoreError| {
            begun.set(begun.get() + 1);
            if begun.get() <= fails { Err(error()) } else { Ok(begun.get()) }
        };
        assert_eq!(transact(|| work(3, || StoreError::Contended)).await.unwrap(), 4);
        begun.set(0);
        assert!(transact(|| work(u32::MAX, || StoreError::Contended)).await.is_err());
        assert_eq!(begun.get(), TRIES);
        begun.set(0);
        assert!(transact(|| work(u32::MAX, || StoreError::Stale)).await.is_err());
        assert_eq!(begun.get(), 1);
    }
}
