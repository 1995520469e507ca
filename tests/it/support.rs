//! A portal for one test: a real database and the real router, called in process.

#![allow(dead_code, reason = "each test uses a part of it")]

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, Response, StatusCode, header};
use domain::account::{Account, Role};
use domain::asker::Gate;
use materia::http;
use scraper::{Html, Selector};
use services::accounts::{self, NewAccount};
use services::config::Config;
use services::context::Context;
use services::locale::Languages;
use services::texts::Texts;
use services::{index_follower, start, workers};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use storage::audit::Actor;
use tower::ServiceExt as _;

/// The database that a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    /// On the server at the address in `MATERIA_TEST_POSTGRES`. Without it the test fails, unless
    /// `MATERIA_TEST_SKIP_POSTGRES=1` says that it may be skipped.
    Postgres,
}

/// The password of everybody in tests.
pub const PASSWORD: &str = "a long enough password";

/// The running portal of one test. Its folder is removed when it is dropped.
pub struct Portal {
    pub context: Context,
    router: axum::Router,
    folder: PathBuf,
    /// Index follower, outbox and the rest, as `materia serve` runs them.
    workers: Option<workers::Workers>,
}

/// Declares tests that run on both databases: `both! { async fn a_rule_holds(portal: Portal) { … } }`. Their portal is
/// opened by [`Portal::open`], or by another function: `both! { opened by open_portal; async fn … }`.
#[macro_export]
macro_rules! both {
    (opened by $open:path; $(async fn $name:ident($portal:ident: Portal) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn check($portal: $crate::support::Portal) $body

            #[tokio::test]
            async fn sqlite() {
                if let Some(portal) = $open($crate::support::Database::Sqlite).await {
                    check(portal).await;
                }
            }

            #[tokio::test]
            async fn postgres() {
                if let Some(portal) = $open($crate::support::Database::Postgres).await {
                    check(portal).await;
                }
            }
        }
    )+};
    ($(async fn $name:ident($portal:ident: Portal) $body:block)+) => {
        $crate::both! {
            opened by $crate::support::Portal::open;
            $(async fn $name($portal: Portal) $body)+
        }
    };
}

impl Portal {
    /// A new, empty portal under the declared gate; none where its database is skipped.
    pub async fn open(database: Database) -> Option<Self> {
        Self::open_with(database, |_| {}).await
    }

    /// As [`Portal::open`], with another configuration.
    pub async fn open_with(database: Database, change: impl FnOnce(&mut Config)) -> Option<Self> {
        Self::open_in(database, Languages::only(Texts::english().unwrap()), change).await
    }

    /// As [`Portal::open_with`], in other languages.
    pub async fn open_in(
        database: Database,
        languages: Languages,
        change: impl FnOnce(&mut Config),
    ) -> Option<Self> {
        Self::open_after(database, languages, async |config: &mut Config| change(config)).await
    }

