//! The answer to an address that the HTTP library refuses before the portal hears of it.
//!
//! The library cannot hold an address of more than 64 KB: it writes an answer of its own, without a word in it, and
//! closes the connection. Here that answer is held back on its way out, and the portal's own is sent instead: to a
//! program the one that programs get at that path, which is known from how the request began. What it accepts would
//! stand behind the address and has not come.

mod beginning;

use crate::http::limits::ADDRESS_MAX;
use crate::http::machines::is_for_machines;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use beginning::Beginning;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tower::ServiceExt as _;

/// The page is no larger, in bytes.
const PAGE_MAX: usize = 1 << 20;

/// A connection on which nobody is refused without a word.
pub(super) struct Told {
    stream: TcpStream,
    router: Router,
    beginning: Beginning,
    page: Page,
}

/// What is sent in place of the library's answer.
enum Page {
    /// Nothing has been refused.
    NotNeeded,
    Asked(Pin<Box<dyn Future<Output = Vec<u8>> + Send>>),
    /// From this byte on, it is still to be sent.
    Made(Vec<u8>, usize),
}

impl Told {
    pub fn new(stream: TcpStream, router: Router) -> Self {
        Self { stream, router, beginning: Beginning::default(), page: Page::NotNeeded }
    }

    /// Sends the page in place of what the library wrote.
    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            match &mut self.page {
                Page::NotNeeded => {
                    let path = self.beginning.path().filter(|path| is_for_machines(path));
                    self.page = Page::Asked(Box::pin(page(self.router.clone(), path)));
                }
                Page::Asked(asked) => self.page = Page::Made(ready!(asked.as_mut().poll(context)), 0),
                Page::Made(bytes, sent) if *sent < bytes.len() => {
                    let written = Pin::new(&mut self.stream).poll_write(context, &bytes[*sent..]);
                    match ready!(written)? {
                        0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                        more => *sent += more,
                    }
                }
                Page::Made(..) => return Poll::Ready(Ok(())),
            }
        }
    }
}

/// What the portal says of an address that is too long, as it goes over the wire: to a program at its path.
async fn page(router: Router, path: Option<String>) -> Vec<u8> {
    let path = path.as_deref().unwrap_or("/");
    let request = Request::get(format!("{path}?{}", "a".repeat(ADDRESS_MAX))).body(Body::empty());
    // The path has been one before, and the router's error is that it never fails.
    let response = match request {
        Ok(request) => router.oneshot(request).await.unwrap_or_else(|never| match never {}),
        Err(_) => Response::default(),
    };
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, PAGE_MAX).await.unwrap_or_default();
    let mut bytes = format!("HTTP/1.1 {}\r\n", StatusCode::URI_TOO_LONG).into_bytes();
    for (name, value) in parts.headers.iter().filter(|(name, _)| **name != header::CONTENT_LENGTH) {
        bytes.extend_from_slice(&[name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    bytes
        .extend_from_slice(format!("content-length: {}\r\nconnection: close\r\n\r\n", body.len()).as_bytes());
    bytes.extend_from_slice(&body);
    bytes
}

/// Whether this is the library's own answer to an address that is too long; the portal's has a body.
fn is_bare(bytes: &[u8]) -> bool {
    bytes.starts_with(b"HTTP/1.1 414 ")
        && bytes.ends_with(b"\r\n\r\n")
        && std::str::from_utf8(bytes).is_ok_and(|head| head.contains("\r\ncontent-length: 0\r\n"))
}

impl AsyncRead for Told {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = into.filled().len();
        ready!(Pin::new(&mut this.stream).poll_read(context, into))?;
        this.beginning.read(&into.filled()[before..]);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Told {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if is_bare(bytes) {
            ready!(this.poll_page(context))?;
            return Poll::Ready(Ok(bytes.len()));
        }
        this.beginning.answered();
        Pin::new(&mut this.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let Some(first) = parts.first().filter(|first| is_bare(first)) {
            return self.poll_write(context, first);
        }
        let this = self.get_mut();
        this.beginning.answered();
        Pin::new(&mut this.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_answer_without_a_word_is_held_back() {
        let head = "HTTP/1.1 414 URI Too Long\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        assert!(is_bare(head.as_bytes()));
        for other in [
            &head.replace("length: 0", "length: 07"),
            &head.replace("414", "200"),
            &format!("{head}with a body"),
        ] {
            assert!(!is_bare(other.as_bytes()), "{other}");
        }
    }
}
