//! The portal's signature under short texts that it gives out and gets back: cursors and tokens.

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Bytes of HMAC-SHA-256 that make a signature: 128 bits.
const LENGTH: usize = 16;

/// A text with the portal's signature. `name` says what it is for, so that what was signed for one purpose cannot
/// stand in for another.
pub(crate) fn signed(key: &[u8], name: &str, text: &str) -> String {
    format!("{text}.{}", signature(key, name, text))
}

/// The text that the portal has signed for this purpose.
pub(crate) fn verified<'a>(key: &[u8], name: &str, signed: &'a str) -> Option<&'a str> {
    let (text, claimed) = signed.rsplit_once('.')?;
    let claimed = hex::decode(claimed).ok().filter(|bytes| bytes.len() == LENGTH)?;
    // Compares in constant time.
    mac(key, name, text)?.verify_truncated_left(&claimed).ok().map(|()| text)
}

/// The signature alone in hexadecimal digits, where the text is known on both ways.
pub(crate) fn signature(key: &[u8], name: &str, text: &str) -> String {
    mac(key, name, text).map(|mac| hex::encode(&mac.finalize().into_bytes()[..LENGTH])).unwrap_or_default()
}

fn mac(key: &[u8], name: &str, text: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(name.as_bytes());
    mac.update(b"=");
    mac.update(text.as_bytes());
    Some(mac)
}
