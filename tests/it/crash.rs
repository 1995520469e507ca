//! What was acknowledged survives `kill -9`: shown with the real process, killed in the middle of a stream of posts.

use crate::process::{Server, cookie, send};
use crate::support::{Database, Portal};
use domain::account::{Account, Role};
use domain::request::SafetyAnswer;
use services::requests::{ask, desk};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use storage::audit::{self, Verdict};

/// How often the process is killed.
const KILLS: usize = 2;
/// Acknowledged posts of each kind after which it is killed, at the earliest.
const ENOUGH: usize = 12;

/// Posts that were acknowledged: where each leads, and what was in it.
type Acknowledged = Arc<Mutex<Vec<(String, String)>>>;

/// Posts one form after the other until the server is gone.
fn stream(
    address: SocketAddr,
    cookie: &str,
    acknowledged: &Acknowledged,
    forms: impl Iterator<Item = (String, String, String)> + Send + 'static,
) -> std::thread::JoinHandle<()> {
    let (cookie, acknowledged) = (cookie.to_owned(), acknowledged.clone());
    std::thread::spawn(move || {
        for (path, text, body) in forms {
            let Some(answer) = send(address, "POST", &path, &cookie, &body) else { return };
            assert_eq!(answer.status, 303, "{path}: {}", answer.text);
            let location = answer.location().unwrap().to_owned();
            acknowledged.lock().unwrap().push((location, text));
        }
    })
}

fn asker(account: &Account) -> domain::asker::Asker {
    use domain::asker::{Asker, Gate};
    Asker { account: Some(account.clone()), ..Asker::anonymous(Gate::Declared) }
}

/// Requests that wait for nothing but their reply: reference and version.
async fn answerable(
    portal: &Portal,
    hcp: &Account,
    specialist: &Account,
    count: usize,
) -> Vec<(String, i64)> {
    let mut requests = Vec::new();
    for number in 0..count {
        let question = ask::Question { question: format!("Waiting {number}"), ..ask::Question::default() };
        let request = ask::ask(&portal.context, &asker(hcp), question).await.unwrap();
        let at_desk = asker(specialist);
        desk::answer_safety(&portal.context, &at_desk, &request.reference, 1, SafetyAnswer::None)
            .await
            .unwrap();
        requests.push((request.reference, 2));
    }
    requests
}

async fn nothing_acknowledged_is_lost(database: Database) {
    // One person writes here as fast as the portal can.
    let portal = Portal::open_with(database, |config| config.questions_a_day = u32::MAX).await;
    let Some(portal) = portal else { return };
    let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
    let specialist = portal.person("mi@demo.example", &[Role::MedicalInformationSpecialist]).await;
    let (at_bedside, at_desk) = (cookie(&portal, &hcp).await, cookie(&portal, &specialist).await);
    let [asked, reported, replied]: [Acknowledged; 3] = Default::default();
    for kill in 0..KILLS {
        let waiting = answerable(&portal, &hcp, &specialist, 100).await;
        let server = Server::start(&portal);
        let questions = (0..).map(move |number| {
            let text = format!("Question {kill} {number} end");
            ("/ask".to_owned(), text.clone(), format!("question={}", text.replace(' ', "+")))
        });
        let reports = (0..).map(move |number| {
            let text = format!("Event {kill} {number} end");
            ("/report-safety".to_owned(), text.clone(), format!("contact=1&event={}", text.replace(' ', "+")))
        });
        let replies = waiting.into_iter().enumerate().map(move |(number, (reference, version))| {
            let text = format!("Reply {kill} {number} end");
            let body = format!("step=send&version={version}&body={}", text.replace(' ', "+"));
            (format!("/desk/{reference}"), text, body)
        });
        let before = [&asked, &reported, &replied].map(|list| list.lock().unwrap().len());
        let streams = [
            stream(server.address, &at_bedside, &asked, questions),
            stream(server.address, "", &reported, reports),
            stream(server.address, &at_desk, &replied, replies),
        ];
        let until = Instant::now() + Duration::from_secs(60);
        let enough = || {
            let now = [&asked, &reported, &replied].map(|list| list.lock().unwrap().len());
            now.iter().zip(&before).all(|(now, before)| now - before >= ENOUGH)
        };
        while !enough() {
            assert!(Instant::now() < until, "too few posts were acknowledged");
            std::thread::sleep(Duration::from_millis(1));
        }
        server.kill();
        for stream in streams {
            stream.join().unwrap();
        }
    }
    let server = Server::start(&portal);
    for (location, text) in asked.lock().unwrap().iter() {
        let page = send(server.address, "GET", location, &at_bedside, "").unwrap();
        assert!(page.status == 200 && page.text.contains(text), "lost: {text}");
    }
    for (location, text) in replied.lock().unwrap().iter() {
        let location = location.replace("/desk/", "/requests/");
        let page = send(server.address, "GET", &location, &at_bedside, "").unwrap();
        assert!(page.status == 200 && page.text.contains(text), "lost: {text}");
    }
    let reported = reported.lock().unwrap().clone();
    for (location, text) in reported {
        assert_eq!(send(server.address, "GET", &location, "", "").unwrap().status, 200, "lost: {text}");
        let reference = location.rsplit('/').next().unwrap();
        let report = storage::safety::find(&portal.context.store, reference).await.unwrap().unwrap();
        assert_eq!(report.data.event, text);
    }
    server.kill();
    assert!(matches!(audit::verify(&portal.context.store).await.unwrap(), Verdict::Intact { .. }));
}

#[tokio::test]
async fn kill_9_loses_nothing_acknowledged_on_sqlite() {
    nothing_acknowledged_is_lost(Database::Sqlite).await;
}

#[tokio::test]
async fn kill_9_loses_nothing_acknowledged_on_postgres() {
    nothing_acknowledged_is_lost(Database::Postgres).await;
}
