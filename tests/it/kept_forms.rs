//! Forms that were sent without a session: what is kept of them, for whom, and how little.

use crate::access::table;
use crate::both;
use crate::seed::{Persona, Seeded};
use crate::support::{Browser, PASSWORD, Page, Portal};
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use domain::account::{Account, Role};
use domain::id::AccountId;
use hyper::body::Frame;
use services::accounts::NewAccount;
use services::pending_forms::{self, Sender};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{self, Poll};
use storage::sessions;

const TEXT: &str = "typed before";

/// The pages that show a kept form again: route, a field of it, and what shows the text.
const PAGES: [(&str, &str, Persona); 9] = [
    ("/ask", "question", Persona::Hcp),
    ("/requests/{reference}", "follow-up", Persona::Hcp),
    ("/desk/{reference}", "note", Persona::Specialist),
    ("/editor/new", "title", Persona::Editor),
    ("/editor/{id}", "summary", Persona::Editor),
    ("/review/{id}", "reason", Persona::Reviewer),
    ("/saved", "note", Persona::Hcp),
    ("/saved/searches", "name", Persona::Hcp),
    ("/saved/searches/{id}", "name", Persona::Hcp),
];

async fn hcp(portal: &Portal, email: &str) -> Account {
    let new = NewAccount {
        email: email.into(),
        roles: vec![Role::Hcp],
        password: Some(PASSWORD.into()),
        ..Portal::somebody()
    };
    portal.person_like(new).await
}

/// Signs in as people do, by which the browser knows who it was.
async fn sign_in(browser: &mut Browser<'_>, person: &Account) {
    let fields = [("email", person.email.as_str()), ("password", PASSWORD), ("next", "/ask")];
    let page = browser.post("/sign-in", &fields).await;
    assert_eq!(page.location().as_deref(), Some("/ask"), "{}", page.body);
}

/// Ends every session of a person, as its time does.
async fn end_sessions(portal: &Portal, person: &AccountId) {
    let mut tx = portal.context.store.begin().await.unwrap();
    sessions::delete_of(&mut tx, person).await.unwrap();
    tx.commit().await.unwrap();
}

async fn question(browser: &mut Browser<'_>) -> String {
    browser.get("/ask").await.text("#question")
}

/// Sends a form from an address without a cookie.
async fn post_from(portal: &Portal, address: IpAddr, path: &str, body: impl Into<Body>) -> Page {
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(body.into())
        .unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(address, 1)));
    Page::of(portal.send(request).await).await
}

fn address(number: u32) -> IpAddr {
    IpAddr::V4(Ipv4Addr::from(0x0a00_0000 + number))
}

/// An endless form that counts how often somebody asks for a piece of it.
struct Watched(Arc<AtomicUsize>);

impl hyper::body::Body for Watched {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut task::Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"password=secret&question=a&")))))
    }
}

fn watched(reads: &Arc<AtomicUsize>) -> Body {
    Body::new(Watched(reads.clone()))
}

