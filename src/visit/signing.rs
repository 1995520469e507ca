//! The portal's signature under short texts that it gives out and gets back: cookies, cursors, tokens.

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The signature's length in bytes: 128 bits of HMAC-SHA-256.
const SIGNATURE: usize = 16;

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
    mac(key, name, text).map(|mac| hex::encode(&mac.finalize().into_bytes()[..SIGNATURE])).unwrap_or_default()
}

/// Whether this is the portal's signature under a text.
pub fn is_signature(key: &[u8], name: &str, text: &str, claimed: &str) -> bool {
    match (mac(key, name, text), hex::decode(claimed)) {
        (Some(mac), Ok(bytes)) if bytes.len() == SIGNATURE => {
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
