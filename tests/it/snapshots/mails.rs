//! Every kind of mail, subject and body.

use super::assert_text;
use crate::both;
use crate::library_fixture::{add_article, article};
use crate::publishing::Team;
use crate::support::{Browser, PASSWORD, Portal};
use domain::account::Role;
use domain::article::Step;
use domain::time::{DAY, Moment};
use services::accounts::NewAccount;
use services::index_follower;
use services::saved::digests;

const REGISTRATION: [(&str, &str); 5] = [
    ("name", "Dr New"),
    ("email", "new@demo.example"),
    ("password", PASSWORD),
    ("country", "GB"),
    ("profession", "physician"),
];

/// Compares the last mail to an address: subject, empty line, body.
async fn check_mail(portal: &Portal, name: &str, recipient: &str) {
    let mail = portal.mails(recipient).await.pop().unwrap();
    assert_text(&format!("mail-{name}"), &mail);
}

async fn with_password(portal: &Portal, email: &str) {
    let new = NewAccount {
        email: email.into(),
        password: Some(PASSWORD.into()),
        roles: vec![Role::Hcp],
        ..Portal::somebody()
    };
    portal.person_like(new).await;
}

/// Asks a question; its reference.
async fn ask(browser: &mut Browser<'_>) -> String {
    let sent = browser.post("/ask", &[("question", "Is apixaban safe below 50 kg?")]).await;
    sent.location().unwrap()["/requests/".len()..].split('?').next().unwrap().to_owned()
}

/// Takes a step at the desk.
async fn step(browser: &mut Browser<'_>, reference: &str, fields: &[(&str, &str)]) {
    let address = format!("/desk/{reference}");
    let version = browser.get(&address).await.attributes("input[name=version]", "value").remove(0);
    let fields: Vec<_> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    let done = browser.post(&address, &fields).await;
    assert!(done.location().is_some(), "{}", done.body);
}

