//! The floor for pages: a bare handler that serves the same bytes, in its own process.

use super::{client, process};
use domain::id::RecordId;
use domain::record::{Record, RecordData};
use domain::time::Moment;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command};

/// A record as the portal stores it, from an entry of a file.
pub fn record(data: RecordData) -> Record {
    let now = Moment::now();
    Record { id: RecordId::new(), data, is_demo: false, added_at: now, updated_at: now }
}

/// The bare handler's process; ended when dropped.
pub struct Floor {
    child: Child,
    address: SocketAddr,
}

impl Floor {
    pub fn start(file: &Path) -> Self {
        let address = process::free_port();
        let child = Command::new(std::env::current_exe().unwrap())
            .env("MATERIA_BENCH_FLOOR", file)
            .env("MATERIA_BENCH_LISTEN", address.to_string())
            .spawn()
            .unwrap();
        while !client::is_ready(address) {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        Self { child, address }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Serves the file's bytes at every address, with nothing around the handler. Does not return.
pub fn serve(file: &Path) {
    use axum::response::Html;
    let body: &'static str = String::from_utf8(std::fs::read(file).unwrap()).unwrap().leak();
    let address = std::env::var("MATERIA_BENCH_LISTEN").unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address).await.unwrap();
        let router = axum::Router::new().fallback(move || async move { Html(body) });
        let reception = materia::http::serve::Reception::default();
        materia::http::serve::serve(listener, router, reception, std::future::pending()).await;
    });
}
