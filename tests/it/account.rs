//! The own account, and the sessions behind it.

use crate::both;
use crate::support::{Browser, Database, PASSWORD, Portal};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::account::{Account, Role};
use materia::http::sessions::COOKIE;
use services::accounts::NewAccount;

async fn hcp(portal: &Portal) -> Account {
    let new = NewAccount {
        email: "hcp@demo.example".into(),
        password: Some(PASSWORD.into()),
        roles: vec![Role::Hcp],
        ..Portal::somebody()
    };
    portal.person_like(new).await
}

async fn now(portal: &Portal, account: &Account) -> Account {
    storage::accounts::find(&portal.context.store, &account.id).await.unwrap().unwrap()
}

async fn is_signed_in(browser: &mut Browser<'_>) -> bool {
    browser.get("/about").await.has("form[action='/sign-out']")
}

async fn status_with_token(portal: &Portal, token: &str) -> StatusCode {
    let request = Request::get("/account")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::empty())
        .unwrap();
    portal.send(request).await.status()
}

both! {
    async fn a_person_changes_their_own_profile(portal: Portal) {
        let account = hcp(&portal).await;
        let mut browser = portal.signed_in(&account).await;
        let fields = [
            ("name", "Dr Somebody"), ("country", "GB"), ("profession", "physician"),
            ("specialty", "cardiology"), ("institution", "Marlstone General"),
        ];
        assert_eq!(browser.post("/account", &fields).await.location().as_deref(), Some("/account?done=profile"));
        let account = now(&portal, &account).await;
        assert_eq!((account.specialty.as_str(), account.institution.as_str()), ("cardiology", "Marlstone General"));
        assert!(account.verified_at.is_none(), "a new name is verified anew");
    }

    async fn a_change_of_specialty_leaves_the_verification(portal: Portal) {
        let account = hcp(&portal).await;
        let mut browser = portal.signed_in(&account).await;
        let fields = [("name", "Somebody"), ("country", "GB"), ("profession", "physician"), ("specialty", "cardiology")];
        browser.post("/account", &fields).await;
        assert!(now(&portal, &account).await.verified_at.is_some());
    }

    async fn a_profile_without_a_country_is_refused_and_kept_on_the_page(portal: Portal) {
        let account = hcp(&portal).await;
        let mut browser = portal.signed_in(&account).await;
        let page = browser.post("/account", &[("name", "Dr Kept"), ("profession", "physician")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(page.attributes("#name", "value"), ["Dr Kept"]);
        assert_eq!(now(&portal, &account).await.name, "Somebody");
    }

    async fn a_new_password_needs_the_present_one_and_ends_other_sessions(portal: Portal) {
        let account = hcp(&portal).await;
        let mut browser = portal.signed_in(&account).await;
        let mut other = portal.signed_in(&account).await;
        let wrong = [("present", "not the present one"), ("password", "another long password")];
        assert!(browser.post("/account/password", &wrong).await.has("#present-error"));
        let right = [("present", PASSWORD), ("password", "another long password")];
        let done = browser.post("/account/password", &right).await;
        assert_eq!(done.location().as_deref(), Some("/account?done=password"));
        assert!(is_signed_in(&mut browser).await);
        assert!(!is_signed_in(&mut other).await);
        let mut fresh = portal.browser();
        let page = fresh.post("/sign-in", &[("email", "hcp@demo.example"), ("password", "another long password")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
    }

    async fn an_api_token_is_shown_once_and_ends_when_revoked(portal: Portal) {
        let account = hcp(&portal).await;
        let mut browser = portal.signed_in(&account).await;
        let page = browser.post("/account/tokens", &[("token-name", "script")]).await;
        let token = page.text(".notice code");
        assert!(token.starts_with("mat_"), "{}", page.body);
        assert_eq!(status_with_token(&portal, &token).await, StatusCode::OK);
        let page = browser.get("/account").await;
        assert!(!page.body.contains(&token));
        let revoke = page.attributes("form[action^='/account/tokens/']", "action").pop().unwrap();

        let stranger = portal.person("other@demo.example", &[Role::Hcp]).await;
        let refused = portal.signed_in(&stranger).await.post(&revoke, &[]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        assert_eq!(status_with_token(&portal, &token).await, StatusCode::OK);

        browser.post(&revoke, &[]).await;
        assert_eq!(status_with_token(&portal, &token).await, StatusCode::UNAUTHORIZED);
    }

    async fn sign_out_everywhere_ends_every_session(portal: Portal) {
        let account = hcp(&portal).await;
        let mut browser = portal.signed_in(&account).await;
        let mut other = portal.signed_in(&account).await;
        browser.post("/account/sign-out-everywhere", &[]).await;
        assert!(!is_signed_in(&mut browser).await);
        assert!(!is_signed_in(&mut other).await);
    }

    async fn signing_in_gives_the_session_a_new_secret(portal: Portal) {
        let account = hcp(&portal).await;
        let mut browser = portal.signed_in(&account).await;
        let known_before = browser.cookie(COOKIE).unwrap();
        browser.post("/sign-in", &[("email", "hcp@demo.example"), ("password", PASSWORD)]).await;
        assert_ne!(browser.cookie(COOKIE).unwrap(), known_before);
        let request = Request::get("/account")
            .header(header::COOKIE, format!("{COOKIE}={known_before}"))
            .body(Body::empty())
            .unwrap();
        assert_eq!(portal.send(request).await.status(), StatusCode::SEE_OTHER, "the old secret opens nothing");
    }

    async fn whoever_only_reads_leaves_no_session(portal: Portal) {
        let mut browser = portal.declared().await;
        for address in ["/", "/about", "/privacy", "/sign-in", "/register", "/nowhere"] {
            let page = browser.get(address).await;
            assert!(!page.headers.contains_key(header::SET_COOKIE), "{address}");
        }
        assert_eq!(storage::sessions::count(&portal.context.store).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn the_session_cookie_is_out_of_reach_of_scripts_other_sites_and_open_wires() {
    for (base_url, is_secure) in [("http://127.0.0.1:3000", false), ("https://portal.example", true)] {
        let portal = Portal::open_with(Database::Sqlite, |c| c.base_url = base_url.into()).await.unwrap();
        hcp(&portal).await;
        let mut browser = portal.browser();
        let page = browser.post("/sign-in", &[("email", "hcp@demo.example"), ("password", PASSWORD)]).await;
        let set = page.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap());
        let set: Vec<&str> = set.collect();
        assert!(set.iter().any(|cookie| cookie.starts_with(COOKIE)), "{set:?}");
        let declared = browser.post("/declare", &[("country", "GB"), ("next", "/")]).await;
        let declared = declared.headers[header::SET_COOKIE].to_str().unwrap();
        for cookie in set.into_iter().chain([declared]) {
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
            assert!(cookie.contains("Path=/"), "{cookie}");
            assert_eq!(cookie.contains("Secure"), is_secure, "{cookie}");
        }
    }
}
