//! Resolves session, token or declaration to an [`Asker`], once for each request.

use super::failures;
use crate::domain::asker::{Asker, Declaration};
use crate::domain::id::{AccountId, VisitorId};
use crate::error::{Failure, Outcome};
use crate::state::State;
use crate::storage;
use crate::visit::{account_in, cookies};
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use tower_sessions::Session;

/// Cookie of a visitor's declaration: `COUNTRY|profession`.
pub const DECLARED: &str = "materia_declared";
/// Cookie of a visitor's answer about engagement signals: `no`, or his random number.
pub const CONSENT: &str = "materia_consent";

/// Puts the asker into the request.
pub async fn resolve(
    axum::extract::State(state): axum::extract::State<State>,
    mut request: Request,
    next: Next,
) -> Response {
    let session = request.extensions().get::<Session>().cloned();
    let headers = request.headers().clone();
    match asker(&state, &headers, session).await {
        Ok(asker) => {
            request.extensions_mut().insert(asker);
            next.run(request).await
        }
        Err(failure) => failures::tell(&state, request, failure).await,
    }
}

async fn asker(state: &State, headers: &HeaderMap, session: Option<Session>) -> Outcome<Asker> {
    let mut asker = Asker::anonymous(state.config.gate);
    let account = match bearer(headers) {
        Some(token) => {
            Some(storage::tokens::account_of(&state.store, token).await?.ok_or(Failure::SignInNeeded)?)
        }
        None => session_account(headers, session).await,
    };
    if let Some(id) = account
        && let Some((account, visitor)) = storage::accounts::find_active(&state.store, &id).await?
    {
        asker.consent_asked = account.consent_asked_at.is_some();
        asker.visitor = visitor.filter(|_| account.consented_at.is_some());
        asker.account = Some(account);
        return Ok(asker);
    }
    asker.declaration = declaration(headers, &state.key);
    if let Some(answer) = cookies::signed(headers, &state.key, CONSENT) {
        asker.consent_asked = true;
        asker.visitor = (answer != "no").then(|| VisitorId::from(answer));
    }
    Ok(asker)
}

/// The token of an `Authorization: Bearer` header.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

async fn session_account(headers: &HeaderMap, session: Option<Session>) -> Option<AccountId> {
    // A request without a session's cookie needs no look at the database.
    let has_cookie = headers
        .get_all(header::COOKIE)
        .iter()
        .any(|line| line.to_str().is_ok_and(|line| line.contains(super::sessions::COOKIE)));
    if !has_cookie {
        return None;
    }
    account_in(&session?).await
}

fn declaration(headers: &HeaderMap, key: &[u8]) -> Option<Declaration> {
    let value = cookies::signed(headers, key, DECLARED)?;
    let (country, profession) = value.split_once('|')?;
    Some(Declaration { country: country.to_owned(), profession: profession.to_owned() })
}
