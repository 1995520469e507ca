//! Answers that need not be sent again: each has a strong tag over its bytes, and an asker who has them already is
//! told so (RFC 9110, section 13). What an asker gets depends on who he is, so nobody else may keep it.

use super::accept::accepts;
use crate::error::AppError;
use crate::http::conditional::{has_tag, tag_of};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Tags an answer, leaves it out where its asker has it, and refuses it where he does not accept its form.
pub async fn answer(request: Request, next: Next) -> Response {
    let asked = request.headers().clone();
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !accepts(&asked, kind.unwrap_or_default()) {
        return AppError::NotAcceptable.into_response();
    }
    // The API's answers are whole in memory before they get here.
    let bytes = match to_bytes(body, usize::MAX).await {
        Ok(bytes) => bytes,
        Err(error) => return AppError::internal(error).into_response(),
    };
    let tag = tag_of(&bytes);
    let is_known = has_tag(&asked, &tag);
    let Ok(tag) = HeaderValue::from_str(&tag) else {
        return AppError::internal("a tag that is no header").into_response();
    };
    parts.headers.insert(header::ETAG, tag);
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    parts
        .headers
        .insert(header::VARY, HeaderValue::from_static("accept, accept-language, authorization, cookie"));
    if is_known {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Compressing changes the bytes, so that a strong tag would no longer be true of them.
pub async fn weak_where_compressed(mut response: Response) -> Response {
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