both! {
    async fn mails_about_accounts(portal: Portal) {
        let portal = portal.without_workers().await;
        portal.browser().post("/register", &REGISTRATION).await;
        check_mail(&portal, "register", "new@demo.example").await;

        with_password(&portal, "known@demo.example").await;
        let mut fields = REGISTRATION;
        fields[1].1 = "known@demo.example";
        portal.browser().post("/register", &fields).await;
        check_mail(&portal, "registered-already", "known@demo.example").await;

        with_password(&portal, "forgetful@demo.example").await;
        portal.browser().post("/reset-password", &[("email", "forgetful@demo.example")]).await;
        check_mail(&portal, "reset-password", "forgetful@demo.example").await;
        let link = portal.mailed_link("forgetful@demo.example", "/reset-password/").await;
        portal.browser().post(&link, &[("password", "another long password")]).await;
        check_mail(&portal, "password-changed", "forgetful@demo.example").await;

        let administrator = portal.person("admin@demo.example", &[Role::Administrator]).await;
        let fields = [("name", "Dr Invited"), ("email", "invited@demo.example"), ("roles", "msl")];
        portal.signed_in(&administrator).await.post("/admin/people/new", &fields).await;
        check_mail(&portal, "invite", "invited@demo.example").await;
    }

    async fn mails_about_requests(portal: Portal) {
        let portal = portal.without_workers().await;
        let administrator = portal.person("admin@demo.example", &[Role::Administrator]).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut asker = portal.signed_in(&hcp).await;
        ask(&mut asker).await;
        check_mail(&portal, "request-desk-empty", "admin@demo.example").await;

        let specialist = portal.person("mi@demo.example", &[Role::MedicalInformationSpecialist]).await;
        let reference = ask(&mut asker).await;
        check_mail(&portal, "request-received", "hcp@demo.example").await;
        check_mail(&portal, "request-on-desk", "mi@demo.example").await;

        let mut desk = portal.signed_in(&specialist).await;
        step(&mut desk, &reference, &[("step", "safety-none")]).await;
        step(&mut desk, &reference, &[("step", "send"), ("body", "Yes.")]).await;
        check_mail(&portal, "request-answered", "hcp@demo.example").await;
        let follow_up = [("step", "follow-up"), ("follow-up", "And above?")];
        asker.post(&format!("/requests/{reference}"), &follow_up).await;
        check_mail(&portal, "request-followed-up", "mi@demo.example").await;
        step(&mut desk, &reference, &[("step", "safety-none")]).await;
        step(&mut desk, &reference, &[("step", "close"), ("close-reason", "duplicate")]).await;
        check_mail(&portal, "request-closed", "hcp@demo.example").await;
        step(&mut desk, &reference, &[("step", "reopen")]).await;
        check_mail(&portal, "request-reopened", "hcp@demo.example").await;
        let fields = [("step", "disable"), ("version", "1")];
        let address = format!("/admin/people/{}", specialist.id);
        let left = portal.signed_in(&administrator).await.post(&address, &fields).await;
        assert!(left.location().is_some(), "{}", left.body);
        check_mail(&portal, "request-new-owner", "hcp@demo.example").await;
    }

    async fn mails_about_reviews(portal: Portal) {
        let portal = portal.without_workers().await;
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        let check = async |name: &str, recipient: &str| {
            let mail = portal.mails(recipient).await.pop().unwrap();
            assert_text(&format!("mail-{name}"), &mail.replace(id.as_str(), "(id)"));
        };
        team.take(&team.editor, &id, Step::Submit).await.unwrap();
        check("review", "reviewer@demo.example").await;
        team.take(&team.reviewer, &id, Step::SendBack).await.unwrap();
        check("sent-back", "editor@demo.example").await;
        team.take(&team.editor, &id, Step::Submit).await.unwrap();
        team.take(&team.reviewer, &id, Step::Approve).await.unwrap();
        check("approved", "editor@demo.example").await;
        let other = portal.person("other@demo.example", &[Role::Editor]).await;
        team.take(&other, &id, Step::Publish).await.unwrap();
        check("published", "editor@demo.example").await;
        team.take(&team.reviewer, &id, Step::Withdraw).await.unwrap();
        check("withdrawn", "editor@demo.example").await;
    }

    async fn the_mail_about_a_safety_report(portal: Portal) {
        let portal = portal.without_workers().await;
        portal.person("safety@demo.example", &[Role::SafetyOfficer]).await;
        let fields = [("event", "A rash"), ("contact", "+44 20 0000 0000")];
        portal.browser().post("/report-safety", &fields).await;
        check_mail(&portal, "safety-report", "safety@demo.example").await;
    }

    async fn the_mail_about_what_is_new(portal: Portal) {
        let portal = portal.without_workers().await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let fields = [("query", "q=sotagliflozin"), ("name", "Mine"), ("frequency", "weekly")];
        portal.signed_in(&hcp).await.post("/saved/searches", &fields).await;
        add_article(&portal, article("in-short", "Sotagliflozin in short", "## In short\n\nSotagliflozin.\n")).await;
        let mut plain = article("at-length", "Sotagliflozin at length", "## At length\n\nSotagliflozin.\n");
        plain.front.evidence_level = 4.try_into().ok();
        add_article(&portal, plain).await;
        index_follower::follow(&portal.context).await.unwrap();
        let sent = digests::send_due(&portal.context, "here", Moment::now().plus(7 * DAY)).await.unwrap();
        assert_eq!(sent, 1);
        // It is due when its issue is.
        let due = storage::outbox::due(&portal.context.store, Moment(i64::MAX), 10).await.unwrap();
        let mail = due.into_iter().find(|mail| mail.recipient == "hcp@demo.example").unwrap();
        let text = format!("{}\nList-Unsubscribe: {}\n\n{}", mail.subject, mail.unsubscribe.unwrap(), mail.body);
        assert_text("mail-digest", &text);
    }
}
