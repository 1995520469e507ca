//! Keys that identify a submitted form, so that one sent twice makes one request or one report.

use sha2::{Digest, Sha256};

/// The key of a form: `token` is the random number in it, `parts` are its sender and its content. A form that
/// was changed before it was sent again has another key.
pub fn key(token: &str, parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in [token].iter().chain(parts) {
        // The length before each part keeps two forms from reading as one text.
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    hex::encode(digest.finalize())
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn only_the_same_form_has_the_same_key() {
        assert_eq!(key("t", &["a", "b"]), key("t", &["a", "b"]));
        assert_ne!(key("t", &["a", "b"]), key("t", &["ab", ""]));
        assert_ne!(key("t", &["a", "b"]), key("u", &["a", "b"]));
    }
}
