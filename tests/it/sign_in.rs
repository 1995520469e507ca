//! Signing in and out.

use crate::both;
use crate::support::{PASSWORD, Portal};
use axum::http::StatusCode;
use domain::account::Role;
use services::accounts::NewAccount;

async fn with_password(portal: &Portal, email: &str) {
    let new = NewAccount {
        email: email.into(),
        password: Some(PASSWORD.into()),
        roles: vec![Role::Hcp],
        ..Portal::somebody()
    };
    portal.person_like(new).await;
}

both! {
    async fn the_right_password_leads_where_the_person_was_going(portal: Portal) {
        with_password(&portal, "hcp@demo.example").await;
        let mut browser = portal.browser();
        let fields = [("email", " HCP@demo.example"), ("password", PASSWORD), ("next", "/")];
        let page = browser.post("/sign-in", &fields).await;
        assert_eq!(page.location().as_deref(), Some("/"));
        let home = browser.get("/").await;
        assert!(home.has("form[action='/sign-out']"), "{}", home.body);
    }

    async fn a_wrong_password_and_an_unknown_email_look_the_same(portal: Portal) {
        with_password(&portal, "hcp@demo.example").await;
        let mut browser = portal.browser();
        let wrong = browser.post("/sign-in", &[("email", "hcp@demo.example"), ("password", "x")]).await;
        let unknown = browser.post("/sign-in", &[("email", "who@demo.example"), ("password", "x")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(unknown.status, wrong.status);
        assert_eq!(unknown.texts("main"), wrong.texts("main"));
        assert_eq!(wrong.attributes("#email", "value"), ["hcp@demo.example"]);
        assert_eq!(wrong.attributes("#password", "value"), [""]);
    }

    async fn sign_out_ends_the_session_on_the_server(portal: Portal) {
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        assert!(browser.get("/").await.has("form[action='/sign-out']"));
        let mut thief = portal.signed_in(&hcp).await;
        browser.post("/sign-out", &[]).await;
        assert!(!browser.get("/").await.has("form[action='/sign-out']"));
        assert!(thief.get("/").await.has("form[action='/sign-out']"), "another session of the same person goes on");
    }

    async fn after_too_many_tries_sign_in_has_to_wait(portal: Portal) {
        let mut browser = portal.browser();
        let mut last = StatusCode::OK;
        for _ in 0..11 {
            last = browser.post("/sign-in", &[("email", "who@demo.example"), ("password", "x")]).await.status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    }

    async fn a_form_from_another_site_changes_nothing(portal: Portal) {
        let request = axum::http::Request::post("/declare")
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/x-www-form-urlencoded")
            .body("country=GB".into())
            .unwrap();
        assert_eq!(portal.send(request).await.status(), StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn only_the_demonstration_offers_its_people_and_takes_them_without_a_password() {
    use crate::support::Database;
    for is_demo in [false, true] {
        let portal = Portal::open_with(Database::Sqlite, |config| config.is_demo = is_demo).await.unwrap();
        let new = NewAccount {
            email: "hcp@demo.example".into(),
            password: Some(services::demo::PASSWORD.into()),
            is_demo: true,
            ..Portal::somebody()
        };
        portal.person_like(new).await;
        let mut browser = portal.browser();
        assert_eq!(browser.get("/sign-in").await.has("button[name=demo][value='hcp@demo.example']"), is_demo);
        let page = browser.post("/sign-in", &[("demo", "hcp@demo.example"), ("next", "/about")]).await;
        assert_eq!(page.status == StatusCode::SEE_OTHER, is_demo);
    }
}

#[tokio::test]
async fn the_demonstration_and_a_real_portal_never_share_their_data() {
    use crate::support::Database;
    use services::start::{Mixed, mixture};
    let of = async |is_demo: bool, holds_demo: bool| {
        let portal = Portal::open_with(Database::Sqlite, |config| config.is_demo = is_demo).await.unwrap();
        let new = NewAccount { email: "a@demo.example".into(), is_demo: holds_demo, ..Portal::somebody() };
        portal.person_like(new).await;
        mixture(&portal.context).await.unwrap()
    };
    assert_eq!(of(false, true).await, Some(Mixed::DemoAsReal));
    assert_eq!(of(true, false).await, Some(Mixed::RealAsDemo));
    assert_eq!(of(true, true).await, None);
    assert_eq!(of(false, false).await, None);
}
