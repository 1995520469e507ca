//! The history of searches.

use crate::both;
use crate::support::{Browser, Portal};
use axum::http::StatusCode;
use domain::account::{Account, Role};
use std::time::Duration;

const HERE: &str = "/saved/history";

/// Whoever has consented, in a browser.
async fn consenting<'a>(portal: &'a Portal, account: &Account) -> Browser<'a> {
    let mut browser = portal.signed_in(account).await;
    browser.post("/consent", &[("answer", "yes")]).await;
    browser
}

async fn list(browser: &mut Browser<'_>) -> Vec<String> {
    browser.get(HERE).await.texts("main .link-list bdi")
}

/// Searches, and waits until the history has it: no page of results waits for that.
async fn search(browser: &mut Browser<'_>, words: &str) {
    browser.get(&format!("/search?q={words}")).await;
    for _ in 0..500 {
        if list(browser).await.first().is_some_and(|first| first == words) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{words} is not in the history");
}

async fn stored(portal: &Portal, account: &Account) -> usize {
    storage::saved::history::list(&portal.context.store, &account.id).await.unwrap().len()
}

both! {
    async fn a_reader_who_consents_finds_their_searches_again(portal: Portal) {
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = consenting(&portal, &hcp).await;
        for words in ["apixaban", "warfarin", "apixaban"] {
            search(&mut browser, words).await;
        }
        assert_eq!(list(&mut browser).await, ["apixaban", "warfarin"], "newest first, each once");
        let page = browser.get(HERE).await;
        assert_eq!(page.attributes("main .link-list a", "href"), ["/search?q=apixaban", "/search?q=warfarin"]);
    }

    async fn without_consent_nothing_is_kept(portal: Portal) {
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        browser.get("/search?q=apixaban").await;
        let mut visitor = portal.declared().await;
        visitor.post("/consent", &[("answer", "yes")]).await;
        visitor.get("/search?q=apixaban").await;
        // Staff are at work.
        let editor = portal.person("editor@demo.example", &[Role::Editor]).await;
        consenting(&portal, &editor).await.get("/search?q=apixaban").await;
        // Whatever would be noted is noted by the time another search is.
        let other = portal.person("other@demo.example", &[Role::Hcp]).await;
        search(&mut consenting(&portal, &other).await, "warfarin").await;
        assert_eq!((stored(&portal, &hcp).await, stored(&portal, &editor).await), (0, 0));
        let page = browser.get(HERE).await;
        assert!(page.has("main form[action='/consent']") && page.body.contains("not kept"));
    }

    async fn consent_withdrawn_clears_it(portal: Portal) {
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = consenting(&portal, &hcp).await;
        search(&mut browser, "apixaban").await;
        browser.post("/consent", &[("answer", "no")]).await;
        assert_eq!(stored(&portal, &hcp).await, 0);
        // A page that was on its way.
        let mut tx = portal.context.store.begin().await.unwrap();
        let query = domain::search_query::SearchQuery::of("warfarin");
        let now = domain::time::Moment::now();
        storage::saved::history::note(&mut tx, &hcp.id, &query, now, 10).await.unwrap();
        tx.commit().await.unwrap();
        browser.post("/consent", &[("answer", "yes")]).await;
        assert!(list(&mut browser).await.is_empty());
    }

    async fn its_owner_removes_one_or_all_and_nobody_else_any(portal: Portal) {
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut owner = consenting(&portal, &hcp).await;
        for words in ["apixaban", "warfarin", "rivaroxaban"] {
            search(&mut owner, words).await;
        }
        let key = owner.get(HERE).await.attributes("button[name=remove]", "value").remove(0);
        let other = portal.person("other@demo.example", &[Role::Hcp]).await;
        let mut stranger = consenting(&portal, &other).await;
        assert_eq!(stranger.post(HERE, &[("remove", &key)]).await.status, StatusCode::NOT_FOUND);
        stranger.post(HERE, &[("clear", "yes")]).await;
        assert!(list(&mut stranger).await.is_empty());
        assert_eq!(list(&mut owner).await.len(), 3);
        owner.post(HERE, &[("remove", &key)]).await;
        assert_eq!(list(&mut owner).await, ["warfarin", "apixaban"]);
        owner.post(HERE, &[("clear", "yes")]).await;
        assert!(owner.get(HERE).await.has(".empty-state"));
    }

    async fn only_the_newest_are_kept(portal: Portal) {
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        consenting(&portal, &hcp).await;
        let now = domain::time::Moment::now();
        for number in 0..8 {
            let query = domain::search_query::SearchQuery::of(&format!("words {number}"));
            let at = now.plus(number);
            let mut tx = portal.context.store.begin().await.unwrap();
            storage::saved::history::note(&mut tx, &hcp.id, &query, at, 5).await.unwrap();
            tx.commit().await.unwrap();
        }
        let kept = storage::saved::history::list(&portal.context.store, &hcp.id).await.unwrap();
        let kept: Vec<_> = kept.into_iter().map(|(_, made)| made.query.text).collect();
        assert_eq!(kept, ["words 7", "words 6", "words 5", "words 4", "words 3"]);
    }
}
