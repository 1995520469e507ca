//! Passwords: which are taken, how they are compared, and what ends with them.

use crate::both;
use crate::support::{PASSWORD, Portal};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::account::{Account, Role};
use services::accounts::{self, NewAccount};
use storage::audit;

const EMAIL: &str = "hcp@demo.example";
/// The same letters, composed and decomposed.
const COMPOSED: &str = "Kühe im Möhrenfeld";
const DECOMPOSED: &str = "Ku\u{308}he im Mo\u{308}hrenfeld";
/// The decomposed letters as a version made their hash that did not normalise: argon2id.
const OUTDATED: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$RFPuc/jYaHqfldjeVWCUUg$15wI7Q0cyWo6VxH+ll7esZiZ0Yyb08NqcOZPcZTIwjc";

async fn with_password(portal: &Portal, password: &str) -> Account {
    let new = NewAccount {
        email: EMAIL.into(),
        password: Some(password.into()),
        roles: vec![Role::Hcp],
        ..Portal::somebody()
    };
    portal.person_like(new).await
}

async fn sign_in(portal: &Portal, password: &str) -> StatusCode {
    portal.browser().post("/sign-in", &[("email", EMAIL), ("password", password)]).await.status
}

async fn hash(portal: &Portal) -> String {
    storage::accounts::find_by_email(&portal.context.store, EMAIL).await.unwrap().unwrap().1.unwrap()
}

async fn works(portal: &Portal, token: &str) -> bool {
    let request = Request::get("/account").header(header::AUTHORIZATION, format!("Bearer {token}"));
    portal.send(request.body(Body::empty()).unwrap()).await.status() == StatusCode::OK
}

async fn revoked_tokens(portal: &Portal) -> usize {
    let rows = audit::list(&portal.context.store, None, i64::MAX, 100).await.unwrap();
    rows.iter().filter(|row| row.action == "account.token-revoke").count()
}

both! {
    async fn a_password_that_everybody_guesses_is_taken_nowhere(portal: Portal) {
        let account = with_password(&portal, PASSWORD).await;
        for guessed in ["password1234", "aaaaaaaaaaaa", "Materia-Portal-2026", "hcp.demo.2026"] {
            let mut browser = portal.signed_in(&account).await;
            let page = browser.post("/account/password", &[("present", PASSWORD), ("password", guessed)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{guessed}");
            assert!(page.text("#password-error").contains("harder to guess"), "{guessed}");

            portal.browser().post("/reset-password", &[("email", EMAIL)]).await;
            let link = portal.mailed_link(EMAIL, "/reset-password/").await;
            let page = portal.browser().post(&link, &[("password", guessed)]).await;
            assert!(page.text("#password-error").contains("harder to guess"), "{guessed}");
        }
        let fields = [
            ("email", "new@demo.example"), ("password", "New.Person.2026"), ("name", "New Person"),
            ("country", "GB"), ("profession", "physician"),
        ];
        let page = portal.browser().post("/register", &fields).await;
        assert!(page.text("#password-error").contains("harder to guess"), "{}", page.body);
    }

    async fn it_does_not_matter_how_a_keyboard_composes_letters(portal: Portal) {
        assert_ne!(COMPOSED, DECOMPOSED);
        with_password(&portal, DECOMPOSED).await;
        assert_eq!(sign_in(&portal, COMPOSED).await, StatusCode::SEE_OTHER);
        assert_eq!(sign_in(&portal, DECOMPOSED).await, StatusCode::SEE_OTHER);
        assert_eq!(sign_in(&portal, "Kuhe im Mohrenfeld").await, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn a_hash_of_an_earlier_version_still_fits_and_is_made_again(portal: Portal) {
        let account = with_password(&portal, PASSWORD).await;
        let mut tx = portal.context.store.begin().await.unwrap();
        storage::accounts::set_password(&mut tx, &account.id, OUTDATED).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(sign_in(&portal, COMPOSED).await, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(hash(&portal).await, OUTDATED);
        assert_eq!(sign_in(&portal, DECOMPOSED).await, StatusCode::SEE_OTHER);
        assert_ne!(hash(&portal).await, OUTDATED);
        assert_eq!(sign_in(&portal, COMPOSED).await, StatusCode::SEE_OTHER);
    }

    async fn tokens_end_with_the_password_and_with_signing_out_everywhere(portal: Portal) {
        let account = with_password(&portal, PASSWORD).await;
        let token = async || accounts::add_token(&portal.context, EMAIL).await.unwrap();

        let (first, second) = (token().await, token().await);
        assert!(works(&portal, &first).await && works(&portal, &second).await);
        portal.browser().post("/reset-password", &[("email", EMAIL)]).await;
        let link = portal.mailed_link(EMAIL, "/reset-password/").await;
        let set = portal.browser().post(&link, &[("password", "another long password")]).await;
        assert_eq!(set.status, StatusCode::SEE_OTHER);
        assert!(!works(&portal, &first).await && !works(&portal, &second).await);
        assert_eq!(revoked_tokens(&portal).await, 2);

        let third = token().await;
        let fields = [("present", "another long password"), ("password", PASSWORD)];
        let changed = portal.signed_in(&account).await.post("/account/password", &fields).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
        assert!(!works(&portal, &third).await);

        let fourth = token().await;
        portal.signed_in(&account).await.post("/account/sign-out-everywhere", &[]).await;
        assert!(!works(&portal, &fourth).await);
        assert_eq!(revoked_tokens(&portal).await, 4, "each leaves a row");
    }
}
