//! What the typeahead asks.

use super::ApiError;
use domain::library::Suggestion;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

/// Suggestions for what was typed so far; each has a hit for this very asker.
#[server(prefix = "/api/fn", endpoint = "suggest", input = GetUrl)]
pub(crate) async fn suggest(typed: String) -> Result<Vec<Suggestion>, ApiError> {
    let visit = crate::visit::Visit::of_server_function()?;
    Ok(services::search::suggest(&visit.context, &visit.asker, &typed).await?)
}
