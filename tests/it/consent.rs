//! Consent to engagement signals: without it nothing is stored, and withdrawing ends it.

use crate::both;
use domain::account::Role;
use domain::asker::{Asker, Gate};
use domain::engagement::Event;
use services::engagement;

both! {
    async fn a_visitor_is_asked_once(portal: Portal) {
        let mut browser = portal.declared().await;
        assert!(browser.get("/about").await.has("aside.consent"));
        let back = browser.post("/consent", &[("answer", "no"), ("next", "/about")]).await;
        assert_eq!(back.location().as_deref(), Some("/about"));
        assert!(!browser.get("/about").await.has("aside.consent"));
    }

    async fn a_visitors_number_stays_the_same_until_they_withdraw(portal: Portal) {
        let mut browser = portal.declared().await;
        browser.post("/consent", &[("answer", "yes")]).await;
        let first = browser.cookie("materia_consent").unwrap();
        browser.post("/consent", &[("answer", "yes")]).await;
        assert_eq!(browser.cookie("materia_consent").unwrap(), first);
        browser.post("/consent", &[("answer", "no")]).await;
        assert!(browser.cookie("materia_consent").unwrap().ends_with("no"));
        browser.post("/consent", &[("answer", "yes")]).await;
        assert_ne!(browser.cookie("materia_consent").unwrap(), first, "consent given anew has another number");
    }

    async fn a_persons_answer_is_stored_in_their_account(portal: Portal) {
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        assert!(browser.get("/about").await.has("aside.consent"));
        browser.post("/consent", &[("answer", "yes"), ("next", "/account")]).await;
        let (account, number) =
            storage::accounts::find_active(&portal.context.store, &hcp.id).await.unwrap().unwrap();
        assert!(account.consented_at.is_some());
        let number = number.unwrap();
        assert_ne!(number.as_str(), hcp.id.as_str());
        assert!(!browser.get("/about").await.has("aside.consent"));

        browser.post("/consent", &[("answer", "no"), ("next", "/account")]).await;
        let (account, forgotten) =
            storage::accounts::find_active(&portal.context.store, &hcp.id).await.unwrap().unwrap();
        assert!(account.consented_at.is_none() && account.consent_asked_at.is_some());
        assert_eq!(forgotten, None);
    }

    async fn withdrawing_deletes_what_was_counted_under_the_number(portal: Portal) {
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        browser.post("/consent", &[("answer", "yes"), ("next", "/account")]).await;
        let (account, visitor) =
            storage::accounts::find_active(&portal.context.store, &hcp.id).await.unwrap().unwrap();
        let asker = Asker { account: Some(account), visitor, ..Asker::anonymous(Gate::Declared) };
        let event = || Event::Searched { words: "apixaban".into(), results: 3 };
        engagement::note(&portal.context, &asker, event());
        engagement::flush(&portal.context).await;
        assert_eq!(storage::engagement::count(&portal.context.store).await.unwrap(), 1);
        engagement::note(&portal.context, &asker, event());

        browser.post("/consent", &[("answer", "no"), ("next", "/account")]).await;
        engagement::flush(&portal.context).await;
        assert_eq!(storage::engagement::count(&portal.context.store).await.unwrap(), 0);
    }

    async fn the_way_back_never_leads_to_another_site(portal: Portal) {
        let mut browser = portal.declared().await;
        let page = browser.post("/consent", &[("answer", "no"), ("next", "https://evil.example/")]).await;
        assert_eq!(page.location().as_deref(), Some("/"));
    }

    async fn the_privacy_page_shows_the_answer_and_takes_another(portal: Portal) {
        let mut browser = portal.declared().await;
        assert!(browser.get("/privacy").await.has("main button[value=yes]"));
        browser.post("/consent", &[("answer", "yes"), ("next", "/privacy")]).await;
        assert!(browser.get("/privacy").await.has("main button[value=no]"));
    }
}
