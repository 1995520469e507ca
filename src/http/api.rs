//! The JSON API, version 1: the library for programs, with the same access as its pages.
//!
//! A program reads as the person whose token it sends. The answers' shapes stand in [`shapes`], from which
//! [`openapi`] describes them too.

pub mod openapi;
pub mod shapes;

use crate::domain::id::ItemId;
use crate::domain::library::SearchQuery;
use crate::error::Outcome;
use crate::services::{library, search};
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use shapes::{Answer, Item, Suggestions};

/// `GET /api/v1/search`: one page of hits, with the parameters of the search page.
///
/// # Errors
/// When the index is being made, or the database or the index fails.
pub async fn search(visit: Visit) -> Outcome<Json<Answer>> {
    let query = SearchQuery::from_pairs(visit.parameters().pairs());
    let results = search::search(&visit.state, &visit.asker, &query).await?;
    Ok(Json(Answer::of(&query, results)))
}

/// `GET /api/v1/suggest`: what somebody who has typed this much may be looking for.
///
/// # Errors
/// When the database or the index fails.
pub async fn suggest(visit: Visit) -> Outcome<Json<Suggestions>> {
    let typed = visit.parameter("q").unwrap_or_default();
    let found = search::suggest(&visit.state, &visit.asker, &typed).await?;
    Ok(Json(Suggestions::of(found)))
}

/// `GET /api/v1/items/{id}`: an article or a record.
///
/// # Errors
/// `NotFound` when there is none that this asker may see.
pub async fn item(visit: Visit, Path(id): Path<String>) -> Outcome<Json<Item>> {
    Ok(Json(Item::of(library::item(&visit.state, &visit.asker, &ItemId::from(id)).await?)))
}
