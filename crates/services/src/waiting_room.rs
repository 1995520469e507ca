//! Where whoever tries too often waits for a moment before they are served: slowing down hurts a guesser, who needs
//! thousands of tries, and not the person who mistyped.

use crate::failure::{Failure, Outcome};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Who may wait at once, in all. More would hold connections for nothing.
const SEATS: usize = 256;
/// Who may wait at once from one place.
const SEATS_OF_ONE: usize = 4;
/// By how much longer each further try takes.
const STEP: Duration = Duration::from_millis(250);
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(3);

/// Who is served at once from one place; others come after them.
const TURNS_OF_ONE: usize = 8;

static TURNS: LazyLock<Mutex<HashMap<String, Arc<Semaphore>>>> = LazyLock::new(Mutex::default);

/// One of the few turns of a place; the next one's when dropped.
pub(super) struct Turn {
    place: String,
    permit: Option<OwnedSemaphorePermit>,
}

fn turns() -> MutexGuard<'static, HashMap<String, Arc<Semaphore>>> {
    TURNS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits for a turn of this place.
pub(super) async fn turn(place: &str) -> Outcome<Turn> {
    let of_place =
        turns().entry(place.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(TURNS_OF_ONE))).clone();
    let permit = of_place.acquire_owned().await.map_err(Failure::internal)?;
    Ok(Turn { place: place.to_owned(), permit: Some(permit) })
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut turns = turns();
        self.permit = None;
        // Nobody else holds or waits for a turn: the place is forgotten.
        if turns.get(&self.place).is_some_and(|of_place| Arc::strong_count(of_place) == 1) {
            turns.remove(&self.place);
        }
    }
}

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
    async fn few_are_served_at_once_and_the_others_after_them() {
        let place = "a busy place";
        let mut held = Vec::new();
        for _ in 0..TURNS_OF_ONE {
            held.push(turn(place).await.unwrap());
        }
        let next = tokio::spawn(turn(place));
        tokio::task::yield_now().await;
        assert!(!next.is_finished());
        held.pop();
        drop(next.await.unwrap().unwrap());
        drop(held);
        assert!(!turns().contains_key(place), "nothing is left of a place that nobody uses");
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