    /// As [`Portal::open_in`]; `prepare` may also fill the empty folder and database before they are opened.
    pub async fn open_after(
        database: Database,
        languages: Languages,
        prepare: impl AsyncFnOnce(&mut Config),
    ) -> Option<Self> {
        // Warnings belong beside the failure of the test that causes them.
        _ = tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).with_test_writer().try_init();
        let name = format!("materia_{}", uuid::Uuid::new_v4().simple());
        let folder = std::env::temp_dir().join(&name);
        let mut config = Config::in_folder(&folder);
        config.gate = Gate::Declared;
        if database == Database::Postgres {
            config.database_url = postgres_database(&name).await?;
        }
        prepare(&mut config).await;
        let context = Context::open_with(config, languages).await.unwrap();
        start::ensure_vocabulary(&context).await.unwrap();
        let router = http::router(context.clone());
        index_follower::follow(&context).await.unwrap();
        let workers = workers::start(&context);
        Some(Self { context, router, folder, workers: Some(workers) })
    }

    /// Another node on the same database, with a data directory of its own.
    pub async fn node(&self) -> Self {
        let folder = std::env::temp_dir().join(format!("materia_{}", uuid::Uuid::new_v4().simple()));
        let config = Config { data: folder.clone(), ..self.context.config.clone() };
        let context = Context::open_with(config, Languages::only(Texts::english().unwrap())).await.unwrap();
        let router = http::router(context.clone());
        index_follower::follow(&context).await.unwrap();
        let workers = workers::start(&context);
        Self { context, router, folder, workers: Some(workers) }
    }

    /// Stops the workers, for a test that does their work itself.
    pub async fn without_workers(mut self) -> Self {
        if let Some(workers) = self.workers.take() {
            workers.stop().await;
        }
        self
    }

    /// Adds a verified person with these roles, from Great Britain.
    pub async fn person(&self, email: &str, roles: &[Role]) -> Account {
        self.person_like(NewAccount { email: email.into(), roles: roles.to_vec(), ..Self::somebody() }).await
    }

    /// The defaults of [`Portal::person`].
    pub fn somebody() -> NewAccount {
        NewAccount {
            name: "Somebody".into(),
            country: "GB".into(),
            profession: "physician".into(),
            is_verified: true,
            ..NewAccount::default()
        }
    }

    /// Adds a person.
    pub async fn person_like(&self, new: NewAccount) -> Account {
        accounts::add(&self.context, Actor::Portal, new).await.unwrap()
    }

    /// A new browser without cookies.
    pub fn browser(&self) -> Browser<'_> {
        Browser { portal: self, cookies: Vec::new(), address: None }
    }

    /// A new browser whose requests come from this network address.
    pub fn browser_at(&self, address: &str) -> Browser<'_> {
        Browser { address: Some(address.parse().unwrap()), ..self.browser() }
    }

    /// The browser of a visitor who declared that they are an HCP in Great Britain.
    pub async fn declared(&self) -> Browser<'_> {
        let mut browser = self.browser();
        let page = browser.post("/declare", &[("country", "GB"), ("next", "/")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        browser
    }

    /// A browser in which this person is signed in. The session is stored directly, which spares the deliberate cost
    /// of checking a password.
    pub async fn signed_in(&self, account: &Account) -> Browser<'_> {
        use storage::sessions;
        use tower_sessions::session::Id;
        let id = Id::default().to_string();
        let data = format!("{{\"account\":\"{}\"}}", account.id);
        let until = domain::time::Moment::now().plus(3_600_000);
        sessions::insert(&self.context.store, &id, Some(account.id.as_str()), &data, until).await.unwrap();
        Browser { cookies: vec![(materia::http::sessions::COOKIE.to_owned(), id)], ..self.browser() }
    }

    /// The mails to an address, oldest first, whether delivered to the folder or still in the outbox: headers and
    /// text.
    pub async fn mails(&self, recipient: &str) -> Vec<String> {
        let later = domain::time::Moment::now().plus(1);
        let due = storage::outbox::due(&self.context.store, later, 1_000).await.unwrap();
        let own = due.into_iter().filter(|mail| mail.recipient == recipient);
        // Keyed by id, which sorts by time and drops the duplicate of a mail that is delivered meanwhile.
        let mut mails: std::collections::BTreeMap<String, String> =
            own.map(|mail| (mail.id, format!("{}\n\n{}", mail.subject, mail.body))).collect();
        let Ok(files) = std::fs::read_dir(self.folder.join("mail")) else {
            return mails.into_values().collect();
        };
        for file in
            files.map(|file| file.unwrap().path()).filter(|path| path.extension() == Some("eml".as_ref()))
        {
            // Decodes quoted-printable as far as tests need it.
            let text = std::fs::read_to_string(&file).unwrap().replace("=\r\n", "").replace("=3D", "=");
            if text.contains(&format!("To: {recipient}\r\n")) {
                mails.insert(file.file_stem().unwrap().to_str().unwrap().to_owned(), text);
            }
        }
        mails.into_values().collect()
    }

    /// The path of the link that begins so in the last mail to an address.
    pub async fn mailed_link(&self, recipient: &str, beginning: &str) -> String {
        let mail = self.mails(recipient).await.pop().unwrap();
        let address = format!("{}{beginning}", self.context.config.base_url);
        let line = mail.lines().find(|line| line.starts_with(&address)).unwrap();
        line.trim_end().strip_prefix(&self.context.config.base_url).unwrap().to_owned()
    }

    /// Sends a request unchanged.
    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // A folder that cannot be removed does no harm.
        _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Says on standard error that the running test is skipped, and why. The test harness hides what `eprintln!` prints.
pub fn skipped(why: &str) {
    use std::io::Write as _;
    let thread = std::thread::current();
    _ = writeln!(std::io::stderr(), "skipped {}: {why}", thread.name().unwrap_or("a test"));
}

