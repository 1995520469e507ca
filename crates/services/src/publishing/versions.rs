//! What every use case of publishing asks of versions.

use super::content;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::library;
use domain::article::{Version, VersionState};
use domain::id::VersionId;

/// Waits until this process's search has followed a change of the library.
pub(super) async fn followed(context: &Context, change: Option<i64>) {
    if let Some(number) = change {
        library::changed(context, number).await;
    }
}

pub(super) async fn found(context: &Context, id: &VersionId) -> Outcome<Version> {
    storage::articles::version(&context.store, id).await?.ok_or(Failure::NotFound)
}

/// The digest of a version as it is stored.
pub(super) async fn digest_of(context: &Context, version: &Version) -> Outcome<String> {
    let pictures = storage::articles::pictures(&context.store, &version.id).await?;
    content::digest(version, &pictures)
}

/// Whether a version is open: a draft, in review, or approved. An article has at most one.
pub(super) fn is_open(version: &Version) -> bool {
    matches!(version.state, VersionState::Draft | VersionState::InReview | VersionState::Approved)
}
