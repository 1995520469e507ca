//! The one table of routes: it builds the router and feeds the access-matrix test.

use super::access::{
    ADMINISTRATORS, ANALYSTS, ASKERS, AUDITORS, Access, DESK, EDITORS, EDITORS_AND_REVIEWERS, REVIEWERS,
    SAFETY,
};
use super::limits::BODY_MAX;
use super::origin::UNSUBSCRIBE;
use super::return_address::Pages;
use super::{api, conditional, discovery, feeds, oai};
use crate::api::{ApiError, MALFORMED};
use crate::pages;
use crate::visit::Visit;
use crate::visit::state::AppState;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, on};

/// One way into the portal.
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    pub(super) service: MethodRouter<AppState>,
}

fn get<H: Handler<T, AppState>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::GET, path, access, service: on(axum::routing::MethodFilter::GET, handler) }
}

fn post<H: Handler<T, AppState>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::POST, path, access, service: on(axum::routing::MethodFilter::POST, handler) }
}

/// A route of the API, with content negotiation and a tag for conditional requests.
fn for_programs<H: Handler<T, AppState>, T: 'static>(
    path: &'static str,
    access: Access,
    handler: H,
) -> Route {
    let mut route = get(path, access, handler);
    route.service = route.service.layer(from_fn(api::accept::check)).layer(from_fn(conditional::tag));
    route
}

/// The route of a server function. The framework finds the function by its path.
fn server_function(method: &Method, path: &'static str, access: Access) -> Route {
    if *method == Method::GET { get(path, access, answer_island) } else { post(path, access, answer_island) }
}

async fn answer_island(visit: Visit, request: Request) -> Response {
    let context = move || leptos::prelude::provide_context(visit.clone());
    let response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
        blame_caller(response).await
    } else {
        response
    }
}

/// The framework answers a call that it cannot read as if it had failed itself.
async fn blame_caller(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, BODY_MAX).await.unwrap_or_default();
    if serde_json::from_slice::<ApiError>(&bytes).is_ok_and(|error| error.code == MALFORMED) {
        parts.status = StatusCode::BAD_REQUEST;
    }
    Response::from_parts(parts, bytes.into())
}

/// Every route with who may use it, apart from assets and health, which carry nothing that depends on who asks.
pub fn table() -> Vec<Route> {
    use Access::{Anyone, Readers};
    let mut routes = vec![
        // The way in
        get("/", Anyone, pages::home::show),
        post("/declare", Anyone, pages::declaration::submit),
        get("/sign-in", Anyone, pages::sign_in::show),
        post("/sign-in", Anyone, pages::sign_in::submit),
        post("/sign-out", Anyone, pages::sign_in::out),
        // The library
        get("/search", Readers, pages::search::show),
        post("/search", Readers, pages::search::submit),
        get("/browse", Readers, pages::browse::show),
        get("/browse/feed.atom", Readers, feeds::all),
        get("/browse/{facet}", Readers, pages::browse::facet),
        get("/browse/{facet}/{slug}", Readers, pages::browse::value),
        get("/browse/{facet}/{slug}/feed.atom", Readers, feeds::value),
        get("/library/{slug}", Readers, pages::article::show),
        get("/library/{slug}/media/{*name}", Readers, pages::media::show),
        get("/records/{id}", Readers, pages::record::show),
        get("/records/{id}/cited-by", Readers, pages::record::cited_by::show),
        get("/export", Readers, pages::export::show),
        post("/library/{slug}/rate", Readers, pages::rating::article),
        post("/records/{id}/rate", Readers, pages::rating::record),
        // For programs
        for_programs("/api/v1/search", Readers, api::search),
        for_programs("/api/v1/export", Readers, api::export),
        for_programs("/api/v1/export/items", Readers, api::export_items),
        for_programs("/api/v1/suggest", Readers, api::suggest),
        for_programs("/api/v1/items/{id}", Readers, api::item),
        for_programs("/api/v1/openapi.json", Anyone, api::openapi::show),
        // What they see follows from their view of the library, which may be nothing.
        get("/oai", Anyone, oai::get),
        post("/oai", Anyone, oai::post),
        get("/opensearch.xml", Anyone, discovery::opensearch),
        get("/opensearch/suggestions", Anyone, discovery::suggestions),
        get("/robots.txt", Anyone, discovery::robots),
        get("/sitemap.xml", Anyone, discovery::sitemap),
        // Islands
        server_function(&Method::GET, "/api/fn/suggest", Readers),
        server_function(&Method::POST, "/api/fn/reading", Readers),
    ];
    routes.extend(requests());
    routes.extend(safety());
    routes.extend(accounts());
    routes.extend(saved());
    routes.extend(insights());
    routes.extend(publishing());
    routes.extend(administration());
    routes
}

/// The paths of a table that have a page.
pub(super) fn pages(table: &[Route]) -> Pages {
    Pages::of(table.iter().filter(|route| route.method == Method::GET).map(|route| route.path))
}

