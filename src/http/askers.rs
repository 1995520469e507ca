//! Resolves session, token or declaration to an [`Asker`], once for each request.

use super::error_pages;
use crate::error::Outcome;
use crate::visit::account_in;
use crate::visit::cookies::{self, CONSENT, DECLARED};
use crate::visit::state::AppState;
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::asker::{Asker, Declaration};
use domain::id::{AccountId, VisitorId};
use services::accounts;
use tower_sessions::Session;

/// Puts the asker into the request.
pub(crate) async fn resolve(
    axum::extract::State(state): axum::extract::State<AppState>,
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
        Err(error) => error_pages::early(&state, request, error).await,
    }
}

async fn asker(state: &AppState, headers: &HeaderMap, session: Option<Session>) -> Outcome<Asker> {
    let mut asker = Asker::anonymous(state.context.config.gate);
    let token = bearer(headers);
    let account = match token {
        Some(token) => Some(accounts::of_token(&state.context, token).await?),
        None => session_account(headers, session).await?,
    };
    // A program has no browser that could have been asked.
    let browser = BrowserConsent::of(headers, state).filter(|_| token.is_none());
    if let Some(id) = account
        && let Some((account, visitor)) = accounts::active(&state.context, &id).await?
    {
        let own = visitor.filter(|_| account.consented_at.is_some());
        agree(&mut asker, account.consent_asked_at.is_some().then_some(own), browser);
        asker.account = Some(account);
        return Ok(asker);
    }
    asker.declaration = declaration(headers, &state.context.key);
    agree(&mut asker, None, browser);
    Ok(asker)
}

/// A browser's answer about engagement signals, with its number if the answer was yes.
struct BrowserConsent(Option<VisitorId>);

impl BrowserConsent {
    fn of(headers: &HeaderMap, state: &AppState) -> Option<Self> {
        let answer = cookies::signed(headers, &state.context.key, CONSENT)?;
        Some(Self((answer != "no").then(|| VisitorId::from(answer))))
    }
}

/// Which answer holds: the account's own, once there is one; until then the browser's, so that signing in asks
/// nobody a second time. `own` is the account's answer with its number.
fn agree(asker: &mut Asker, own: Option<Option<VisitorId>>, browser: Option<BrowserConsent>) {
    asker.consent_asked = own.is_some() || browser.is_some();
    let browser = browser.and_then(|BrowserConsent(number)| number);
    match own {
        Some(own) => {
            asker.before_sign_in = browser.filter(|before| own.as_ref().is_some_and(|own| own != before));
            asker.visitor = own;
        }
        None => asker.visitor = browser,
    }
}

/// The token of an `Authorization: Bearer` header.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

async fn session_account(headers: &HeaderMap, session: Option<Session>) -> Outcome<Option<AccountId>> {
    // A request without a session's cookie needs no look at the database.
    let has_cookie = headers
        .get_all(header::COOKIE)
        .iter()
        .any(|line| line.to_str().is_ok_and(|line| line.contains(super::sessions::COOKIE)));
    match session {
        Some(session) if has_cookie => account_in(&session).await,
        _ => Ok(None),
    }
}

fn declaration(headers: &HeaderMap, key: &[u8]) -> Option<Declaration> {
    let value = cookies::signed(headers, key, DECLARED)?;
    let (country, profession) = value.split_once('|')?;
    Some(Declaration { country: country.to_owned(), profession: profession.to_owned() })
}
