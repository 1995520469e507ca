//! Mail: what is put into the outbox, and how it leaves.

use crate::both;
use crate::support::{Database, Portal};
use axum::http::StatusCode;
use domain::account::Role;
use domain::time::Moment;
use services::config::MailTo;
use services::mail::Courier;
use std::path::Path;
use storage::{leases, outbox};

fn mails(data: &Path) -> Vec<String> {
    let Ok(files) = std::fs::read_dir(data.join("mail")) else { return Vec::new() };
    let mut mails: Vec<String> =
        files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    mails.sort();
    mails
}

async fn deliver_due(portal: &Portal) -> usize {
    Courier::new(&portal.context, "here").unwrap().deliver_due(|| false).await.unwrap()
}

async fn put(portal: &Portal) {
    let mut tx = portal.context.store.begin().await.unwrap();
    outbox::put(&mut tx, "hcp@demo.example", "Hello", "A link", Moment::now()).await.unwrap();
    tx.commit().await.unwrap();
}

both! {
    async fn a_question_sends_two_mails_without_a_word_of_it(portal: Portal) {
        let portal = portal.without_workers().await;
        portal.person("mi@demo.example", &[Role::MedicalInformationSpecialist]).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let sent = portal.signed_in(&hcp).await.post("/ask", &[("question", "Why did he bleed?")]).await;
        let link = sent.location().unwrap().split('?').next().unwrap().to_owned();
        assert_eq!(deliver_due(&portal).await, 2);
        assert_eq!(deliver_due(&portal).await, 0, "each leaves once");
        let mails = mails(&portal.context.config.data);
        assert_eq!(mails.len(), 2);
        assert!(mails.iter().any(|mail| mail.contains("To: hcp@demo.example") && mail.contains(&link)), "{mails:?}");
        let desk = link.replace("/requests", "/desk");
        assert!(mails.iter().any(|mail| mail.contains("To: mi@demo.example") && mail.contains(&desk)), "{mails:?}");
        assert!(!mails.iter().any(|mail| mail.contains("bleed")));
    }

    async fn a_safety_report_tells_the_officers_without_a_word_of_it(portal: Portal) {
        let portal = portal.without_workers().await;
        portal.person("safety@demo.example", &[Role::SafetyOfficer]).await;
        portal.person("safety2@demo.example", &[Role::SafetyOfficer]).await;
        portal.browser().post("/report-safety", &[("event", "He bled."), ("contact", "who@x.example")]).await;
        assert_eq!(deliver_due(&portal).await, 2);
        let mails = mails(&portal.context.config.data);
        assert!(mails.iter().all(|mail| mail.contains("/safety/SR-") && !mail.contains("bled")), "{mails:?}");
    }

    async fn without_safety_officers_the_administrators_are_told(portal: Portal) {
        let portal = portal.without_workers().await;
        portal.person("admin@demo.example", &[Role::Administrator]).await;
        portal.browser().post("/report-safety", &[("event", "He bled."), ("contact", "who@x.example")]).await;
        assert_eq!(deliver_due(&portal).await, 1);
    }

    async fn while_one_node_delivers_another_does_not(portal: Portal) {
        let portal = portal.without_workers().await;
        put(&portal).await;
        assert!(leases::hold(&portal.context.store, "outbox", "there", 60_000).await.unwrap());
        assert_eq!(deliver_due(&portal).await, 0);
        leases::release(&portal.context.store, "outbox", "there").await.unwrap();
        assert_eq!(deliver_due(&portal).await, 1);
    }
}

/// Nobody listens at this port.
#[tokio::test]
async fn a_mail_that_cannot_leave_is_kept_and_tried_again_later() {
    let nowhere =
        |config: &mut services::config::Config| config.mail = MailTo::Smtp("smtp://127.0.0.1:9".into());
    let Some(portal) = Portal::open_with(Database::Sqlite, nowhere).await else { return };
    let portal = portal.without_workers().await;
    put(&portal).await;
    assert_eq!(deliver_due(&portal).await, 0);
    assert_eq!(outbox::waiting(&portal.context.store).await.unwrap(), 1);
    let now = Moment::now();
    assert!(outbox::due(&portal.context.store, now, 10).await.unwrap().is_empty(), "not at once");
    let later = outbox::due(&portal.context.store, now.plus(61_000), 10).await.unwrap();
    assert_eq!(later.first().map(|mail| mail.tries), Some(1));
}

/// Takes one mail as a mail server does (RFC 5321); gives what was said to it.
async fn mail_server(listener: tokio::net::TcpListener) -> String {
    mail_server_that_says(listener, "250 ok").await
}

/// As [`mail_server`], with this answer to each recipient.
async fn mail_server_that_says(listener: tokio::net::TcpListener, to_recipient: &str) -> String {
    use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
    let (stream, _) = listener.accept().await.unwrap();
    let mut stream = BufReader::new(stream);
    let (mut heard, mut is_data) = (String::new(), false);
    stream.write_all(b"220 mail.example\r\n").await.unwrap();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap() == 0 {
            return heard;
        }
        heard.push_str(&line);
        let command = line.trim_end();
        let answer = match command.split([' ', ':']).next().unwrap() {
            _ if is_data && command != "." => continue,
            "." => {
                is_data = false;
                "250 kept"
            }
            "EHLO" => "250 mail.example",
            "DATA" => {
                is_data = true;
                "354 go on"
            }
            "QUIT" => "221 bye",
            "RCPT" => to_recipient,
            _ => "250 ok",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
    }
}

