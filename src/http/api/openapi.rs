//! The description of the API for programs that read descriptions (OpenAPI 3.1), made of the types that the handlers
//! use.

use super::parameters::{NoParameters, Query};
use super::problem::{CONTENT_TYPE, Problem};
use super::responses::{NOT_MODIFIED, Open};
use crate::error::{AppError, Outcome};
use crate::visit::Visit;
use axum::Json;
use domain::asker::Gate;
use domain::time::CalendarDay;
use serde_json::Value;
use services::context::Context;
use services::failure::{Failure, Problems};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, HeaderBuilder, OpenApi, Ref, ResponseBuilder, ServerBuilder};
use utoipa::{OpenApi as _, PartialSchema as _, ToSchema as _};

/// Name of the way in by a token.
const TOKEN: &str = "token";

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(super::search, super::export, super::export_items, super::suggest, super::item, show),
    components(schemas(Problem, super::problem::ProblemAt)),
    tags((name = "library", description = "The library"), (name = "description", description = "The API itself"))
)]
struct ApiDescription;

/// `GET /api/v1/openapi.json`.
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    operation_id = "description",
    tag = "description",
    summary = "Gives this description",
    security(()),
    responses(
        (status = 200, description = "This description", body = Value,
            headers(("ETag" = String, description = "Of the description"))),
        Open
    )
)]
pub(crate) async fn show(visit: Visit, Query(NoParameters {}): Query<NoParameters>) -> Outcome<Json<Value>> {
    let mut description = serde_json::to_value(description(&visit.context))?;
    name_linked_operations(&mut description);
    Ok(Json(description))
}

/// The library writes a link's operation under the name that its field has in Rust.
fn name_linked_operations(description: &mut Value) {
    let paths = description["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut());
    let links = paths
        .filter_map(|path| path.pointer_mut("/get/responses/200/links"))
        .filter_map(Value::as_object_mut);
    for link in links.flat_map(|links| links.values_mut()).filter_map(Value::as_object_mut) {
        if let Some(operation) = link.remove("operation_id") {
            link.insert("operationId".to_owned(), operation);
        }
    }
}

/// The whole description of this portal's API.
fn description(context: &Context) -> OpenApi {
    let locale = context.default_locale();
    let mut description = ApiDescription::openapi();
    description.info.title = locale.get("brand").to_owned();
    description.info.description = Some(locale.get("api-about").to_owned());
    description.servers = Some(vec![ServerBuilder::new().url(&context.config.base_url).build()]);
    let with_token = SecurityRequirement::new(TOKEN, Vec::<String>::new());
    description.security = Some(match context.config.gate {
        Gate::Open => vec![SecurityRequirement::default(), with_token],
        Gate::Declared | Gate::Verified => vec![with_token],
    });
    let components = description.components.get_or_insert_default();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.add_security_scheme(TOKEN, SecurityScheme::Http(bearer));
    let not_modified = ResponseBuilder::new().description("What the asker has is still so");
    components.responses.insert(NOT_MODIFIED.to_owned(), not_modified.into());
    for error in every_error() {
        let response = problem_response(context, &error).into();
        components.responses.insert(error.presentation().code.to_owned(), response);
    }
    description
}

/// Each error that an address for programs may answer with.
fn every_error() -> [AppError; 18] {
    [
        AppError::BadParameters(Problems::new()),
        Failure::SignInNeeded.into(),
        AppError::WrongOrigin,
        Failure::NotFound.into(),
        AppError::MethodNotAllowed,
        AppError::NotAcceptable,
        Failure::Conflict.into(),
        Failure::Gone.into(),
        Failure::Expired(CalendarDay::default()).into(),
        AppError::TooLarge,
        AppError::AddressTooLong,
        AppError::UnsupportedMediaType,
        Failure::Invalid(Problems::new()).into(),
        Failure::Throttled.into(),
        Failure::Internal(String::new()).into(),
        Failure::Unavailable(String::new()).into(),
        Failure::Busy.into(),
        Failure::NotReady("").into(),
    ]
}

fn problem_response(context: &Context, error: &AppError) -> ResponseBuilder {
    let (shown, locale) = (error.presentation(), context.default_locale());
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
    let response = ResponseBuilder::new()
        .description(format!("{}. {}", locale.get(shown.title), locale.get(shown.advice)))
        .content(CONTENT_TYPE, content);
    match shown.header {
        Some((name, _)) => response.header(name, HeaderBuilder::new().schema(String::schema()).build()),
        None => response,
    }
}
