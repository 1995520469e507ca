//! `/library/{slug}/media/{name}`: the pictures of an article, for whoever may read it.

use crate::error::Outcome;
use crate::visit::Visit;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use services::library;

/// Lets a drawing draw and do nothing else, even when it is opened as a page of its own.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/// The picture.
///
/// # Errors
/// As the article's own page.
pub(crate) async fn show(visit: Visit, Path((slug, name)): Path<(String, String)>) -> Outcome<Response> {
    let (content_type, bytes) = library::media(&visit.context, &visit.asker, &slug, &name).await?;
    let headers = [
        (header::CONTENT_TYPE, content_type.as_str()),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // For this reader alone, and not for long: a withdrawn article's pictures go with it.
        (header::CACHE_CONTROL, "private, max-age=300"),
    ];
    Ok((headers, bytes).into_response())
}
