//! Signed cookies: what a visitor says of himself without a session, such as his declaration.

use super::signing;
use axum::http::{HeaderMap, header};
use services::context::Context;

/// Name of the cookie that points at a kept form.
pub const KEPT_FORM: &str = "materia_kept";
/// Name of the cookie with a visitor's declaration: `COUNTRY|profession`.
pub const DECLARED: &str = "materia_declared";
/// Name of the cookie with a visitor's answer about engagement signals: `no`, or their random number.
pub const CONSENT: &str = "materia_consent";
/// Name of the cookie with a visitor's language and time zone: `LANGUAGE|ZONE`, each empty where not chosen.
pub const PREFERENCES: &str = "materia_preferences";

/// A `Set-Cookie` value with the portal's signature. `days` is how long the browser keeps it.
///
/// `value` may hold letters, digits, `-`, `_`, `.`, `/` and `|`.
pub fn signed_for(context: &Context, name: &str, value: &str, days: u32) -> String {
    let secure = if context.config.is_https() { "; Secure" } else { "" };
    let age = u64::from(days) * 86_400;
    let signed = signing::signed(&context.key, name, value);
    format!("{name}={signed}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}")
}

/// A `Set-Cookie` value that removes a cookie.
pub fn removed(context: &Context, name: &str) -> String {
    let secure = if context.config.is_https() { "; Secure" } else { "" };
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
    signing::verified(key, name, given).map(str::to_owned)
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
        let good = format!("a=1; visitor={}", signing::signed(key, "visitor", "GB|physician"));
        assert_eq!(signed(&headers(&good), key, "visitor").as_deref(), Some("GB|physician"));
        assert_eq!(signed(&headers(&good.replace("GB", "US")), key, "visitor"), None);
        assert_eq!(signed(&headers(&good.replace("visitor=", "other=")), key, "other"), None);
        assert_eq!(signed(&headers(&good), b"another key another key another!", "visitor"), None);
        assert_eq!(signed(&headers("visitor=GB.zz; x"), key, "visitor"), None);
    }
}
