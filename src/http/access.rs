//! Who may use a route: checked before its handler runs, from the one table of routes.

use super::machines::is_for_machines;
use crate::error::{AppError, Outcome};
use crate::visit::state::AppState;
use crate::visit::{self, fields::Fields};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use cookie::Cookie;
use domain::account::Role;
use domain::asker::{Asker, LibraryView};
use services::failure::Failure;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anybody.
    Anyone,
    /// Whoever the gate lets read the library; others are offered the way in.
    Readers,
    /// Anybody who has signed in.
    SignedIn,
    /// Holders of any of these roles.
    Roles(&'static [Role]),
}

/// Those who ask.
pub const ASKERS: Who = Who::Roles(&[Role::Hcp]);
/// Those who answer requests.
pub const DESK: Who = Who::Roles(&[Role::MedicalInformationSpecialist, Role::Msl]);
/// Those who write articles.
pub const EDITORS: Who = Who::Roles(&[Role::Editor]);
/// Those who approve versions.
pub const REVIEWERS: Who = Who::Roles(&[Role::Reviewer]);
/// Those who see versions on their way.
pub const EDITORS_AND_REVIEWERS: Who = Who::Roles(&[Role::Editor, Role::Reviewer]);
/// Those who receive safety reports.
pub const SAFETY: Who = Who::Roles(&[Role::SafetyOfficer]);
/// Those who read insight. It holds no personal data.
pub const ANALYSTS: Who = Who::Roles(&[Role::Analyst, Role::Administrator]);
/// Those who read the audit trail.
pub const AUDITORS: Who = Who::Roles(&[Role::Auditor, Role::Administrator]);
/// Those who manage users, routing and settings.
pub const ADMINISTRATORS: Who = Who::Roles(&[Role::Administrator]);

/// Lets a request pass to its handler, or says what it needs.
pub async fn check(
    axum::extract::State((state, who)): axum::extract::State<(AppState, Who)>,
    request: Request,
    next: Next,
) -> Response {
    let anonymous = Asker::anonymous(state.context.config.gate);
    let asker = request.extensions().get::<Asker>().unwrap_or(&anonymous);
    let is_signed_in = asker.account.is_some();
    match who {
        Who::Anyone => next.run(request).await,
        Who::Readers if asker.library_view() != LibraryView::Nothing => next.run(request).await,
        Who::Readers if is_for_machines(request.uri().path()) => {
            AppError::from(Failure::SignInNeeded).into_response()
        }
        Who::Readers => crate::pages::declare::way_in(&state, request).await,
        Who::SignedIn if is_signed_in => next.run(request).await,
        Who::Roles(roles) if asker.has_any(roles) => next.run(request).await,
        // A route that exists for others is not there for this asker.
        Who::Roles(_) if is_signed_in => AppError::from(Failure::NotFound).into_response(),
        Who::SignedIn | Who::Roles(_) => sign_in_first(&state, request).await,
    }
}

/// Machines get a status; people get the sign-in page, and what they sent is kept until they are back.
async fn sign_in_first(state: &AppState, request: Request) -> Response {
    if is_for_machines(request.uri().path()) {
        return AppError::from(Failure::SignInNeeded).into_response();
    }
    let path = request.uri().path().to_owned();
    let address = request.uri().path_and_query().map_or(path.clone(), ToString::to_string);
    let next = if request.method() == Method::POST { &path } else { &address };
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
    let bytes = Bytes::from_request(request, state).await.map_err(|_| AppError::TooLarge)?;
    let fields = Fields::parse(&String::from_utf8_lossy(&bytes));
    visit::keep_form(&state.context, path, &fields).await
}
