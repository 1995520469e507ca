//! Heavy work has its place: a flood of it takes bounded memory, and leaves room for readers.

use crate::process::{Server, cookie, send};
use crate::support::{Database, Portal};
use domain::account::Role;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How many sign in at once.
const PEOPLE: usize = 200;

/// Megabytes of memory that a process holds.
fn resident_mb(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

#[tokio::test]
async fn many_sign_ins_at_once_take_little_memory_give_it_back_and_leave_room_for_readers() {
    let portal = Portal::open(Database::Sqlite).await.unwrap().without_workers().await;
    let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
    let reader = cookie(&portal, &hcp).await;
    let server = Server::start(&portal);
    let (address, process) = (server.address, server.id());
    let sign_in = |number: usize| {
        let body = format!("email=nobody{number}%40demo.example&password=wrong+{number}&next=/");
        send(address, "POST", "/sign-in", "", &body).unwrap()
    };
    sign_in(PEOPLE);
    send(address, "GET", "/search?q=sheep", &reader, "").unwrap();
    let before = resident_mb(process);
    let is_over = AtomicBool::new(false);
    let (most, statuses) = std::thread::scope(|scope| {
        let watching = scope.spawn(|| {
            let mut most = 0;
            while !is_over.load(Ordering::Relaxed) {
                most = most.max(resident_mb(process));
                std::thread::sleep(Duration::from_millis(5));
            }
            most
        });
        let people: Vec<_> = (0..PEOPLE).map(|number| scope.spawn(move || sign_in(number))).collect();
        let searched = send(address, "GET", "/search?q=sheep", &reader, "").unwrap();
        assert_eq!(searched.status, 200, "{}", searched.text);
        let statuses: Vec<u16> = people
            .into_iter()
            .map(|person| {
                let answer = person.join().unwrap();
                let is_for_later = answer.text.to_ascii_lowercase().contains("\r\nretry-after: ");
                assert!(answer.status != 503 || is_for_later, "{}", answer.text);
                answer.status
            })
            .collect();
        is_over.store(true, Ordering::Relaxed);
        (watching.join().unwrap(), statuses)
    });
    assert!(statuses.iter().all(|status| [422, 429, 503].contains(status)), "{statuses:?}");
    assert!(statuses.contains(&422), "some were looked at");
    assert!(most < before + 160, "{before} MB before, {most} MB at most");
    let until = Instant::now() + Duration::from_secs(20);
    while resident_mb(process) > before + 60 {
        assert!(Instant::now() < until, "{before} MB before, {} MB kept", resident_mb(process));
        std::thread::sleep(Duration::from_millis(200));
    }
}
