//! What the portal withstands: everybody signing in at once, and a disk that was full.

use super::client;
use super::process::Server;
use super::report::{Goal, Report};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How many sign in at once.
const PEOPLE: usize = 500;
/// How long what is no longer needed may stay with the process.
const REST: Duration = Duration::from_secs(5);

/// Memory while very many sign in at once, and afterwards.
pub fn sign_ins(folder: &Path, report: &mut Report) {
    let server = Server::start(folder);
    let address = server.address();
    // What a first sign-in needs once and for all is not what is measured.
    client::post(address, "/sign-in", &sign_in(0));
    let before = server.resident_mb();
    let (is_over, checked, refused) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    let most = std::thread::scope(|scope| {
        let watching = scope.spawn(|| {
            let mut most = 0.0_f64;
            while !is_over.load(Ordering::Relaxed) {
                most = most.max(server.resident_mb());
                std::thread::sleep(Duration::from_millis(5));
            }
            most
        });
        std::thread::scope(|people| {
            for number in 0..PEOPLE {
                let (checked, refused) = (&checked, &refused);
                people.spawn(move || match client::post(address, "/sign-in", &sign_in(number)) {
                    422 => checked.fetch_add(1, Ordering::Relaxed),
                    429 | 503 => refused.fetch_add(1, Ordering::Relaxed),
                    other => panic!("a sign-in answered {other}"),
                });
            }
        });
        is_over.store(true, Ordering::Relaxed);
        watching.join().unwrap()
    });
    std::thread::sleep(REST);
    let after = server.resident_mb();
    println!(
        "{PEOPLE} sign-ins at once: {} checked, {} to come back later; {before:.0} MB before, {most:.0} MB at most, \
         {after:.0} MB afterwards",
        checked.into_inner(),
        refused.into_inner()
    );
    report.at_most("500 sign-ins at once: memory, MB resident at most", 300.0, most);
    report.at_most("500 sign-ins at once: memory kept afterwards, MB", 40.0, after - before);
}

fn sign_in(number: usize) -> String {
    // Each a person of their own, whose tries nobody has counted; somebody unknown costs as much as somebody known.
    format!("email=person{number}%40demo.example&password=wrong+{number}&next=/")
}

/// How long it takes until questions are taken again, after a full disk has room.
pub fn full_disk(folder: &Path, report: &mut Report) {
    const MEASURE: &str = "after a full disk: reports are stored again, seconds";
    let Some(disk) = Server::start_on_small_disk(folder, "96m") else {
        report.missed(MEASURE, Goal::AtMost(5.0), "nothing can be mounted here");
        return;
    };
    let store = |number: usize| {
        let report = format!("contact=1&event=Words+{number}+{}", "x".repeat(4_000));
        client::post(disk.address(), "/report-safety", &report)
    };
    assert_eq!(store(0), 303);
    disk.fill();
    let until = Instant::now() + Duration::from_secs(60);
    let mut number = 1;
    while store(number) == 303 {
        assert!(Instant::now() < until, "a full disk is not noticed");
        number += 1;
    }
    disk.free();
    let free = Instant::now();
    while store(number) != 303 || !client::is_ready(disk.address()) {
        assert!(free.elapsed() < Duration::from_secs(60), "the portal does not recover");
        std::thread::sleep(Duration::from_millis(20));
        number += 1;
    }
    report.at_most(MEASURE, 5.0, free.elapsed().as_secs_f64());
}
