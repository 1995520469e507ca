//! The portal's signature under short texts that it gives out and gets back: cookies, cursors, tokens.

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The signature's length in hexadecimal digits: 128 bits of HMAC-SHA-256.
const SIGNATURE: usize = 32;

/// A text with the portal's signature. `name` says what it is for, so that what was signed for one purpose cannot
/// stand in for another.
pub fn signed(key: &[u8], name: &str, text: &str) -> String {
    format!("{text}.{}", signature(key, name, text))
}

/// The text that the portal has signed for this purpose.
pub fn verified<'a>(key: &[u8], name: &str, signed: &'a str) -> Option<&'a str> {
    let (text, claimed) = signed.rsplit_once('.')?;
    is_signature(key, name, text, claimed).then_some(text)
}

/// The signature alone, where the text is known on both ways.
pub fn signature(key: &[u8], name: &str, text: &str) -> String {
    use std::fmt::Write as _;
    let mut signature = String::with_capacity(SIGNATURE);
    if let Some(mac) = mac(key, name, text) {
        for byte in mac.finalize().into_bytes().iter().take(SIGNATURE / 2) {
            // Writing to a `String` cannot fail.
            _ = write!(signature, "{byte:02x}");
        }
    }
    signature
}

/// Whether this is the portal's signature under a text.
pub fn is_signature(key: &[u8], name: &str, text: &str, claimed: &str) -> bool {
    let bytes: Option<Vec<u8>> = (0..claimed.len())
        .step_by(2)
        .map(|at| claimed.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect();
    match (mac(key, name, text), bytes) {
        (Some(mac), Some(bytes)) if bytes.len() == SIGNATURE / 2 => {
            // Compares in constant time.
            mac.verify_truncated_left(&bytes).is_ok()
        }
        _ => false,
    }
}

fn mac(key: &[u8], name: &str, text: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(name.as_bytes());
    mac.update(b"=");
    mac.update(text.as_bytes());
    Some(mac)
}
