//! Somebody leaves the desk: their account is disabled, or their role taken away. What they have not answered goes to
//! whom the routing rules say, at once.
//!
//! Rows of requests are locked before the head of the audit trail, as everywhere. Each transaction looks again once it
//! holds that lock: two people who leave at the same moment give nothing to each other, and nobody is given a request
//! while they leave.

use super::{is_still_there, mails, record};
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::routing::{self, Roster};
use domain::account::{ADMINISTRATORS, Account, DESK, OWNERS};
use domain::id::AccountId;
use domain::request::{Request, RequestState};
use domain::routing::Facts;
use domain::time::Moment;
use storage::Tx;

/// A request that has another owner now.
pub(crate) struct HandedOver {
    request: Request,
    from: AccountId,
    to: Account,
}

/// Whether somebody can answer requests.
pub(super) fn can_answer(account: &Account) -> bool {
    account.disabled_at.is_none() && account.has_any(DESK)
}

/// Whether a change of an account ends somebody's owning of requests. Administrators own what comes in while nobody is
/// at the desk.
pub(crate) fn is_departure(old: &Account, new: &Account) -> bool {
    let administers = |account: &Account| account.disabled_at.is_none() && account.has_any(ADMINISTRATORS);
    (can_answer(old) && !can_answer(new)) || (administers(old) && !administers(new) && !can_answer(new))
}

/// Gives the open requests of whoever leaves to others. The audit rows follow with [`record_all`].
///
/// # Errors
/// [`Failure::NotReady`] where nobody is left who could own them; [`Failure::Conflict`] when one of them was changed at
/// the same moment.
pub(crate) async fn give_away(tx: &mut Tx, leaving: &AccountId) -> Outcome<Vec<HandedOver>> {
    let owned = storage::requests::open_of(tx, leaving).await?;
    let mut handed_over = Vec::with_capacity(owned.len());
    if owned.is_empty() {
        return Ok(handed_over);
    }
    let roster = Roster::without(tx, leaving).await?;
    let now = Moment::now();
    for one in owned {
        let mut request = one.request;
        let facts = Facts {
            product: request.product.clone(),
            area: request.area.clone(),
            specialty: one.asker_specialty,
            country: one.asker_country,
        };
        let to = roster.owner_for(&facts)?.clone();
        request.give_to(&to.id, now);
        // Whoever has it now has not taken it up.
        request.state = RequestState::Received;
        storage::requests::update(tx, &request).await?;
        handed_over.push(HandedOver { request, from: leaving.clone(), to });
    }
    Ok(handed_over)
}

/// Mails to both sides.
pub(crate) async fn tell(context: &Context, tx: &mut Tx, handed_over: &[HandedOver]) -> Outcome<()> {
    for HandedOver { request, to, .. } in handed_over {
        let asker =
            storage::accounts::find(&context.store, &request.asker).await?.ok_or(Failure::NotFound)?;
        mails::on_your_desk(context, tx, to, request).await?;
        mails::to_asker(context, tx, &asker, request, mails::News::NewOwner).await?;
    }
    Ok(())
}

/// The audit rows; and the second look, now that nobody else changes an owner.
///
/// # Errors
/// [`Failure::Conflict`] when whoever leaves was given another request meanwhile, or a new owner has left as well.
pub(crate) async fn record_all(
    tx: &mut Tx,
    actor: storage::audit::Actor<'_>,
    leaving: &AccountId,
    handed_over: &[HandedOver],
) -> Outcome<()> {
    for HandedOver { request, from, to } in handed_over {
        let owners = (from.as_str(), to.id.as_str());
        record(tx, actor, "request.hand-over", request, owners, "").await?;
        is_still_there(tx, &to.id).await?;
    }
    if storage::requests::open_of(tx, leaving).await?.is_empty() { Ok(()) } else { Err(Failure::Conflict) }
}

/// Hands over what is owned by people who left before this version of the portal did so at once.
///
/// # Errors
/// [`Failure::NotReady`] where nobody is left who could own them.
pub async fn hand_over_of_departed(context: &Context) -> Outcome<()> {
    for owner in storage::requests::owners_of_open(&context.store).await? {
        let account = storage::accounts::find(&context.store, &owner).await?;
        let is_there =
            account.is_some_and(|account| account.disabled_at.is_none() && account.has_any(OWNERS));
        if !is_there {
            let mut tx = context.store.begin().await?;
            let handed_over = give_away(&mut tx, &owner).await?;
            tell(context, &mut tx, &handed_over).await?;
            record_all(&mut tx, storage::audit::Actor::Portal, &owner, &handed_over).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// Who answers a request now: its owner, or whom the routing rules say where they have left.
pub(super) async fn present_owner(context: &Context, asker: &Account, request: &Request) -> Outcome<Account> {
    let owner = storage::accounts::find(&context.store, &request.owner).await?;
    if let Some(owner) = owner.filter(can_answer) {
        return Ok(owner);
    }
    let facts = Facts {
        product: request.product.clone(),
        area: request.area.clone(),
        specialty: asker.specialty.clone(),
        country: asker.country.clone(),
    };
    routing::owner_for(context, &facts).await
}
