//! Closing a request, and taking that back.

use super::departure::can_answer;
use super::{at_desk, find, find_mine, is_still_there, mails, record, same_version};
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use domain::asker::Asker;
use domain::request::{CloseReason, RequestState};
use domain::slug::Slug;
use domain::time::Moment;

/// Closes a request whose safety question is answered. Where the asker waits for an answer, it takes a reason, which
/// they are told.
///
/// # Errors
/// [`Failure::Invalid`] with a problem of `safety` where it is not, and of `close-reason` where there is none;
/// [`Failure::Conflict`] when it changed in the meantime or is closed already.
pub async fn close(
    context: &Context,
    asker: &Asker,
    reference: &str,
    seen: i64,
    reason: Option<CloseReason>,
) -> Outcome<()> {
    let (me, mut request) = find_mine(context, asker, reference, seen).await?;
    if request.state == RequestState::Closed {
        return Err(Failure::Conflict);
    }
    let is_owed = request.state.is_open();
    let mut problems = Problems::new();
    problems.require(request.safety.is_some(), "safety", "desk-safety-first");
    problems.require(reason.is_some() || !is_owed, "close-reason", "desk-close-reason-missing");
    problems.or(())?;
    let hcp = storage::accounts::find(&context.store, &request.asker).await?.ok_or(Failure::NotFound)?;
    let old = request.state;
    request.close(Moment::now(), reason);
    let mut tx = context.store.begin().await?;
    storage::requests::update(&mut tx, &request).await?;
    if is_owed {
        mails::to_asker(context, &mut tx, &hcp, &request, mails::News::Closed).await?;
    }
    let reason = request.close_reason.map_or("", CloseReason::slug);
    record(&mut tx, me, "request.close", &request, (old.slug(), "closed"), reason).await?;
    Ok(tx.commit().await?)
}

/// Opens a closed request again, as it was. For anybody at the desk; an asker who was told that it is closed learns that
/// it is not.
///
/// # Errors
/// [`Failure::Conflict`] when it changed in the meantime or is not closed.
pub async fn reopen(context: &Context, asker: &Asker, reference: &str, seen: i64) -> Outcome<()> {
    let me = at_desk(asker)?;
    let mut request = find(context, reference).await?;
    same_version(&request, seen)?;
    if request.state != RequestState::Closed {
        return Err(Failure::Conflict);
    }
    let hcp = storage::accounts::find(&context.store, &request.asker).await?.ok_or(Failure::NotFound)?;
    let owner = storage::accounts::find(&context.store, &request.owner).await?;
    if !owner.is_some_and(|owner| can_answer(&owner)) {
        request.give_to(&me.id, Moment::now());
    }
    request.reopen();
    let mut tx = context.store.begin().await?;
    storage::requests::update(&mut tx, &request).await?;
    if request.state.is_open() {
        mails::to_asker(context, &mut tx, &hcp, &request, mails::News::Reopened).await?;
    }
    record(&mut tx, me, "request.reopen", &request, ("closed", request.state.slug()), "").await?;
    is_still_there(&mut tx, &request.owner).await?;
    Ok(tx.commit().await?)
}
