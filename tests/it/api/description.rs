//! The description says what the API does, and nothing else.

use super::*;
use crate::library_fixture::{add_article, article};
use crate::support::Database;
use domain::asker::Gate;
use domain::slug::Slug;
use materia::http::routes;
use serde_json::Value;
use services::export::ExportFormat;
use std::collections::BTreeSet;

async fn description(portal: &Portal) -> Value {
    ask(portal, "/api/v1/openapi.json", None, &[]).await.json()
}

fn names(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// What in a value is not as its schema says, by its path.
fn deviations(shapes: &Value, schema: &Value, value: &Value, path: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.strip_prefix("#/components/schemas/").unwrap();
        return deviations(shapes, &shapes[name], value, path);
    }
    if let Some(any) = schema.get("oneOf").and_then(Value::as_array) {
        let fitting = any.iter().filter(|one| deviations(shapes, one, value, path).is_empty()).count();
        return if fitting == 1 { Vec::new() } else { vec![format!("{path}: {fitting} alternatives fit")] };
    }
    let fits = match schema["type"].as_str().unwrap_or_else(|| panic!("{path}: {schema}")) {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        other => panic!("{path}: {other}"),
    };
    let mut found = if fits { Vec::new() } else { vec![format!("{path}: {value}")] };
    for (name, inner) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(name) {
            Some(schema) => found.extend(deviations(shapes, schema, inner, &format!("{path}/{name}"))),
            None => found.push(format!("{path}/{name} is not described")),
        }
    }
    for inner in value.as_array().into_iter().flatten() {
        found.extend(deviations(shapes, &schema["items"], inner, &format!("{path}/*")));
    }
    for required in schema["required"].as_array().into_iter().flatten() {
        if value.get(required.as_str().unwrap()).is_none() {
            found.push(format!("{path}/{required} is missing"));
        }
    }
    found
}

both! {
    async fn an_answer_holds_what_the_description_says_and_nothing_else(portal: Portal) {
        add_records(&portal, trials(), true).await;
        add_article(&portal, article("sheep", "Sheep and their hearts", "A flock of sheep.")).await;
        let mut browser = portal.declared().await;
        let description = description(&portal).await;
        let shapes = &description["components"]["schemas"];
        let search = browser.get("/api/v1/search?limit=100").await.json();
        let hits = search["hits"].as_array().unwrap();
        let items: BTreeSet<&str> = hits.iter().map(|hit| hit["id"].as_str().unwrap()).collect();
        let mut answers = vec![("/api/v1/search", search.clone())];
        for (path, address) in [
            ("/api/v1/search", "/api/v1/search?q=zzyzx".to_owned()),
            ("/api/v1/search", "/api/v1/search?q=dapaglifozin&limit=1".to_owned()),
            ("/api/v1/suggest", "/api/v1/suggest?q=she".to_owned()),
        ] {
            answers.push((path, browser.get(&address).await.json()));
        }
        for id in items {
            answers.push(("/api/v1/items/{id}", browser.get(&format!("/api/v1/items/{id}")).await.json()));
        }
        for (path, answer) in answers {
            let schema = &description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
            assert_eq!(deviations(shapes, schema, &answer, path), [""; 0]);
        }
        let problem = browser.get("/api/v1/search?limit=0").await.json();
        assert_eq!(deviations(shapes, &shapes["Problem"], &problem, "problem"), [""; 0]);
    }

    async fn every_route_of_the_api_is_described_and_no_other(portal: Portal) {
        let description = description(&portal).await;
        assert_eq!(description["openapi"], "3.1.0");
        let table = routes::table();
        let routed: BTreeSet<&str> =
            table.iter().map(|route| route.path).filter(|path| path.starts_with("/api/v1/")).collect();
        assert_eq!(names(&description["paths"]), routed);
    }

    async fn every_parameter_that_is_described_is_taken(portal: Portal) {
        let description = description(&portal).await;
        let mut browser = portal.declared().await;
        for path in ["/api/v1/search", "/api/v1/export", "/api/v1/export/items", "/api/v1/suggest"] {
            let parameters = description["paths"][path]["get"]["parameters"].as_array().unwrap();
            assert!(!parameters.is_empty());
            for parameter in parameters {
                let name = parameter["name"].as_str().unwrap();
                let page = browser.get(&format!("{path}?{name}=%FF")).await;
                assert!(!page.body.contains("\"parameter\":\"\""), "{path} does not know {name}: {}", page.body);
            }
        }
    }

    async fn a_file_comes_as_one_of_the_media_types_described(portal: Portal) {
        let description = description(&portal).await;
        let exported = |path: &str| &description["paths"][path]["get"]["responses"]["200"]["content"];
        assert_eq!(exported("/api/v1/export"), exported("/api/v1/export/items"));
        let described = names(exported("/api/v1/export"));
        let written: BTreeSet<&str> = ExportFormat::all()
            .filter_map(|format| format.media_type().split(';').next())
            .collect();
        assert_eq!(described, written);
    }

    async fn every_reference_of_the_description_leads_somewhere(portal: Portal) {
        let description = description(&portal).await;
        let text = description.to_string();
        let references: BTreeSet<&str> =
            text.split("\"#/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(references.len() > 10, "{references:?}");
        for reference in references {
            assert!(description.pointer(&format!("/{reference}")).is_some(), "{reference}");
        }
    }

    async fn the_type_of_a_problem_is_the_address_of_its_description(portal: Portal) {
        let description = description(&portal).await;
        let problem = ask(&portal, "/api/v1/search", None, &[]).await.json();
        let (address, place) = problem["type"].as_str().unwrap().split_once('#').unwrap();
        assert_eq!(address, format!("{}/api/v1/openapi.json", portal.context.config.base_url));
        let described = description.pointer(place).unwrap();
        assert!(described["description"].as_str().unwrap().contains(problem["title"].as_str().unwrap()));
    }
}

#[tokio::test]
async fn a_token_is_needed_unless_the_gate_is_open() {
    for (gate, needed) in [(Gate::Declared, true), (Gate::Verified, true), (Gate::Open, false)] {
        let portal = Portal::open_with(Database::Sqlite, |config| config.gate = gate).await.unwrap();
        let description = description(&portal).await;
        let ways = description["security"].as_array().unwrap();
        assert_eq!(!ways.contains(&serde_json::json!({})), needed, "{gate:?}");
        let page = ask(&portal, "/api/v1/search", None, &[]).await;
        assert_eq!(page.status == StatusCode::UNAUTHORIZED, needed, "{gate:?}");
    }
}
