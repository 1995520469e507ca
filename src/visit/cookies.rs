//! Signed cookies: what a visitor says without a session, such as their declaration.

use axum::http::{HeaderMap, header};
use cookie::time::Duration;
use cookie::{Cookie, CookieJar, Key, SameSite};
use services::context::Context;

/// Name of the cookie with what a browser keeps of forms: see [`super::kept_forms::Keeping`].
pub(crate) const KEPT_FORM: &str = "materia_kept";
/// Name of the cookie of a browser in which somebody has signed in: `ACCOUNT|NUMBER`, with the browser's random number.
pub(crate) const BROWSER: &str = "materia_browser";
/// For how many days it is kept.
pub(crate) const BROWSER_DAYS: u32 = 400;
/// Name of the cookie with a visitor's declaration: `COUNTRY|profession`.
pub(crate) const DECLARED: &str = "materia_declared";
/// Name of the cookie with a visitor's answer about engagement signals: `no`, or their random number.
pub(crate) const CONSENT: &str = "materia_consent";
/// Name of the cookie with a visitor's language and time zone: `LANGUAGE|ZONE`, each empty where not chosen.
pub(crate) const PREFERENCES: &str = "materia_preferences";

/// A cookie with the portal's signature. `days` is how long the browser keeps it.
///
/// `value` may hold letters, digits, `-`, `_`, `.`, `/` and `|`.
pub(crate) fn signed_for(context: &Context, name: &'static str, value: &str, days: u32) -> Cookie<'static> {
    let cookie = cookie_for(context, name, value.to_owned(), Duration::days(days.into()));
    sign(&context.key, cookie)
}

/// A cookie that removes the one of this name.
pub(crate) fn removed(context: &Context, name: &'static str) -> Cookie<'static> {
    cookie_for(context, name, String::new(), Duration::ZERO)
}

/// The value of a cookie of this name, if the portal has signed it.
pub(crate) fn signed(headers: &HeaderMap, key: &[u8], name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let cookie = lines.flat_map(Cookie::split_parse).flatten().find(|cookie| cookie.name() == name)?;
    let verified = CookieJar::new().signed(&key_for(key, name)).verify(cookie.into_owned())?;
    Some(verified.value().to_owned())
}

fn cookie_for(context: &Context, name: &'static str, value: String, age: Duration) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .max_age(age)
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(context.config.is_https())
        .build()
}

fn sign(key: &[u8], cookie: Cookie<'static>) -> Cookie<'static> {
    let name = cookie.name().to_owned();
    let mut jar = CookieJar::new();
    jar.signed_mut(&key_for(key, &name)).add(cookie.clone());
    jar.get(&name).cloned().unwrap_or(cookie)
}

/// The key of one cookie's signatures. The jar signs values alone: a key for each name keeps what was signed for one
/// purpose from standing in for another.
fn key_for(key: &[u8], name: &str) -> Key {
    Key::derive_from(&[key, b"cookie ", name.as_bytes()].concat())
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
        let good = format!("a=1; {}", sign(key, Cookie::new("visitor", "GB|physician")));
        assert_eq!(signed(&headers(&good), key, "visitor").as_deref(), Some("GB|physician"));
        assert_eq!(signed(&headers(&good.replace("GB", "US")), key, "visitor"), None);
        assert_eq!(signed(&headers(&good.replace("visitor=", "other=")), key, "other"), None);
        assert_eq!(signed(&headers(&good), b"another key another key another!", "visitor"), None);
        assert_eq!(signed(&headers("visitor=GB.zz; x"), key, "visitor"), None);
    }
}
