//! The one table of routes: it builds the router and feeds the access-matrix test.

use super::access::Who;
use crate::pages;
use crate::state::State;
use axum::handler::Handler;
use axum::http::Method;
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

/// Every route with who may use it, apart from assets and health, which carry nothing that depends on who asks.
pub fn table() -> Vec<Route> {
    use Who::Anyone;
    vec![
        // The way in
        get("/", Anyone, pages::home::show),
        post("/declare", Anyone, pages::declare::submit),
        get("/sign-in", Anyone, pages::sign_in::show),
        post("/sign-in", Anyone, pages::sign_in::submit),
        post("/sign-out", Anyone, pages::sign_in::out),
    ]
}
