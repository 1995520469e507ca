//! What readers keep for themselves: a reading list, searches with mails about what is new, the searches they made.
//!
//! It is its owner's alone. The audit trail, which is never erased, records that they changed something and how often
//! a digest comes; never which item, search or words it was.

pub mod digests;
pub mod history;
pub mod list;
pub mod searches;

use crate::failure::Outcome;
use domain::account::Account;
use domain::id::AccountId;
use storage::{Tx, audit};

/// Records in the trail that a person changed what they keep; `old` and `new` are for frequencies alone.
async fn audited(tx: &mut Tx, account: &Account, action: &str, (old, new): (&str, &str)) -> Outcome<()> {
    record(tx, audit::Actor::from(account), &account.id, action, (old, new)).await
}

async fn record(
    tx: &mut Tx,
    actor: audit::Actor<'_>,
    account: &AccountId,
    action: &str,
    (old, new): (&str, &str),
) -> Outcome<()> {
    let change = audit::Change { actor, action, kind: "account", id: account.as_str(), old, new, reason: "" };
    Ok(audit::append(tx, change).await?)
}
