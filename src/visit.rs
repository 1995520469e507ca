//! One HTTP request as pages and server functions see it: who asks, from where, and the portal's state.

pub mod assets;
pub mod cookies;
pub mod fields;
pub mod page_cache;
pub mod preferences;
pub mod signing;
pub mod state;

use crate::error::Outcome;
use assets::Assets;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use cookie::Cookie;
use cookies::KEPT_FORM;
use domain::account::Account;
use domain::asker::{Asker, LibraryView};
use domain::id::AccountId;
use domain::locale::Preferences;
use domain::search_query::SearchQuery;
use fields::Fields;
use page_cache::PageCache;
use services::context::Context;
use services::failure::Failure;
use services::kept_forms;
use services::locale::Locale;
use state::AppState;
use std::sync::Arc;
use tower_sessions::Session;

/// The random number that a page's scripts must carry to run; new with every response.
#[derive(Debug, Clone)]
pub struct Nonce(pub Arc<str>);

impl Nonce {
    /// A fresh one: 128 random bits.
    pub fn new() -> Self {
        Self(uuid::Uuid::new_v4().simple().to_string().into())
    }
}

impl Default for Nonce {
    fn default() -> Self {
        Self::new()
    }
}

/// One HTTP request. Extracting it never fails: who may come this far is decided by the table of routes.
#[derive(Clone)]
pub struct Visit {
    pub context: Context,
    pub assets: Arc<Assets>,
    pub pages: Arc<PageCache>,
    pub asker: Asker,
    /// The reader's language and time zone.
    pub locale: Locale,
    pub nonce: Nonce,
    /// Path, without the query part.
    pub path: String,
    /// Query part, without `?`; empty where there is none.
    pub query: String,
    cookies: HeaderMap,
    session: Option<Session>,
}

/// Name under which a session holds its account's id.
const ACCOUNT: &str = "account";

impl FromRequestParts<AppState> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        let mut cookies = HeaderMap::new();
        for cookie in parts.headers.get_all(header::COOKIE) {
            cookies.append(header::COOKIE, cookie.clone());
        }
        let asker = parts.extensions.get::<Asker>().cloned();
        let asker = asker.unwrap_or_else(|| Asker::anonymous(state.context.config.gate));
        let preferences = preferences::of(&state.context, asker.account.as_ref(), &parts.headers);
        Ok(Self {
            locale: state.context.locale(&preferences),
            asker,
            nonce: parts.extensions.get::<Nonce>().cloned().unwrap_or_default(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            cookies,
            session: parts.extensions.get::<Session>().cloned(),
            context: state.context.clone(),
            assets: state.assets.clone(),
            pages: state.pages.clone(),
        })
    }
}

impl Visit {
    /// The visit that a server function answers.
    ///
    /// # Errors
    /// Outside a request, which the router rules out.
    pub fn of_server_function() -> Result<Self, Failure> {
        leptos::prelude::use_context::<Self>()
            .ok_or_else(|| Failure::internal("a server function without a visit"))
    }

    /// The signed-in account.
    ///
    /// # Errors
    /// [`Failure::SignInNeeded`] for anybody else.
    pub fn account(&self) -> Result<&Account, Failure> {
        self.asker.account.as_ref().ok_or(Failure::SignInNeeded)
    }

    /// What of the library the asker may see.
    pub fn library_view(&self) -> LibraryView {
        self.asker.library_view()
    }

    /// The same visit at another path, without a query: for pages that are the same whatever led to them.
    pub fn at(self, path: &str) -> Self {
        Self { path: path.to_owned(), query: String::new(), ..self }
    }

    /// Path and query, as it stood in the address.
    pub fn address(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }

    /// The first value of a query parameter.
    pub fn parameter(&self, name: &str) -> Option<String> {
        Fields::parse(&self.query).first(name).map(str::to_owned)
    }

    /// The parameters of the query part.
    pub fn parameters(&self) -> Fields {
        Fields::parse(&self.query)
    }

    /// The page of a list that the address asks for, from 1.
    pub fn page_number(&self) -> usize {
        SearchQuery::from_pairs(self.parameters().pairs()).page
    }

