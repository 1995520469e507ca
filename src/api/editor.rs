//! What the editor's page asks while somebody writes.

use super::{ApiError, SavedDraft};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// Saves the fields of a draft's form, among them `lock`. Newer text of somebody else is never overwritten: the
/// code is then `conflict`.
#[server(prefix = "/api/fn", endpoint = "editor/save", input = Json)]
pub(crate) async fn save_draft(
    version: String,
    fields: Vec<(String, String)>,
) -> Result<SavedDraft, ApiError> {
    use services::publishing;
    let visit = crate::visit::Visit::of_server_function()?;
    let page = format!("/editor/{version}");
    let saved = publishing::save_fields(&visit.context, visit.account()?, &version.into(), &fields).await?;
    visit.forget_form_kept_for(&page).await?;
    Ok(SavedDraft { lock: saved.lock, at: visit.locale.time(saved.at) })
}

/// A draft's text as HTML, by the renderer of the library's pages. `references` is the number of its references.
#[server(prefix = "/api/fn", endpoint = "editor/preview", input = Json)]
pub(crate) async fn preview_draft(
    version: String,
    body: String,
    references: usize,
) -> Result<String, ApiError> {
    use services::publishing;
    let visit = crate::visit::Visit::of_server_function()?;
    visit.account()?;
    Ok(publishing::preview(&visit.locale, &version.into(), &body, references).await?)
}
