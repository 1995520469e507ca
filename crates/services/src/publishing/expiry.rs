//! Articles whose last day is over leave the library.

use super::audit_entries::{AuditEntry, audited, trace};
use super::steps;
use super::versions::{digest_of, followed};
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use domain::article::{Version, VersionState};
use domain::time::Moment;
use storage::{articles, audit};

/// Ends every expired published version; returns how many there were.
pub async fn expire_due(context: &Context, now: Moment) -> Outcome<usize> {
    let mut ended = 0;
    for version in articles::due_to_expire(&context.store, now).await? {
        match expire(context, version, now).await {
            Ok(()) => ended += 1,
            // Somebody published or withdrew it at this very moment: what is still due is seen next time.
            Err(Failure::Conflict | Failure::Contended) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(ended)
}

async fn expire(context: &Context, before: Version, now: Moment) -> Outcome<()> {
    let digest = digest_of(context, &before).await?;
    let old = trace(&before, &digest);
    let version = Version { state: VersionState::Expired, ended_at: Some(now), updated_at: now, ..before };
    let mut tx = context.store.begin().await?;
    articles::update(&mut tx, &version).await?;
    let change = steps::shelve(&mut tx, &version, audit::Actor::Portal, now).await?;
    let entry = AuditEntry {
        actor: audit::Actor::Portal,
        action: "article.expire",
        version: &version,
        old: &old,
        digest: &digest,
        reason: "",
    };
    audited(&mut tx, entry).await?;
    tx.commit().await?;
    followed(context, change).await;
    Ok(())
}
