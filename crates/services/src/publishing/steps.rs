//! The way of a version: to review, approved or back, to the library, out of it.

use super::audit_entries::{AuditEntry, audited, supersession, trace};
use super::content::{self, Content};
use super::mails;
use super::versions::{followed, found};
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use domain::account::Account;
use domain::article::{Refusal, Step, Version, VersionState, next_state};
use domain::id::{ItemId, VersionId};
use domain::slug::Slug;
use domain::time::Moment;
use storage::articles::{self, VersionStep};
use storage::citations;
use storage::library::{self, ItemType};
use storage::{Tx, audit};

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
/// [`Failure::Invalid`] with what is missing, for a reason that is not given, for one's own work, or where the article
/// has expired before readers would get it;
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
    let pictures = articles::pictures(&context.store, id).await?;
    if request.step == Step::Publish {
        signed(context, &Content::of(&before, &pictures), &before).await?;
    }
    let old = trace(&before, &content::digest(&before, &pictures)?);
    let recipients = mails::recipients(context, &before, request.step, actor, &writers).await?;

    let mut tx = context.store.begin().await?;
    // Read after the wait for other writers: an expiry is judged by when the step is taken.
    let now = Moment::now();
    in_time(&before, request.step, now)?;
    let version = after(before, request, next, actor, now);
    let text = Content::of(&version, &pictures).text()?;
    articles::update(&mut tx, &version).await?;
    articles::signing::put_text(&mut tx, &text).await?;
    let taken = VersionStep {
        version: version.id.clone(),
        step: request.step,
        actor: actor.id.clone(),
        name: actor.name.clone(),
        comment: request.comment.trim().to_owned(),
        digest: text.digest.clone(),
        scheme: text.scheme,
        at: now,
    };
    articles::add_step(&mut tx, &taken).await?;
    mails::put(context, &mut tx, &recipients, &version, request.step, now).await?;
    let change = shelve(&mut tx, &version, actor.into(), now).await?;
    let action = format!("article.{}", request.step.slug());
    let entry = AuditEntry {
        actor: actor.into(),
        action: &action,
        version: &version,
        old: &old,
        digest: &text.digest,
        reason: &taken.comment,
    };
    audited(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(change)
}

/// Nothing is approved or published of which readers would see nothing, however late the day of its expiry comes.
fn in_time(version: &Version, step: Step, now: Moment) -> Outcome<()> {
    let (field, message) = match step {
        Step::Submit => ("expires", "editor-expires-over"),
        // A review lists its fields, and has none to fill in.
        Step::Approve => ("covered-expires", "review-expires-over"),
        // The page of an approved version has no field to lead to.
        Step::Publish => ("", "editor-expires-over-approved"),
        Step::SendBack | Step::TakeBack | Step::Withdraw => return Ok(()),
    };
    let mut problems = Problems::new();
    problems.require(!content::is_over(&version.front, now), field, message);
    problems.or(())
}

async fn check(context: &Context, version: &Version, request: &StepRequest) -> Outcome<()> {
    let mut problems = Problems::new();
    match request.step {
        Step::Submit => {
            let pictures = articles::pictures(&context.store, &version.id).await?;
            problems = content::missing(&version.front, &version.body, &pictures);
            // Told with the rest; the step itself looks again.
            let is_over = content::is_over(&version.front, Moment::now());
            problems.require(!is_over, "expires", "editor-expires-over");
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

/// What is published has to be what the stored text of the approval says.
async fn signed(context: &Context, content: &Content, version: &Version) -> Outcome<()> {
    match approved_content(context, version).await? {
        Some(approved) if approved == *content => Ok(()),
        _ => Err(Failure::Conflict),
    }
}

/// What the latest approval of a version signed; none where there is no approval, or its text is not the one that was
/// signed. Approvals under earlier schemes are verified as they were given.
pub async fn approved_content(context: &Context, version: &Version) -> Outcome<Option<Content>> {
    let steps = articles::steps(&context.store, &version.article).await?;
    let approval = steps.iter().find(|taken| taken.version == version.id && taken.step == Step::Approve);
    let Some(approval) = approval else { return Ok(None) };
    let text = articles::signing::text(&context.store, &approval.digest).await?;
    let intact = text.filter(|text| text.scheme == approval.scheme && text.is_intact());
    intact.map(|text| Content::read(&text)).transpose()
}

/// Puts a version into the library or takes it out, in step with its state; the number of the change, if any.
pub(super) async fn shelve(
    tx: &mut Tx,
    version: &Version,
    actor: audit::Actor<'_>,
    now: Moment,
) -> Outcome<Option<i64>> {
    let item = ItemId::from(&version.article);
    match version.state {
        VersionState::Published => {
            let superseded = articles::set_published(tx, &version.article, Some(&version.id), now).await?;
            for (id, number) in superseded {
                supersession(tx, actor, version, (&id, number)).await?;
            }
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
