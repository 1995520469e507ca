//! One HTTP request as pages and server functions see it: who asks, from where, and the portal's state.

pub(crate) mod assets;
pub(crate) mod cookies;
pub(crate) mod fields;
pub(crate) mod kept_forms;
pub(crate) mod page_cache;
pub(crate) mod preferences;
pub(crate) mod signing;
pub(crate) mod state;

use crate::error::Outcome;
use assets::Assets;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use cookie::Cookie;
use cookies::{BROWSER, BROWSER_DAYS, KEPT_FORM};
use domain::account::Account;
use domain::asker::{Asker, LibraryView};
use domain::id::AccountId;
use domain::locale::Preferences;
use domain::search_query::SearchQuery;
use fields::Fields;
use kept_forms::Keeping;
use page_cache::PageCache;
use services::client::{Client, KnownBrowser};
use services::context::Context;
use services::failure::Failure;
use services::locale::Locale;
use services::pending_forms::{self, Sender};
use state::AppState;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tower_sessions::Session;

/// The random number that a page's scripts must carry to run; new with every response.
#[derive(Debug, Clone)]
pub(crate) struct Nonce(pub(crate) Arc<str>);

impl Nonce {
    /// A new one: 128 random bits.
    pub(crate) fn new() -> Self {
        Self(uuid::Uuid::new_v4().simple().to_string().into())
    }
}

impl Default for Nonce {
    fn default() -> Self {
        Self::new()
    }
}

/// A request's random id in the log. It says nothing about who asks.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(Arc<str>);

impl RequestId {
    /// A new id: 48 random bits, short enough to read out.
    pub(crate) fn new() -> Self {
        Self(uuid::Uuid::new_v4().simple().to_string()[..12].into())
    }