/// Requests, as askers and as the desk see them.
fn requests() -> Vec<Route> {
    use Access::{Anyone, SignedIn};
    vec![
        get("/ask", Anyone, pages::ask::show),
        post("/ask", ASKERS, pages::ask::submit),
        get("/requests", SignedIn, pages::requests::list),
        get("/requests/{reference}", SignedIn, pages::requests::show),
        post("/requests/{reference}", SignedIn, pages::requests::submit),
        get("/requests/{reference}/cited/{number}", SignedIn, pages::requests::cited),
        get("/requests/{reference}/cited/{number}/media/{*name}", SignedIn, pages::requests::picture),
        get("/desk", DESK, pages::desk::queue),
        get("/desk/{reference}", DESK, pages::desk::show),
        post("/desk/{reference}", DESK, pages::desk::submit),
        server_function(&Method::POST, "/api/fn/desk/save", DESK),
        get("/desk/{reference}/cited/{number}", DESK, pages::desk::cited),
        get("/desk/{reference}/cited/{number}/media/{*name}", DESK, pages::desk::picture),
    ]
}

/// Safety reports.
fn safety() -> Vec<Route> {
    use Access::Anyone;
    vec![
        get("/report-safety", Anyone, pages::report_safety::show),
        post("/report-safety", Anyone, pages::report_safety::submit),
        get("/report-safety/{reference}", Anyone, pages::report_safety::received),
        get("/safety", SAFETY, pages::safety::inbox),
        get("/safety/export.csv", SAFETY, pages::safety::all_as_csv),
        get("/safety/export.json", SAFETY, pages::safety::all_as_json),
        get("/safety/{reference}", SAFETY, pages::safety::show),
        post("/safety/{reference}", SAFETY, pages::safety::submit),
        get("/safety/{reference}/export.csv", SAFETY, pages::safety::one_as_csv),
        get("/safety/{reference}/export.json", SAFETY, pages::safety::one_as_json),
    ]
}

/// Registration, passwords and a person's own account.
fn accounts() -> Vec<Route> {
    use Access::{Anyone, SignedIn};
    vec![
        get("/register", Anyone, pages::register::show),
        post("/register", Anyone, pages::register::submit),
        get("/register/sent", Anyone, pages::register::sent),
        get("/register/{secret}", Anyone, pages::register::link),
        post("/register/{secret}", Anyone, pages::register::finish),
        get("/reset-password", Anyone, pages::reset_password::show),
        post("/reset-password", Anyone, pages::reset_password::submit),
        get("/reset-password/sent", Anyone, pages::reset_password::sent),
        get("/reset-password/{secret}", Anyone, pages::reset_password::link),
        post("/reset-password/{secret}", Anyone, pages::reset_password::finish),
        post("/consent", Anyone, pages::consent::submit),
        get("/about", Anyone, pages::about::show),
        get("/privacy", Anyone, pages::about::privacy),
        get("/preferences", Anyone, pages::preferences::show),
        post("/preferences", Anyone, pages::preferences::submit),
        get("/account", SignedIn, pages::account::show),
        post("/account", SignedIn, pages::account::change_profile),
        post("/account/password", SignedIn, pages::account::change_password),
        post("/account/tokens", SignedIn, pages::account::add_token),
        post("/account/tokens/{token}/revoke", SignedIn, pages::account::revoke_token),
        post("/account/sign-out-everywhere", SignedIn, pages::account::sign_out_everywhere),
    ]
}

/// What readers save for themselves.
fn saved() -> Vec<Route> {
    use Access::{Anyone, SignedIn};
    use pages::saved::{history, searches};
    vec![
        get("/saved", SignedIn, pages::saved::show),
        post("/saved", SignedIn, pages::saved::submit),
        get("/saved/searches", SignedIn, searches::list),
        post("/saved/searches", SignedIn, searches::add),
        get("/saved/searches/{id}", SignedIn, searches::run),
        post("/saved/searches/{id}", SignedIn, searches::submit),
        get("/saved/history", SignedIn, history::show),
        post("/saved/history", SignedIn, history::submit),
        get(UNSUBSCRIBE, Anyone, pages::unsubscribe::show),
        post(UNSUBSCRIBE, Anyone, pages::unsubscribe::submit),
    ]
}

/// What a period adds up to.
fn insights() -> Vec<Route> {
    vec![
        get("/insights", ANALYSTS, pages::insights::show),
        get("/insights/gaps.csv", ANALYSTS, pages::insights::gaps_file),
        get("/insights/searches", ANALYSTS, pages::insights::searches),
        get("/insights/searches.csv", ANALYSTS, pages::insights::searches_file),
        get("/insights/reading", ANALYSTS, pages::insights::reading),
        get("/insights/reading.csv", ANALYSTS, pages::insights::reading_file),
        get("/insights/requests", ANALYSTS, pages::insights::requests),
        get("/insights/requests.csv", ANALYSTS, pages::insights::requests_file),
    ]
}

