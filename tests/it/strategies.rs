//! Search strategies of several lines: their page, their addresses, what is saved and exported of them, and the API.

use crate::both;
use crate::library_fixture::{add_record, record};
use crate::support::{Page, Portal};
use axum::http::StatusCode;
use domain::account::Role;

const STRATEGY: &str = "1. sheep\n2. goats\n3. 1 or 2\n4. wool\n5. 3 and 4";

async fn fill(portal: &Portal) {
    for (title, text) in [
        ("Sheep and wool", "Wool of sheep."),
        ("Goats", "Goats alone."),
        ("Goats and wool", "Wool of goats."),
        ("Cows", "Nothing else."),
    ] {
        add_record(portal, record(title, text)).await;
    }
}

/// What the field of the form holds, to the letter.
fn typed(page: &Page) -> &str {
    let (_, field) = page.body.split_once("<textarea id=\"q\"").unwrap();
    field.split_once(">\n").unwrap().1.split_once("</textarea>").unwrap().0
}

/// A strategy too long for an address: the same with many words that nothing has.
fn long() -> String {
    let nothing: Vec<String> = (0..900).map(|number| format!("nothing{number}")).collect();
    STRATEGY.replace("2. goats", &format!("2. goats OR {}", nothing.join(" OR ")))
}

/// The address of the link of a line with these words.
fn link(page: &Page, words: &str) -> String {
    let names = page.texts("table.strategy a");
    let place = names.iter().position(|name| name == words).unwrap_or_else(|| panic!("{words} in {names:?}"));
    page.attributes("table.strategy a", "href").remove(place)
}

both! {
    async fn every_line_says_what_it_finds_and_the_last_is_shown(portal: Portal) {
        fill(&portal).await;
        let mut browser = portal.declared().await;
        let form = browser.get("/search?form=strategy").await;
        assert!(form.has("form[method=post][action='/search'] textarea#q"));
        let page = browser.paste(STRATEGY).await;
        assert_eq!(page.texts("table.strategy tbody th"), ["1", "2", "3", "4", "5"]);
        assert_eq!(page.texts("table.strategy .strategy-text"), ["sheep", "goats", "1 or 2", "wool", "3 and 4"]);
        assert_eq!(page.texts("table.strategy tbody .number"), ["1", "2", "3", "2", "2"]);
        assert_eq!(page.texts("table.strategy tr[aria-current] th"), ["5"]);
        assert_eq!(page.hit_titles(), ["Goats and wool", "Sheep and wool"]);
        assert_eq!(typed(&page), STRATEGY, "the form holds it to be changed");
    }

    async fn any_line_is_shown_and_any_is_left_out(portal: Portal) {
        fill(&portal).await;
        let mut browser = portal.declared().await;
        for text in [STRATEGY.to_owned(), long()] {
            let page = browser.paste(&text).await;
            let third = browser.get(&link(&page, "Show these: line 3")).await;
            assert_eq!(third.texts("table.strategy tr[aria-current] th"), ["3"]);
            assert_eq!(third.hit_titles(), ["Goats", "Goats and wool", "Sheep and wool"]);
            let without = browser.get(&link(&third, "Leave out: line 2")).await;
            assert_eq!(without.hit_titles(), ["Sheep and wool"]);
            assert_eq!(without.texts("table.strategy tbody .number")[1], "left out");
            let again = browser.get(&link(&without, "Use again: line 2")).await;
            assert_eq!(again.hit_titles(), third.hit_titles());
        }
    }

    async fn a_long_strategy_has_a_short_address_that_others_can_open(portal: Portal) {
        fill(&portal).await;
        let mut browser = portal.declared().await;
        let text = long();
        let sent = browser.post("/search", &[("q", &text), ("kind", "record")]).await;
        let address = sent.location().unwrap();
        assert!(address.len() < 100 && address.starts_with("/search?text="), "{address}");
        let page = portal.declared().await.get(&address).await;
        assert_eq!(page.hit_titles(), ["Goats and wool", "Sheep and wool"]);
        assert_eq!(typed(&page), text);
        assert_eq!(browser.post("/search", &[("q", &text), ("kind", "record")]).await.location().unwrap(), address);
        for href in page.attributes("main a", "href") {
            assert!(href.len() < 400, "{href}");
        }
        let file = browser.get(&format!("{}&format=ris&what=all", address.replace("/search", "/export"))).await;
        assert_eq!(file.status, StatusCode::OK);
        assert_eq!(file.body.matches("TY  - ").count(), 2);
        let gone = browser.get("/search?text=0123456789abcdef0123456789abcdef").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        assert!(gone.has("textarea#q") && gone.text(".error-summary").contains("kept no more"));
        let huge = browser.post("/search", &[("q", &"sheep\n".repeat(20_000))]).await;
        assert_eq!(huge.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(typed(&huge).lines().count(), 20_000, "nothing typed is lost");
    }

    async fn a_strategy_is_saved_as_one_search(portal: Portal) {
        fill(&portal).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        for text in [STRATEGY.to_owned(), long()] {
            let page = browser.paste(&text).await;
            let page = browser.get(&link(&page, "Leave out: line 2")).await;
            let value = |name: &str| {
                page.attributes(&format!("form[action='/saved/searches'] input[name={name}]"), "value").pop().unwrap()
            };
            let (query, since, name) = (value("query"), value("since"), value("name"));
            assert_eq!(name, "1. sheep, and 4 more lines");
            let fields = [("query", query.as_str()), ("since", &since), ("name", &name), ("frequency", "weekly")];
            browser.post("/saved/searches", &fields).await;
            let run = browser.get("/saved/searches").await.attributes("main .link-list a:has(bdi)", "href").remove(0);
            let there = browser.get(&run).await.location().unwrap();
            let again = browser.get(&there).await;
            assert_eq!(again.hit_titles(), ["Sheep and wool"]);
            assert_eq!(again.texts("table.strategy tbody .number")[1], "left out");
        }
        add_record(&portal, record("More sheep with wool", "Wool of sheep.")).await;
        add_record(&portal, record("More goats with wool", "Wool of goats.")).await;
        let list = browser.get("/saved/searches").await.text("main .link-list");
        assert_eq!(list.matches("One new since").count(), 2, "{list}");
    }

    async fn programs_get_the_lines_too(portal: Portal) {
        fill(&portal).await;
        let mut browser = portal.declared().await;
        let address = "/api/v1/search?q=1.+sheep%0D%0A2.+goats%0A3.+1+or+2&line-off=2";
        let answer = browser.get(address).await.json();
        let counts: Vec<_> = answer["lines"].as_array().unwrap().iter().map(|line| line["count"].clone()).collect();
        assert_eq!(counts, [1.into(), serde_json::Value::Null, 1.into()]);
        assert_eq!(answer["total"], 1);
        assert_eq!(answer["lines"][2]["is_chosen"], true);
        let first = browser.get("/api/v1/search?q=1.+sheep%0A2.+goats&line=1").await.json();
        assert_eq!(first["hits"][0]["title"], "Sheep and wool");
        let missing = browser.get("/api/v1/search?q=1.+sheep%0A2.+1+and+9").await.json();
        assert!(missing["lines"][1]["problems"][0]["code"].is_string(), "{missing}");
    }
}
