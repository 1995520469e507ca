//! Whoever tries too often is slowed down and at last refused; nobody else is.

use crate::both;
use crate::support::{Browser, PASSWORD, Page, Portal};
use axum::http::StatusCode;
use domain::account::{Account, Role};
use domain::time::{DAY, Moment};
use services::accounts::NewAccount;
use services::safety::notices;
use std::time::{Duration, Instant};
use storage::retention::{self, RETENTION};
use storage::{audit, throttles};

const OWNER: &str = "hcp@demo.example";
const ATTACKER: &str = "192.0.2.1";
const ELSEWHERE: &str = "198.51.100.7";
/// The window of sign-ins.
const WINDOW: i64 = 15 * 60_000;

async fn owner(portal: &Portal) -> Account {
    let new = NewAccount {
        email: OWNER.into(),
        password: Some(PASSWORD.into()),
        roles: vec![Role::Hcp],
        ..Portal::somebody()
    };
    portal.person_like(new).await
}

async fn sign_in(browser: &mut Browser<'_>, email: &str, password: &str) -> StatusCode {
    browser.post("/sign-in", &[("email", email), ("password", password), ("next", "/")]).await.status
}

/// As if so many tries had been made.
async fn tried(portal: &Portal, key: &str, times: usize, window: i64) {
    for _ in 0..times {
        throttles::count_try(&portal.context.store, key, Moment::now(), window).await.unwrap();
    }
}

async fn reset(browser: &mut Browser<'_>, email: &str) -> StatusCode {
    browser.post("/reset-password", &[("email", email)]).await.status
}

async fn register(browser: &mut Browser<'_>, email: &str) -> Page {
    let fields = [
        ("email", email),
        ("password", PASSWORD),
        ("name", "Dr Typed"),
        ("country", "GB"),
        ("profession", "physician"),
        ("specialty", "cardiology"),
    ];
    browser.post("/register", &fields).await
}

async fn report(browser: &mut Browser<'_>, event: &str) -> Page {
    browser.post("/report-safety", &[("event", event), ("contact", "+44 20 0000 0000")]).await
}

