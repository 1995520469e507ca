//! The JSON API.

mod conditional;
mod description;
mod export;
mod paging;
mod problems;

use crate::both;
use crate::library_fixture::{add_record, add_records, record, trials};
use crate::support::{Page, Portal};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::account::Role;
use domain::record::{PublicationKind, RecordData};
use services::accounts;

/// Asks as a program does: with a token, if any, and further headers.
async fn ask(portal: &Portal, address: &str, token: Option<&str>, headers: &[(&str, &str)]) -> Page {
    let mut request = Request::get(address);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Page::of(portal.send(request.body(Body::empty()).unwrap()).await).await
}

/// The token of a new HCP.
async fn token(portal: &Portal) -> String {
    portal.person("hcp@demo.example", &[Role::Hcp]).await;
    accounts::add_token(&portal.context, "hcp@demo.example").await.unwrap()
}

/// The path of an item in the API, of the address of its page.
fn item(address: &str) -> String {
    format!("/api/v1/items/{}", address.rsplit('/').next().unwrap())
}

both! {
    async fn a_program_reads_as_the_owner_of_its_token(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let token = token(&portal).await;
        let page = ask(&portal, "/api/v1/search?q=dapagliflozin&study=case-report", Some(&token), &[]).await;
        assert_eq!((page.status, page.header("content-type").as_str()), (StatusCode::OK, "application/json"));
        let found = page.json();
        assert_eq!(found["total"], 8);
        let hit = &found["hits"][0];
        assert_eq!(hit["rank"], 1);
        assert_eq!(hit["kind"], "record");
        assert_eq!(hit["study_type"], "case-report");
        assert!(hit["external_id"].as_str().unwrap().starts_with('t'));
        assert!(hit["title"].as_str().unwrap().contains("dapagliflozin"));
        assert_eq!(found["facets"]["study"].as_array().unwrap().len(), 3);
    }

    async fn the_api_and_the_page_answer_alike(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let mut browser = portal.declared().await;
        for query in ["q=dapagliflozin", "q=sheep&from=2000&to=2000", "q=dapagliflozin&sort=newest", "q=zzyzx", ""] {
            let page = browser.get(&format!("/search?{query}")).await;
            let answer = browser.get(&format!("/api/v1/search?{query}")).await.json();
            let list = if answer["total"] == 0 { "nearby" } else { "hits" };
            let titles: Vec<&str> =
                answer[list].as_array().unwrap().iter().map(|hit| hit["title"].as_str().unwrap()).collect();
            assert_eq!(page.texts(".hit-title"), titles, "{query}");
        }
    }

    async fn suggestions_are_those_of_the_search_box(portal: Portal) {
        add_record(&portal, record("Sheep and their hearts", "Sheep.")).await;
        let answer = portal.declared().await.get("/api/v1/suggest?q=she").await.json();
        assert_eq!(answer["suggestions"][0]["text"], "Sheep and their hearts");
        assert_eq!(answer["suggestions"][0]["source"], "title");
    }

    async fn a_record_says_what_was_published_by_whom_and_under_which_other_identifiers_it_was_known(portal: Portal) {
        let mut book = RecordData { kind: Some(PublicationKind::Book), ..record("Sheep", "A flock.") };
        book.publisher = "Meadow Press".into();
        book.other_identifiers = vec!["10.1000/older".into()];
        let address = add_record(&portal, book).await;
        let given = portal.declared().await.get(&item(&address)).await.json();
        assert_eq!(given["publication_kind"], "book");
        assert_eq!(given["publisher"], "Meadow Press");
        assert_eq!(given["other_identifiers"], serde_json::json!(["10.1000/older"]));
    }

    async fn an_item_is_given_whole(portal: Portal) {
        let address = add_record(&portal, record("Sheep", "A flock.")).await;
        let mut browser = portal.declared().await;
        let given = browser.get(&item(&address)).await.json();
        assert_eq!(given["title"], "Sheep");
        assert_eq!(given["address"], address.as_str());
        assert_eq!(given["abstract_sections"][0]["text"], "A flock.");
        assert!(given.get("pmid").is_none(), "what is not known is left out");
        assert_eq!(browser.get("/api/v1/items/none").await.status, StatusCode::NOT_FOUND);
    }
}
