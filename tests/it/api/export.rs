//! The library as files, for programs.

use super::*;

/// The titles of a file of CSL-JSON, in its order.
fn titles(file: &Page) -> Vec<String> {
    let entries = file.json();
    entries.as_array().unwrap().iter().map(|entry| entry["title"].as_str().unwrap().to_owned()).collect()
}

both! {
    async fn a_file_holds_what_the_search_finds_in_its_order_and_to_its_end(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let mut browser = portal.declared().await;
        for query in ["q=dapagliflozin", "q=sheep", "study=case-report", "sort=newest"] {
            let found = browser.get(&format!("/api/v1/search?{query}&limit=100")).await.json();
            let hits: Vec<&str> =
                found["hits"].as_array().unwrap().iter().map(|hit| hit["title"].as_str().unwrap()).collect();
            let file = browser.get(&format!("/api/v1/export?{query}&format=csl-json")).await;
            assert_eq!(file.header("content-type"), "application/vnd.citationstyles.csl+json");
            assert_eq!(titles(&file), hits, "{query}");
        }
    }

    async fn a_file_holds_the_items_named_in_their_order_and_each_once(portal: Portal) {
        let id = |address: &str| address.rsplit('/').next().unwrap().to_owned();
        let first = id(&add_record(&portal, record("First trial of sheep", "Sheep.")).await);
        let second = id(&add_record(&portal, record("Second trial of sheep", "Sheep.")).await);
        let token = token(&portal).await;
        let address = format!("/api/v1/export/items?item={second}&item=none&item={first}&item={second}&format=csl-json");
        let file = ask(&portal, &address, Some(&token), &[]).await;
        assert_eq!(titles(&file), ["Second trial of sheep", "First trial of sheep"]);
    }

    async fn a_file_is_ris_unless_asked_otherwise_and_has_a_name(portal: Portal) {
        add_record(&portal, record("Sheep", "A flock.")).await;
        let file = portal.declared().await.get("/api/v1/export?q=sheep").await;
        assert_eq!(file.header("content-type"), "application/x-research-info-systems; charset=utf-8");
        assert!(file.header("content-disposition").ends_with(".ris\""));
        assert!(file.body.contains("TI  - Sheep"), "{}", file.body);
    }

    async fn a_file_of_nothing_is_not_found(portal: Portal) {
        add_record(&portal, record("Sheep", "A flock.")).await;
        let mut browser = portal.declared().await;
        for query in ["?q=zzyzx", "/items?item=none", "/items?item=", "/items"] {
            let page = browser.get(&format!("/api/v1/export{query}")).await;
            assert_eq!((page.status, page.json()["code"].as_str()), (StatusCode::NOT_FOUND, Some("not-found")), "{query}");
        }
    }

    async fn what_a_file_cannot_be_made_of_is_refused(portal: Portal) {
        let mut browser = portal.declared().await;
        for (query, parameter) in [
            ("?format=docx", "format"),
            ("?format=ris&format=csv", "format"),
            ("?item=1&q=sheep", ""),
            ("/items?item=1&q=sheep", ""),
            ("/items?item=1&sort=newest", ""),
            (&format!("/items?{}", "item=1&".repeat(51)), "item"),
            ("?limit=1", ""),
            ("?cursor=1", ""),
        ] {
            let page = browser.get(&format!("/api/v1/export{query}")).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{query}");
            assert_eq!(page.json()["errors"][0]["parameter"], parameter, "{query}");
        }
    }

    async fn a_program_that_does_not_accept_the_format_gets_no_file(portal: Portal) {
        add_record(&portal, record("Sheep", "A flock.")).await;
        let token = token(&portal).await;
        for (format, status) in [("ris", 406), ("csl-json", 406), ("csv", 200)] {
            let address = format!("/api/v1/export?q=sheep&format={format}");
            let page = ask(&portal, &address, Some(&token), &[("accept", "text/csv, application/json")]).await;
            assert_eq!(page.status, status, "{format}");
        }
    }
}
