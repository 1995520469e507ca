//! Style, islands and icons: hashed names, precompressed, cached for ever.

use crate::state::State;
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use tower_http::services::ServeDir;

static STYLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/style");
static PUBLIC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/public");

/// Cascade layers, lowest first.
const LAYERS: [&str; 5] = ["tokens", "base", "layout", "components", "print"];
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Addresses of what a page loads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assets {
    pub style: String,
    /// Script and wasm of the islands; none where they are not built.
    pub islands: Option<Islands>,
    folder: Option<PathBuf>,
    sheet: String,
}

/// Addresses of the islands' script and wasm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Islands {
    pub script: String,
    pub wasm: String,
}

impl Assets {
    /// What is built in `site` (by `scripts/build-islands`, with its `hash.txt`); the style sheet that the program
    /// brings along where nothing is.
    pub fn read(site: &Path) -> Self {
        let hashes = std::fs::read_to_string(site.join("hash.txt")).unwrap_or_default();
        let hash = |kind: &str| {
            hashes
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find_map(|(name, hash)| (name.trim() == kind).then(|| hash.trim().to_owned()))
        };
        let islands = match (hash("js"), hash("wasm")) {
            (Some(script), Some(wasm)) => Some(Islands {
                script: format!("/pkg/materia.{script}.js"),
                wasm: format!("/pkg/materia.{wasm}.wasm"),
            }),
            _ => None,
        };
        match hash("css") {
            Some(style) => Self {
                style: format!("/pkg/materia.{style}.css"),
                islands,
                folder: Some(site.join("pkg")),
                sheet: String::new(),
            },
            None => Self::brought_along(),
        }
    }

    fn brought_along() -> Self {
        let mut sheet = format!("@layer {};\n", LAYERS.join(", "));
        for layer in LAYERS {
            let file = STYLE.get_file(format!("{layer}.css"));
            sheet.push_str(file.and_then(|file| file.contents_utf8()).unwrap_or_default());
        }
        let hash: String =
            Sha256::digest(sheet.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self { style: format!("/pkg/materia.{hash}.css"), islands: None, folder: None, sheet }
    }
}

/// The routes of assets. They carry nothing that depends on who asks.
pub fn router(state: &State) -> Router<State> {
    let mut router = Router::new();
    for file in PUBLIC.files() {
        if let Some(name) = file.path().to_str() {
            let kind = content_type(name);
            let bytes = file.contents();
            let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=86400")];
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

/// The content type for a file's name.
pub fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "css" => "text/css",
        "js" => "text/javascript",
        _ => "application/octet-stream",
    }
}