/// Writing, reviewing and publishing articles.
fn publishing() -> Vec<Route> {
    use axum::extract::DefaultBodyLimit;
    use pages::{editor, review};
    // A draft's form with a picture in it.
    const UPLOAD_MAX: usize = BODY_MAX + services::publishing::PICTURE_MAX;
    let mut upload = post("/editor/{id}/pictures", EDITORS, editor::pictures::submit);
    upload.service = upload.service.layer(DefaultBodyLimit::max(UPLOAD_MAX));
    vec![
        get("/editor", EDITORS, editor::list::show),
        get("/editor/new", EDITORS, editor::new::show),
        post("/editor/new", EDITORS, editor::new::submit),
        get("/editor/duplicates", EDITORS, editor::duplicates::show),
        post("/editor/duplicates", EDITORS, editor::duplicates::submit),
        get("/editor/{id}", EDITORS, editor::version::show),
        post("/editor/{id}", EDITORS, editor::version::submit),
        upload,
        get("/editor/{id}/pictures/{*name}", EDITORS_AND_REVIEWERS, editor::pictures::show),
        get("/review", REVIEWERS, review::show),
        get("/review/{id}", REVIEWERS, review::version::show),
        post("/review/{id}", REVIEWERS, review::version::submit),
        get("/review/{id}/pictures/{sha256}", REVIEWERS, review::version::picture),
        server_function(&Method::POST, "/api/fn/editor/save", EDITORS),
        server_function(&Method::POST, "/api/fn/editor/preview", EDITORS),
    ]
}

/// People, vocabulary, routing and the audit trail.
fn administration() -> Vec<Route> {
    vec![
        get("/admin", ADMINISTRATORS, pages::admin::show),
        get("/admin/people", ADMINISTRATORS, pages::admin::people::show),
        get("/admin/people/new", ADMINISTRATORS, pages::admin::people::new),
        post("/admin/people/new", ADMINISTRATORS, pages::admin::people::invite),
        get("/admin/people/{id}", ADMINISTRATORS, pages::admin::person::show),
        post("/admin/people/{id}", ADMINISTRATORS, pages::admin::person::submit),
        get("/admin/routing", ADMINISTRATORS, pages::admin::routing::show),
        get("/admin/routing/new", ADMINISTRATORS, pages::admin::routing::new),
        post("/admin/routing/new", ADMINISTRATORS, pages::admin::routing::add),
        get("/admin/routing/{id}", ADMINISTRATORS, pages::admin::routing::edit),
        post("/admin/routing/{id}", ADMINISTRATORS, pages::admin::routing::change),
        get("/admin/vocabulary", ADMINISTRATORS, pages::admin::vocabulary::show),
        post("/admin/vocabulary", ADMINISTRATORS, pages::admin::vocabulary::add),
        get("/admin/vocabulary/groups", ADMINISTRATORS, pages::admin::vocabulary::groups::show),
        get("/admin/vocabulary/groups/new", ADMINISTRATORS, pages::admin::vocabulary::groups::new),
        post("/admin/vocabulary/groups/new", ADMINISTRATORS, pages::admin::vocabulary::groups::add),
        get("/admin/vocabulary/groups/{source}/{id}", ADMINISTRATORS, pages::admin::vocabulary::groups::one),
        post(
            "/admin/vocabulary/groups/{source}/{id}",
            ADMINISTRATORS,
            pages::admin::vocabulary::groups::change,
        ),
        get("/admin/vocabulary/{kind}/{slug}", ADMINISTRATORS, pages::admin::vocabulary::term),
        post("/admin/vocabulary/{kind}/{slug}", ADMINISTRATORS, pages::admin::vocabulary::change),
        get("/admin/mails", ADMINISTRATORS, pages::admin::mails::show),
        post("/admin/mails/{id}", ADMINISTRATORS, pages::admin::mails::decide),
        get("/admin/audit", AUDITORS, pages::admin::audit::show),
        get("/admin/audit/export.csv", AUDITORS, pages::admin::audit::export),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::return_address::beginning;
    use super::*;

    #[test]
    fn every_address_has_its_page() {
        let pages = pages(&table());
        for (path, page) in [
            ("/account/password", "/account"),
            ("/account/tokens/{token}/revoke", "/account"),
            ("/editor/{id}/pictures", "/editor/{id}"),
            ("/library/{slug}/rate", "/library/{slug}"),
            ("/sign-out", "/"),
            ("/ask", "/ask"),
            ("/", "/"),
        ] {
            assert_eq!(beginning(path, pages.segments(path)), page, "{path}");
        }
        for route in table() {
            let page = beginning(route.path, pages.segments(route.path));
            assert!(pages.contains(page) && route.path.starts_with(page), "{}: {page}", route.path);
        }
    }
}
