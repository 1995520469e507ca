//! The JSON API, version 1: the library for programs, with the same access as its pages.
//!
//! A program reads as the person whose token it sends. Parameters, answers and problems are declared as types in
//! [`parameters`], [`shapes`] and [`problem`]; the handlers use these very types, and [`openapi`] describes them.
//!
//! This is the only module that names `utoipa`.

pub(crate) mod accept;
mod cursor;
pub(crate) mod openapi;
pub(crate) mod parameters;
pub(crate) mod problem;
mod responses;
pub(crate) mod shapes;

use crate::error::Outcome;
use crate::pages;
use crate::visit::Visit;
use crate::visit::fields::Fields;
use axum::Json;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::id::ItemId;
use parameters::{
    FileParameters, ItemParameters, ItemsParameters, NoParameters, PartParameters, Query, SearchParameters,
    SuggestParameters,
};
use responses::{Library, LibraryFile, LibraryItem, Searching};
use services::export::{self, Selection};
use services::failure::Failure;
use services::{library, search, similar};
use shapes::{Answer, Item, Suggestions};

/// `GET /api/v1/search`: a page of hits, and the cursor of the next page.
///
/// # Errors
/// `BadParameters` for invalid parameters and for the cursor of another search; `NotFound` for a cursor that the portal
/// did not sign; `NotReady` while the index is being built.
#[utoipa::path(
    get,
    path = "/api/v1/search",
    operation_id = "search",
    tag = "library",
    summary = "Searches the library",
    description = "Hits in the order of the portal's own ranking, with the counts of each filter. Values of one \
                   filter are alternatives; filters narrow each other. A search goes as deep as 10,000 hits.",
    params(SearchParameters, PartParameters),
    responses(
        (status = 200, description = "Some hits", body = Answer,
            headers(
                ("ETag" = String, description = "Of what this asker gets"),
                ("Link" = String, description = "The address of the next hits, as `rel=\"next\"`; absent \
                                                 where there are no more")
            ),
            links(
                ("firstHit" = (operation_id = "item", parameters(("id" = "$response.body#/hits/0/id")))),
                ("firstHitAsFile" =
                    (operation_id = "exportItems", parameters(("item" = "$response.body#/hits/0/id"))))
            )
        ),
        Searching
    )
)]
pub(crate) async fn search(
    visit: Visit,
    Query((asked, part)): Query<(SearchParameters, PartParameters)>,
) -> Outcome<Response> {
    let key = &visit.context.key;
    let limit = part.limit.unwrap_or_default();
    let query = asked.query();
    let first = match part.cursor {
        Some(cursor) => cursor::read(&cursor.0, &query, key)?,
        None => 0,
    };
    let results = search::part(&visit.context, &visit.asker, &query, first, limit.count()).await?;
    let next = cursor::after(first, &results, &query, key);
    let mut response = Json(Answer::of(&query.text, results, next.clone())).into_response();
    if let Some(next) = next {
        let link = format!("<{}>; rel=\"next\"", next_address(&visit, &next));
        // An encoded address is valid in a header.
        response.headers_mut().insert(header::LINK, link.parse().map_err(Failure::internal)?);
    }
    Ok(response)
}

/// The address of this request, with another cursor.
fn next_address(visit: &Visit, cursor: &str) -> String {
    let given = visit.parameters();
    let mut parameters = Fields::of(given.pairs().filter(|(name, _)| *name != "cursor"));
    parameters.push("cursor", cursor);
    format!("{}?{}", visit.path, parameters.encode())
}

/// `GET /api/v1/export`: what a search finds, as a file.
///
/// # Errors
/// `BadParameters` for invalid parameters; `NotFound` if nothing is found; `NotReady` while the index is being
/// built.
#[utoipa::path(
    get,
    path = "/api/v1/export",
    operation_id = "export",
    tag = "library",
    summary = "Gives what a search finds as a file",
    description = "What a search finds, best first, for a reference manager or a spreadsheet: at most 1,000 items. \
                   Where nothing is found, the answer is not found.",
    params(SearchParameters, FileParameters),
    responses(LibraryFile, Searching)
)]
pub(crate) async fn export(
    visit: Visit,
    Query((asked, file)): Query<(SearchParameters, FileParameters)>,
) -> Outcome<Response> {
    file_of(&visit, Selection::Result(Box::new(asked.query())), file).await
}

/// `GET /api/v1/export/items`: items as a file. An address of its own, because a description cannot say that two
/// parameters exclude each other.
///
/// # Errors
/// `BadParameters` for invalid parameters; `NotFound` if none of the items is visible.
#[utoipa::path(
    get,
    path = "/api/v1/export/items",
    operation_id = "exportItems",
    tag = "library",
    summary = "Gives items as a file",
    description = "The items named, for a reference manager or a spreadsheet. Where nothing is left of what was \
                   named, the answer is not found.",
    params(ItemsParameters, FileParameters),
    responses(LibraryFile, LibraryItem)
)]
pub(crate) async fn export_items(
    visit: Visit,
    Query((named, file)): Query<(ItemsParameters, FileParameters)>,
) -> Outcome<Response> {
    file_of(&visit, Selection::Items(named.item.into_iter().map(ItemId::from).collect()), file).await
}

async fn file_of(visit: &Visit, selection: Selection, file: FileParameters) -> Outcome<Response> {
    let format = file.format.unwrap_or_default().0;
    let separator = file.separator.unwrap_or_default();
    pages::export::file(export::export(&visit.context, &visit.asker, &selection, format, separator).await?)
}

/// `GET /api/v1/suggest`: completions of what was typed.
#[utoipa::path(
    get,
    path = "/api/v1/suggest",
    operation_id = "suggest",
    tag = "library",
    summary = "Suggests what to search for",
    description = "Titles and terms that go on as typed, each with a hit for this asker; none while the index is \
                   being made.",
    params(SuggestParameters),
    responses(
        (status = 200, description = "Suggestions", body = Suggestions,
            headers(("ETag" = String, description = "Of what this asker gets"))),
        Library
    )
)]
pub(crate) async fn suggest(
    visit: Visit,
    Query(asked): Query<SuggestParameters>,
) -> Outcome<Json<Suggestions>> {
    let found = search::suggest(&visit.context, &visit.asker, &asked.q.unwrap_or_default()).await?;
    Ok(Json(Suggestions::of(found)))
}

/// `GET /api/v1/items/{id}`: an article or a record.
///
/// # Errors
/// `NotFound` if this asker may not see it.
#[utoipa::path(
    get,
    path = "/api/v1/items/{id}",
    operation_id = "item",
    tag = "library",
    summary = "Gives an article or a record",
    description = "All of it, by the identifier that hits carry. What this asker may not see is not found.",
    params(ItemParameters),
    responses(
        (status = 200, description = "The item", body = Item,
            headers(("ETag" = String, description = "Of what this asker gets"))),
        LibraryItem
    )
)]
pub(crate) async fn item(
    visit: Visit,
    Path(id): Path<String>,
    Query(NoParameters {}): Query<NoParameters>,
) -> Outcome<Json<Item>> {
    let shown = library::item(&visit.context, &visit.locale, &visit.asker, &ItemId::from(id)).await?;
    let similar = similar::similar(&visit.context, &visit.asker, &shown.id()).await?;
    Ok(Json(Item::of(shown, similar)))
}