    /// The value of a cookie that this portal has signed.
    pub fn signed_cookie(&self, name: &str) -> Option<String> {
        cookies::signed(&self.cookies, &self.context.key, name)
    }

    /// Language and time zone as far as this browser chose them.
    pub fn chosen_preferences(&self) -> Preferences {
        preferences::chosen(&self.context, &self.cookies)
    }

    /// Signs an account in: the session gets a new secret, so that one known before is worth nothing.
    ///
    /// # Errors
    /// When the session cannot be written.
    pub async fn sign_in(&self, account: &AccountId) -> Outcome<()> {
        let session = self.session.as_ref().ok_or_else(|| Failure::internal("no session layer"))?;
        session.cycle_id().await.map_err(Failure::internal)?;
        session.insert(ACCOUNT, account.as_str()).await.map_err(Failure::internal)?;
        Ok(session.save().await.map_err(Failure::internal)?)
    }

    /// Signs out: the session is deleted in the database as well as in the browser.
    ///
    /// # Errors
    /// When the session cannot be deleted.
    pub async fn sign_out(&self) -> Outcome<()> {
        match &self.session {
            Some(session) => Ok(session.flush().await.map_err(Failure::internal)?),
            None => Ok(()),
        }
    }

    /// Keeps what was typed for the form of another page: it is there when the visitor comes to `path`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_form(&self, response: Response, path: &str, fields: &Fields) -> Outcome<Response> {
        let cookie = keep_form(&self.context, path, fields).await?;
        Ok(with_cookie(response, &cookie))
    }

    /// What was typed into this page's form before its sign-in had run out, if anything.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kept_form(&self) -> Outcome<Option<Fields>> {
        let Some(id) = self.signed_cookie(KEPT_FORM) else { return Ok(None) };
        let body = kept_forms::find(&self.context, &id, &self.path).await?;
        Ok(body.map(|body| Fields::parse(&body)))
    }

    /// Forgets the kept form, once it was sent; the response drops its cookie.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_kept_form(&self, response: Response) -> Outcome<Response> {
        match self.signed_cookie(KEPT_FORM) {
            Some(id) => {
                kept_forms::forget(&self.context, &id).await?;
                Ok(with_cookie(response, &cookies::removed(&self.context, KEPT_FORM)))
            }
            None => Ok(response),
        }
    }
}

/// Keeps a form for the page at `path`; gives the cookie that points at it.
///
/// # Errors
/// When the database fails.
pub async fn keep_form(context: &Context, path: &str, fields: &Fields) -> Outcome<Cookie<'static>> {
    let id = kept_forms::keep(context, path, &fields.encode()).await?;
    Ok(cookies::signed_for(context, KEPT_FORM, &id, 1))
}

/// The account's id in a session.
pub async fn account_in(session: &Session) -> Option<AccountId> {
    session.get::<String>(ACCOUNT).await.ok().flatten().map(AccountId::from)
}

/// The account's id in a session's stored data, for the column by which all of an account's sessions are ended.
pub fn account_in_data(data: &std::collections::HashMap<String, serde_json::Value>) -> Option<&str> {
    data.get(ACCOUNT).and_then(serde_json::Value::as_str)
}

/// See-other to an address of this portal; to the home page for any other.
pub fn redirect(address: &str) -> Response {
    Redirect::to(own_address(address)).into_response()
}

/// The address, if it is one of this portal's own paths; else the home page. Keeps `next` from leading elsewhere.
pub fn own_address(address: &str) -> &str {
    let is_own = address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains('\\')
        && !address.chars().any(char::is_control);
    if is_own { address } else { "/" }
}

/// Adds a cookie to a response.
pub fn with_cookie(mut response: Response, cookie: &Cookie<'_>) -> Response {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// Whether a status tells of a failure that carries no page yet.
pub fn is_bare_failure(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_never_leads_to_another_site() {
        for elsewhere in ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "/a\r\nb"] {
            assert_eq!(own_address(elsewhere), "/", "{elsewhere}");
        }
        assert_eq!(own_address("/search?q=a&page=2"), "/search?q=a&page=2");
    }
}
