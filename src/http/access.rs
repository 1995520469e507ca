//! Who may use a route: checked before its handler runs, from the one table of routes.

use super::program_addresses::is_for_machines;
use super::return_address::beginning;
use crate::error::{AppError, Outcome};
use crate::visit::state::AppState;
use crate::visit::{self, Visit, fields::Fields, kept_forms};
use axum::extract::{FromRequestParts as _, MatchedPath, Request};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use cookie::Cookie;
use domain::account::{self, Role};
use domain::asker::{Asker, LibraryView};
use services::failure::Failure;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Anyone,
    /// Whoever may read the library under the gate; others are shown the way in.
    Readers,
    /// Anybody who has signed in.
    SignedIn,
    /// Holders of any of these roles: one of the sets of [`domain::account`].
    Roles(&'static [Role]),
}

pub(crate) const ASKERS: Access = Access::Roles(account::ASKERS);
pub(crate) const DESK: Access = Access::Roles(account::DESK);
pub(crate) const EDITORS: Access = Access::Roles(account::EDITORS);
pub(crate) const REVIEWERS: Access = Access::Roles(account::REVIEWERS);
pub(crate) const EDITORS_AND_REVIEWERS: Access = Access::Roles(account::EDITORS_AND_REVIEWERS);
pub(crate) const SAFETY: Access = Access::Roles(account::SAFETY_OFFICERS);
pub(crate) const ANALYSTS: Access = Access::Roles(account::ANALYSTS);
pub(crate) const AUDITORS: Access = Access::Roles(account::AUDITORS);
pub(crate) const ADMINISTRATORS: Access = Access::Roles(account::ADMINISTRATORS);

/// Passes a request to its handler if its asker may use the route, whose page has so many segments of its path.
pub(crate) async fn check(
    axum::extract::State((state, access, page)): axum::extract::State<(AppState, Access, usize)>,
    request: Request,
    next: Next,
) -> Response {
    let anonymous = Asker::anonymous(state.context.config.gate);
    let asker = request.extensions().get::<Asker>().unwrap_or(&anonymous);
    let is_signed_in = asker.account.is_some();
    match access {
        Access::Anyone => next.run(request).await,
        Access::Readers if asker.library_view() != LibraryView::Nothing => next.run(request).await,
        Access::Readers if is_for_machines(request.uri().path()) => {
            AppError::from(Failure::SignInNeeded).into_response()
        }
        Access::Readers => crate::pages::declaration::way_in(&state, request).await,
        Access::SignedIn if is_signed_in => next.run(request).await,
        Access::Roles(roles) if asker.has_any(roles) => next.run(request).await,
        // What the asker may not use does not exist for them.
        Access::Roles(_) if is_signed_in => AppError::from(Failure::NotFound).into_response(),
        Access::SignedIn | Access::Roles(_) => sign_in_first(&state, request, page).await,
    }
}

/// Programs get a status; people get the sign-in page, and the form they sent is kept until they return, where its page
/// shows it again. Nothing else of the request is read. `page` is how many segments of the path lead to the page where
/// they return.
async fn sign_in_first(state: &AppState, request: Request, page: usize) -> Response {
    if is_for_machines(request.uri().path()) {
        return AppError::from(Failure::SignInNeeded).into_response();
    }
    let path = request.uri().path().to_owned();
    let address = request.uri().path_and_query().map_or(path.clone(), ToString::to_string);
    let next = if request.method() == Method::POST { beginning(&path, page) } else { &address };
    let sign_in = format!("/sign-in?next={}", domain::address::query_value(next));
    if request.method() != Method::POST {
        return visit::redirect(&sign_in);
    }
    match keep(state, &path, request).await {
        Ok(Some(cookie)) => visit::with_cookie(visit::redirect(&sign_in), &cookie),
        Ok(None) => visit::redirect(&format!("{sign_in}&kept=no")),
        Err(failure) => failure.into_response(),
    }
}

/// Keeps the form of a request and gives the cookie that finds it; none where it is not kept.
async fn keep(state: &AppState, path: &str, request: Request) -> Outcome<Option<Cookie<'static>>> {
    let route = request.extensions().get::<MatchedPath>().map(|route| route.as_str().to_owned());
    let Some(route) = route.filter(|route| kept_forms::is_page(route) && is_form(&request)) else {
        return Ok(None);
    };
    let (mut parts, body) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut parts, state).await;
    let Some(room) = visit.room_for_form().await? else { return Ok(None) };
    // In an address every byte of a text may be written as three.
    let Ok(bytes) = axum::body::to_bytes(body, 3 * room).await else { return Ok(None) };
    visit.keep_form((&route, path), &Fields::parse(&String::from_utf8_lossy(&bytes))).await
}

fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::routes;

    #[test]
    fn every_page_of_a_kept_form_is_read_and_sent_at_its_address() {
        let routes = routes::table();
        for kept in kept_forms::routes() {
            for method in [Method::GET, Method::POST] {
                let is_route = routes.iter().any(|route| route.path == kept && route.method == method);
                assert!(is_route, "{method} {kept}");
            }
        }
    }
}
