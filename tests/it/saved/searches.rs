//! Saved searches.

use super::{add, for_others, outside, trail};
use crate::both;
use crate::library_fixture::{add_article, article, withdraw};
use crate::support::{Browser, PASSWORD, Page, Portal};
use axum::http::StatusCode;
use domain::account::Role;
use services::accounts::NewAccount;

const HERE: &str = "/saved/searches";

/// Saves the search of an address with the form on its page.
async fn save(browser: &mut Browser<'_>, address: &str, name: &str, frequency: &str) -> Page {
    let page = browser.get(address).await;
    let form = "form[action='/saved/searches']";
    let value = |field: &str| page.attributes(&format!("{form} input[name={field}]"), "value").pop().unwrap();
    let (query, since, next) = (value("query"), value("since"), value("next"));
    let fields = [
        ("query", query.as_str()),
        ("since", &since),
        ("next", &next),
        ("name", name),
        ("frequency", frequency),
    ];
    browser.post(HERE, &fields).await
}

/// What the list says of each search: its name, and the rest.
async fn rows(browser: &mut Browser<'_>) -> Vec<(String, String)> {
    let page = browser.get(HERE).await;
    page.texts("main .link-list bdi").into_iter().zip(page.texts("main .link-list p.meta")).collect()
}

/// The addresses that run the searches.
async fn runs(browser: &mut Browser<'_>) -> Vec<String> {
    browser.get(HERE).await.attributes("main .link-list a:has(bdi)", "href")
}

