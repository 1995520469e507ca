//! Clients that are too many or too slow: they are left, and others are served meanwhile.

use crate::process::{Server, send};
use crate::support::{Database, Portal};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// Open files of the flooded server: so few that a test floods it with few connections.
const FILES: usize = 256;
/// Connections of the flood: more than the server may have files open.
const FLOOD: usize = 400;
/// Within which somebody is served while the flood lasts. A starved server takes minutes.
const SOON: Duration = Duration::from_secs(3);

/// A connection that has sent seven bytes of a longer body, and will send no more.
fn slow_body(address: SocketAddr, path: &str) -> std::io::Result<TcpStream> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nevent=a"
    );
    stream.write_all(head.as_bytes())?;
    Ok(stream)
}

/// Everything until the server closes, and how long that took.
fn rest(mut stream: TcpStream) -> (String, Duration) {
    let began = Instant::now();
    let mut bytes = Vec::new();
    _ = stream.read_to_end(&mut bytes);
    (String::from_utf8_lossy(&bytes).into_owned(), began.elapsed())
}

/// A page as it is shown to a client at this address of the loopback network.
async fn get_from(client: Ipv4Addr, address: SocketAddr, path: &str) -> String {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind((client, 0).into()).unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    let asked = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(asked.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_slow_bodies_keeps_nobody_from_health_safety_reports_and_pages() {
    let portal = Portal::open(Database::Sqlite).await.unwrap().without_workers().await;
    let server = Server::start_with_files(&portal, FILES);
    let address = server.address;
    let mut slow = Vec::new();
    for number in 0..FLOOD {
        // Also at the address for which the reserve is kept.
        let path = if number % 2 == 0 { "/report-safety" } else { "/sign-in" };
        if let Ok(stream) = slow_body(address, path) {
            slow.push(stream);
        }
    }
    let mut slowest = Duration::ZERO;
    for round in 0..20 {
        let began = Instant::now();
        for path in ["/healthz", "/readyz"] {
            let answer = send(address, "GET", path, "", "");
            assert_eq!(answer.map(|answer| answer.status), Some(200), "{path}, round {round}");
        }
        slowest = slowest.max(began.elapsed());
        slow.extend(slow_body(address, "/report-safety"));
    }
    assert!(slowest < SOON, "health took {slowest:?}");

    let report = send(address, "POST", "/report-safety", "", "event=She+fell&contact=1");
    assert_eq!(report.map(|answer| answer.status), Some(303), "a report of harm is taken");

    let began = Instant::now();
    let page = get_from(Ipv4Addr::new(127, 0, 0, 2), address, "/about").await;
    assert!(page.starts_with("HTTP/1.1 200"), "another address gets every page: {page}");
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_is_no_room_the_answer_says_when_to_come_back() {
    let portal = Portal::open(Database::Sqlite).await.unwrap().without_workers().await;
    let server = Server::start_with_files(&portal, FILES);
    // All at once, so that none is slow enough yet to give way to the next.
    let slow: Vec<_> = (0..100).map(|_| slow_body(server.address, "/sign-in").unwrap()).collect();
    let turned_away = send(server.address, "GET", "/about", "", "").unwrap();
    assert_eq!(turned_away.status, 503, "{}", turned_away.text);
    let text = turned_away.text.to_ascii_lowercase();
    assert!(text.contains("retry-after: 5") && text.contains("connection: close"), "{text}");
    assert!(text.contains("/report-safety"), "{text}");
    drop(slow);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sends_or_reads_too_slowly_is_left() {
    let portal = Portal::open(Database::Sqlite).await.unwrap().without_workers().await;
    let server = Server::start(&portal);
    let address = server.address;
    std::thread::scope(|scope| {
        let body = scope.spawn(|| rest(slow_body(address, "/report-safety").unwrap()));
        let dripping = scope.spawn(move || {
            let stream = slow_body(address, "/report-safety").unwrap();
            let mut sender = stream.try_clone().unwrap();
            // A byte now and then keeps nothing alive.
            std::thread::spawn(move || {
                while sender.write_all(b"x").is_ok() {
                    std::thread::sleep(Duration::from_millis(300));
                }
            });
            rest(stream)
        });
        let idle = scope.spawn(move || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
            stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
            rest(stream)
        });
        let deaf = scope.spawn(move || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.set_write_timeout(Some(Duration::from_secs(60))).unwrap();
            let began = Instant::now();
            // Asks for more and more, and reads none of it, until the server has had enough.
            while stream.write_all(b"GET /about HTTP/1.1\r\nHost: x\r\n\r\n").is_ok() {}
            _ = stream.shutdown(Shutdown::Both);
            began.elapsed()
        });
        for (text, taken) in [body.join().unwrap(), dripping.join().unwrap()] {
            assert!(text.starts_with("HTTP/1.1 408"), "{text}");
            assert!(text.to_ascii_lowercase().contains("connection: close"), "{text}");
            assert!(taken < Duration::from_secs(30), "a slow body held a connection for {taken:?}");
        }
        let (text, taken) = idle.join().unwrap();
        assert!(text.starts_with("HTTP/1.1 200") && taken < Duration::from_secs(30), "idle for {taken:?}");
        let taken = deaf.join().unwrap();
        assert!(
            taken < Duration::from_secs(55),
            "a client that reads nothing held a connection for {taken:?}"
        );
    });
}
