//! The responses of the API's endpoints, as its description lists them.

use crate::error::AppError;
use domain::slug::Slug;
use services::export::ExportFormat;
use services::failure::{Failure, Problems};
use std::collections::BTreeMap;
use utoipa::openapi::{
    ArrayBuilder, ContentBuilder, HeaderBuilder, Object, Ref, RefOr, Response, ResponseBuilder,
};
use utoipa::{IntoResponses, PartialSchema as _};

/// Name of the 304 response.
pub(super) const NOT_MODIFIED: &str = "not-modified";

/// A response that is a file of library items.
pub(super) struct LibraryFile;

impl IntoResponses for LibraryFile {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let header =
            |about: &str| HeaderBuilder::new().schema(String::schema()).description(Some(about)).build();
        let file = ResponseBuilder::new()
            .description("The file, in the format asked for")
            .header("ETag", header("Of what this asker gets"))
            .header("Content-Disposition", header("A name for the file"));
        let file = ExportFormat::all().fold(file, |file, format| {
            let schema = match format {
                ExportFormat::CslJson => ArrayBuilder::new().items(Object::new()).into(),
                _ => String::schema(),
            };
            let media_type = format.media_type().split(';').next().unwrap_or_default();
            file.content(media_type, ContentBuilder::new().schema(Some(schema)).build())
        });
        BTreeMap::from([("200".to_owned(), file.build().into())])
    }
}

/// The responses other than success, by status, each described once for all endpoints.
fn answers(errors: &[AppError]) -> BTreeMap<String, RefOr<Response>> {
    let shown =
        errors.iter().map(AppError::presentation).map(|shown| (shown.status.as_str().to_owned(), shown.code));
    std::iter::once(("304".to_owned(), NOT_MODIFIED))
        .chain(shown)
        .map(|(status, name)| (status, Ref::new(format!("#/components/responses/{name}")).into()))
        .collect()
}

/// Declares the responses of an endpoint other than success.
macro_rules! refusals {
    ($($(#[doc = $about:literal])+ $name:ident: [$($error:expr),+ $(,)?];)+) => {$(
        $(#[doc = $about])+
        pub(super) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                answers(&[$($error),+])
            }
        }
    )+};
}

refusals! {
    /// Of an endpoint that is open to everybody.
    Open: [
        AppError::BadParameters(Problems::new()),
        AppError::NotAcceptable,
        AppError::AddressTooLong,
        Failure::Internal(String::new()).into(),
        Failure::Unavailable(String::new()).into(),
    ];
    /// Of an endpoint that reads the library.
    Library: [
        AppError::BadParameters(Problems::new()),
        Failure::SignInNeeded.into(),
        AppError::NotAcceptable,
        AppError::AddressTooLong,
        Failure::Internal(String::new()).into(),
        Failure::Unavailable(String::new()).into(),
    ];
    /// Of the endpoint of one item.
    LibraryItem: [
        AppError::BadParameters(Problems::new()),
        Failure::SignInNeeded.into(),
        Failure::NotFound.into(),
        AppError::NotAcceptable,
        AppError::AddressTooLong,
        Failure::Internal(String::new()).into(),
        Failure::Unavailable(String::new()).into(),
    ];
    /// Of an endpoint that needs the index.
    Searching: [
        AppError::BadParameters(Problems::new()),
        Failure::SignInNeeded.into(),
        Failure::NotFound.into(),
        AppError::NotAcceptable,
        AppError::AddressTooLong,
        Failure::Internal(String::new()).into(),
        Failure::Unavailable(String::new()).into(),
        Failure::NotReady("").into(),
    ];
}
