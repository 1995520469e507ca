//! What the desk's page of a request asks while somebody writes.

use super::{ApiError, SavedDraft};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// Saves the fields of the form of a request at the desk, among them `lock`. A text that another page of the same
/// person has saved is never overwritten: the code is then `conflict`.
#[server(prefix = "/api/fn", endpoint = "desk/save", input = Json)]
pub(crate) async fn save_reply(
    reference: String,
    fields: Vec<(String, String)>,
) -> Result<SavedDraft, ApiError> {
    use services::requests::drafts;
    let visit = crate::visit::Visit::of_server_function()?;
    let saved = drafts::save_fields(&visit.context, &visit.asker, &reference, &fields).await?;
    visit.forget_form_kept_for(&format!("/desk/{reference}")).await?;
    Ok(SavedDraft { lock: saved.lock, at: visit.locale.time(saved.at) })
}
