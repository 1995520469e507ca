//! What the addresses of the API may answer, as their descriptions say it.

use crate::error::AppError;
use services::export::ExportFormat;
use services::failure::{Failure, Problems};
use std::collections::BTreeMap;
use utoipa::openapi::{
    ArrayBuilder, ContentBuilder, HeaderBuilder, Object, Ref, RefOr, Response, ResponseBuilder,
};
use utoipa::{IntoResponses, PartialSchema as _};

/// Name of the answer that leaves out what the asker has.
pub(super) const NOT_MODIFIED: &str = "not-modified";

/// The answer that is a file of the library.
pub(super) struct LibraryFile;

impl IntoResponses for LibraryFile {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let header =
            |about: &str| HeaderBuilder::new().schema(String::schema()).description(Some(about)).build();
        let file = ResponseBuilder::new()
            .description("The file, in the format asked for")
            .header("ETag", header("Of what this asker gets"))
            .header("Content-Disposition", header("A name for the file"));
        let file = ExportFormat::ALL.into_iter().fold(file, |file, format| {
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

/// The answers beside the wanted one, by status, each described once for all addresses.
fn answers(errors: &[AppError]) -> BTreeMap<String, RefOr<Response>> {
    let shown =
        errors.iter().map(AppError::shown).map(|shown| (shown.status.as_str().to_owned(), shown.code));
    std::iter::once(("304".to_owned(), NOT_MODIFIED))
        .chain(shown)
        .map(|(status, name)| (status, Ref::new(format!("#/components/responses/{name}")).into()))
        .collect()
}

/// Declares what an address may answer beside the wanted answer.
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
    /// Of an address that is open to everybody.
    Open: [
        AppError::BadParameters(Problems::new()),
        AppError::NotAcceptable,
        AppError::AddressTooLong,
        Failure::Internal(String::new()).into(),
    ];
    /// Of an address that reads the library.
    Library: [
        AppError::BadParameters(Problems::new()),
        Failure::SignInNeeded.into(),
        AppError::NotAcceptable,
        AppError::AddressTooLong,
        Failure::Internal(String::new()).into(),
    ];
    /// Of the address of one item.
    LibraryItem: [
        AppError::BadParameters(Problems::new()),
        Failure::SignInNeeded.into(),
        Failure::NotFound.into(),
        AppError::NotAcceptable,
        AppError::AddressTooLong,
        Failure::Internal(String::new()).into(),
    ];
    /// Of an address that needs the index.
    Searching: [
        AppError::BadParameters(Problems::new()),
        Failure::SignInNeeded.into(),
        Failure::NotFound.into(),
        AppError::NotAcceptable,
        AppError::AddressTooLong,
        Failure::Internal(String::new()).into(),
        Failure::NotReady("").into(),
    ];
}
