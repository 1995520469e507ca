//! Why something was not done: problem details with the right status, whatever went wrong.

use super::*;
use crate::support::Database;
use axum::http::Method;
use materia::http;
use services::context::Context;
use tower::ServiceExt as _;

/// Holds a problem to what every one has in common.
#[track_caller]
fn assert_problem(page: &Page, status: u16, code: &str) {
    assert_eq!(page.status, status, "{}", page.body);
    assert_eq!(page.header("content-type"), "application/problem+json");
    let problem = page.json();
    assert_eq!(problem["status"], status);
    assert_eq!(problem["code"], code);
    assert!(
        problem["type"].as_str().unwrap().ends_with(&format!("#/components/responses/{code}")),
        "{problem}"
    );
    for member in ["title", "detail"] {
        assert!(!problem[member].as_str().unwrap().is_empty(), "{member} of {problem}");
    }
}

both! {
    async fn without_a_way_in_a_program_gets_a_problem_and_no_page(portal: Portal) {
        let address = item(&add_record(&portal, record("Sheep", "Sheep.")).await);
        for address in ["/api/v1/search?q=sheep", "/api/v1/export?q=sheep", "/api/v1/export/items?item=1", "/api/v1/suggest?q=she", &address] {
            for token in [None, Some("made-up")] {
                let page = ask(&portal, address, token, &[]).await;
                assert_problem(&page, 401, "sign-in-needed");
                assert_eq!(page.header("www-authenticate"), "Bearer", "{address}");
                assert!(!page.body.contains("Sheep"), "{address}");
            }
        }
    }

    async fn an_item_that_is_not_there_and_one_that_is_hidden_are_told_alike(portal: Portal) {
        let token = token(&portal).await;
        for address in ["/api/v1/items/none", "/api/v1/items/%00", "/api/v1/items/a%2Fb", "/api/v1/nothing"] {
            assert_problem(&ask(&portal, address, Some(&token), &[]).await, 404, "not-found");
        }
    }

    async fn parameters_that_are_none_are_refused_everywhere(portal: Portal) {
        let address = item(&add_record(&portal, record("Sheep", "Sheep.")).await);
        let token = token(&portal).await;
        for address in ["/api/v1/search", "/api/v1/export", "/api/v1/export/items", "/api/v1/suggest", &address, "/api/v1/openapi.json"] {
            let page = ask(&portal, &format!("{address}?made-up=1"), Some(&token), &[]).await;
            assert_problem(&page, 400, "bad-parameters");
            assert!(!page.body.contains("made-up"), "what was sent is not sent back");
        }
        let page = ask(&portal, "/api/v1/search?kind=sheep&from=0&limit=0", Some(&token), &[]).await;
        let problem = page.json();
        let told: Vec<&str> =
            problem["errors"].as_array().unwrap().iter().map(|e| e["parameter"].as_str().unwrap()).collect();
        assert_eq!(told, ["from", "kind", "limit"]);
    }

    async fn another_method_is_told_the_right_one(portal: Portal) {
        let token = token(&portal).await;
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            let request = Request::builder()
                .method(&method)
                .uri("/api/v1/search")
                .header(header::AUTHORIZATION, format!("Bearer {token}"));
            let page = Page::of(portal.send(request.body(Body::empty()).unwrap()).await).await;
            assert_problem(&page, 405, "method-not-allowed");
            assert_eq!(page.header("allow"), "GET,HEAD", "{method}");
        }
    }

    async fn what_cannot_be_had_as_asked_is_not_acceptable(portal: Portal) {
        let token = token(&portal).await;
        for (accept, status) in [("text/html", 406), ("application/json;q=0", 406), ("application/*", 200), ("*/*", 200)] {
            let page = ask(&portal, "/api/v1/search", Some(&token), &[("accept", accept)]).await;
            assert_eq!(page.status, status, "{accept}");
            if status == 406 {
                assert_problem(&page, 406, "not-acceptable");
            }
        }
    }

    async fn an_address_longer_than_any_is_refused(portal: Portal) {
        let token = token(&portal).await;
        let address = format!("/api/v1/search?q={}", "a".repeat(9_000));
        assert_problem(&ask(&portal, &address, Some(&token), &[]).await, 414, "address-too-long");
    }
}

#[tokio::test]
async fn while_the_index_is_being_made_a_program_is_told_when_to_come_again() {
    let portal = Portal::open(Database::Sqlite).await.unwrap();
    let token = token(&portal).await;
    // Another node on the same database, which has not opened its index yet.
    let state = Context::open(portal.context.config.clone()).await.unwrap();
    let request = Request::get("/api/v1/search").header(header::AUTHORIZATION, format!("Bearer {token}"));
    let response = http::router(state).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let page = Page::of(response).await;
    assert_problem(&page, 503, "not-ready");
    assert_eq!(page.header("retry-after"), "60");
}