#[tokio::test]
async fn a_mail_server_is_given_each_mail_once() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let to_server = |config: &mut services::config::Config| config.mail = MailTo::Smtp(url);
    let Some(portal) = Portal::open_with(Database::Sqlite, to_server).await else { return };
    let portal = portal.without_workers().await;
    put(&portal).await;
    let server = tokio::spawn(mail_server(listener));
    assert_eq!(deliver_due(&portal).await, 1);
    assert_eq!(outbox::waiting(&portal.context.store).await.unwrap(), 0);
    assert_eq!(deliver_due(&portal).await, 0);
    let heard = tokio::time::timeout(std::time::Duration::from_secs(30), server).await.unwrap().unwrap();
    assert!(heard.contains("RCPT TO:<hcp@demo.example>"), "{heard}");
    assert!(heard.contains("Subject: Hello\r\n") && heard.contains("\r\n\r\nA link\r\n.\r\n"), "{heard}");
}

/// A portal whose mail server answers so to one recipient, after it has tried to deliver a mail.
async fn tried(database: Database, answer: &'static str) -> Option<Portal> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let to_server = |config: &mut services::config::Config| config.mail = MailTo::Smtp(url);
    let portal = Portal::open_with(database, to_server).await?.without_workers().await;
    put(&portal).await;
    let server = tokio::spawn(mail_server_that_says(listener, answer));
    assert_eq!(deliver_due(&portal).await, 0);
    server.abort();
    Some(portal)
}

async fn refused_for_good(database: Database) -> Option<Portal> {
    tried(database, "550 no such person: hcp@demo.example").await
}

async fn refused_for_now(database: Database) -> Option<Portal> {
    tried(database, "451 later").await
}

async fn refused_for_its_sign_in(database: Database) -> Option<Portal> {
    tried(database, "530 sign in first").await
}

both! {
    opened by refused_for_good;

    async fn a_mail_refused_for_good_waits_for_an_administrator(portal: Portal) {
        let store = &portal.context.store;
        assert_eq!((outbox::waiting(store).await.unwrap(), outbox::count_undelivered(store).await.unwrap()), (0, 1));
        let later = Moment::now().plus(365 * 86_400_000);
        assert!(outbox::due(store, later, 10).await.unwrap().is_empty(), "it is not tried again by itself");
        let admin = portal.person("admin@x.example", &[Role::Administrator]).await;
        let mut browser = portal.signed_in(&admin).await;
        assert!(browser.get("/admin").await.text("a[href='/admin/mails']").contains("One mail"));
        let page = browser.get("/admin/mails").await;
        assert_eq!(page.texts("tbody th"), ["Hello"]);
        let row = page.text("tbody tr");
        assert!(row.contains("hcp@demo.example") && row.contains("(550)"), "{row}");
        assert!(!page.body.contains("A link") && !page.body.contains("no such person"), "no word of the mail");

        let action = page.attributes("tbody form", "action").remove(0);
        let done = browser.post(&action, &[("step", "again")]).await;
        assert_eq!(done.location().as_deref(), Some("/admin/mails?done=again"));
        assert_eq!(outbox::due(store, Moment::now(), 10).await.unwrap().len(), 1);
        assert_eq!(browser.post(&action, &[("step", "again")]).await.status, StatusCode::CONFLICT);
        let trail = browser.get("/admin/audit?subject=mail").await;
        assert!(trail.text(".audit-row").contains("Undelivered mail sent again"), "{}", trail.body);
        assert!(!trail.text(".audit-row").contains("hcp@demo.example"));
    }

    async fn a_mail_that_is_given_up_is_gone(portal: Portal) {
        let admin = portal.person("admin@x.example", &[Role::Administrator]).await;
        let mut browser = portal.signed_in(&admin).await;
        let action = browser.get("/admin/mails").await.attributes("tbody form", "action").remove(0);
        browser.post(&action, &[("step", "give-up")]).await;
        assert!(browser.get("/admin/mails").await.has("main .empty-state"));
        assert_eq!(outbox::waiting(&portal.context.store).await.unwrap(), 0);
        assert_eq!(outbox::count_undelivered(&portal.context.store).await.unwrap(), 0);
    }
}

both! {
    opened by refused_for_now;

    async fn a_mail_refused_for_now_is_tried_again(portal: Portal) {
        let store = &portal.context.store;
        assert_eq!((outbox::waiting(store).await.unwrap(), outbox::count_undelivered(store).await.unwrap()), (1, 0));
        assert!(outbox::due(store, Moment::now(), 10).await.unwrap().is_empty(), "not at once");
        assert_eq!(outbox::due(store, Moment::now().plus(61_000), 10).await.unwrap().len(), 1);
    }
}

both! {
    opened by refused_for_its_sign_in;

    async fn a_portal_that_the_mail_server_does_not_let_in_gives_no_mail_up(portal: Portal) {
        assert_eq!(outbox::waiting(&portal.context.store).await.unwrap(), 1);
    }
}

both! {
    async fn a_mail_to_what_is_no_address_is_not_tried_again(portal: Portal) {
        let portal = portal.without_workers().await;
        let mut tx = portal.context.store.begin().await.unwrap();
        outbox::put(&mut tx, "nobody at all", "Hello", "A link", Moment::now()).await.unwrap();
        tx.commit().await.unwrap();
        put(&portal).await;
        assert_eq!(deliver_due(&portal).await, 1, "the others leave");
        assert_eq!(outbox::count_undelivered(&portal.context.store).await.unwrap(), 1);
    }
}
