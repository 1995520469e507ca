//! More slow clients than the portal may have files open.

use super::process::Server;
use super::report::Report;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

/// Open files of the server: what a shell usually allows.
const FILES: usize = 1_024;
/// Clients that send seven bytes of a body and no more.
const SLOW: usize = 1_500;
/// Requests meanwhile.
const ROUNDS: usize = 200;

/// How long `/healthz` takes at most under slow bodies.
pub fn slow_bodies(data: &Path, report: &mut Report) {
    let server = Server::start_with_files(data, FILES);
    // A client that was turned away has its connection closed, and opens another one.
    let mut slow: Vec<TcpStream> = (0..SLOW).filter_map(|_| slow_body(server.address()).ok()).collect();
    let mut slowest = Duration::ZERO;
    for round in 0..ROUNDS {
        slowest = slowest.max(health(server.address()));
        let place = round % slow.len();
        if let Ok(stream) = slow_body(server.address()) {
            slow[place] = stream;
        }
    }
    println!("/healthz under {SLOW} slow bodies: {slowest:?} at most");
    report.at_most("/healthz under 1,500 slow bodies, slowest, ms", 100.0, slowest.as_secs_f64() * 1_000.0);
}

fn slow_body(address: SocketAddr) -> std::io::Result<TcpStream> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(
        b"POST /sign-in HTTP/1.1\r\nHost: bench\r\nSec-Fetch-Site: same-origin\r\n\
          Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nemail=a",
    )?;
    Ok(stream)
}

/// From connecting to the last byte.
fn health(address: SocketAddr) -> Duration {
    let began = Instant::now();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    began.elapsed()
}
