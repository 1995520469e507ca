//! Registration, and passwords set by mail.

use crate::both;
use crate::support::{Browser, PASSWORD, Page, Portal};
use axum::http::StatusCode;
use domain::account::{Account, Role};
use domain::time::Moment;
use services::accounts::NewAccount;

const FORM: [(&str, &str); 6] = [
    ("name", "Dr New"),
    ("email", "New@demo.example"),
    ("password", PASSWORD),
    ("country", "GB"),
    ("profession", "physician"),
    ("next", "/about"),
];

fn form_with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = FORM.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.copied().chain(changes.iter().copied()).collect()
}

async fn account(portal: &Portal, email: &str) -> Option<Account> {
    storage::accounts::find_by_email(&portal.context.store, email).await.unwrap().map(|(account, _)| account)
}

async fn person(portal: &Portal, email: &str) -> Account {
    let new = NewAccount {
        email: email.into(),
        password: Some(PASSWORD.into()),
        roles: vec![Role::Hcp],
        ..Portal::somebody()
    };
    portal.person_like(new).await
}

async fn is_signed_in(browser: &mut Browser<'_>) -> bool {
    browser.get("/about").await.has("form[action='/sign-out']")
}

fn is_same_answer(one: &Page, other: &Page) -> bool {
    one.status == other.status && one.location() == other.location() && one.body == other.body
}

