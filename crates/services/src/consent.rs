//! Consent to engagement signals: given or withdrawn, by a person or by a visitor without a sign-in.

use crate::context::Context;
use crate::failure::Outcome;
use crate::{accounts, engagement};
use domain::account::Account;
use domain::id::VisitorId;
use domain::time::Moment;
use storage::audit;

/// A new random number: it reveals neither whose it is nor when it was drawn.
fn random_number() -> VisitorId {
    VisitorId::from(uuid::Uuid::new_v4().simple().to_string())
}

/// A visitor's answer; returns their number from now on, if they consent. Withdrawing deletes what was stored under
/// `old`.
pub async fn of_visitor(
    context: &Context,
    old: Option<&VisitorId>,
    is_given: bool,
) -> Outcome<Option<VisitorId>> {
    if is_given {
        return Ok(Some(old.cloned().unwrap_or_else(random_number)));
    }
    if let Some(number) = old {
        engagement::forget(context, number).await?;
    }
    Ok(None)
}

/// A person's answer. Withdrawing deletes what was stored under `old` and their search history, and forgets
/// the number, so that consent given again starts under another.
///
/// # Errors
/// [`crate::failure::Failure::Conflict`] when the account was changed in the meantime.
pub async fn of_person(
    context: &Context,
    account: &Account,
    old: Option<&VisitorId>,
    is_given: bool,
) -> Outcome<()> {
    // First: once the number is forgotten nobody could find what is stored under it.
    if let (false, Some(number)) = (is_given, old) {
        engagement::forget(context, number).await?;
    }
    let now = Moment::now();
    let mut new = account.clone();
    new.consent_asked_at = Some(now);
    new.consented_at = is_given.then(|| account.consented_at.unwrap_or(now));
    let number = is_given.then(|| old.cloned().unwrap_or_else(random_number));
    let mut tx = context.store.begin().await?;
    storage::accounts::set_visitor(&mut tx, &account.id, number.as_ref()).await?;
    accounts::save(&mut tx, audit::Actor::from(account), "account.consent", (account, &new), "").await?;
    if !is_given {
        // After the account was written: a search that is being noted has either arrived or sees the withdrawal.
        storage::saved::history::clear(&mut tx, &account.id).await?;
    }
    Ok(tx.commit().await?)
}
