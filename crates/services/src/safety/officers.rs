//! Who looks after safety reports.

use crate::context::Context;
use crate::failure::{Failure, Outcome};
use domain::account::{ADMINISTRATORS, Account, SAFETY_OFFICERS};
use domain::asker::Asker;

/// The safety officers; while there are none, the administrators, so that no report lies unseen.
pub(super) async fn recipients(context: &Context) -> Outcome<Vec<Account>> {
    for role in SAFETY_OFFICERS.iter().chain(ADMINISTRATORS).copied() {
        let mut people = storage::accounts::list(&context.store, Some(role), false).await?;
        people.retain(|person| person.disabled_at.is_none());
        if !people.is_empty() {
            return Ok(people);
        }
    }
    Ok(Vec::new())
}

/// Who is mailed about a safety report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipients {
    SafetyOfficers,
    /// There is no safety officer.
    Administrators,
    /// There is neither a safety officer nor an administrator.
    Nobody,
}

/// Who is mailed about a report that comes now: what may be promised to its sender.
pub async fn recipients_now(context: &Context) -> Outcome<Recipients> {
    Ok(match recipients(context).await?.first() {
        Some(person) if person.has_any(SAFETY_OFFICERS) => Recipients::SafetyOfficers,
        Some(_) => Recipients::Administrators,
        None => Recipients::Nobody,
    })
}

/// The asker, if they are a safety officer.
///
/// # Errors
/// [`Failure::NotFound`] for whoever is not.
pub(super) fn officer(asker: &Asker) -> Outcome<&Account> {
    let account = asker.account.as_ref().ok_or(Failure::SignInNeeded)?;
    if account.has_any(SAFETY_OFFICERS) { Ok(account) } else { Err(Failure::NotFound) }
}
