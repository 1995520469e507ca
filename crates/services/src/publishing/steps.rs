//! The way of a version: to review, approved or back, to the library, out of it.

use super::audit_entries::{AuditEntry, audited, trace};
use super::content;
use super::versions::{digest_of, followed, found};
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use domain::account::Account;
use domain::article::{Refusal, Step, Version, VersionState, next_state};
use domain::id::{ItemId, VersionId};
use domain::slug::Slug;
use domain::time::Moment;
use storage::Tx;
use storage::articles::{self, VersionStep};
use storage::citations;
use storage::library::{self, ItemType};

/// A request for a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRequest {
    pub step: Step,
    /// The lock of the version as the person saw it: nobody approves a text that they have not seen.
    pub lock: i64,
    /// The reason for sending back or withdrawing; a remark at other steps.
    pub comment: String,
    /// With an approval: under which number the department files it.
    pub approval_reference: String,
}

impl StepRequest {
    /// A step without words.
    pub fn plain(step: Step, lock: i64) -> Self {
        Self { step, lock, comment: String::new(), approval_reference: String::new() }
    }
}

/// Takes a step with a version. Publishing and withdrawing return once this process's search has followed.
///
/// # Errors
/// [`Failure::Invalid`] with what is missing, for a reason that is not given, or for one's own work;
/// [`Failure::Conflict`] when the version was changed in the meantime or its state does not allow the step;
/// [`Failure::NotFound`] for a role that may not take it.
pub async fn take(context: &Context, actor: &Account, id: &VersionId, request: StepRequest) -> Outcome<()> {
    let change = storage::transact(|| take_once(context, actor, id, &request)).await?;
    followed(context, change).await;
    Ok(())
}

/// Writes a step; the number of the library's change, if it makes one.
async fn take_once(
    context: &Context,
    actor: &Account,
    id: &VersionId,
    request: &StepRequest,
) -> Outcome<Option<i64>> {
    let before = found(context, id).await?;
    let writers = articles::writers(&context.store, id).await?;
    let next = next_state(before.state, request.step, &actor.roles, &actor.id, &writers)?;
    if before.lock != request.lock {
        return Err(Failure::Conflict);
    }
    check(context, &before, request).await?;
    let now = Moment::now();
    let old = trace(&before, &digest_of(context, &before).await?);
    let version = after(before, request, next, actor, now);
    let digest = digest_of(context, &version).await?;
    if request.step == Step::Publish {
        signed(context, &version, &digest).await?;
    }

    let mut tx = context.store.begin().await?;
    articles::update(&mut tx, &version).await?;
    let taken = VersionStep {
        version: version.id.clone(),
        step: request.step,
        actor: actor.id.clone(),
        name: actor.name.clone(),
        comment: request.comment.trim().to_owned(),
        digest: digest.clone(),
        at: now,
    };
    articles::add_step(&mut tx, &taken).await?;
    let change = shelve(&mut tx, &version, now).await?;
    let action = format!("article.{}", request.step.slug());
    let entry = AuditEntry {
        actor: actor.into(),
        action: &action,
        version: &version,
        old: &old,
        digest: &digest,
        reason: &taken.comment,
    };
    audited(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(change)
}

async fn check(context: &Context, version: &Version, request: &StepRequest) -> Outcome<()> {
    let mut problems = Problems::new();
    match request.step {
        Step::Submit => {
            let pictures = articles::pictures(&context.store, &version.id).await?;
            problems = content::missing(&version.front, &version.body, &pictures);
        }
        Step::Approve => problems.require(
            !request.approval_reference.trim().is_empty(),
            "approval_reference",
            "review-reference-missing",
        ),
        Step::SendBack | Step::Withdraw => {
            problems.require(!request.comment.trim().is_empty(), "reason", "editor-reason-missing");
        }
        Step::TakeBack | Step::Publish => {}
    }
    problems.or(())
}

fn after(
    before: Version,
    request: &StepRequest,
    next: VersionState,
    actor: &Account,
    now: Moment,
) -> Version {
    let mut version = Version { state: next, updated_at: now, ..before };
    match request.step {
        Step::Approve => {
            version.front.approval_reference = request.approval_reference.trim().to_owned();
            version.front.approved = Some(now.day());
            version.approved_by = Some(actor.id.clone());
            version.approved_at = Some(now);
        }
        Step::SendBack | Step::TakeBack => {
            version.front.approved = None;
            version.approved_by = None;
            version.approved_at = None;
        }
        Step::Publish => version.published_at = Some(now),
        Step::Withdraw => version.ended_at = Some(now),
        Step::Submit => {}
    }
    version
}

/// What is published has to be what was approved, to the last byte.
async fn signed(context: &Context, version: &Version, digest: &str) -> Outcome<()> {
    let steps = articles::steps(&context.store, &version.article).await?;
    let approval = steps.iter().find(|taken| taken.version == version.id && taken.step == Step::Approve);
    match approval {
        Some(approval) if approval.digest == digest => Ok(()),
        _ => Err(Failure::Conflict),
    }
}

/// Puts a version into the library or takes it out, in step with its state; the number of the change, if any.
pub(super) async fn shelve(tx: &mut Tx, version: &Version, now: Moment) -> Outcome<Option<i64>> {
    let item = ItemId::from(&version.article);
    match version.state {
        VersionState::Published => {
            articles::set_published(tx, &version.article, Some(&version.id), now).await?;
            citations::of_article(tx, &version.article, Some(&version.front)).await?;
            Ok(Some(library::touch(tx, &item, ItemType::Article).await?))
        }
        VersionState::Withdrawn | VersionState::Expired => {
            articles::set_published(tx, &version.article, None, now).await?;
            citations::of_article(tx, &version.article, None).await?;
            Ok(Some(library::remove(tx, &item, now).await?))
        }
        _ => Ok(None),
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            // Whoever lacks the role must not learn more.
            Refusal::WrongRole => Self::NotFound,
            Refusal::WrongState => Self::Conflict,
            Refusal::OwnWork => Self::Invalid(Problems::one("", "review-own-work")),
        }
    }
}