both! {
    async fn a_form_is_there_again_at_its_page(portal: Portal) {
        let seeded = Seeded::fill(portal).await;
        for (route, field, persona) in PAGES {
            let path = seeded.address(route);
            let mut browser = seeded.portal.browser();
            let record = seeded.filled("{record}");
            let fields =
                [(field, TEXT), ("item", record.as_str()), ("step", "change"), ("frequency", "off"), ("query", "q=1")];
            let sent = browser.post(&path, &fields).await;
            let next = domain::address::query_value(&path);
            assert_eq!(sent.location(), Some(format!("/sign-in?next={next}")), "{route}");
            browser.sign_in(seeded.account(persona).unwrap()).await;
            let mut page = browser.get(&path).await;
            if page.status == StatusCode::SEE_OTHER {
                // What is kept is saved at once, and then to be seen.
                page = browser.get(if route == "/saved" { "/saved" } else { "/saved/searches" }).await;
            }
            assert!(page.body.contains(TEXT), "{route}: {}", page.body);
        }
    }

    async fn a_form_is_shown_to_whoever_was_signed_in_and_to_nobody_else(portal: Portal) {
        let (sender, other) = (hcp(&portal, "a@demo.example").await, hcp(&portal, "b@demo.example").await);
        let mut browser = portal.browser();
        sign_in(&mut browser, &sender).await;
        end_sessions(&portal, &sender.id).await;
        browser.post("/ask", &[("question", TEXT)]).await;
        assert_eq!(question(&mut browser).await, "", "nobody is signed in");
        browser.sign_in(&other).await;
        assert_eq!(question(&mut browser).await, "", "somebody else is signed in");
        browser.sign_in(&sender).await;
        assert_eq!(question(&mut browser).await, TEXT);
    }

    async fn a_visitors_form_is_whose_who_signs_in_first(portal: Portal) {
        let (first, second) = (hcp(&portal, "a@demo.example").await, hcp(&portal, "b@demo.example").await);
        let mut browser = portal.browser();
        browser.post("/ask", &[("question", TEXT)]).await;
        assert_eq!(question(&mut browser).await, TEXT, "the visitor who typed it");
        sign_in(&mut browser, &first).await;
        // Without having looked at the page.
        end_sessions(&portal, &first.id).await;
        assert_eq!(question(&mut browser).await, "", "the next visitor");
        sign_in(&mut browser, &second).await;
        assert_eq!(question(&mut browser).await, "", "the next person");
        end_sessions(&portal, &second.id).await;
        sign_in(&mut browser, &first).await;
        assert_eq!(question(&mut browser).await, TEXT);
        browser.post("/sign-out", &[]).await;
        sign_in(&mut browser, &first).await;
        assert_eq!(question(&mut browser).await, "", "what was typed ends with the sign-out");
        assert_eq!(storage::pending_forms::size(&portal.context.store).await.unwrap().0, 0);
    }

    async fn another_browser_cannot_open_it(portal: Portal) {
        let person = hcp(&portal, "a@demo.example").await;
        let mut browser = portal.browser();
        browser.post("/ask", &[("question", TEXT)]).await;
        browser.sign_in(&person).await;
        assert_eq!(question(&mut browser).await, TEXT);
        let mut other = portal.signed_in(&person).await;
        assert_eq!(question(&mut other).await, "");
    }

    async fn nothing_else_that_comes_without_a_session_is_read(portal: Portal) {
        let seeded = Seeded::fill(portal).await;
        let reads = Arc::new(AtomicUsize::new(0));
        let is_kept = |path: &str| PAGES.iter().any(|(route, ..)| *route == path);
        let mut seen = 0;
        for row in table::rows() {
            // Those that send everybody without a session to the sign-in.
            if row.method != Method::POST || !row.expected.starts_with('S') || is_kept(row.path) {
                continue;
            }
            let path = seeded.address(row.path);
            let page = post_from(&seeded.portal, address(1), &path, watched(&reads)).await;
            let location = page.location().unwrap_or_default();
            assert!(location.starts_with("/sign-in?next=") && location.ends_with("&kept=no"), "{path}: {location}");
            assert!(page.header("set-cookie").is_empty(), "{path}");
            seen += 1;
        }
        assert!(seen > 10);
        // A file is no form.
        let mut browser = seeded.portal.browser();
        browser.post_body("/ask", "multipart/form-data; boundary=a", watched(&reads)).await;
        assert_eq!(reads.load(Ordering::SeqCst), 0, "a body was read");
        assert_eq!(storage::pending_forms::size(&seeded.portal.context.store).await.unwrap(), (0, 0));
    }

    async fn a_form_that_is_too_long_is_refused_and_its_sender_told(portal: Portal) {
        let reads = Arc::new(AtomicUsize::new(0));
        let page = post_from(&portal, address(1), "/ask", watched(&reads)).await;
        assert_eq!(page.location().as_deref(), Some("/sign-in?next=%2Fask&kept=no"));
        assert!(reads.load(Ordering::SeqCst) < 10_000, "an endless form is not read to its end");
        let long = "x".repeat(20_000);
        let mut browser = portal.browser();
        let sent = browser.post("/ask", &[("question", long.as_str())]).await;
        assert!(browser.follow(sent).await.text(".notice-warning").contains("could not be kept"));
        assert_eq!(storage::pending_forms::size(&portal.context.store).await.unwrap(), (0, 0));
    }

    async fn a_browser_keeps_a_few_forms_and_the_newest_of_a_page(portal: Portal) {
        let mut browser = portal.browser();
        for number in 1..=5 {
            browser.post("/ask", &[("question", format!("question {number}").as_str())]).await;
        }
        assert_eq!(question(&mut browser).await, "question 5");
        assert_eq!(storage::pending_forms::size(&portal.context.store).await.unwrap().0, 3);
    }

    async fn a_flood_fills_nothing(portal: Portal) {
        let body = format!("question={}&password=secret", "x".repeat(10_000));
        for _ in 0..200 {
            post_from(&portal, address(1), "/ask", body.clone()).await;
            post_from(&portal, address(1), "/account/password", body.clone()).await;
        }
        let (rows, bytes) = storage::pending_forms::size(&portal.context.store).await.unwrap();
        assert_eq!(rows, 30, "from one place in an hour");
        assert!(bytes < 30 * 16_384, "{bytes} bytes");
        let page = post_from(&portal, address(2), "/ask", body).await;
        assert!(!page.location().unwrap().ends_with("&kept=no"), "another place is not harmed");
    }

    async fn strangers_together_fill_a_bounded_part(portal: Portal) {
        let mut admitted = 0;
        for number in 0..1_050 {
            let sender = Sender { address: Some(address(number)), person: None };
            admitted += i32::from(pending_forms::admit(&portal.context, sender).await.unwrap());
        }
        assert_eq!(admitted, 1_000);
        let known = AccountId::from("somebody".to_owned());
        let known = Sender { address: Some(address(1)), person: Some(&known) };
        assert!(pending_forms::admit(&portal.context, known).await.unwrap(), "who was signed in is not harmed");
    }

    async fn a_question_beside_a_safety_report_is_kept_and_a_flood_hinders_no_report(portal: Portal) {
        let mut browser = portal.browser();
        let form = browser.post("/report-safety", &[("step", "begin"), ("question", TEXT)]).await;
        assert_eq!(form.text("#event"), TEXT);
        assert_eq!(question(&mut browser).await, TEXT);
        for _ in 0..220 {
            let page = post_from(&portal, address(1), "/report-safety", "step=begin&question=a").await;
            assert_eq!(page.status, StatusCode::OK);
        }
        let (rows, _) = storage::pending_forms::size(&portal.context.store).await.unwrap();
        assert_eq!(rows, 31);
    }
}
