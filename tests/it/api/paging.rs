//! Going through a long list: cursors, limits, and how deep it goes.

use super::*;
use domain::search_query::PAGE_SIZE;
use serde_json::Value;

fn ids(answer: &Value) -> Vec<String> {
    answer["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
}

fn next(answer: &Value) -> Option<String> {
    answer.get("next").map(|next| next.as_str().unwrap().to_owned())
}

/// The address in a header `Link: <…>; rel="next"`.
fn linked(page: &Page) -> Option<String> {
    let link = page.headers.get(header::LINK)?.to_str().unwrap();
    let (address, relation) = link.strip_prefix('<').unwrap().split_once('>').unwrap();
    assert_eq!(relation, "; rel=\"next\"");
    Some(address.to_owned())
}

both! {
    async fn a_list_is_given_whole_in_parts(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let mut browser = portal.declared().await;
        let whole = browser.get("/api/v1/search?q=dapagliflozin&limit=100").await.json();
        assert_eq!(next(&whole), None, "after the last there is no cursor");
        let (mut got, mut address) = (Vec::new(), "/api/v1/search?q=dapagliflozin&limit=10".to_owned());
        let mut sizes = Vec::new();
        loop {
            let page = browser.get(&address).await;
            let part = page.json();
            assert_eq!(part["total"], 25);
            assert_eq!(part["hits"][0]["rank"], got.len() + 1);
            sizes.push(ids(&part).len());
            got.extend(ids(&part));
            assert_eq!(linked(&page).is_some(), next(&part).is_some());
            let Some(there) = linked(&page) else { break };
            assert!(there.ends_with(&format!("cursor={}", next(&part).unwrap())), "{there}");
            address = there;
        }
        assert_eq!(sizes, [10, 10, 5]);
        assert_eq!(got, ids(&whole));
    }

    async fn without_a_limit_a_part_is_a_page(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let answer = portal.declared().await.get("/api/v1/search").await.json();
        assert_eq!(ids(&answer).len(), PAGE_SIZE);
    }

    async fn a_cursor_belongs_to_its_search(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let mut browser = portal.declared().await;
        let first = browser.get("/api/v1/search?q=dapagliflozin&study=case-report&limit=2").await.json();
        let cursor = next(&first).unwrap();
        for query in ["q=dapagliflozin&study=case-report", "study=case-report&q=dapagliflozin&limit=3"] {
            let page = browser.get(&format!("/api/v1/search?{query}&cursor={cursor}")).await;
            assert_eq!(page.json()["hits"][0]["rank"], 3, "{query}");
        }
        for query in ["q=dapagliflozin", "q=sheep&study=case-report", "q=dapagliflozin&study=case-report&sort=newest"] {
            let page = browser.get(&format!("/api/v1/search?{query}&cursor={cursor}")).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{query}");
            assert_eq!(page.json()["errors"][0]["parameter"], "cursor");
        }
        let made_up = format!("1{cursor}");
        for (cursor, status) in [(made_up.as_str(), 404), ("made-up", 400), ("", 400)] {
            let page = browser.get(&format!("/api/v1/search?q=dapagliflozin&cursor={cursor}")).await;
            assert_eq!(page.status, status, "{cursor}");
        }
    }

    async fn a_cursor_stays_good_while_the_library_changes(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let mut browser = portal.declared().await;
        let cursor = next(&browser.get("/api/v1/search?q=dapagliflozin&limit=20").await.json()).unwrap();
        add_record(&portal, record("Another trial of dapagliflozin", "In goats.")).await;
        let rest = browser.get(&format!("/api/v1/search?q=dapagliflozin&cursor={cursor}")).await.json();
        assert_eq!(rest["total"], 26);
        assert_eq!(ids(&rest).len(), 6);
    }

    async fn a_limit_is_from_1_to_100(portal: Portal) {
        let mut browser = portal.declared().await;
        for (limit, status) in [("0", 400), ("1", 200), ("100", 200), ("101", 400), ("-1", 400), ("ten", 400), ("", 400)] {
            let page = browser.get(&format!("/api/v1/search?limit={limit}")).await;
            assert_eq!(page.status, status, "{limit}");
            if status == 400 {
                let told = &page.json()["errors"][0];
                assert_eq!(told["parameter"], "limit");
                assert_eq!(told["detail"], "Give a whole number from 1 to 100.");
            }
        }
    }
}
