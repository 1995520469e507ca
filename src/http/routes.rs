//! The one table of routes: it builds the router and feeds the access-matrix test.

use super::access::Who;
use crate::pages;
use crate::state::State;
use crate::visit::Visit;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, on};

/// One way into the portal.
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub who: Who,
    pub(super) service: MethodRouter<State>,
}

fn get<H: Handler<T, State>, T: 'static>(path: &'static str, who: Who, handler: H) -> Route {
    Route { method: Method::GET, path, who, service: on(axum::routing::MethodFilter::GET, handler) }
}

fn post<H: Handler<T, State>, T: 'static>(path: &'static str, who: Who, handler: H) -> Route {
    Route { method: Method::POST, path, who, service: on(axum::routing::MethodFilter::POST, handler) }
}

/// A route of a server function, which the framework finds by its path.
fn server_function(method: &Method, path: &'static str, who: Who) -> Route {
    if *method == Method::GET { get(path, who, answer_island) } else { post(path, who, answer_island) }
}

async fn answer_island(visit: Visit, request: Request) -> Response {
    let context = move || leptos::prelude::provide_context(visit.clone());
    leptos_axum::handle_server_fns_with_context(context, request).await.into_response()
}

/// Every route with who may use it, apart from assets and health, which carry nothing that depends on who asks.
pub fn table() -> Vec<Route> {
    use Who::{Anyone, Readers};
    vec![
        // The way in
        get("/", Anyone, pages::home::show),
        post("/declare", Anyone, pages::declare::submit),
        get("/sign-in", Anyone, pages::sign_in::show),
        post("/sign-in", Anyone, pages::sign_in::submit),
        post("/sign-out", Anyone, pages::sign_in::out),
        // Islands
        server_function(&Method::GET, "/api/fn/suggest", Readers),
    ]
}
