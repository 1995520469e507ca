//! Where whoever tries too often waits for a moment before they are served: slowing down hurts a guesser, who needs
//! thousands of tries, and not the person who mistyped.

use crate::failure::{Failure, Outcome};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Who may wait at once, in all. More would hold connections for nothing.
const SEATS: usize = 256;
/// Who may wait at once from one place.
const SEATS_OF_ONE: usize = 4;
/// By how much longer each further try takes.
const STEP: Duration = Duration::from_millis(250);
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(3);

static ROOM: LazyLock<Mutex<HashMap<String, usize>>> = LazyLock::new(Mutex::default);

fn room() -> MutexGuard<'static, HashMap<String, usize>> {
    // A panic while the lock was held leaves plain numbers.
    ROOM.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A seat; free again when dropped, also when whoever waited goes away.
struct Seat(String);

impl Seat {
    fn take(place: &str) -> Option<Self> {
        let mut room = room();
        let own = room.get(place).copied().unwrap_or(0);
        if own >= SEATS_OF_ONE || room.values().sum::<usize>() >= SEATS {
            return None;
        }
        room.insert(place.to_owned(), own + 1);
        Some(Self(place.to_owned()))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut room = room();
        if let Some(own) = room.get_mut(&self.0) {
            *own -= 1;
            if *own == 0 {
                room.remove(&self.0);
            }
        }
    }
}

/// Waits for as long as so many tries too many take, at this place.
///
/// # Errors
/// [`Failure::Throttled`] when too many wait already.
pub(super) async fn wait(place: &str, too_many: i64) -> Outcome<()> {
    let Ok(steps @ 1..) = u32::try_from(too_many) else { return Ok(()) };
    let _seat = Seat::take(place).ok_or(Failure::Throttled)?;
    tokio::time::sleep(STEP.saturating_mul(steps).min(LONGEST)).await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_few_seats_and_gets_them_back() {
        let place = "a test's own place";
        let seats: Vec<Seat> = (0..SEATS_OF_ONE).map(|_| Seat::take(place).unwrap()).collect();
        assert!(Seat::take(place).is_none());
        assert!(Seat::take("another place").is_some());
        drop(seats);
        assert!(Seat::take(place).is_some());
    }

    #[tokio::test]
    async fn nobody_waits_who_did_not_try_too_often() {
        let began = std::time::Instant::now();
        wait("a quick place", 0).await.unwrap();
        wait("a quick place", -5).await.unwrap();
        assert!(began.elapsed() < STEP);
        wait("a quick place", 1).await.unwrap();
        assert!(began.elapsed() >= STEP);
    }
}