both! {
    async fn wrong_guesses_from_elsewhere_do_not_lock_the_owner_out(portal: Portal) {
        owner(&portal).await;
        let mut attacker = portal.browser_at(ATTACKER);
        let mut last = StatusCode::OK;
        for _ in 0..11 {
            last = sign_in(&mut attacker, OWNER, "a wrong guess").await;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "the guesser is refused");
        assert_eq!(sign_in(&mut attacker, OWNER, PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(sign_in(&mut portal.browser_at(ELSEWHERE), OWNER, PASSWORD).await, StatusCode::SEE_OTHER);
    }

    async fn a_browser_that_the_owner_has_used_is_never_locked_out_by_others(portal: Portal) {
        owner(&portal).await;
        let mut own = portal.browser_at(ATTACKER);
        assert_eq!(sign_in(&mut own, OWNER, PASSWORD).await, StatusCode::SEE_OTHER);
        own.post("/sign-out", &[]).await;
        tried(&portal, &format!("sign-in {OWNER}"), 200, WINDOW).await;
        tried(&portal, &format!("sign-in {OWNER} from {ATTACKER}"), 200, WINDOW).await;
        tried(&portal, &format!("sign-in from {ATTACKER}"), 400, WINDOW).await;
        let mut new = portal.browser_at(ELSEWHERE);
        assert_eq!(sign_in(&mut new, OWNER, PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(sign_in(&mut own, OWNER, "mistyped").await, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(sign_in(&mut own, OWNER, PASSWORD).await, StatusCode::SEE_OTHER);

        let mut forged = portal.browser_at(ATTACKER);
        forged.take_cookie(&own, "materia_browser");
        assert_eq!(sign_in(&mut forged, "other@demo.example", "x").await, StatusCode::TOO_MANY_REQUESTS,
            "it is known to one account alone");
    }

    async fn many_accounts_tried_from_one_address_are_noticed_slowed_and_refused(portal: Portal) {
        owner(&portal).await;
        let mut attacker = portal.browser_at(ATTACKER);
        let first_guesses = async |attacker: &mut Browser<'_>, from: usize, to: usize| {
            for number in from..to {
                let email = format!("person{number}@demo.example");
                assert_eq!(sign_in(attacker, &email, "spring2026").await, StatusCode::UNPROCESSABLE_ENTITY);
            }
        };
        first_guesses(&mut attacker, 0, 19).await;
        let guessing = async || {
            let rows = audit::list(&portal.context.store, None, i64::MAX, 100).await.unwrap();
            rows.iter().filter(|row| row.action == "account.guessing").count()
        };
        assert_eq!(guessing().await, 0);
        first_guesses(&mut attacker, 19, 21).await;
        let began = Instant::now();
        first_guesses(&mut attacker, 21, 24).await;
        assert!(began.elapsed() >= Duration::from_millis(250 + 500 + 750), "{:?}", began.elapsed());
        assert_eq!(guessing().await, 1, "noticed, once");
        tried(&portal, &format!("sign-in from {ATTACKER}"), 80, WINDOW).await;
        for number in 100..400 {
            let email = format!("person{number}@demo.example");
            assert_eq!(sign_in(&mut attacker, &email, "spring2026").await, StatusCode::TOO_MANY_REQUESTS);
        }
        let rows = throttles::tries(&portal.context.store, "sign-in person300@demo.example", Moment::now()).await;
        assert_eq!(rows.unwrap(), 0, "what is refused leaves no row");
        assert_eq!(sign_in(&mut portal.browser_at(ELSEWHERE), OWNER, PASSWORD).await, StatusCode::SEE_OTHER);
    }

    async fn an_address_is_taken_from_configured_proxies_alone(portal: Portal) {
        let mut statuses = Vec::new();
        for number in 0..12 {
            let mut request = axum::http::Request::post("/sign-in")
                .header("sec-fetch-site", "same-origin")
                .header("content-type", "application/x-www-form-urlencoded")
                .header("x-forwarded-for", format!("203.0.113.{number}"))
                .body("email=who%40demo.example&password=x".into())
                .unwrap();
            let peer = axum::extract::ConnectInfo(std::net::SocketAddr::from(([192, 0, 2, 1], 4711)));
            request.extensions_mut().insert(peer);
            statuses.push(portal.send(request).await.status());
        }
        assert_eq!(statuses[11], StatusCode::TOO_MANY_REQUESTS, "{statuses:?}");
    }

    async fn resets_of_invented_addresses_lock_nobody_elses_out(portal: Portal) {
        owner(&portal).await;
        let mut attacker = portal.browser_at(ATTACKER);
        let mut refused = 0;
        for number in 0..320 {
            let status = reset(&mut attacker, &format!("invented{number}@demo.example")).await;
            refused += usize::from(status == StatusCode::TOO_MANY_REQUESTS);
        }
        assert!(refused > 200, "{refused}");
        assert_eq!(reset(&mut portal.browser_at(ELSEWHERE), OWNER).await, StatusCode::SEE_OTHER);
        assert_eq!(portal.mails(OWNER).await.len(), 1);
    }

    async fn a_mailbox_gets_few_links_and_its_owner_still_gets_theirs(portal: Portal) {
        owner(&portal).await;
        let mut attacker = portal.browser_at(ATTACKER);
        for _ in 0..20 {
            assert_eq!(reset(&mut attacker, OWNER).await, StatusCode::SEE_OTHER, "the answer stays the same");
        }
        assert_eq!(portal.mails(OWNER).await.len(), 3);
        reset(&mut portal.browser_at(ELSEWHERE), OWNER).await;
        assert_eq!(portal.mails(OWNER).await.len(), 4);
    }

    async fn registration_does_not_fill_a_strangers_mailbox_and_loses_nothing_typed(portal: Portal) {
        const STRANGER: &str = "stranger@demo.example";
        for place in 1..9 {
            let mut attacker = portal.browser_at(&format!("192.0.2.{place}"));
            for _ in 0..4 {
                register(&mut attacker, STRANGER).await;
            }
        }
        assert_eq!(portal.mails(STRANGER).await.len(), 10, "within a day");
        let mut attacker = portal.browser_at(ATTACKER);
        let mut mailed = 0;
        for number in 0..30 {
            let page = register(&mut attacker, &format!("stranger{number}@demo.example")).await;
            mailed += usize::from(page.status == StatusCode::SEE_OTHER);
        }
        assert!(mailed <= 20, "{mailed} strangers were mailed from one address");
        let page = register(&mut attacker, "again@demo.example").await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(page.attributes("#name", "value"), ["Dr Typed"]);
        assert_eq!(register(&mut portal.browser_at(ELSEWHERE), "new@demo.example").await.status, StatusCode::SEE_OTHER);
    }

    async fn a_flood_of_reports_is_taken_marked_and_mailed_about_together(portal: Portal) {
        let officer = portal.person("safety@demo.example", &[Role::SafetyOfficer]).await;
        let hcp = portal.person("reporter@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.browser();
        for number in 0..30 {
            let sent = report(&mut browser, &format!("event {number}")).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "no report is refused for its number");
        }
        assert_eq!(portal.mails(&officer.email).await.len(), 1, "one at once");
        report(&mut portal.signed_in(&hcp).await, "He bled").await;
        assert_eq!(portal.mails(&officer.email).await.len(), 2, "a person's report is not lost in it");

        let now = Moment::now();
        notices::send_gathered(&portal.context, now).await.unwrap();
        assert_eq!(portal.mails(&officer.email).await.len(), 2, "not yet");
        let later = now.plus(11 * 60_000);
        notices::send_gathered(&portal.context, later).await.unwrap();
        notices::send_gathered(&portal.context, later).await.unwrap();
        let mails = portal.mails(&officer.email).await;
        assert_eq!(mails.len(), 3);
        let gathered = mails.iter().find(|mail| mail.contains("29 more safety reports")).unwrap();
        assert!(gathered.contains("10 of them came in a flood"), "{gathered}");

        let list = portal.signed_in(&officer).await.get("/safety").await;
        assert!(list.text(".notice-warning").contains("10 reports"), "{}", list.text(".notice-warning"));
        assert_eq!(list.texts("tbody th .badge").len(), 10);
    }

    async fn a_report_that_is_none_is_voided_with_a_reason_and_stays(portal: Portal) {
        let officer = portal.person("safety@demo.example", &[Role::SafetyOfficer]).await;
        let sent = report(&mut portal.browser(), "This is a test").await;
        let reference = sent.location().unwrap()["/report-safety/".len()..].to_owned();
        report(&mut portal.browser(), "She fell").await;
        let address = format!("/safety/{reference}");
        let mut browser = portal.signed_in(&officer).await;
        let without = browser.post(&address, &[("step", "void"), ("reason", " ")]).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(without.has("#reason-error") && without.has("#void[open]"));
        let done = browser.post(&address, &[("step", "void"), ("reason", "A test of the form")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);

        let page = browser.get(&address).await;
        assert!(page.text("#voided").contains("A test of the form") && page.body.contains("This is a test"));
        assert!(!page.has("#void") && !page.has("form[action^='/safety/'] .button-primary"));
        assert!(!browser.get("/safety").await.texts("tbody th").contains(&reference));
        assert_eq!(browser.get("/safety?state=voided").await.text("tbody th"), reference);
        assert_eq!(browser.get("/safety").await.texts(".tabs .badge"), ["1", "0", "1"]);
        browser.post(&address, &[]).await;
        let stored = storage::safety::find(&portal.context.store, &reference).await.unwrap().unwrap();
        assert!(stored.acknowledged_at.is_none(), "a voided report is not taken over");
        let again = browser.post(&address, &[("step", "void"), ("reason", "Once more")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);

        let rows = audit::list(&portal.context.store, None, i64::MAX, 100).await.unwrap();
        let row = rows.iter().find(|row| row.action == "report.void").unwrap();
        assert_eq!((row.reason.as_str(), row.actor.as_str()), ("A test of the form", officer.id.as_str()));
        let file = browser.get("/safety/export.csv").await.body;
        assert!(file.contains("A test of the form") && file.contains("void_reason"), "{file}");
    }

    async fn somebody_who_asks_too_much_keeps_their_text(portal: Portal) {
        portal.person("mi@demo.example", &[Role::MedicalInformationSpecialist]).await;
        let hcp = owner(&portal).await;
        tried(&portal, &format!("ask {}", hcp.id), 59, DAY).await;
        let mut browser = portal.signed_in(&hcp).await;
        let sixtieth = browser.post("/ask", &[("question", "What is the dose?"), ("token", "1")]).await;
        assert_eq!(sixtieth.status, StatusCode::SEE_OTHER);
        let page = browser.post("/ask", &[("question", "What is the other dose?"), ("token", "2")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text(".error-summary").contains("as many questions") && page.text("#question").contains("other dose"));
        let resent = browser.post("/ask", &[("question", "What is the dose?"), ("token", "1")]).await;
        assert_eq!(resent.location(), sixtieth.location(), "the same form again is no other question");
    }

    async fn throttles_end_and_their_table_has_a_bound(portal: Portal) {
        let portal = portal.without_workers().await;
        let (store, now) = (&portal.context.store, Moment::now());
        tried(&portal, "short", 3, 1_000).await;
        tried(&portal, "long", 3, DAY).await;
        assert_eq!(throttles::tries(store, "short", now).await.unwrap(), 3);
        let later = now.plus(60_000);
        assert_eq!(throttles::tries(store, "short", later).await.unwrap(), 0);
        let rule = RETENTION.iter().find(|retention| retention.table == "throttles").unwrap();
        assert_eq!(retention::step(store, rule, later).await.unwrap(), 1);
        assert_eq!(throttles::tries(store, "short", now).await.unwrap(), 0, "the row is gone");
        assert_eq!(throttles::tries(store, "long", later).await.unwrap(), 3);
        assert_eq!(throttles::count_try(store, "long", now.plus(DAY - 1_000), DAY).await.unwrap(), 4);
        assert_eq!(throttles::count_try(store, "long", now.plus(DAY + 60_000), DAY).await.unwrap(), 1);
    }
}
