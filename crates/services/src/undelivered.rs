//! Mails that could not be delivered, for administrators: sent again or given up.

use crate::context::Context;
use crate::failure::{Failure, Outcome};
use domain::account::ADMINISTRATORS;
use domain::asker::Asker;
use domain::time::Moment;
use storage::{audit, outbox};

pub use storage::outbox::{DeliveryFailure, Reason, Undelivered};

/// Most mails on the page; the next follow when these are decided.
pub const MOST_SHOWN: i64 = 100;

/// What an administrator decides about an undelivered mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Try again from now on, as if it were new.
    SendAgain,
    /// Delete it.
    GiveUp,
}

/// The latest undelivered mails, and how many there are in all.
///
/// # Errors
/// [`Failure::NotFound`] for anybody but an administrator.
pub async fn list(context: &Context, asker: &Asker) -> Outcome<(Vec<Undelivered>, i64)> {
    administrator(asker)?;
    let mails = outbox::undelivered(&context.store, MOST_SHOWN).await?;
    Ok((mails, outbox::count_undelivered(&context.store).await?))
}

/// Carries out a decision.
///
/// # Errors
/// [`Failure::NotFound`] for anybody but an administrator; [`Failure::Conflict`] when somebody else has decided.
pub async fn decide(context: &Context, asker: &Asker, id: &str, decision: Decision) -> Outcome<()> {
    administrator(asker)?;
    let mut tx = context.store.begin().await?;
    let action = match decision {
        Decision::SendAgain => {
            outbox::send_again(&mut tx, id, Moment::now()).await?;
            "mail.send-again"
        }
        Decision::GiveUp => {
            outbox::give_up(&mut tx, id).await?;
            "mail.give-up"
        }
    };
    // Neither recipient nor subject: the trail outlives them.
    let change =
        audit::Change { actor: asker.into(), action, kind: "mail", id, old: "", new: "", reason: "" };
    audit::append(&mut tx, change).await?;
    Ok(tx.commit().await?)
}

fn administrator(asker: &Asker) -> Outcome<()> {
    if asker.has_any(ADMINISTRATORS) { Ok(()) } else { Err(Failure::NotFound) }
}
