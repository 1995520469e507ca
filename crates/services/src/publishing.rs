//! Publishing: drafts, review, what readers get, and what leaves the library.
//!
//! What a healthcare professional reads is always exactly an approved version: a version can be changed only as a
//! draft, an approval signs the digest of its whole content, and publishing compares that digest once more.

mod content;
mod drafts;
mod expiry;
pub mod form;
mod importing;
mod reading;
mod rendering;
mod steps;

pub use content::{PICTURE_MAX, missing};
pub use drafts::{Draft, Saved, create, new_version, put_picture, remove_picture, save, save_fields};
pub use expiry::expire_due;
pub use importing::{Import, import};
pub use reading::{
    Desk, Dossier, PAGE, dossier, find_records, list, picture, record as cited_record, records_of,
};
pub use rendering::{as_read, preview};
pub use steps::{Taking, take};
pub use storage::articles::{Listed, Picture, Taken};

use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::library;
use domain::article::{Refusal, Version, VersionState};
use domain::id::VersionId;
use domain::slug::Slug;
use storage::{Tx, audit};

/// What is recorded of a version in the audit trail: which one it is, where it stands, and its content's digest.
fn trace(version: &Version, digest: &str) -> String {
    serde_json::json!({
        "version": version.id.as_str(),
        "number": version.number,
        "state": version.state.slug(),
        "sha256": digest,
    })
    .to_string()
}

struct Recorded<'a> {
    actor: audit::Actor<'a>,
    action: &'a str,
    version: &'a Version,
    old: &'a str,
    digest: &'a str,
    reason: &'a str,
}

async fn audited(tx: &mut Tx, recorded: Recorded<'_>) -> Outcome<()> {
    let Recorded { actor, action, version, old, digest, reason } = recorded;
    let new = trace(version, digest);
    let id = version.article.as_str();
    Ok(audit::append(tx, audit::Change { actor, action, kind: "article", id, old, new: &new, reason })
        .await?)
}

/// Waits until what was put into the library, or taken out of it, is so in this process's search as well.
async fn followed(context: &Context, change: Option<i64>) {
    if let Some(number) = change {
        library::changed(context, number).await;
    }
}

async fn found(context: &Context, id: &VersionId) -> Outcome<Version> {
    storage::articles::version(&context.store, id).await?.ok_or(Failure::NotFound)
}

/// The digest of a version as it is stored.
async fn digest_of(context: &Context, version: &Version) -> Outcome<String> {
    let pictures = storage::articles::pictures(&context.store, &version.id).await?;
    content::digest(version, &pictures)
}

/// Whether a version is on its way: an article has at most one such.
fn is_open(version: &Version) -> bool {
    matches!(version.state, VersionState::Draft | VersionState::InReview | VersionState::Approved)
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            // Whoever lacks the role must not learn more.
            Refusal::WrongRole => Self::NotFound,
            Refusal::WrongState => Self::Conflict,
            Refusal::OwnWork => Self::Invalid(crate::failure::Problems::one("", "review-own-work")),
        }
    }
}
