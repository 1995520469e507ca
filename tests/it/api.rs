//! The JSON API.

use crate::both;
use crate::shelf::{add_record, add_records, record, trials};
use crate::support::Portal;
use axum::http::{Request, StatusCode, header};
use materia::domain::account::Role;
use materia::http::api::openapi;
use materia::http::routes;
use materia::services::accounts;
use std::collections::BTreeSet;

/// Asks with a token, as a program does; status, content type and body.
async fn ask(portal: &Portal, address: &str, token: Option<&str>) -> (StatusCode, String, serde_json::Value) {
    let mut request = Request::get(address);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let response = portal.send(request.body(axum::body::Body::empty()).unwrap()).await;
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).unwrap().to_str().unwrap().to_owned();
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, kind, serde_json::from_slice(&bytes).unwrap())
}

both! {
    async fn a_program_reads_as_the_owner_of_its_token(portal: Portal) {
        add_records(&portal, trials(), false).await;
        portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let token = accounts::add_token(&portal.state, "hcp@demo.example").await.unwrap();
        let (status, kind, found) = ask(&portal, "/api/v1/search?q=dapagliflozin&study=case-report", Some(&token)).await;
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/json"));
        assert_eq!(found["total"], 8);
        assert_eq!(found["page"], 1);
        let hit = &found["hits"][0];
        assert_eq!(hit["rank"], 1);
        assert_eq!(hit["kind"], "record");
        assert_eq!(hit["study_type"], "case-report");
        assert!(hit["external_id"].as_str().unwrap().starts_with('t'));
        assert!(hit["title"].as_str().unwrap().contains("dapagliflozin"));
        assert_eq!(found["facets"]["study"].as_array().unwrap().len(), 3);
    }

    async fn without_a_way_in_a_program_gets_a_problem_and_no_page(portal: Portal) {
        let address = add_record(&portal, record("Sheep", "Sheep.")).await;
        let item = format!("/api/v1/items/{}", address.rsplit('/').next().unwrap());
        for address in ["/api/v1/search?q=sheep", "/api/v1/suggest?q=she", &item] {
            for token in [None, Some("made-up")] {
                let (status, kind, problem) = ask(&portal, address, token).await;
                assert_eq!(status, StatusCode::UNAUTHORIZED, "{address}");
                assert_eq!(kind, "application/problem+json", "{address}");
                assert!(!problem.to_string().contains("Sheep"), "{address}");
            }
        }
    }

    async fn the_api_and_the_page_answer_alike(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let mut browser = portal.declared().await;
        for query in ["q=dapagliflozin", "q=sheep&from=2000&to=2000", "q=dapagliflozin&page=2&sort=newest", "q=zzyzx"] {
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

    async fn an_item_is_given_whole(portal: Portal) {
        let address = add_record(&portal, record("Sheep", "A flock.")).await;
        let mut browser = portal.declared().await;
        let item = browser.get(&format!("/api/v1/items/{}", address.rsplit('/').next().unwrap())).await.json();
        assert_eq!(item["title"], "Sheep");
        assert_eq!(item["address"], address.as_str());
        assert_eq!(item["abstract_sections"][0]["text"], "A flock.");
        assert!(item.get("pmid").is_none(), "what is not known is left out");
        let missing = browser.get("/api/v1/items/none").await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
        assert_eq!(missing.json()["status"], 404);
    }

    async fn an_answer_holds_what_the_description_says_and_nothing_else(portal: Portal) {
        add_records(&portal, trials(), true).await;
        let mut browser = portal.declared().await;
        let answer = browser.get("/api/v1/search?q=dapagliflozin").await.json();
        let description = browser.get("/api/v1/openapi.json").await.json();
        let shapes = &description["components"]["schemas"];
        for (shape, value) in [("Answer", &answer), ("ApiHit", &answer["hits"][0]), ("ApiFacets", &answer["facets"])] {
            let sent: BTreeSet<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
            let described = shapes[shape]["properties"].as_object().unwrap();
            let required = shapes[shape]["required"].as_array().unwrap();
            assert!(sent.iter().all(|field| described.contains_key(*field)), "{shape}: {sent:?}");
            assert!(required.iter().all(|field| sent.contains(field.as_str().unwrap())), "{shape}: {sent:?}");
        }
    }
}

#[test]
fn every_route_of_the_api_is_described_and_no_other() {
    let description = openapi::description("https://portal.example");
    let described: BTreeSet<&str> =
        description["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let table = routes::table();
    let routed: BTreeSet<&str> =
        table.iter().map(|route| route.path).filter(|path| path.starts_with("/api/v1/")).collect();
    assert_eq!(described, routed);
}

#[test]
fn every_reference_of_the_description_leads_somewhere() {
    let description = openapi::description("https://portal.example");
    let text = description.to_string();
    let shapes = description["components"]["schemas"].as_object().unwrap();
    let references: BTreeSet<&str> =
        text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(references.iter().all(|name| shapes.contains_key(*name)), "{references:?}");
}
