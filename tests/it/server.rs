//! The server around the pages: policy and origin on every route, connections, the end of the process.

use crate::access::table;
use crate::both;
use crate::process::{Server, cookie, send};
use crate::seed::{Persona, Seeded};
use crate::support::{Database, Portal};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use domain::account::Role;
use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// The nonce of a policy.
fn nonce(policy: &str) -> &str {
    let (_, rest) = policy.split_once("'nonce-").expect("the policy names a nonce");
    rest.split('\'').next().unwrap()
}

both! {
    async fn every_answer_has_a_strict_policy_with_a_nonce_of_its_own(portal: Portal) {
        let seeded = Seeded::fill(portal).await;
        let mut nonces = BTreeSet::new();
        let mut answers = 0;
        for row in table::rows() {
            for persona in [Persona::Anonymous, Persona::Declared, Persona::Hcp, Persona::Administrator] {
                let page = seeded.send(&row, persona).await;
                let policy = page.headers["content-security-policy"].to_str().unwrap().to_owned();
                if policy.contains("sandbox") {
                    // A picture: it may draw and nothing else.
                    assert!(policy.starts_with("default-src 'none'"), "{}", row.path);
                    continue;
                }
                answers += 1;
                assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{}", row.path);
                assert!(nonces.insert(nonce(&policy).to_owned()), "{}: a nonce came twice", row.path);
                for script in page.attributes("script", "nonce") {
                    assert_eq!(script, nonce(&policy), "{}", row.path);
                }
                assert!(page.attributes("[style]", "style").is_empty(), "{}: an inline style", row.path);
            }
        }
        assert!(answers > 300, "{answers}");
    }

    async fn an_article_that_is_kept_in_memory_gets_a_fresh_nonce_each_time(portal: Portal) {
        let seeded = Seeded::fill(portal).await;
        let address = seeded.address("/library/{slug}");
        let mut seen = BTreeSet::new();
        for _ in 0..3 {
            let page = seeded.browser(Persona::Declared).await.get(&address).await;
            let policy = page.headers["content-security-policy"].to_str().unwrap();
            let scripts = page.attributes("script", "nonce");
            assert!(scripts.iter().all(|script| script == nonce(policy)));
            assert!(seen.insert(nonce(policy).to_owned()));
        }
    }

    async fn no_route_that_changes_something_takes_a_form_of_another_site(portal: Portal) {
        // One only reads, and one is for mail programs, which come from no page (RFC 8058).
        const EXEMPT: [&str; 2] = ["/oai", materia::http::origin::UNSUBSCRIBE];
        let seeded = Seeded::fill(portal).await;
        let admin = seeded.browser(Persona::Administrator).await;
        let session = admin.cookie(materia::http::sessions::COOKIE).unwrap();
        let mut walked = 0;
        for row in table::rows().into_iter().filter(|row| row.method != Method::GET && !EXEMPT.contains(&row.path)) {
            for origin in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("x-none", "")] {
                let request = Request::builder()
                    .method(row.method.clone())
                    .uri(seeded.address(row.path))
                    .header("content-type", "application/x-www-form-urlencoded")
                    .header("cookie", format!("{}={session}", materia::http::sessions::COOKIE))
                    .header(origin.0, origin.1)
                    .body(Body::from(row.sent))
                    .unwrap();
                let answer = seeded.portal.send(request).await;
                assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{} {} {origin:?}", row.method, row.path);
                walked += 1;
            }
        }
        assert!(walked > 60, "{walked}");
    }

    async fn no_way_back_from_a_sign_in_leads_to_an_address_without_a_page(portal: Portal) {
        let seeded = Seeded::fill(portal).await;
        let mut ways = 0;
        let posts = table::rows().into_iter().filter(|row| row.method == Method::POST && !row.path.starts_with("/api/"));
        for row in posts {
            let address = seeded.address(row.path);
            let mut visitor = seeded.browser(Persona::Anonymous).await;
            let answer = visitor.post(&address, &[]).await;
            let way = answer.location().unwrap_or_default();
            let next = way.strip_prefix("/sign-in?next=").map(|next| {
                form_urlencoded::parse(format!("next={next}").as_bytes()).next().unwrap().1.into_owned()
            });
            let mut administrator = seeded.browser(Persona::Administrator).await;
            if let Some(next) = next {
                ways += 1;
                let page = administrator.get(&next).await;
                assert!(page.status != StatusCode::METHOD_NOT_ALLOWED && page.location().is_none(),
                    "{}: {next} is no page: {}", row.path, page.status);
            }
            // By a link to it or a reload.
            let page = administrator.get(&address).await;
            let page = administrator.follow(page).await;
            assert_ne!(page.status, StatusCode::METHOD_NOT_ALLOWED, "{}", row.path);
        }
        assert!(ways > 25, "{ways}");
        let password = seeded.browser(Persona::Anonymous).await.post("/account/password", &[]).await;
        assert_eq!(password.location().as_deref(), Some("/sign-in?next=%2Faccount&kept=no"));
    }

    async fn a_call_that_is_not_understood_is_the_callers_fault(portal: Portal) {
        let seeded = Seeded::fill(portal).await;
        let mut editor = seeded.browser(Persona::Editor).await;
        for (address, kind, body) in [
            ("/api/fn/reading", "application/x-www-form-urlencoded", "view=1&seconds=many"),
            ("/api/fn/reading", "application/x-www-form-urlencoded", "%ff"),
            ("/api/fn/editor/save", "application/json", "{"),
            ("/api/fn/editor/save", "application/json", "{\"fields\":1}"),
            ("/api/fn/editor/preview", "text/plain", ""),
        ] {
            let answer = editor.post_body(address, kind, body).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address} {body}: {}", answer.body);
        }
        assert_eq!(editor.get("/api/fn/suggest?other=1").await.status, StatusCode::BAD_REQUEST);
        assert_eq!(editor.get("/api/fn/suggest?typed=a").await.status, StatusCode::OK);
    }

    async fn a_stop_that_is_asked_for_writes_what_was_counted(portal: Portal) {
        let portal = portal.without_workers().await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let cookie = cookie(&portal, &hcp).await;
        let server = Server::start(&portal);
        let yes = send(server.address, "POST", "/consent", &cookie, "answer=yes&next=/").unwrap();
        assert_eq!(yes.status, 303);
        for number in 0..7 {
            let found = send(server.address, "GET", &format!("/search?q=nothing+{number}"), &cookie, "").unwrap();
            assert_eq!(found.status, 200);
        }
        assert_eq!(server.stop(), Some(0), "an orderly end");
        let store = &portal.context.store;
        let (_, visitor) = storage::accounts::find_active(store, &hcp.id).await.unwrap().unwrap();
        let since = domain::time::Moment(0);
        let context = storage::requests::recent_activity(store, &[visitor.unwrap()], since).await.unwrap();
        assert_eq!(context.searched.len(), 7);
    }
}

