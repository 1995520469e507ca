//! What the reading island reports.

use super::ApiError;
use leptos::prelude::*;

/// Notes how long and how far an item was read, of a reader who has consented; of others nothing.
///
/// `view` is the number of the page view, so that what it reports later replaces what it reported before.
#[server(prefix = "/api/fn", endpoint = "reading")]
pub(crate) async fn report_reading(
    view: String,
    item: String,
    seconds: u32,
    depth: u8,
) -> Result<(), ApiError> {
    let visit = crate::visit::Visit::of_server_function()?;
    services::engagement::read(&visit.context, &visit.asker, &view, &item, seconds, depth);
    Ok(())
}
