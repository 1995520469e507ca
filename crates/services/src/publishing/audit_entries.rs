//! Changes of versions in the audit trail.

use crate::failure::Outcome;
use domain::article::{Version, VersionState};
use domain::id::VersionId;
use domain::slug::Slug;
use storage::{Tx, audit};

/// A version in the audit trail: its number, its state, and its content's digest.
pub(super) fn trace(version: &Version, digest: &str) -> String {
    serde_json::json!({
        "version": version.id.as_str(),
        "number": version.number,
        "state": version.state.slug(),
        "sha256": digest,
    })
    .to_string()
}

/// What a change of a version leaves in the audit trail.
pub(super) struct AuditEntry<'a> {
    pub actor: audit::Actor<'a>,
    pub action: &'a str,
    pub version: &'a Version,
    pub old: &'a str,
    pub digest: &'a str,
    pub reason: &'a str,
}

pub(super) async fn audited(tx: &mut Tx, entry: AuditEntry<'_>) -> Outcome<()> {
    let AuditEntry { actor, action, version, old, digest, reason } = entry;
    let new = trace(version, digest);
    let id = version.article.as_str();
    Ok(audit::append(tx, audit::Change { actor, action, kind: "article", id, old, new: &new, reason })
        .await?)
}

/// Records that a version was superseded by another, which takes its place for readers.
pub(super) async fn supersession(
    tx: &mut Tx,
    actor: audit::Actor<'_>,
    by: &Version,
    (superseded, number): (&VersionId, i64),
) -> Outcome<()> {
    let state = |state: VersionState| {
        serde_json::json!({ "version": superseded.as_str(), "number": number, "state": state.slug() })
            .to_string()
    };
    let (old, new) = (state(VersionState::Published), state(VersionState::Superseded));
    let id = by.article.as_str();
    let action = "article.supersede";
    Ok(audit::append(
        tx,
        audit::Change { actor, action, kind: "article", id, old: &old, new: &new, reason: "" },
    )
    .await?)
}