    /// As it is logged and shown.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for RequestId {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Display for RequestId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// One HTTP request. Extracting it never fails: who may come this far is decided by the table of routes.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) context: Context,
    pub(crate) assets: Arc<Assets>,
    pub(crate) pages: Arc<PageCache>,
    pub(crate) asker: Asker,
    /// False where a request ends before its asker could be looked up.
    pub(crate) is_asker_known: bool,
    /// The reader's language and time zone.
    pub(crate) locale: Locale,
    pub(crate) nonce: Nonce,
    pub(crate) request_id: RequestId,
    /// Path, without the query part.
    pub(crate) path: String,
    /// Query part, without `?`; empty where there is none.
    pub(crate) query: String,
    /// The client's network address, where it can be told.
    address: Option<IpAddr>,
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
        let is_asker_known = asker.is_some();
        let asker = asker.unwrap_or_else(|| Asker::anonymous(state.context.config.gate));
        let preferences = preferences::of(&state.context, asker.account.as_ref(), &parts.headers);
        Ok(Self {
            locale: state.context.locale(&preferences),
            asker,
            is_asker_known,
            nonce: parts.extensions.get::<Nonce>().cloned().unwrap_or_default(),
            request_id: parts.extensions.get::<RequestId>().cloned().unwrap_or_default(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            address: client_address(parts, &state.context),
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
    pub(crate) fn of_server_function() -> Result<Self, Failure> {
        leptos::prelude::use_context::<Self>()
            .ok_or_else(|| Failure::internal("a server function without a visit"))
    }

    /// The signed-in account.
    ///
    /// # Errors
    /// [`Failure::SignInNeeded`] for anybody else.
    pub(crate) fn account(&self) -> Result<&Account, Failure> {
        self.asker.account.as_ref().ok_or(Failure::SignInNeeded)
    }

    /// What the asker may see of the library.
    pub(crate) fn library_view(&self) -> LibraryView {
        self.asker.library_view()
    }

    /// The same visit at another path, without a query: for pages that are the same whatever led to them.
    pub(crate) fn at(self, path: &str) -> Self {
        Self { path: path.to_owned(), query: String::new(), ..self }
    }

    /// Path and query of the request.
    pub(crate) fn address(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }

    /// The first value of a query parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        Fields::parse(&self.query).first(name).map(str::to_owned)
    }

    /// The parameters of the query part.
    pub(crate) fn parameters(&self) -> Fields {
        Fields::parse(&self.query)
    }

    /// The page of a list that the address asks for, from 1.
    pub(crate) fn page_number(&self) -> usize {
        SearchQuery::from_pairs(self.parameters().pairs()).page
    }

    /// The value of a cookie that this portal has signed.
    pub(crate) fn signed_cookie(&self, name: &str) -> Option<String> {
        cookies::signed(&self.cookies, &self.context.key, name)
    }

    /// Language and time zone as far as this browser chose them.
    pub(crate) fn chosen_preferences(&self) -> Preferences {
        preferences::chosen(&self.context, &self.cookies)
    }

    /// Where the request comes from.
    pub(crate) fn client(&self) -> Client {
        let browser = self.signed_cookie(BROWSER).and_then(|value| {
            let (account, number) = value.split_once('|')?;
            Some(KnownBrowser { account: AccountId::from(account.to_owned()), number: number.to_owned() })
        });
        Client { address: self.address, browser }
    }

    /// Signs an account in; the browser gets the response and is known to the account from then on. The session gets a
    /// new secret, so that one known before is worthless. What was typed here before is theirs from now on, with `kept`
    /// beside it.
    ///
    /// # Errors
    /// When the session cannot be written.
    pub(crate) async fn sign_in(
        &self,
        account: &AccountId,
        kept: Option<&pending_forms::Form>,
        response: Response,
    ) -> Outcome<Response> {
        let session = self.session.as_ref().ok_or_else(|| Failure::internal("no session layer"))?;
        session.cycle_id().await.map_err(session_failure)?;
        session.insert(ACCOUNT, account.as_str()).await.map_err(session_failure)?;
        session.save().await.map_err(session_failure)?;
        let mut secrets = self.keeping().secrets;
        pending_forms::claim(&self.context, account, &secrets).await?;
        if let Some(form) = kept {
            let sender = Sender { address: self.address, person: Some(account) };
            secrets = pending_forms::keep(&self.context, sender, form, secrets).await?;
        }
        let response = self.with_keeping(response, &Keeping { person: Some(account.clone()), secrets });
        let known = self.client().browser.filter(|browser| browser.account == *account);
        let number = known.map_or_else(|| uuid::Uuid::new_v4().simple().to_string(), |known| known.number);
        let value = format!("{account}|{number}");
        Ok(with_cookie(response, &cookies::signed_for(&self.context, BROWSER, &value, BROWSER_DAYS)))
    }

    /// Signs out: the session is deleted in the database as well as in the browser, and whoever comes to this browser
    /// next does not find what was typed here.
    ///
    /// # Errors
    /// When the session cannot be deleted.
    pub(crate) async fn sign_out(&self, response: Response) -> Outcome<Response> {
        if let Some(session) = &self.session {
            session.flush().await.map_err(session_failure)?;
        }
        pending_forms::forget(&self.context, &self.keeping().secrets).await?;
        Ok(self.with_keeping(response, &Keeping::default()))
    }

    /// What this browser keeps of forms.
    fn keeping(&self) -> Keeping {
        self.signed_cookie(KEPT_FORM).map(|value| Keeping::read(&value)).unwrap_or_default()
    }

    fn with_keeping(&self, response: Response, keeping: &Keeping) -> Response {
        if *keeping == self.keeping() {
            return response;
        }
        with_cookie(response, &keeping.cookie(&self.context))
    }

    /// Whoever sends a form from this browser. Without a session it is whoever was signed in before.
    fn sender<'a>(&'a self, keeping: &'a Keeping) -> Sender<'a> {
        Sender { address: self.address, person: self.asker.id().or(keeping.person.as_ref()) }
    }

    /// Whether a form for another page is kept, and how long it may be in bytes of its fields; none where no more are
    /// kept for this sender. To be asked once for each form.
    pub(crate) async fn room_for_form(&self) -> Outcome<Option<usize>> {
        let keeping = self.keeping();
        let sender = self.sender(&keeping);
        let is_admitted = pending_forms::admit(&self.context, sender).await?;
        Ok(is_admitted.then(|| sender.longest()))
    }

    /// Keeps what was typed for the form of another page, within [`Self::room_for_form`]: it is there when its sender
    /// comes to `path` with this cookie. None where the page of this route shows no form again, or this one is too long.
    pub(crate) async fn keep_form(
        &self,
        (route, path): (&str, &str),
        fields: &Fields,
    ) -> Outcome<Option<Cookie<'static>>> {
        let Some(fields) = kept_forms::named(route, fields) else { return Ok(None) };
        let keeping = self.keeping();
        let form = pending_forms::Form { path: path.to_owned(), fields };
        let secrets = keeping.secrets.clone();
        let secrets = pending_forms::keep(&self.context, self.sender(&keeping), &form, secrets).await?;
        if secrets == keeping.secrets {
            return Ok(None);
        }
        Ok(Some(Keeping { secrets, ..keeping }.cookie(&self.context)))
    }

    /// The secrets of the forms that this browser keeps.
    pub(crate) fn kept_secrets(&self) -> Vec<String> {
        self.keeping().secrets
    }

    /// Whether this browser keeps a form of anybody.
    pub(crate) async fn has_kept_forms(&self) -> Outcome<bool> {
        Ok(pending_forms::is_any(&self.context, &self.keeping().secrets).await?)
    }

    /// What was typed into this page's form before its sign-in had run out, if anything.
    pub(crate) async fn kept_form(&self) -> Outcome<Option<Fields>> {
        self.kept_form_at(&self.path).await
    }

    /// What was typed into the form of the page at a path.
    pub(crate) async fn kept_form_at(&self, path: &str) -> Outcome<Option<Fields>> {
        let held = self.keeping().secrets;
        let form = pending_forms::find(&self.context, self.asker.id(), &held, path).await?;
        let fields = |form: pending_forms::Form| {
            Fields::of(form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
        };
        Ok(form.map(fields))
    }

    /// Forgets the form that was kept for the page at `path`, once its island has saved what it holds: it would show an
    /// older text next time. Its secret stays in the browser's cookie and opens nothing.
    pub(crate) async fn forget_form_kept_for(&self, path: &str) -> Result<(), Failure> {
        pending_forms::forget_at(&self.context, self.asker.id(), self.keeping().secrets, path).await?;
        Ok(())
    }

    /// Forgets the kept form of this page, once it was sent.
    pub(crate) async fn forget_kept_form(&self, response: Response) -> Outcome<Response> {
        let Keeping { person, secrets } = self.keeping();
        let secrets = pending_forms::forget_at(&self.context, self.asker.id(), secrets, &self.path).await?;
        Ok(self.with_keeping(response, &Keeping { person, secrets }))
    }
}

/// Who is at the other end, by the connection and by what configured proxies say.
pub(crate) fn client_address(parts: &Parts, context: &Context) -> Option<IpAddr> {
    let ConnectInfo(peer) = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
    let forwarded = parts.headers.get_all("x-forwarded-for").iter();
    let forwarded = forwarded.filter_map(|value| value.to_str().ok());
    context.config.trusted_proxies.client(peer.ip(), forwarded)
}

/// The account's id in a session. A session that cannot be understood is none.
///
/// # Errors
/// [`Failure::Unavailable`] when it cannot be found out whether there is a session.
pub(crate) async fn account_in(session: &Session) -> Outcome<Option<AccountId>> {
    match session.get::<String>(ACCOUNT).await.map_err(session_failure) {
        Ok(id) => Ok(id.map(AccountId::from)),
        Err(Failure::Internal(cause)) => {
            tracing::warn!(%cause, "a session could not be understood");
            Ok(None)
        }
        Err(other) => Err(other.into()),
    }
}

/// Sessions fail in their backend, as `http::sessions` has it, when the database fails.
fn session_failure(error: tower_sessions::session::Error) -> Failure {
    use tower_sessions::{session, session_store};
    match error {
        session::Error::Store(session_store::Error::Backend(cause)) => Failure::Unavailable(cause),
        other => Failure::internal(other),
    }
}

/// The account's id in a session's stored data, for the column by which all of an account's sessions are ended.
pub(crate) fn account_in_data(data: &std::collections::HashMap<String, serde_json::Value>) -> Option<&str> {
    data.get(ACCOUNT).and_then(serde_json::Value::as_str)
}

/// See-other to an address of this portal; to the home page for any other.
pub(crate) fn redirect(address: &str) -> Response {
    Redirect::to(own_address(address)).into_response()
}

/// The address, if it is one of this portal's own paths; else the home page. Keeps `next` from leading elsewhere.
pub(crate) fn own_address(address: &str) -> &str {
    let is_own = address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains('\\')
        && !address.chars().any(char::is_control);
    if is_own { address } else { "/" }
}

/// Adds a cookie to a response.
pub(crate) fn with_cookie(mut response: Response, cookie: &Cookie<'_>) -> Response {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// Whether a status is an error, which may have no page yet.
pub(crate) fn is_bare_failure(status: StatusCode) -> bool {
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
