//! Texts that only the holder of a secret reads, such as a form whose secret lies in a browser's cookie: the database
//! holds what is sealed, and never the secret.

use crate::failure::{Failure, Outcome};
use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use sha2::{Digest as _, Sha256};

/// A name for what is sealed, by which a row is found and which does not give the secret away.
pub(super) fn name(purpose: &str, secret: &str) -> String {
    hex::encode(derived(purpose, "name", secret))
}

/// A secret that follows from a text, for those who hold the key: the same text has the same secret.
pub(super) fn keyed_name(purpose: &str, key: &[u8], text: &str) -> String {
    let mut name = hex::encode(derived(purpose, &hex::encode(key), text));
    name.truncate(32);
    name
}

/// Seals a text. A secret seals one text for one purpose and then no other: the key is used once, and so may the nonce
/// be the same for all.
///
/// # Errors
/// For a text of more than 256 GB.
pub(super) fn seal(purpose: &str, secret: &str, text: &str) -> Outcome<Vec<u8>> {
    cipher(purpose, secret).encrypt(&Nonce::default(), text.as_bytes()).map_err(Failure::internal)
}

/// The text that was sealed for this purpose under this secret; none for anything else.
pub(super) fn open(purpose: &str, secret: &str, sealed: &[u8]) -> Option<String> {
    let text = cipher(purpose, secret).decrypt(&Nonce::default(), sealed).ok()?;
    String::from_utf8(text).ok()
}

fn cipher(purpose: &str, secret: &str) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(Key::from_slice(&derived(purpose, "key", secret)))
}

/// Secrets are random and long, so that a plain hash makes keys of them.
fn derived(purpose: &str, part: &str, secret: &str) -> [u8; 32] {
    Sha256::digest(format!("{purpose} {part} {secret}")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_secret_opens_what_it_sealed_and_only_unchanged() {
        let mut sealed = seal("form", "secret", "ü text").unwrap();
        assert!(!sealed.windows(4).any(|part| part == b"text"));
        assert_eq!(open("form", "secret", &sealed).as_deref(), Some("ü text"));
        assert_eq!(open("form", "another", &sealed), None);
        assert_eq!(open("link", "secret", &sealed), None);
        assert_eq!(open("form", &name("form", "secret"), &sealed), None, "the name is no key");
        sealed[0] ^= 1;
        assert_eq!(open("form", "secret", &sealed), None);
        assert_eq!(open("form", "secret", b""), None);
    }
}