#[tokio::test]
async fn metrics_are_shown_to_whom_the_configuration_says() {
    use services::config::MetricsAccess;
    for (access, by_local, by_proxied, by_remote, with_token) in [
        (MetricsAccess::Loopback, 200, 404, 404, 404),
        (MetricsAccess::Token("open sesame".into()), 401, 401, 401, 200),
        (MetricsAccess::Public, 200, 200, 200, 200),
        (MetricsAccess::Off, 404, 404, 404, 404),
    ] {
        let portal =
            Portal::open_with(Database::Sqlite, |config| config.metrics = access.clone()).await.unwrap();
        let status = async |address: [u8; 4], header: (&str, &str)| {
            let mut request =
                Request::get("/metrics").header(header.0, header.1).body(Body::empty()).unwrap();
            let peer = axum::extract::ConnectInfo(std::net::SocketAddr::from((address, 4711)));
            request.extensions_mut().insert(peer);
            portal.send(request).await.status().as_u16()
        };
        let (local, remote) = ([127, 0, 0, 1], [192, 0, 2, 1]);
        assert_eq!(status(local, ("x-none", "")).await, by_local, "{access:?}");
        assert_eq!(status(local, ("x-forwarded-for", "192.0.2.1")).await, by_proxied, "{access:?}");
        assert_eq!(status(local, ("via", "1.1 proxy")).await, by_proxied, "{access:?}");
        assert_eq!(status(remote, ("authorization", "Bearer close sesame")).await, by_remote, "{access:?}");
        assert_eq!(status(remote, ("authorization", "Bearer open sesame")).await, with_token, "{access:?}");
    }
}

