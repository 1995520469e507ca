//! Answers that a client need not be sent twice: validators, and 304 for whoever has the answer (RFC 9110, 8.8 and
//! 13). What is answered depends on who asks, so no cache in between may keep it.

use crate::error::AppError;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::time::Moment;
use sha2::{Digest as _, Sha256};

/// Responds with a text, or with 304 if the client has this very one. `changed` is when its content last changed.
pub(crate) fn answer(
    headers: &HeaderMap,
    content_type: &'static str,
    body: String,
    changed: Moment,
) -> Response {
    // Weak: one tag covers all compressed forms.
    let tag = format!("W/{}", tag_of(body.as_bytes()));
    let response = ([(header::CONTENT_TYPE, content_type)], body).into_response();
    with_validators(headers, response, &tag, Some(changed), "cookie, authorization, accept-language")
}

/// A layer that adds a strong tag over the response's bytes, and responds with 304 if the client has them.
pub(crate) async fn tag(request: Request, next: Next) -> Response {
    let asked = request.headers().clone();
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (parts, body) = response.into_parts();
    // Tagged responses are complete in memory already.
    let bytes = match to_bytes(body, usize::MAX).await {
        Ok(bytes) => bytes,
        Err(error) => return AppError::internal(error).into_response(),
    };
    let tag = tag_of(&bytes);
    let response = Response::from_parts(parts, Body::from(bytes));
    with_validators(&asked, response, &tag, None, "accept, accept-language, authorization, cookie")
}

/// A layer outside compression, which changes the bytes, so that a strong tag would no longer be true of them.
pub(crate) async fn weaken_where_compressed(mut response: Response) -> Response {
    let headers = response.headers_mut();
    if headers.contains_key(header::CONTENT_ENCODING)
        && let Some(tag) = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok())
        && !tag.starts_with("W/")
        && let Ok(weak) = HeaderValue::from_str(&format!("W/{tag}"))
    {
        headers.insert(header::ETAG, weak);
    }
    response
}

/// Adds validators to a response, and drops its body if the client has it.
fn with_validators(
    asked: &HeaderMap,
    mut response: Response,
    tag: &str,
    changed: Option<Moment>,
    vary: &'static str,
) -> Response {
    if is_known(asked, tag, changed) {
        let headers = std::mem::take(response.headers_mut());
        response = StatusCode::NOT_MODIFIED.into_response();
        *response.headers_mut() = headers;
        response.headers_mut().remove(header::CONTENT_TYPE);
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    set(header::ETAG, tag);
    set(header::CACHE_CONTROL, "private, no-cache");
    set(header::VARY, vary);
    if let Some(changed) = changed {
        set(header::LAST_MODIFIED, &changed.http_date());
    }
    response
}

/// A strong tag: the first half of the SHA-256 of the bytes, in quotes.
fn tag_of(bytes: &[u8]) -> String {
    format!("\"{}\"", hex::encode(&Sha256::digest(bytes)[..16]))
}

/// Whether the client says that it has this response. A tag takes precedence over a date.
fn is_known(asked: &HeaderMap, tag: &str, changed: Option<Moment>) -> bool {
    if asked.contains_key(header::IF_NONE_MATCH) {
        return has_tag(asked, tag);
    }
    let since = asked.get(header::IF_MODIFIED_SINCE).and_then(|since| since.to_str().ok());
    let since = since.and_then(Moment::from_http_date);
    // Dates in headers have no milliseconds.
    changed.zip(since).is_some_and(|(changed, since)| changed.0 / 1000 <= since.0 / 1000)
}

/// Whether the client names this tag, weak or strong.
fn has_tag(asked: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.strip_prefix("W/").unwrap_or(tag).to_owned();
    let lines = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    let mut tags = lines.flat_map(|line| line.split(',')).map(str::trim);
    tags.any(|known| known == "*" || opaque(known) == opaque(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGED: Moment = Moment(1_700_000_000_500);

    fn ask(pairs: &[(header::HeaderName, &str)]) -> Response {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        answer(&headers, "text/plain", "body".into(), CHANGED)
    }

    fn status(pairs: &[(header::HeaderName, &str)]) -> u16 {
        ask(pairs).status().as_u16()
    }

    #[test]
    fn whoever_has_the_answer_is_not_sent_it_again() {
        let first = ask(&[]);
        assert_eq!(first.status(), StatusCode::OK);
        let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        assert_eq!(first.headers()[header::LAST_MODIFIED], "Tue, 14 Nov 2023 22:13:20 GMT");
        assert_eq!(status(&[(header::IF_NONE_MATCH, &tag)]), 304);
        assert_eq!(status(&[(header::IF_NONE_MATCH, &format!("\"x\", {}", &tag[2..]))]), 304);
        assert_eq!(status(&[(header::IF_NONE_MATCH, "*")]), 304);
        assert_eq!(status(&[(header::IF_NONE_MATCH, "\"x\"")]), 200);
        let again = ask(&[(header::IF_NONE_MATCH, &tag)]);
        assert_eq!(again.headers()[header::ETAG], tag.as_str());
        assert!(!again.headers().contains_key(header::CONTENT_TYPE));
    }

    #[test]
    fn a_date_counts_only_without_a_tag_and_only_if_it_is_one() {
        let since = |date: &str| status(&[(header::IF_MODIFIED_SINCE, date)]);
        assert_eq!(since("Tue, 14 Nov 2023 22:13:20 GMT"), 304);
        assert_eq!(since("Tue, 14 Nov 2023 22:13:19 GMT"), 200);
        assert_eq!(since("yesterday"), 200);
        let both =
            [(header::IF_NONE_MATCH, "\"x\""), (header::IF_MODIFIED_SINCE, "Wed, 15 Nov 2023 00:00:00 GMT")];
        assert_eq!(status(&both), 200);
    }
}