both! {
    async fn a_new_hcp_continues_where_they_were_once_they_opened_the_mail(portal: Portal) {
        let mut browser = portal.browser();
        let sent = browser.post("/register", &FORM).await;
        assert_eq!(sent.location().as_deref(), Some("/register/sent"), "{}", sent.body);
        assert!(account(&portal, "new@demo.example").await.is_none(), "no account before the link is opened");

        let link = portal.mailed_link("new@demo.example", "/register/").await;
        let page = browser.get(&link).await;
        assert!(!page.has("#password"), "the same browser need not say the password again");
        assert!(account(&portal, "new@demo.example").await.is_none(), "opening the link changes nothing");
        assert_eq!(browser.post(&link, &[]).await.location().as_deref(), Some("/about"));
        assert!(is_signed_in(&mut browser).await);

        let account = account(&portal, "new@demo.example").await.unwrap();
        assert_eq!(account.roles, [Role::Hcp]);
        assert_eq!(account.verified_at, None);
        assert_eq!((account.name.as_str(), account.country.as_str()), ("Dr New", "GB"));
    }

    async fn a_known_and_an_unknown_address_get_the_same_answer(portal: Portal) {
        person(&portal, "known@demo.example").await;
        let mut browser = portal.browser();
        let unknown = browser.post("/register", &FORM).await;
        let known = browser.post("/register", &form_with(&[("email", "known@demo.example")])).await;
        assert!(is_same_answer(&known, &unknown));
        let mail = portal.mails("known@demo.example").await.pop().unwrap();
        assert!(mail.contains(portal.context.default_locale().get("mail-registered-subject")), "{mail}");
        assert!(!mail.contains("/register/"), "{mail}");
        assert!(mail.contains("/sign-in") && mail.contains("/reset-password"), "{mail}");
    }

    async fn in_another_browser_the_link_asks_for_the_password(portal: Portal) {
        portal.browser().post("/register", &FORM).await;
        let link = portal.mailed_link("new@demo.example", "/register/").await;
        let mut other = portal.browser();
        assert!(other.get(&link).await.has("#password"));
        let wrong = other.post(&link, &[("password", "not this one, no")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(account(&portal, "new@demo.example").await.is_none());
        let right = other.post(&link, &[("password", PASSWORD)]).await;
        assert_eq!(right.location().as_deref(), Some("/about"));
        assert!(is_signed_in(&mut other).await);
    }

    async fn a_link_works_once(portal: Portal) {
        let mut browser = portal.browser();
        browser.post("/register", &FORM).await;
        let link = portal.mailed_link("new@demo.example", "/register/").await;
        browser.post(&link, &[]).await;
        let mut other = portal.browser();
        assert_eq!(other.get(&link).await.status, StatusCode::NOT_FOUND);
        assert_eq!(other.post(&link, &[("password", PASSWORD)]).await.status, StatusCode::NOT_FOUND);
        assert!(!is_signed_in(&mut other).await);
    }

    async fn of_two_registrations_of_one_address_the_first_finished_counts(portal: Portal) {
        let mut first = portal.browser();
        first.post("/register", &FORM).await;
        let first_link = portal.mailed_link("new@demo.example", "/register/").await;
        let mut second = portal.browser();
        second.post("/register", &form_with(&[("name", "Somebody else")])).await;
        let second_link = portal.mailed_link("new@demo.example", "/register/").await;
        assert_ne!(first_link, second_link);
        first.post(&first_link, &[]).await;
        assert_eq!(second.post(&second_link, &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(account(&portal, "new@demo.example").await.unwrap().name, "Dr New");
    }

    async fn what_was_typed_before_registering_survives_into_another_browser(portal: Portal) {
        let mut browser = portal.browser();
        let sign_in = browser.post("/ask", &[("question", "typed before")]).await;
        assert_eq!(sign_in.location().as_deref(), Some("/sign-in?next=%2Fask"));
        browser.post("/register", &FORM).await;
        let link = portal.mailed_link("new@demo.example", "/register/").await;
        // However long the mail takes: the form travels with the link.
        browser.post("/sign-out", &[]).await;
        let mut phone = portal.browser();
        phone.post(&link, &[("password", PASSWORD)]).await;
        assert_eq!(phone.get("/ask").await.text("#question"), "typed before");
        assert_eq!(browser.get("/ask").await.text("#question"), "");
    }

    async fn what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(portal: Portal) {
        let mut browser = portal.browser();
        let fields = form_with(&[("password", "short"), ("country", ""), ("institution", "Marlstone General")]);
        let page = browser.post("/register", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(page.texts(".error-summary li").len(), 2);
        assert!(page.has("#password-error") && page.has("#country-error"));
        assert_eq!(page.attributes("#institution", "value"), ["Marlstone General"]);
        assert_eq!(page.attributes("#password", "value"), [""]);
        assert_eq!(page.attributes("input[name=next]", "value"), ["/about"]);
    }

    async fn an_npi_is_checked_in_the_united_states(portal: Portal) {
        let mut browser = portal.browser();
        let wrong = browser.post("/register", &form_with(&[("country", "US"), ("npi", "1234567890")])).await;
        assert!(wrong.has("#npi-error"), "{}", wrong.body);
        let right = browser.post("/register", &form_with(&[("country", "US"), ("npi", "1234567893")])).await;
        assert_eq!(right.status, StatusCode::SEE_OTHER);
    }

    async fn the_way_on_never_leads_to_another_site(portal: Portal) {
        let mut browser = portal.browser();
        browser.post("/register", &form_with(&[("next", "//evil.example")])).await;
        let link = portal.mailed_link("new@demo.example", "/register/").await;
        assert_eq!(browser.post(&link, &[]).await.location().as_deref(), Some("/"));
    }

    async fn registering_one_address_again_and_again_has_to_wait(portal: Portal) {
        let mut browser = portal.browser();
        let mut last = StatusCode::OK;
        for _ in 0..6 {
            last = browser.post("/register", &FORM).await.status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    }

    async fn a_forgotten_password_is_replaced_and_every_session_ends(portal: Portal) {
        let hcp = person(&portal, "hcp@demo.example").await;
        let mut thief = portal.signed_in(&hcp).await;
        let mut browser = portal.browser();
        assert_eq!(
            browser.post("/reset-password", &[("email", "HCP@demo.example")]).await.location().as_deref(),
            Some("/reset-password/sent")
        );
        let link = portal.mailed_link("hcp@demo.example", "/reset-password/").await;
        assert!(browser.get(&link).await.has("#password"));
        let short = browser.post(&link, &[("password", "short")]).await;
        assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(browser.post(&link, &[("password", "another long password")]).await.location().as_deref(), Some("/"));
        assert!(is_signed_in(&mut browser).await);
        assert!(!is_signed_in(&mut thief).await);
        assert_eq!(browser.get(&link).await.status, StatusCode::NOT_FOUND);

        let mut later = portal.browser();
        let old = [("email", "hcp@demo.example"), ("password", PASSWORD)];
        assert_eq!(later.post("/sign-in", &old).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let new = [("email", "hcp@demo.example"), ("password", "another long password")];
        assert_eq!(later.post("/sign-in", &new).await.status, StatusCode::SEE_OTHER);
    }

    async fn asking_for_a_new_password_reveals_nothing(portal: Portal) {
        person(&portal, "hcp@demo.example").await;
        let mut browser = portal.browser();
        let known = browser.post("/reset-password", &[("email", "hcp@demo.example")]).await;
        let unknown = browser.post("/reset-password", &[("email", "who@demo.example")]).await;
        assert!(is_same_answer(&known, &unknown));
        assert!(portal.mails("who@demo.example").await.is_empty());
    }

    async fn a_disabled_person_gets_no_link(portal: Portal) {
        let mut hcp = person(&portal, "hcp@demo.example").await;
        hcp.disabled_at = Some(Moment::now());
        let mut tx = portal.context.store.begin().await.unwrap();
        storage::accounts::update(&mut tx, &hcp).await.unwrap();
        tx.commit().await.unwrap();
        portal.browser().post("/reset-password", &[("email", "hcp@demo.example")]).await;
        assert!(portal.mails("hcp@demo.example").await.is_empty());
    }
}

#[tokio::test]
async fn only_a_demonstration_shows_the_link_on_the_page() {
    use crate::support::Database;
    for is_demo in [false, true] {
        let portal = Portal::open_with(Database::Sqlite, |config| config.is_demo = is_demo).await.unwrap();
        let mut browser = portal.browser();
        browser.post("/register", &FORM).await;
        let page = browser.get("/register/sent").await;
        assert_eq!(page.has("main a[href^='/register/']"), is_demo);
    }
}
