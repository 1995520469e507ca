//! Who may use a route: checked before its handler runs, from the one table of routes.

use super::program_addresses::is_for_machines;
use super::return_address::beginning;
use crate::error::{AppError, Outcome};
use crate::visit::state::AppState;
use crate::visit::{self, fields::Fields};
use axum::extract::{FromRequest, Request};
use axum::http::Method;
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

/// Programs get a status; people get the sign-in page, and the form they sent is kept until they return. `page` is how
/// many segments of the path lead to the page where they do.
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
        Ok(cookie) => visit::with_cookie(visit::redirect(&sign_in), &cookie),
        Err(failure) => failure.into_response(),
    }
}

async fn keep(state: &AppState, path: &str, request: Request) -> Outcome<Cookie<'static>> {
    let fields = Fields::from_request(request, state).await?;
    visit::keep_form(&state.context, path, &fields).await
}
