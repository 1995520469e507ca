//! Queries that nobody asks in earnest: each is answered soon, by results or by what to do instead.

use crate::both;
use crate::library_fixture::{add_records, trials};
use crate::process::{Server, cookie, send};
use crate::support::Page;
use axum::http::{HeaderMap, StatusCode};
use domain::account::Role;
use materia::http::limits::ADDRESS_MAX;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Generous: the machine may be busy, and this is no measurement.
const SOON: Duration = Duration::from_secs(5);

/// The longest address that the HTTP library accepts; it answers a longer one by itself, with an empty body.
const LIBRARY_MAX: usize = u16::MAX as usize - 1;

/// What each one is, and its text as part of an address.
fn queries() -> Vec<(&'static str, String)> {
    let terms: Vec<String> = (0..5_000).map(|number| format!("term{number}")).collect();
    let nested = |open: &str, depth: usize| format!("{}sheep{}", open.repeat(depth), ")".repeat(depth));
    vec![
        ("10,000 parentheses", nested("(", 5_000)),
        ("as many parentheses as an address holds", nested("(", 4_000)),
        ("5,000 terms", terms.join("+OR+")),
        ("as many terms as an address holds", terms[..600].join("+OR+")),
        ("a star", "*".to_owned()),
        ("one letter and a star", "a*".to_owned()),
        ("nested NOT", nested("NOT+(", 1_000)),
        ("64 KB of text", "a+".repeat(32 * 1024)),
        ("256 KB of text", "a+".repeat(128 * 1024)),
        ("right to left", "%E2%80%AE%D7%A7%D7%A6%D7%91+%D7%9C%D7%91%E2%80%AC".to_owned()),
        ("NUL", "dapagliflozin%00%00".to_owned()),
        ("lone quotes", "%22".repeat(2_001)),
        ("a field that does not end", "sheep%5Bti+".repeat(500)),
    ]
}

both! {
    async fn every_query_is_answered_soon_by_results_or_by_what_to_do(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let portal = portal.without_workers().await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let cookie = cookie(&portal, &hcp).await;
        let server = Server::start(&portal);
        for (name, text) in queries() {
            let address = format!("/search?q={text}");
            let began = Instant::now();
            let answer = send(server.address, "GET", &address, &cookie, "").expect(name);
            assert!(began.elapsed() < SOON, "{name} took {:?}", began.elapsed());
            let (_, body) = answer.text.split_once("\r\n\r\n").unwrap();
            if address.len() > LIBRARY_MAX {
                assert_eq!((answer.status, body), (414, ""), "{name}");
                continue;
            }
            let page = Page { status: StatusCode::OK, headers: HeaderMap::new(), body: body.to_owned() };
            if address.len() > ADDRESS_MAX {
                assert_eq!(answer.status, 414, "{name}");
                assert_eq!(page.text("h1"), "This address is too long", "{name}");
                assert!(page.has("header") && page.has("footer"), "{name}: a page like others");
                assert!(page.text(".lede").contains("Search with fewer words"), "{name}");
                assert!(page.attributes("main a", "href").contains(&"/search".to_owned()), "{name}");
                assert!(answer.text.contains("content-security-policy: "), "{name}");
                continue;
            }
            assert_eq!(answer.status, 200, "{name}");
            assert_eq!(page.texts("#q").len(), 1, "{name}");
            let told = page.texts(".notice-warning li");
            if ["a star", "one letter and a star", "nested NOT", "lone quotes"].contains(&name) {
                assert!(!told.is_empty(), "{name}");
            }
            let found = page.texts(".hit-title").len() + page.texts(".result-count").len();
            assert!(found > 0, "{name}: hits, or that there are none");
        }
        let longest = format!("{},{:03}", ADDRESS_MAX / 1000, ADDRESS_MAX % 1000);
        let page = portal.declared().await.get(&format!("/search?q={}", "a".repeat(ADDRESS_MAX))).await;
        assert!(page.text(".lede").contains(&longest), "it says how long an address may be: {}", page.text(".lede"));
    }
}

both! {
    async fn a_program_is_told_as_programs_are_that_its_address_is_too_long(portal: Portal) {
        let server = Server::start(&portal);
        for length in [ADDRESS_MAX, 60 << 10, 65 << 10, 256 << 10] {
            let text = "a".repeat(length);
            for address in [format!("/api/v1/search?q={text}"), format!("/api/{text}"), format!("/browse/feed.atom?{text}")] {
                let answer = send(server.address, "GET", &address, "", "").unwrap();
                let (head, body) = answer.text.split_once("\r\n\r\n").unwrap();
                assert_eq!(answer.status, 414, "{length}");
                if address.len() > LIBRARY_MAX {
                    assert_eq!(body, "", "{length}");
                    continue;
                }
                assert!(head.contains("content-type: application/problem+json"), "{length}: {head}");
                let body: serde_json::Value = serde_json::from_str(body).unwrap();
                assert_eq!((&body["status"], &body["code"]), (&414.into(), &"address-too-long".into()), "{body}");
            }
            let address = format!("/api?{text}");
            if address.len() > LIBRARY_MAX {
                continue;
            }
            let answer = send(server.address, "GET", &address, "", "").unwrap();
            assert!(answer.text.contains("content-type: text/html"), "{length}: a page, where people ask");
        }
    }
}

#[test]
fn the_command_line_takes_a_megabyte_of_text_and_says_how_much_of_it_is_read() {
    let folder = std::env::temp_dir().join(format!("materia_{}", uuid::Uuid::new_v4().simple()));
    std::fs::create_dir_all(&folder).unwrap();
    let source = folder.join("source.ris");
    std::fs::write(&source, "TY  - JOUR\nTI  - Sheep and heart failure\nDO  - 10.1000/a\nER  - \n").unwrap();
    let materia = |arguments: &[&str], input: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_materia"));
        command
            .env_clear()
            .args(arguments)
            .arg("--data")
            .arg(folder.join("data"))
            .stdin(input)
            .output()
            .unwrap()
    };
    assert!(materia(&["import", source.to_str().unwrap()], Stdio::null()).status.success());
    let file = folder.join("text");
    for (text, is_found, told) in [
        ("sheep ".repeat(200_000), true, "longer than can be read"),
        ("(".repeat(1 << 20), false, "There is no word here"),
        ("sheep OR ".repeat(150_000), true, "longer than can be read"),
        ("\u{0}\u{202e}sheep\n".to_owned(), true, ""),
    ] {
        std::fs::write(&file, &text).unwrap();
        let began = Instant::now();
        let answer = materia(&["search", "-"], std::fs::File::open(&file).unwrap().into());
        assert!(began.elapsed() < 2 * SOON, "{:?}", began.elapsed());
        let (out, err) =
            (String::from_utf8(answer.stdout).unwrap(), String::from_utf8(answer.stderr).unwrap());
        assert!(answer.status.success(), "{err}");
        assert_eq!(out.contains("Sheep and heart failure"), is_found, "{out}{err}");
        assert!(err.contains(told) && err.len() < 10_000, "{err}");
        assert_eq!(err.contains("nothing found"), !is_found, "{err}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