/// The address of a new database; none where PostgreSQL is skipped on purpose.
async fn postgres_database(name: &str) -> Option<String> {
    let Ok(server) = std::env::var("MATERIA_TEST_POSTGRES") else {
        let is_skipped = std::env::var("MATERIA_TEST_SKIP_POSTGRES").is_ok_and(|value| value == "1");
        assert!(
            is_skipped,
            "no PostgreSQL to test on: run `scripts/with-postgres cargo test`, which starts one, or set \
             MATERIA_TEST_SKIP_POSTGRES=1 to test on SQLite alone"
        );
        skipped("no PostgreSQL, as MATERIA_TEST_SKIP_POSTGRES=1 allows");
        return None;
    };
    use sqlx::Connection as _;
    let mut connection = sqlx::PgConnection::connect(&server).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!("create database {name}")))
        .execute(&mut connection)
        .await
        .unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    Some(format!("{base}/{name}"))
}

/// A browser with its cookies.
pub struct Browser<'a> {
    portal: &'a Portal,
    cookies: Vec<(String, String)>,
    address: Option<IpAddr>,
}

impl Browser<'_> {
    /// The value of one of its cookies.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    /// Signs this browser in, as [`Portal::signed_in`] does.
    pub async fn sign_in(&mut self, account: &Account) {
        let signed_in = self.portal.signed_in(account).await;
        self.cookies.extend(signed_in.cookies);
    }

    /// Copies a cookie from another browser, as if both were on the same machine.
    pub fn take_cookie(&mut self, other: &Browser<'_>, name: &str) {
        self.cookies.push((name.to_owned(), other.cookie(name).unwrap()));
    }

    /// Opens an address.
    pub async fn get(&mut self, address: &str) -> Page {
        self.send(Request::builder().method(Method::GET).uri(address), Body::empty()).await
    }

    /// Opens an address as a browser does that asks for these languages.
    pub async fn get_in(&mut self, languages: &str, address: &str) -> Page {
        let request = Request::builder().method(Method::GET).uri(address);
        self.send(request.header(header::ACCEPT_LANGUAGE, languages), Body::empty()).await
    }

    /// Submits a form of one of the portal's own pages.
    pub async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Page {
        let body =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(fields.iter().copied()).finish();
        let request = Request::builder()
            .method(Method::POST)
            .uri(address)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body)).await
    }

    /// Sends another kind of body from one of the portal's own pages.
    pub async fn post_body(&mut self, address: &str, content_type: &str, body: impl Into<Body>) -> Page {
        let request = Request::builder()
            .method(Method::POST)
            .uri(address)
            .header(header::CONTENT_TYPE, content_type)
            .header("sec-fetch-site", "same-origin");
        self.send(request, body.into()).await
    }

    /// Follows the redirects of a page, at most five.
    pub async fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..5 {
            let Some(location) = page.location() else { return page };
            page = self.get(&location).await;
        }
        page
    }

    /// The page to which a text pasted into the form of several lines leads.
    pub async fn paste(&mut self, text: &str) -> Page {
        let sent = self.post("/search", &[("q", text)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        self.follow(sent).await
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Page {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = request.header(header::COOKIE, cookies.join("; ")).body(body).unwrap();
        if let Some(address) = self.address {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::from((address, 40_000))));
        }
        let response = self.portal.send(request).await;
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !attributes.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        Page::of(response).await
    }
}

/// A response.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Page {
    /// Reads a whole response.
    pub async fn of(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Self { status: parts.status, headers: parts.headers, body }
    }

    /// The value of a header; empty where there is none.
    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<String> {
        self.headers.get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned())
    }

    /// The titles of the hits, in alphabetical order.
    pub fn hit_titles(&self) -> Vec<String> {
        let mut titles = self.texts(".hit-title");
        titles.sort();
        titles
    }

    /// The texts of all elements that match a CSS selector, with single spaces.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let page = Html::parse_document(&self.body);
        let selector = Selector::parse(selector).unwrap();
        let text = |element: scraper::ElementRef<'_>| {
            element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        page.select(&selector).map(text).collect()
    }

    /// The text of the first match; empty where there is none.
    pub fn text(&self, selector: &str) -> String {
        self.texts(selector).into_iter().next().unwrap_or_default()
    }

    /// Whether any element matches.
    pub fn has(&self, selector: &str) -> bool {
        !self.texts(selector).is_empty()
    }

    /// The values of an attribute of all elements that match a selector.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let page = Html::parse_document(&self.body);
        let selector = Selector::parse(selector).unwrap();
        page.select(&selector).filter_map(|element| element.attr(name).map(str::to_owned)).collect()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}
