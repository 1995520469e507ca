//! The server: router, middleware, connections. It assembles what the other modules offer.

pub mod access;
pub(crate) mod api;
pub(crate) mod askers;
pub(crate) mod assets;
pub(crate) mod conditional;
mod connections;
pub(crate) mod discovery;
pub(crate) mod error_pages;
pub(crate) mod feeds;
pub(crate) mod headers;
pub(crate) mod health;
pub mod limits;
mod metrics;
pub(crate) mod oai;
mod observation;
mod open_files;
pub mod origin;
mod pace;
mod paced_body;
mod paced_stream;
mod program_addresses;
mod return_address;
pub mod routes;
pub mod serve;
pub mod sessions;

use crate::visit;
use crate::visit::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Uri;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::routing::get;
use limits::BODY_MAX;
use program_addresses::is_for_machines;
use return_address::beginning;
use services::context::Context;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

/// The whole portal as one service: every route of [`routes::table`], and what surrounds them.
pub fn router(context: Context) -> Router {
    metrics::start();
    let state = AppState::new(context);
    let mut router = Router::new();
    let table = routes::table();
    let pages = routes::pages(&table);
    for route in table {
        let page = pages.segments(route.path);
        let check = from_fn_with_state((state.clone(), route.access, page), access::check);
        router = router.route(route.path, route.service.layer(check));
        if !pages.contains(route.path) && !is_for_machines(route.path) {
            let to_page = get(async move |uri: Uri| visit::redirect(beginning(uri.path(), page)));
            router = router.route(route.path, to_page);
        }
    }
    let compressible =
        SizeAbove::new(1024).and(NotForContentType::IMAGES).and(NotForContentType::const_new("font/"));
    router
        .fallback(error_pages::unknown_address)
        .layer(from_fn_with_state(state.clone(), error_pages::show))
        .layer(from_fn_with_state(state.clone(), askers::resolve))
        .layer(from_fn_with_state(state.clone(), origin::check))
        .layer(sessions::layer(&state.context))
        .layer(from_fn_with_state(state.clone(), headers::add))
        .merge(assets::router(&state))
        .merge(health::router())
        .layer(from_fn(observation::observe))
        .layer(CompressionLayer::new().compress_when(compressible))
        .layer(map_response(conditional::weaken_where_compressed))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .with_state(state)
}
