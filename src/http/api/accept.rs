//! Content negotiation by the `Accept` header (RFC 9110, section 12.5.1).

use crate::error::AppError;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// A layer that responds with 406 if the client does not accept the content type.
pub(crate) async fn check(request: Request, next: Next) -> Response {
    let asked = request.headers().clone();
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if response.status() == StatusCode::OK && !accepts(&asked, kind.unwrap_or_default()) {
        return AppError::NotAcceptable.into_response();
    }
    response
}

/// Whether the client accepts this content type; without the header it accepts any.
fn accepts(headers: &HeaderMap, content_type: &str) -> bool {
    let accepted: Vec<&str> =
        headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    if accepted.is_empty() {
        return true;
    }
    let content_type = content_type.split(';').next().unwrap_or_default().trim();
    let ranges = accepted.iter().flat_map(|line| line.split(',')).filter_map(Range::read);
    // The most specific matching range decides, even if its weight is zero.
    let best = ranges.filter_map(|range| Some((range.fits(content_type)?, range.is_wanted))).max();
    best.is_some_and(|(_, is_wanted)| is_wanted)
}

/// A media range, and whether its weight is above zero.
struct Range<'a> {
    kind: &'a str,
    subtype: &'a str,
    is_wanted: bool,
}

impl<'a> Range<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let (kind, subtype) = parts.next()?.split_once('/')?;
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let is_wanted = weight.is_none_or(|weight| weight.trim().parse().is_ok_and(|q: f32| q > 0.0));
        Some(Self { kind, subtype, is_wanted })
    }

    /// How specifically it matches this type, if it does.
    fn fits(&self, content_type: &str) -> Option<u8> {
        let (kind, subtype) = content_type.split_once('/')?;
        match (self.kind, self.subtype) {
            ("*", "*") => Some(0),
            (own, "*") if own.eq_ignore_ascii_case(kind) => Some(1),
            (own, own_subtype)
                if own.eq_ignore_ascii_case(kind) && own_subtype.eq_ignore_ascii_case(subtype) =>
            {
                Some(2)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_most_exact_range_decides() {
        for (accept, is_accepted) in [
            ("*/*", true),
            ("application/json", true),
            ("Application/JSON; charset=utf-8", true),
            ("application/*;q=0.1", true),
            ("text/html, */*;q=0.8", true),
            ("text/html", false),
            ("", false),
            ("application/json;q=0", false),
            ("application/json;q=0, */*", false),
            ("*/*;q=0, application/json;q=0.5", true),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_str(accept).unwrap());
            assert_eq!(accepts(&headers, "application/json; charset=utf-8"), is_accepted, "{accept}");
        }
        assert!(accepts(&HeaderMap::new(), "application/json"));
    }
}
