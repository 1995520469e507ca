//! Style, islands and icons: hashed names, precompressed, cached forever.

use crate::visit::state::AppState;
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use include_dir::{Dir, include_dir};
use tower_http::services::ServeDir;

static PUBLIC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/public");

const FOR_A_DAY: &str = "public, max-age=86400";
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The routes of assets, which are the same for everybody.
pub(crate) fn router(state: &AppState) -> Router<AppState> {
    let mut router = Router::new();
    for file in PUBLIC.files() {
        if let Some(name) = file.path().to_str() {
            let kind = content_type(name);
            let bytes = file.contents();
            let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FOR_A_DAY.to_owned())];
            router = router.route(&format!("/{name}"), get(move || async move { (headers, bytes) }));
        }
    }
    match &state.assets.folder {
        Some(folder) => router.nest_service(
            "/pkg",
            tower::ServiceBuilder::new()
                .layer(axum::middleware::from_fn(cached_for_ever))
                .service(ServeDir::new(folder).precompressed_br().precompressed_gzip()),
        ),
        None => {
            let sheet = state.assets.sheet.clone();
            let headers = [(header::CONTENT_TYPE, "text/css"), (header::CACHE_CONTROL, FOR_EVER)];
            router.route(&state.assets.style, get(move || async move { (headers, sheet) }))
        }
    }
    .layer(map_response(no_sniffing))
}

async fn cached_for_ever(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await.into_response();
    if response.status().is_success() {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_EVER));
    }
    response
}

async fn no_sniffing(mut response: Response) -> Response {
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// The content type for a file's name; texts are UTF-8.
fn content_type(name: &str) -> String {
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    if kind.type_() == mime_guess::mime::TEXT { format!("{kind}; charset=utf-8") } else { kind.to_string() }
}
