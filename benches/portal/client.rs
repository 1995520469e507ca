//! A small HTTP/1.1 client over loopback: its own cost must not drown what is measured.

use domain::search_query::SearchQuery;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Concurrent connections while requests per second are counted.
const CONNECTIONS: usize = 16;
/// How long they send requests.
const SPAN: Duration = Duration::from_secs(3);

/// One kept-alive connection.
pub struct Connection {
    stream: BufReader<TcpStream>,
    body: Vec<u8>,
}

impl Connection {
    pub fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: BufReader::with_capacity(64 * 1024, stream), body: Vec::new() }
    }

    /// Requests a page and reads all of it; stops the benchmark unless it succeeds.
    pub fn get(&mut self, path: &str, cookie: &str) -> &[u8] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: bench\r\nCookie: {cookie}\r\n\r\n");
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let (status, _) = self.read();
        assert_eq!(status, 200, "{path}");
        &self.body
    }

    /// Sends a form; the status and the headers of the answer.
    fn post(&mut self, path: &str, body: &str) -> (u16, Vec<String>) {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: bench\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        self.read()
    }

    fn read(&mut self) -> (u16, Vec<String>) {
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        let status = line.split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = Vec::new();
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            let header = line.trim_end();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            headers.push(header.to_owned());
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body).unwrap();
        (status, headers)
    }
}

/// Whether the server says that it is ready.
pub fn is_ready(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else { return false };
    let asked = stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    asked.is_ok() && stream.read_to_string(&mut answer).is_ok() && answer.starts_with("HTTP/1.1 200")
}

/// Declares an HCP in Great Britain who does not consent to engagement; returns the cookies.
pub fn declared(address: SocketAddr) -> String {
    let mut connection = Connection::open(address);
    let mut cookies = Vec::new();
    for (path, body) in [("/declare", "country=GB&next=/"), ("/consent", "answer=no&next=/")] {
        let (_, headers) = connection.post(path, body);
        for header in headers {
            if let Some((name, value)) = header.split_once(": ")
                && name.eq_ignore_ascii_case("set-cookie")
            {
                cookies.push(value.split(';').next().unwrap().to_owned());
            }
        }
    }
    cookies.join("; ")
}

/// Sends a form on a connection of its own; the status of the answer.
pub fn post(address: SocketAddr, path: &str, body: &str) -> u16 {
    let mut connection = Connection::open(address);
    connection.post(path, body).0
}

/// The address of an article that a declared visitor finds.
pub fn first_article(address: SocketAddr, cookie: &str) -> String {
    let page = get(address, "/search?kind=evidence-summary", cookie);
    let page = String::from_utf8(page).unwrap();
    let start = page.find("href=\"/library/").expect("a demo article is found") + "href=\"".len();
    let end = page[start..].find(['"', '?']).unwrap();
    page[start..start + end].to_owned()
}

/// The query part of an address that searches for a text.
pub fn asking(text: &str) -> String {
    SearchQuery::of(text).parameters()
}

/// One page.
pub fn get(address: SocketAddr, path: &str, cookie: &str) -> Vec<u8> {
    Connection::open(address).get(path, cookie).to_vec()
}

/// How many requests for a page are answered per second over all connections.
pub fn requests_per_second(address: SocketAddr, path: &str, cookie: &str) -> f64 {
    let (count, is_over) = (AtomicU64::new(0), AtomicBool::new(false));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut connection = Connection::open(address);
                while !is_over.load(Ordering::Relaxed) {
                    connection.get(path, cookie);
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        std::thread::sleep(SPAN);
        is_over.store(true, Ordering::Relaxed);
    });
    #[allow(clippy::cast_precision_loss)]
    let count = count.load(Ordering::Relaxed) as f64;
    count / began.elapsed().as_secs_f64()
}
