//! Signed cookies: what a visitor says of himself without a session, such as his declaration.

use crate::state::State;
use axum::http::{HeaderMap, header};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The signature's length in hexadecimal digits: 128 bits of HMAC-SHA-256.
const SIGNATURE: usize = 32;

/// A `Set-Cookie` value with the portal's signature. `days` is how long the browser keeps it.
///
/// `value` may hold letters, digits, `-`, `_`, `.` and `|`.
pub fn signed_for(state: &State, name: &str, value: &str, days: u32) -> String {
    let secure = if state.config.is_https() { "; Secure" } else { "" };
    let age = u64::from(days) * 86_400;
    format!(
        "{name}={value}.{}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}",
        signature(&state.key, name, value)
    )
}

/// A `Set-Cookie` value that removes a cookie.
pub fn removed(state: &State, name: &str) -> String {
    let secure = if state.config.is_https() { "; Secure" } else { "" };
    format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}")
}

/// The value of a cookie of this name, if the portal has signed it.
pub fn signed(headers: &HeaderMap, key: &[u8], name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let given = all
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(given, _)| *given == name)?
        .1;
    let (value, claimed) = given.rsplit_once('.')?;
    is_signature(key, name, value, claimed).then(|| value.to_owned())
}

fn mac(key: &[u8], name: &str, value: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    // The name is signed too, so that one cookie's value cannot stand in for another's.
    mac.update(name.as_bytes());
    mac.update(b"=");
    mac.update(value.as_bytes());
    Some(mac)
}

fn signature(key: &[u8], name: &str, value: &str) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(SIGNATURE);
    if let Some(mac) = mac(key, name, value) {
        for byte in mac.finalize().into_bytes().iter().take(SIGNATURE / 2) {
            // Writing to a `String` cannot fail.
            _ = write!(text, "{byte:02x}");
        }
    }
    text
}

fn is_signature(key: &[u8], name: &str, value: &str, claimed: &str) -> bool {
    let bytes: Option<Vec<u8>> = (0..claimed.len())
        .step_by(2)
        .map(|at| claimed.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect();
    match (mac(key, name, value), bytes) {
        (Some(mac), Some(bytes)) if bytes.len() == SIGNATURE / 2 => {
            // Compares in constant time.
            mac.verify_truncated_left(&bytes).is_ok()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(cookie: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_str(cookie).unwrap());
        headers
    }

    #[test]
    fn only_what_this_portal_signed_is_believed() {
        let key = b"0123456789abcdef0123456789abcdef";
        let good = format!("a=1; visitor=GB|physician.{}", signature(key, "visitor", "GB|physician"));
        assert_eq!(signed(&headers(&good), key, "visitor").as_deref(), Some("GB|physician"));
        assert_eq!(signed(&headers(&good.replace("GB", "US")), key, "visitor"), None);
        assert_eq!(signed(&headers(&good.replace("visitor=", "other=")), key, "other"), None);
        assert_eq!(signed(&headers(&good), b"another key another key another!", "visitor"), None);
        assert_eq!(signed(&headers("visitor=GB.zz; x"), key, "visitor"), None);
    }
}