both! {
    async fn a_search_is_saved_where_its_results_stand_and_run_from_the_list(portal: Portal) {
        add(&portal, "Sotagliflozin in heart failure").await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        let address = "/search?q=sotagliflozin&kind=record&sort=newest";
        assert_eq!(browser.get(address).await.attributes("#name", "value"), ["sotagliflozin"]);
        let saved = save(&mut browser, address, " My search ", "weekly").await;
        assert_eq!(saved.location().as_deref(), Some(address));
        assert_eq!(browser.get(address).await.text("main p.meta[role=status]"), "Saved as My search");
        let [(name, about)] = rows(&mut browser).await.try_into().unwrap();
        assert_eq!(name, "My search");
        assert!(about.starts_with("Weekly") && about.contains("Nothing new since"), "{about}");
        let run = runs(&mut browser).await.pop().unwrap();
        assert_eq!(browser.get(&run).await.location().as_deref(), Some(address));
        save(&mut browser, "/search?q=sotagliflozin", "Another", "off").await;
        assert_eq!(rows(&mut browser).await.len(), 2);
        browser.post(HERE, &[("query", "q=sotagliflozin&page=3"), ("name", "Renamed"), ("frequency", "off")]).await;
        let names: Vec<_> = rows(&mut browser).await.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Renamed", "My search"], "a search is saved once");
    }

    async fn what_came_since_its_owner_looked_is_counted_until_they_look_again(portal: Portal) {
        add(&portal, "Sotagliflozin in heart failure").await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        save(&mut browser, "/search?q=sotagliflozin", "Mine", "off").await;
        add(&portal, "Sotagliflozin in kidney disease").await;
        add(&portal, "Something else").await;
        assert!(rows(&mut browser).await[0].1.contains("One new since"), "{:?}", rows(&mut browser).await);
        let run = runs(&mut browser).await.pop().unwrap();
        let there = browser.get(&run).await.location().unwrap();
        assert_eq!(there, "/search?q=sotagliflozin&sort=newest", "the new ones come first");
        assert!(rows(&mut browser).await[0].1.contains("Nothing new since"));
        assert_eq!(browser.get(&run).await.location().as_deref(), Some("/search?q=sotagliflozin"));
    }

    async fn what_came_while_the_results_stood_open_is_new(portal: Portal) {
        add(&portal, "Sotagliflozin in heart failure").await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        let page = browser.get("/search?q=sotagliflozin").await;
        let since = page.attributes("input[name=since]", "value").pop().unwrap();
        add(&portal, "Sotagliflozin in kidney disease").await;
        browser.post(HERE, &[("query", "q=sotagliflozin"), ("since", &since), ("name", "1"), ("frequency", "off")]).await;
        assert!(rows(&mut browser).await[0].1.contains("One new since"));
    }

    async fn no_count_tells_of_what_is_not_open_to_its_reader(portal: Portal) {
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        save(&mut browser, "/search?q=sotagliflozin", "Mine", "off").await;
        let text = "## In short\n\nSotagliflozin.\n";
        add_article(&portal, outside(article("outside", "Secret use", text))).await;
        add_article(&portal, for_others(article("elsewhere", "Secret elsewhere", text))).await;
        add_article(&portal, article("withdrawn", "Open for a while", text)).await;
        assert!(rows(&mut browser).await[0].1.contains("One new since"));
        withdraw(&portal, "withdrawn").await;
        assert!(rows(&mut browser).await[0].1.contains("Nothing new since"));
        assert!(!browser.get(HERE).await.body.contains("Secret"));
    }

    async fn a_visitor_signs_in_and_their_search_is_saved(portal: Portal) {
        add(&portal, "Sotagliflozin in heart failure").await;
        let new = NewAccount {
            email: "hcp@demo.example".into(),
            password: Some(PASSWORD.into()),
            roles: vec![Role::Hcp],
            ..Portal::somebody()
        };
        portal.person_like(new).await;
        let mut visitor = portal.declared().await;
        let page = save(&mut visitor, "/search?q=sotagliflozin", "Mine", "monthly").await;
        assert_eq!(page.location().as_deref(), Some("/sign-in?next=%2Fsaved%2Fsearches"));
        visitor.post("/sign-in", &[("email", "hcp@demo.example"), ("password", PASSWORD), ("next", HERE)]).await;
        assert_eq!(visitor.get(HERE).await.location().as_deref(), Some("/search?q=sotagliflozin"));
        let [(name, about)] = rows(&mut visitor).await.try_into().unwrap();
        assert!(name == "Mine" && about.starts_with("Monthly"), "{name} {about}");
    }

    async fn a_search_is_renamed_changed_and_deleted_by_its_owner_alone(portal: Portal) {
        add(&portal, "Sotagliflozin in heart failure").await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut owner = portal.signed_in(&hcp).await;
        save(&mut owner, "/search?q=sotagliflozin", "Mine", "off").await;
        let here = runs(&mut owner).await.pop().unwrap();
        let change = owner.get(HERE).await.attributes("main .hit-foot a", "href").pop().unwrap();
        let form = owner.get(change.trim_end_matches("#name")).await;
        assert_eq!(form.attributes(&format!("form[action='{here}'] #name"), "value"), ["Mine"]);
        assert!(form.has("#frequency-off[checked]"));

        let other = portal.person("other@demo.example", &[Role::Hcp]).await;
        let mut stranger = portal.signed_in(&other).await;
        let fields = [("step", "change"), ("name", "Theirs"), ("frequency", "weekly")];
        assert_eq!(stranger.get(&here).await.status, StatusCode::NOT_FOUND);
        assert_eq!(stranger.post(&here, &fields).await.status, StatusCode::NOT_FOUND);
        assert_eq!(stranger.post(&here, &[("step", "delete")]).await.status, StatusCode::NOT_FOUND);
        assert!(rows(&mut stranger).await.is_empty());

        let fields = [("step", "change"), ("name", "Ours"), ("frequency", "practice-changing")];
        owner.post(&here, &fields).await;
        let [(name, about)] = rows(&mut owner).await.try_into().unwrap();
        assert!(name == "Ours" && about.starts_with("Practice-changing only"), "{name} {about}");
        owner.post(&here, &[("step", "delete")]).await;
        assert!(owner.get(HERE).await.has(".empty-state"));
        let told: Vec<_> = trail(&portal, &hcp).await;
        assert_eq!(told[0], ("saved.search-delete".into(), String::new(), String::new()));
        assert_eq!(told[1], ("saved.search-change".into(), "off".into(), "practice-changing".into()));
        assert_eq!(told[2], ("saved.search-add".into(), String::new(), "off".into()), "never a word of it");
    }

    async fn what_is_missing_is_said_beside_what_was_typed(portal: Portal) {
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        let page = browser.post(HERE, &[("query", "q=heart&from=2001"), ("name", " "), ("frequency", "weekly")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.has("#name[aria-invalid=true]") && page.has("#frequency-weekly[checked]"));
        assert_eq!(page.attributes("input[name=query]", "value"), ["q=heart&from=2001"]);
        let page = browser.post(HERE, &[("query", "q=heart"), ("name", "x"), ("frequency", "hourly")]).await;
        assert!(page.text(".error-summary").contains("how often"), "{}", page.body);
        save(&mut browser, "/search?q=heart", "Mine", "off").await;
        let here = runs(&mut browser).await.pop().unwrap();
        let page = browser.post(&here, &[("step", "change"), ("name", &"x".repeat(81)), ("frequency", "off")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.has(&format!("form[action='{here}'] #name[aria-invalid=true]")));
    }

    async fn there_is_an_end_to_how_many_there_can_be(portal: Portal) {
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        for number in 0..=domain::saved::MOST_SEARCHES {
            let query = format!("q={number}");
            let page = browser.post(HERE, &[("query", &query), ("name", "x"), ("frequency", "off")]).await;
            let is_refused = page.status == StatusCode::UNPROCESSABLE_ENTITY;
            assert_eq!(is_refused, number == domain::saved::MOST_SEARCHES, "{number}");
        }
        assert_eq!(rows(&mut browser).await.len(), 50);
    }

    async fn the_page_says_what_changes_practice(portal: Portal) {
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let page = portal.signed_in(&hcp).await.get(HERE).await;
        let meaning = page.text("details dl");
        for word in ["guideline digest", "safety update", "level 1 or 2", "retraction", "reading list"] {
            assert!(meaning.contains(word), "{meaning}");
        }
    }
}
