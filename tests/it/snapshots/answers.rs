//! Answers of the API: a search, an item, problems.

use super::{assert_text, exports};
use crate::both;
use crate::library_fixture::{add_article, add_records, article};
use crate::support::{Browser, Page};

/// Shows status, type and body, which is laid out as everybody's editor would.
fn check_answer(name: &str, page: &Page) {
    let body = serde_json::to_string_pretty(&page.json()).unwrap();
    assert_text(
        &format!("api-{name}"),
        &format!("{}\n{}\n\n{body}", page.status, page.header("content-type")),
    );
}

async fn id_of_first(browser: &mut Browser<'_>, words: &str) -> String {
    let found = browser.get(&format!("/api/v1/search?q={words}")).await.json();
    found["hits"][0]["id"].as_str().unwrap().to_owned()
}

both! {
    async fn answers_of_a_search_and_of_items(portal: Portal) {
        let mut browser = portal.declared().await;
        check_answer("search-nothing", &browser.get("/api/v1/search?q=potassium").await);
        add_records(&portal, exports::records(), false).await;
        add_article(&portal, article("in-short", "Kaliumab in short", "## In short\n\nIt lowers potassium.\n")).await;
        check_answer("search", &browser.get("/api/v1/search?q=potassium&sort=newest").await);
        check_answer("suggest", &browser.get("/api/v1/suggest?q=kali").await);
        for (name, words) in [("record", "randomised"), ("article", "short")] {
            let id = id_of_first(&mut browser, words).await;
            check_answer(&format!("item-{name}"), &browser.get(&format!("/api/v1/items/{id}")).await);
        }
    }

    async fn answers_that_are_problems(portal: Portal) {
        let mut browser = portal.declared().await;
        check_answer("problem-not-found", &browser.get("/api/v1/items/none").await);
        check_answer("problem-parameters", &browser.get("/api/v1/search?kind=sheep&from=0&limit=0").await);
        check_answer("problem-sign-in", &portal.browser().get("/api/v1/search?q=potassium").await);
    }
}
