//! How soon a change is found while others search.

use super::client::{self, Connection};
use super::process::{self, Server};
use super::times::Times;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Searches per second meanwhile, and over how many connections.
const SEARCHES: u32 = 100;
const CONNECTIONS: u32 = 4;
/// How many changes are measured.
const CHANGES: usize = 100;
/// How long to wait for one.
const PATIENCE: Duration = Duration::from_secs(30);

/// From when an import of one record is acknowledged, by a process beside the server, until a search over HTTP finds
/// it; and how many searches a second ran meanwhile.
pub fn changes(queries: &[String], work: &Path, server: &Server, cookie: &str) -> (Times, f64) {
    let (count, is_over) = (AtomicU64::new(0), AtomicBool::new(false));
    let began = Instant::now();
    let mut times = Vec::with_capacity(CHANGES);
    std::thread::scope(|scope| {
        for place in 0..CONNECTIONS {
            let (count, is_over) = (&count, &is_over);
            scope.spawn(move || search_on(queries, place, server, cookie, (count, is_over)));
        }
        for number in 0..CHANGES {
            times.push(change(number, work, server, cookie));
        }
        is_over.store(true, Ordering::Relaxed);
    });
    #[allow(clippy::cast_precision_loss)]
    let searches = count.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64();
    (Times::of(times, Duration::ZERO), searches)
}

/// Searches at an even pace until it is stopped.
fn search_on(
    queries: &[String],
    place: u32,
    server: &Server,
    cookie: &str,
    (count, is_over): (&AtomicU64, &AtomicBool),
) {
    let pace = Duration::from_secs(1) * CONNECTIONS / SEARCHES;
    let mut connection = Connection::open(server.address());
    let mut due = Instant::now() + pace * place / CONNECTIONS;
    for query in queries.iter().cycle().skip(place as usize) {
        if is_over.load(Ordering::Relaxed) {
            return;
        }
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        due += pace;
        connection.get(&format!("/search?{}", client::asking(query)), cookie);
        count.fetch_add(1, Ordering::Relaxed);
    }
}

fn change(number: usize, work: &Path, server: &Server, cookie: &str) -> Duration {
    // Of this run alone: what an earlier one left is no change.
    let word = format!("unheard{number}of{}", std::process::id());
    let file = work.join("change.jsonl");
    std::fs::write(&file, format!("{{\"id\":\"{word}\",\"title\":\"News of {word}\"}}\n")).unwrap();
    process::run(&["import", "--data", server.data(), file.to_str().unwrap()]);
    let acknowledged = Instant::now();
    let mut connection = Connection::open(server.address());
    let address = format!("/api/v1/search?{}", client::asking(&word));
    loop {
        let answer = String::from_utf8_lossy(connection.get(&address, cookie)).into_owned();
        if answer.contains(&format!("\"external_id\":\"{word}\"")) {
            return acknowledged.elapsed();
        }
        assert!(acknowledged.elapsed() < PATIENCE, "change {number} was not found");
        std::thread::sleep(Duration::from_millis(5));
    }
}
