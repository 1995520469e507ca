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
pub mod routes;
pub mod serve;
pub mod sessions;

use crate::visit::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use limits::BODY_MAX;
use services::context::Context;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

/// The whole portal as one service: every route of [`routes::table`], and what surrounds them.
pub fn router(context: Context) -> Router {
    metrics::start();
    let state = AppState::new(context);
    let mut router = Router::new();
    for route in routes::table() {
        let check = from_fn_with_state((state.clone(), route.access), access::check);
        router = router.route(route.path, route.service.layer(check));
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
