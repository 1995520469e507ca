//! Forms that were sent without a sign-in: they wait until their sender has signed in and comes back to the page.

use crate::context::Context;
use crate::failure::Outcome;
use domain::time::Moment;

/// How long a form waits: an hour.
const LIFETIME: i64 = 3_600_000;

/// Keeps a form for the page at `path`, and returns the secret under which it is found again. `fields` are encoded as
/// they were sent.
pub async fn keep(context: &Context, path: &str, fields: &str) -> Outcome<String> {
    let id = uuid::Uuid::new_v4().simple().to_string();
    storage::pending_forms::keep(&context.store, &id, path, fields, Moment::now().plus(LIFETIME)).await?;
    Ok(id)
}

/// The fields of the form that waits for this page under this secret.
pub async fn find(context: &Context, id: &str, path: &str) -> Outcome<Option<String>> {
    Ok(storage::pending_forms::find(&context.store, id, path, Moment::now()).await?)
}

/// Forgets a form, once it was sent.
pub async fn forget(context: &Context, id: &str) -> Outcome<()> {
    Ok(storage::pending_forms::forget(&context.store, id).await?)
}
