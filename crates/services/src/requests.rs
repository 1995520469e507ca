//! Medical information requests: asked, answered, followed up.
//!
//! The asker's side is [`ask`] and [`own`], the desk's is [`desk`] with [`drafts`], [`reply`], [`closing`] and
//! [`correction`]. Whose requests somebody may touch
//! is part of the queries themselves; somebody else's request does not exist for them.

pub mod ask;
pub mod closing;
pub mod correction;
pub mod departure;
pub mod desk;
pub mod drafts;
mod mails;
pub mod own;
pub mod reply;

use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use domain::account::{Account, DESK, OWNERS};
use domain::asker::Asker;
use domain::id::AccountId;
use domain::request::{Request, TEXT_MAX};
use storage::requests::Scope;
use storage::{Tx, audit};

/// The asker as somebody at the desk.
fn at_desk(asker: &Asker) -> Outcome<&Account> {
    let account = asker.account.as_ref().ok_or(Failure::SignInNeeded)?;
    if asker.has_any(DESK) { Ok(account) } else { Err(Failure::NotFound) }
}

/// A request, for the desk.
async fn find(context: &Context, reference: &str) -> Outcome<Request> {
    storage::requests::find(&context.store, Scope::Desk, reference).await?.ok_or(Failure::NotFound)
}

/// The request, if this asker owns it and has seen its present version.
async fn find_mine<'a>(
    context: &Context,
    asker: &'a Asker,
    reference: &str,
    seen: i64,
) -> Outcome<(&'a Account, Request)> {
    let me = at_desk(asker)?;
    let request = find(context, reference).await?;
    same_version(&request, seen)?;
    if request.owner != me.id {
        return Err(Failure::Invalid(Problems::one("", "desk-not-yours")));
    }
    Ok((me, request))
}

/// Notes a problem of a text that is missing or too long.
fn check_text(problems: &mut Problems, text: &str, field: &'static str, missing: &'static str) {
    problems.require(!text.trim().is_empty(), field, missing);
    problems.require(text.chars().count() <= TEXT_MAX, field, "form-too-long");
}

/// Records a change of a request. Neither questions nor answers go into the trail.
async fn record(
    tx: &mut Tx,
    actor: impl Into<audit::Actor<'_>>,
    action: &str,
    request: &Request,
    (old, new): (&str, &str),
    reason: &str,
) -> Outcome<()> {
    let change = audit::Change {
        actor: actor.into(),
        action,
        kind: "request",
        id: request.id.as_str(),
        old,
        new,
        reason,
    };
    Ok(audit::append(tx, change).await?)
}

/// Fails when the page from which a change comes had shown an older state of the request.
fn same_version(request: &Request, seen: i64) -> Outcome<()> {
    if request.version == seen { Ok(()) } else { Err(storage::StoreError::Stale.into()) }
}

/// Fails when a new owner has left while they were given a request. Comes after the audit row, whose lock lets one
/// transaction after the other through: see [`departure`].
async fn is_still_there(tx: &mut Tx, owner: &AccountId) -> Outcome<()> {
    if storage::accounts::is_active_with(tx, owner, OWNERS).await? { Ok(()) } else { Err(Failure::Conflict) }
}
