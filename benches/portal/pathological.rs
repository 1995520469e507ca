//! Hostile queries, each of which could keep a careless parser busy.

use super::process::Server;
use super::report::Report;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Instant;

/// How often each is sent. The fastest counts, so that a slow moment of the machine does not.
const ROUNDS: usize = 3;

/// The slowest of ten, over HTTP. One that does not fit into an address is answered too, by the page that says so.
pub fn pathological(server: &Server, cookie: &str, report: &mut Report) {
    let mut slowest = 0.0_f64;
    for (name, text) in queries() {
        let taken = (0..ROUNDS).map(|_| milliseconds(server, cookie, name, &text)).fold(f64::MAX, f64::min);
        println!("pathological: {name:<20} {taken:>8.2} ms");
        slowest = slowest.max(taken);
    }
    report.at_most("200,000 items: slowest of ten pathological queries, ms", 250.0, slowest);
}

/// What each one is, and its text as part of an address.
fn queries() -> [(&'static str, String); 10] {
    let terms: Vec<String> = (0..5_000).map(|number| format!("term{number}")).collect();
    [
        ("10,000 parentheses", "(".repeat(10_000)),
        ("2,000 parentheses", format!("{}asthma{}", "(".repeat(1_000), ")".repeat(1_000))),
        ("5,000 terms", terms.join("+OR+")),
        ("a star", "*".to_owned()),
        ("one letter and a star", "a*".to_owned()),
        ("nested NOT", format!("{}asthma{}", "NOT+(".repeat(1_000), ")".repeat(1_000))),
        ("64 KB of text", "heart+failure+".repeat(64 * 1024 / 14)),
        ("right to left", "%E2%80%AE%D7%A7%D7%A6%D7%91+%D7%9C%D7%91%E2%80%AC".to_owned()),
        ("NUL", "heart%00failure%00".to_owned()),
        ("lone quotes", "%22".repeat(2_001)),
    ]
}

/// How long one takes from the first byte asked to the last byte answered, on a connection of its own: some are
/// refused, which ends their connection.
fn milliseconds(server: &Server, cookie: &str, name: &str, text: &str) -> f64 {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_nodelay(true).unwrap();
    let request = format!(
        "GET /search?q={text} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n"
    );
    let began = Instant::now();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let taken = began.elapsed().as_secs_f64() * 1_000.0;
    let status = String::from_utf8_lossy(&answer[..answer.len().min(12)]).into_owned();
    assert!(["HTTP/1.1 200", "HTTP/1.1 414"].contains(&status.as_str()), "{name}: {status}");
    taken
}
