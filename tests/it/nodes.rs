//! Two nodes on one database behave as one.

use crate::both;
use crate::library_fixture::{add_article, article, withdraw};
use crate::support::Page;
use axum::http::StatusCode;
use domain::account::{Account, Role};
use domain::asker::{Asker, Gate};
use domain::engagement::Event;
use domain::id::{ItemId, VisitorId};
use domain::vocabulary::TermKind;
use services::engagement;
use services::thesaurus::{self, GroupForm};
use services::vocabulary::{self, TermForm};
use std::time::{Duration, Instant};

fn asker(account: &Account) -> Asker {
    Asker { account: Some(account.clone()), ..Asker::anonymous(Gate::Declared) }
}

/// Waits until something is so on another node; it takes a second at most, and some more on a busy machine.
async fn within_moments(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(20);
    while !is_so().await {
        assert!(Instant::now() < until, "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn version(page: &Page) -> String {
    page.attributes("main input[name=version]", "value").remove(0)
}

fn product(name: &str, synonyms: &str) -> TermForm {
    TermForm { name: name.into(), synonyms: synonyms.into(), area: String::new() }
}

both! {
    async fn a_term_of_one_node_is_known_on_the_other(portal: Portal) {
        let other = portal.node().await;
        let admin = asker(&portal.person("admin@x.example", &[Role::Administrator]).await);
        vocabulary::add(&portal.context, &admin, TermKind::Product, product("Zorbitol", "")).await.unwrap();
        within_moments("the other node knows the term", async || {
            other.context.vocabulary().find(TermKind::Product, "zorbitol").is_some()
        })
        .await;
    }

    async fn a_group_of_words_of_one_node_is_understood_on_the_other(portal: Portal) {
        let other = portal.node().await;
        let admin = asker(&portal.person("admin@x.example", &[Role::Administrator]).await);
        let form = GroupForm { name: "Zorbitol".into(), same: "zorbic acid".into(), ..GroupForm::default() };
        thesaurus::add(&portal.context, &admin, &form).await.unwrap();
        within_moments("the other node understands the word", async || {
            !other.context.thesaurus().groups_with("zorbic acid").is_empty()
        })
        .await;
    }

    async fn an_article_that_one_node_withdraws_is_gone_on_the_other(portal: Portal) {
        add_article(&portal, article("digest", "A digest", "Text.")).await;
        let other = portal.node().await;
        let mut reader = other.declared().await;
        assert_eq!(reader.get("/library/digest").await.status, StatusCode::OK);
        withdraw(&portal, "digest").await;
        let mut reader = other.declared().await;
        assert_eq!(reader.get("/library/digest").await.status, StatusCode::GONE, "at once");
    }

    async fn what_one_node_has_not_written_of_a_visitor_who_withdraws_on_the_other_is_never_stored(portal: Portal) {
        let portal = portal.without_workers().await;
        let other = portal.node().await.without_workers().await;
        let (gone, staying) = (VisitorId::new(), VisitorId::new());
        let of = |visitor: &VisitorId| Asker {
            visitor: Some(visitor.clone()), consent_asked: true, ..Asker::anonymous(Gate::Open)
        };
        for visitor in [&gone, &staying] {
            let event = Event::Rated { item: ItemId::new(), is_helpful: true };
            engagement::note(&other.context, &of(visitor), event);
        }
        engagement::forget(&portal.context, &gone).await.unwrap();
        engagement::flush(&other.context).await;
        assert_eq!(storage::engagement::count(&portal.context.store).await.unwrap(), 1, "of the one who stays");
    }

    async fn a_stale_form_for_a_term_is_shown_beside_what_is_stored(portal: Portal) {
        let other = portal.node().await;
        let admin = portal.person("admin@x.example", &[Role::Administrator]).await;
        vocabulary::add(&portal.context, &asker(&admin), TermKind::Product, product("Zorbitol", "zorb"))
            .await
            .unwrap();
        let address = "/admin/vocabulary/product/zorbitol";
        let mut here = portal.signed_in(&admin).await;
        let mut there = other.signed_in(&admin).await;
        within_moments("the other node shows the term", async || {
            there.get(address).await.status == StatusCode::OK
        })
        .await;
        let (seen_here, seen_there) = (version(&here.get(address).await), version(&there.get(address).await));
        let fields = |synonyms: &'static str, seen: &str| {
            [("name", "Zorbitol".to_owned()), ("synonyms", synonyms.to_owned()), ("version", seen.to_owned())]
        };
        let send = |fields: [(&'static str, String); 3]| fields;
        let first = send(fields("zorb\nzorbic acid", &seen_here));
        let first: Vec<(&str, &str)> = first.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(here.post(address, &first).await.status, StatusCode::SEE_OTHER);

        let second = send(fields("zorbinate", &seen_there));
        let second: Vec<(&str, &str)> = second.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = there.post(address, &second).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text("main [role=alert]").contains("zorbic acid"), "what is stored");
        assert_eq!(refused.text("main textarea"), "zorbinate", "what was typed");
        let seen_now = version(&refused);
        let third = send(fields("zorbinate", &seen_now));
        let third: Vec<(&str, &str)> = third.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(there.post(address, &third).await.status, StatusCode::SEE_OTHER, "having seen both");
    }

    async fn a_stale_form_for_a_group_of_words_is_shown_beside_what_is_stored(portal: Portal) {
        let admin = portal.person("admin@x.example", &[Role::Administrator]).await;
        let form = GroupForm { name: "Zorbitol".into(), same: "zorbic acid".into(), ..GroupForm::default() };
        thesaurus::add(&portal.context, &asker(&admin), &form).await.unwrap();
        let address = "/admin/vocabulary/groups/portal/zorbitol";
        let mut browser = portal.signed_in(&admin).await;
        let seen = version(&browser.get(address).await);
        let fields = [("name", "Zorbitol"), ("same", "zorbate"), ("step", "save"), ("version", seen.as_str())];
        assert_eq!(browser.post(address, &fields).await.status, StatusCode::SEE_OTHER);
        let fields = [("name", "Zorbitol"), ("same", "zorbinate"), ("step", "save"), ("version", seen.as_str())];
        let refused = browser.post(address, &fields).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text("main [role=alert]").contains("zorbate"), "what is stored");
        assert!(refused.texts("main textarea").contains(&"zorbinate".to_owned()), "what was typed");
    }

    async fn a_stale_form_for_a_rule_or_for_roles_is_shown_beside_what_is_stored(portal: Portal) {
        let admin = portal.person("admin@x.example", &[Role::Administrator]).await;
        let msl = portal.person("msl@x.example", &[Role::Msl]).await;
        let mut browser = portal.signed_in(&admin).await;
        for name in ["First", "Second"] {
            let fields = [("name", name), ("country", "DE"), ("owner", msl.id.as_str())];
            browser.post("/admin/routing/new", &fields).await;
        }
        let list = browser.get("/admin/routing").await;
        let (order, rule) = (version(&list), list.attributes("tbody th a", "href").remove(0));
        let seen = version(&browser.get(&rule).await);
        let rename = |name: &'static str| {
            vec![("name", name), ("country", "DE"), ("owner", msl.id.as_str()), ("step", "save"), ("version", &*seen)]
        };
        assert_eq!(browser.post(&rule, &rename("Germany")).await.status, StatusCode::SEE_OTHER);
        let refused = browser.post(&rule, &rename("Deutschland")).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text("main [role=alert]").contains("Germany"));
        assert_eq!(refused.attributes("input[name=name]", "value"), ["Deutschland"]);

        let down = [("step", "down"), ("version", order.as_str())];
        assert_eq!(browser.post(&rule, &down).await.status, StatusCode::SEE_OTHER);
        let refused = browser.post(&rule, &down).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert_eq!(refused.texts("tbody th"), ["Second", "Germany"], "the rules as they are now");

        let person = format!("/admin/people/{}", msl.id);
        let seen = version(&browser.get(&person).await);
        let roles = |role: &'static str| vec![("roles", role), ("step", "roles"), ("version", &*seen)];
        assert_eq!(browser.post(&person, &roles("editor")).await.status, StatusCode::SEE_OTHER);
        let refused = browser.post(&person, &roles("analyst")).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text("main [role=alert]").contains("Content editor"));
        assert_eq!(refused.attributes("input[name=roles][checked]", "value"), ["analyst"]);
    }
}
