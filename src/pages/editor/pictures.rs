//! Pictures of a version: uploaded to a draft, and shown to those who write and review.

use super::actions::Action;
use super::version::write;
use crate::error::{AppError, Outcome};
use crate::visit::{Visit, fields::Fields};
use axum::body::Bytes;
use axum::extract::{Multipart, Path};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use services::publishing;

/// A picture that is opened by itself may do nothing but be displayed.
const POLICY: &str = "default-src 'none'; sandbox";

/// A picture as a response. A drawing can hold script, which this keeps from running.
pub(crate) fn answer((content_type, bytes): (String, Vec<u8>)) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(&content_type) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// A picture of a version.
///
/// # Errors
/// [`Failure::NotFound`] when there is none that this person may see.
pub(crate) async fn show(visit: Visit, Path((id, name)): Path<(String, String)>) -> Outcome<Response> {
    let picture = publishing::picture(&visit.context, visit.account()?, &id.into(), &name).await?;
    Ok(answer(picture))
}

/// Saves the draft whose whole form came along, and puts a picture into it.
///
/// # Errors
/// [`AppError::TooLarge`] beyond the limit; else as [`super::version::submit`].
pub(crate) async fn submit(visit: Visit, Path(id): Path<String>, form: Multipart) -> Outcome<Response> {
    let (fields, upload) = read(form).await?;
    let (action, upload) = match &upload {
        Some((name, bytes)) => (Action::AddPicture, Some((name.as_str(), bytes.as_ref()))),
        None => (Action::Save, None),
    };
    write(&visit, &id.into(), &fields, action, upload).await
}

async fn read(mut form: Multipart) -> Outcome<(Fields, Option<(String, Bytes)>)> {
    let mut fields = Fields::default();
    let mut upload = None;
    while let Some(field) = form.next_field().await.map_err(|_| AppError::TooLarge)? {
        let Some(name) = field.name().map(str::to_owned) else { continue };
        if name == "picture" {
            let file = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|_| AppError::TooLarge)?;
            // A browser sends an empty file where none was chosen.
            upload = (!file.is_empty()).then(|| (file_name(&file), bytes));
        } else {
            let text = field.text().await.map_err(|_| AppError::TooLarge)?;
            fields.push(&name, &text.replace("\r\n", "\n"));
        }
    }
    Ok((fields, upload))
}

/// A file name from somebody's disk, made fit for an address.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
    let (stem, extension) = last.rsplit_once('.').unwrap_or((&last, ""));
    format!("{}.{extension}", domain::article::slug_from(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_becomes_one_that_can_stand_in_an_address() {
        assert_eq!(file_name("C:\\My Files\\Forest plot (2).SVG"), "forest-plot-2.svg");
        assert_eq!(file_name("überleben.png"), "berleben.png");
        assert_eq!(file_name("../../etc/passwd"), "passwd.");
    }
}
