//! Answers that a client need not be sent twice: validators, and 304 for whoever has the answer (RFC 9110, 8.8 and
//! 13).

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use domain::time::Moment;
use sha2::{Digest as _, Sha256};

/// The answer with its validators, or 304 where the client has this very one. `changed` is when what it is made of
/// last changed. The answer is the asker's own.
pub fn answer(headers: &HeaderMap, content_type: &'static str, body: String, changed: Moment) -> Response {
    // Weak, because one tag stands for all compressed forms.
    let tag = format!("W/{}", tag_of(body.as_bytes()));
    let mut response = if is_known(headers, &tag, changed) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, content_type)], body).into_response()
    };
    for (name, value) in [
        (header::ETAG, tag.as_str()),
        (header::LAST_MODIFIED, &changed.http_date()),
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::VARY, "cookie, authorization, accept-language"),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// A strong tag: the first half of the SHA-256 of the bytes, in quotes.
pub(super) fn tag_of(bytes: &[u8]) -> String {
    let digits: String = Sha256::digest(bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"")
}

/// Whether the client has what this tag stands for, weak or strong.
pub(super) fn has_tag(headers: &HeaderMap, tag: &str) -> bool {
    let strong = |tag: &str| tag.strip_prefix("W/").unwrap_or(tag).to_owned();
    let told = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    told.flat_map(|line| line.split(','))
        .map(str::trim)
        .any(|known| known == "*" || strong(known) == strong(tag))
}

/// Whether the client says that it has this answer. A tag is worth more than a date.
fn is_known(headers: &HeaderMap, tag: &str, changed: Moment) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if headers.contains_key(header::IF_NONE_MATCH) {
        return has_tag(headers, tag);
    }
    // A date in a header has no milliseconds.
    let since = text(header::IF_MODIFIED_SINCE).and_then(Moment::from_http_date);
    since.is_some_and(|since| changed.0 / 1000 <= since.0 / 1000)
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
