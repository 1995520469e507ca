//! The description of the API for programs that read descriptions (OpenAPI 3.1).

use super::shapes::{Answer, Described, Item, Suggestions, definitions};
use crate::visit::Visit;
use axum::Json;
use serde_json::{Map, Value, json};

/// A parameter of the query part, or of the path.
struct Parameter {
    name: &'static str,
    place: &'static str,
    about: &'static str,
    is_list: bool,
}

const fn one(name: &'static str, about: &'static str) -> Parameter {
    Parameter { name, place: "query", about, is_list: false }
}

const fn any(name: &'static str, about: &'static str) -> Parameter {
    Parameter { name, place: "query", about, is_list: true }
}

const SEARCH: [Parameter; 16] = [
    one("q", "Words, \"phrases\" and identifiers such as a PMID or a DOI."),
    any("kind", "Kinds of items; several are alternatives."),
    any("area", "Therapeutic areas."),
    any("product", "Products."),
    any("topic", "Topics."),
    any("level", "Evidence levels, 1 to 5."),
    any("certainty", "Grades of certainty: `high`, `moderate`, `low`, `very-low`."),
    any("study", "Types of study."),
    one("population", "Words of the population of an article's question."),
    one("intervention", "Words of its intervention."),
    one("comparator", "Words of its comparator."),
    one("outcome", "Words of its outcome."),
    one("from", "First year of publication."),
    one("to", "Last year of publication."),
    one("sort", "`newest`; by relevance otherwise."),
    one("page", "The page, from 1 to 50."),
];
const SUGGEST: [Parameter; 1] = [one("q", "What was typed so far.")];
const ITEM: [Parameter; 1] =
    [Parameter { name: "id", place: "path", about: "The item's identifier.", is_list: false }];

/// `GET /api/v1/openapi.json`.
pub async fn show(visit: Visit) -> Json<Value> {
    Json(description(&visit.state.config.base_url))
}

/// The whole description of a portal at this address.
pub fn description(base_url: &str) -> Value {
    let schemas: Map<String, Value> =
        definitions().into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Materia",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The library of a scientific knowledge portal. A program reads what the owner of its token may read.",
        },
        "servers": [{ "url": base_url }],
        "security": [{}, { "token": [] }],
        "paths": {
            "/api/v1/search": operation("Searches the library.", &SEARCH, Answer::schema()),
            "/api/v1/suggest": operation("Suggests what to search for.", &SUGGEST, Suggestions::schema()),
            "/api/v1/items/{id}": operation("Gives an article or a record.", &ITEM, Item::schema()),
            "/api/v1/openapi.json": operation("Gives this description.", &[], json!({ "type": "object" })),
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    })
}

fn operation(about: &str, parameters: &[Parameter], answer: Value) -> Value {
    let parameters: Vec<Value> = parameters.iter().map(parameter).collect();
    let problem = json!({
        "description": "Why it was not done, as problem details (RFC 9457).",
        "content": { "application/problem+json": { "schema": { "type": "object" } } },
    });
    json!({
        "get": {
            "summary": about,
            "parameters": parameters,
            "responses": {
                "200": { "description": "Done.", "content": { "application/json": { "schema": answer } } },
                "default": problem,
            },
        },
    })
}

fn parameter(parameter: &Parameter) -> Value {
    let schema = if parameter.is_list { Vec::<String>::schema() } else { String::schema() };
    json!({
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.about,
        "required": parameter.place == "path",
        "schema": schema,
    })
}