#[tokio::test]
async fn the_server_tells_how_it_is_and_keeps_its_limits() {
    let site = std::env::temp_dir().join(format!("materia_site_{}", uuid::Uuid::new_v4().simple()));
    std::fs::create_dir_all(site.join("pkg")).unwrap();
    std::fs::write(site.join("hash.txt"), "css: 0123456789abcdef\n").unwrap();
    std::fs::write(site.join("pkg/materia.0123456789abcdef.css"), "body { margin: 0 }").unwrap();
    std::fs::write(site.join("pkg/materia.0123456789abcdef.css.br"), "compressed before").unwrap();
    let portal = Portal::open_with(Database::Sqlite, |config| config.site = site.clone()).await.unwrap();
    let portal = portal.without_workers().await;
    let server = Server::start(&portal);
    let get = |path: &str| send(server.address, "GET", path, "", "").unwrap();

    assert_eq!(get("/healthz").status, 200);
    assert_eq!(get("/readyz").status, 200);
    let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
    let session = cookie(&portal, &hcp).await;
    assert_eq!(send(server.address, "GET", "/search?q=sheep", &session, "").unwrap().status, 200);
    let metrics = get("/metrics");
    for line in [
        "materia_http_requests_total{method=\"GET\",route=\"/readyz\",status=\"2xx\"}",
        "# TYPE materia_http_request_duration_seconds histogram",
        "materia_http_request_duration_seconds_count{method=\"GET\",route=\"/search\",status=\"2xx\"} 1",
        "# TYPE materia_search_duration_seconds histogram",
        "materia_outbox_waiting 0",
        "materia_library_change 0",
        "materia_index_change 0",
        "materia_index_items 0",
    ] {
        assert!(metrics.text.contains(line), "{line}: {}", metrics.text);
    }
    assert!(!metrics.text.contains("sheep"), "nothing that was asked");

    let mut stream = TcpStream::connect(server.address).unwrap();
    let asked = "GET /pkg/materia.0123456789abcdef.css HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n";
    stream.write_all(asked.as_bytes()).unwrap();
    let mut sheet = String::new();
    stream.read_to_string(&mut sheet).unwrap();
    assert!(sheet.contains("content-encoding: br") && sheet.ends_with("compressed before"), "{sheet}");
    assert!(sheet.contains("cache-control: public, max-age=31536000, immutable"), "{sheet}");

    let much = format!("event={}", "x".repeat(materia::http::limits::BODY_MAX + 1));
    // The server may close before it has read all of it; what it answers is that it is too much.
    if let Some(answer) = send(server.address, "POST", "/report-safety", "", &much) {
        assert_eq!(answer.status, 413);
    }

    let began = Instant::now();
    let mut slow = TcpStream::connect(server.address).unwrap();
    slow.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ").unwrap();
    let mut rest = Vec::new();
    _ = slow.read_to_end(&mut rest);
    assert!(began.elapsed() < Duration::from_secs(20), "headers that never end hold a connection");
    std::fs::remove_dir_all(site).unwrap();
}
