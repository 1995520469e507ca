//! How the request that is being read began.

use axum::http::Uri;

/// So much of it is kept, in bytes: more than any path needs by which programs are known.
const KEPT: usize = 1024;

/// The first bytes of a request. A connection carries one request after another: what is read after something was
/// written begins the next. It does not of one that was sent before its turn, whose path then is not known.
#[derive(Default)]
pub struct Beginning {
    bytes: Vec<u8>,
    is_answered: bool,
}

impl Beginning {
    /// Takes in what was read.
    pub fn read(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        if std::mem::take(&mut self.is_answered) {
            self.bytes.clear();
        }
        let missing = KEPT - self.bytes.len();
        self.bytes.extend_from_slice(&bytes[..bytes.len().min(missing)]);
    }

    /// Something was written, so that the request has been read.
    pub fn answered(&mut self) {
        self.is_answered = true;
    }

    /// The path that is asked for, as far as it is kept.
    pub fn path(&self) -> Option<String> {
        let line = self.bytes.split(|byte| *byte == b'\r').next()?;
        let target = std::str::from_utf8(line).ok()?.split(' ').nth(1)?;
        Some(target.parse::<Uri>().ok()?.path().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(reads: &[&str]) -> Option<String> {
        let mut beginning = Beginning::default();
        reads.iter().for_each(|read| beginning.read(read.as_bytes()));
        beginning.path()
    }

    #[test]
    fn the_path_is_known_in_whatever_pieces_it_came() {
        let long = format!("GET /api/v1/search?q={}", "a".repeat(100_000));
        assert_eq!(path(&[&long]).as_deref(), Some("/api/v1/search"));
        assert_eq!(path(&["PO", "ST /api", "/v1/search?q=", "a"]).as_deref(), Some("/api/v1/search"));
        assert_eq!(path(&["GET http://portal.example/api/x?q=a"]).as_deref(), Some("/api/x"));
        let endless = path(&[&format!("GET /api/{}", "a".repeat(100_000))]);
        assert!(endless.is_some_and(|path| path.starts_with("/api/") && path.len() < KEPT));
    }

    #[test]
    fn what_is_no_request_has_no_path() {
        for bytes in ["", "GET", "\u{16}\u{3}\u{1} \u{0}", "GET  HTTP/1.1\r\n"] {
            assert_eq!(path(&[bytes]), None, "{bytes:?}");
        }
    }

    #[test]
    fn what_comes_after_an_answer_begins_the_next_request() {
        let mut beginning = Beginning::default();
        beginning.read(b"GET /search HTTP/1.1\r\nHost: x\r\n");
        beginning.read(b"\r\n");
        beginning.answered();
        beginning.answered();
        assert_eq!(beginning.path().as_deref(), Some("/search"));
        beginning.read(b"GET /api/v1/");
        beginning.read(b"suggest?q=a");
        assert_eq!(beginning.path().as_deref(), Some("/api/v1/suggest"));
    }
}
