//! One check for everything that changes something: it has to come from the portal's own pages.

use super::askers::bearer;
use super::error_pages;
use crate::error::AppError;
use crate::visit::state::AppState;
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;

/// The route by which a mail program ends digests with one click (RFC 8058). The request comes from no page; the secret
/// in its address authorises it.
pub const UNSUBSCRIBE: &str = "/unsubscribe/{secret}";
/// Addresses that only read, also by POST.
const READING: [&str; 1] = ["/oai"];

/// Refuses a mutating request that another site has made with a visitor's cookies.
///
/// Covers what a cookie authenticates: a browser never sends a bearer token by itself, and unsubscribing uses
/// no cookie.
pub(crate) async fn check(
    axum::extract::State(state): axum::extract::State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    if request.method().is_safe()
        || READING.contains(&request.uri().path())
        || bearer(request.headers()).is_some()
        || is_unsubscribing(request.uri().path())
        || is_own(request.headers(), &state.context.config.base_url)
    {
        next.run(request).await
    } else {
        error_pages::early(&state, request, AppError::WrongOrigin).await
    }
}

fn is_unsubscribing(path: &str) -> bool {
    let start = UNSUBSCRIBE.trim_end_matches("{secret}");
    path.strip_prefix(start).is_some_and(|secret| !secret.contains('/'))
}

/// Whether the browser says that one of our own pages sent this (`Sec-Fetch-Site`, else `Origin` against the
/// address used; see the Fetch standard and OWASP's cross-site request forgery prevention).
fn is_own(headers: &HeaderMap, base_url: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = text("origin") else { return false };
    if origin == base_url {
        return true;
    }
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let Some((_, authority)) = origin.split_once("://") else { return false };
    host.is_some_and(|host| host == authority)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn own(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        is_own(&headers, "https://portal.example")
    }

    #[test]
    fn one_click_unsubscribing_alone_may_come_from_elsewhere() {
        assert!(is_unsubscribing("/unsubscribe/0193"));
        for other in ["/unsubscribe/0193/x", "/unsubscribe", "/saved", "/saved/unsubscribe/0193"] {
            assert!(!is_unsubscribing(other), "{other}");
        }
    }

    #[test]
    fn only_the_portals_own_pages_may_change_something() {
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(own(&[("origin", "https://portal.example")]));
        assert!(own(&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")]));
        assert!(!own(&[]));
        assert!(!own(&[("sec-fetch-site", "same-site")]));
        assert!(!own(&[("sec-fetch-site", "cross-site"), ("origin", "https://portal.example")]));
        assert!(!own(&[("origin", "https://evil.example"), ("host", "portal.example")]));
        assert!(!own(&[("origin", "null"), ("host", "portal.example")]));
    }
}
