//! What the log says of a request that failed, and what it never says.

use crate::both;
use crate::library_fixture::{add_records, record};
use crate::process::{Answer, Server, cookie, send};
use crate::support::{Page, Portal};
use axum::http::{HeaderMap, StatusCode};
use domain::account::Role;
use serde_json::Value;
use std::time::{Duration, Instant};

/// What is asked for must not be in the log: neither the name in the path nor the search in the query.
const ADDRESS: &str = "/records/clandestine?q=confidential";
const API_ADDRESS: &str = "/api/v1/items/clandestine";

/// Takes a table away, so that whatever reads it fails.
async fn break_database(portal: &Portal) {
    sqlx::any::install_default_drivers();
    let database = sqlx::AnyPool::connect(&portal.context.config.database_url).await.unwrap();
    sqlx::query("alter table records rename to lost_records").execute(&database).await.unwrap();
    database.close().await;
}

fn request_id(answer: &Answer) -> &str {
    let mut lines = answer.text.lines();
    lines.find_map(|line| line.strip_prefix("x-request-id: ")).expect("an id")
}

fn body(answer: &Answer) -> &str {
    answer.text.split_once("\r\n\r\n").unwrap().1
}

both! {
    async fn the_id_on_the_page_of_a_failure_finds_its_line_in_the_log(portal: Portal) {
        let portal = portal.without_workers().await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let session = cookie(&portal, &hcp).await;
        let file = portal.context.config.data.join("log");
        let server = Server::start_logging(&portal, &file);
        break_database(&portal).await;

        let answer = send(server.address, "GET", ADDRESS, &session, "").unwrap();
        assert_eq!(answer.status, 500);
        let page = Page { status: StatusCode::OK, headers: HeaderMap::new(), body: body(&answer).to_owned() };
        let id = request_id(&answer);
        assert_eq!(page.text("#request-id"), format!("Reference for support: {id}"));

        let problem = send(server.address, "GET", API_ADDRESS, &session, "").unwrap();
        assert_eq!(problem.status, 500);
        let other = request_id(&problem);
        assert_ne!(id, other, "every request has its own");
        assert_eq!(serde_json::from_str::<Value>(body(&problem)).unwrap()["request_id"], other);

        let found = send(server.address, "GET", "/about", &session, "").unwrap();
        assert_eq!(found.status, 200);
        assert_eq!(request_id(&found).len(), id.len(), "also where nothing failed");

        let log = std::fs::read_to_string(&file).unwrap();
        for (id, route) in [(id, "/records/{id}"), (other, "/api/v1/items/{id}")] {
            let lines: Vec<Value> = log
                .lines()
                .filter(|line| line.contains(id))
                .map(|line| serde_json::from_str(line).unwrap())
                .collect();
            assert_eq!(lines.len(), 1, "one failure, one line: {log}");
            assert_eq!(lines[0]["level"], "ERROR");
            assert_eq!(lines[0]["fields"]["message"], "a request failed");
            let span = &lines[0]["spans"][0];
            let named = (&span["name"], &span["method"], &span["route"], &span["request_id"]);
            assert_eq!(named, (&"request".into(), &"GET".into(), &route.into(), &id.into()));
        }
        for private in ["clandestine", "confidential", "hcp@demo.example", hcp.id.as_str()] {
            assert!(!log.contains(private), "{private}: {log}");
        }
    }

    async fn index_files_cut_off_while_serving_are_one_line_in_the_log_and_end_nothing(portal: Portal) {
        let portal = portal.without_workers().await;
        portal.context.search.opened().unwrap().release_writer();
        add_records(&portal, vec![record("Invented trial of dapagliflozin", "Of sheep.")], false).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let session = cookie(&portal, &hcp).await;
        let file = portal.context.config.data.join("log");
        let server = Server::start_logging(&portal, &file);
        let search = || send(server.address, "GET", "/search?q=dapagliflozin", &session, "").expect("an answer");
        let finds = || search().text.contains("Invented trial of");
        let until = Instant::now() + Duration::from_secs(60);
        let wait = |what: &str, is_so: &dyn Fn() -> bool| {
            while !is_so() {
                assert!(Instant::now() < until, "{what}: {}", std::fs::read_to_string(&file).unwrap());
                std::thread::sleep(Duration::from_millis(20));
            }
        };
        wait("the record is found", &finds);
        for entry in std::fs::read_dir(portal.context.search.folder()).unwrap() {
            let path = entry.unwrap().path();
            let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            if ["idx", "pos", "term", "fast", "fieldnorm", "store"].contains(&extension) {
                std::fs::File::options().write(true).open(&path).unwrap().set_len(1).unwrap();
            }
        }
        for _ in 0..20 {
            let status = search().status;
            assert!(status == 200 || status == 503, "{status}");
        }
        let said = || {
            let log = std::fs::read_to_string(&file).unwrap();
            log.lines().filter(|line| line.contains("\"ERROR\"")).map(str::to_owned).collect::<Vec<_>>()
        };
        wait("the log says so", &|| !said().is_empty());
        wait("the record is found again", &finds);
        let lines = said();
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].contains("the index is made again"), "{lines:?}");
        assert_eq!(server.stop(), Some(0));
    }
}
