//! What stands between a server and its PostgreSQL, and can be cut.

use std::io::copy;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};

/// What happens to connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The database answers.
    Up,
    /// It is gone: connections end, and new ones end at once.
    Cut,
    /// It is there and says nothing.
    Silent,
}

/// A way to a database.
pub struct Proxy {
    pub address: SocketAddr,
    line: Arc<AtomicU8>,
    open: Arc<Mutex<Vec<TcpStream>>>,
}

impl Proxy {
    /// A way to this address.
    pub fn to(target: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (line, open) = (Arc::new(AtomicU8::new(Line::Up as u8)), Arc::new(Mutex::new(Vec::new())));
        let (state, held): (Arc<AtomicU8>, Arc<Mutex<Vec<TcpStream>>>) = (line.clone(), open.clone());
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let Ok(client) = client else { return };
                let line = state.load(Ordering::SeqCst);
                if line == Line::Cut as u8 {
                    continue;
                }
                held.lock().unwrap().push(client.try_clone().unwrap());
                if line == Line::Silent as u8 {
                    continue;
                }
                let Ok(database) = TcpStream::connect(&target) else { continue };
                held.lock().unwrap().push(database.try_clone().unwrap());
                pass(client.try_clone().unwrap(), database.try_clone().unwrap(), state.clone());
                pass(database, client, state.clone());
            }
        });
        Self { address, line, open }
    }

    /// Changes what happens to connections.
    pub fn set(&self, line: Line) {
        self.line.store(line as u8, Ordering::SeqCst);
        let mut open = self.open.lock().unwrap();
        if line != Line::Silent {
            // Those that were silent are of no use to anybody.
            for stream in open.drain(..) {
                _ = stream.shutdown(Shutdown::Both);
            }
        }
    }
}

/// Passes on what comes, as long as the database answers.
fn pass(mut from: TcpStream, mut to: TcpStream, line: Arc<AtomicU8>) {
    struct Watched<'a>(&'a mut TcpStream, &'a AtomicU8);
    impl std::io::Write for Watched<'_> {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            while self.1.load(Ordering::SeqCst) == Line::Silent as u8 {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            self.0.write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            self.0.flush()
        }
    }
    std::thread::spawn(move || {
        _ = copy(&mut from, &mut Watched(&mut to, &line));
        _ = to.shutdown(Shutdown::Both);
    });
}
