//! Links in mails that set a password: for whoever forgot it, and for whoever was invited.

use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use crate::{accounts, passwords, profiles};
use domain::account::{self, Account};
use domain::id::AccountId;
use domain::time::{DAY, Moment};
use storage::links::{Link, Purpose};
use storage::{Tx, audit};

/// How long a link for a forgotten password lasts: an hour.
const FORGOTTEN_LASTS: i64 = 60 * 60_000;
/// How long an invitation lasts.
const INVITATION_LASTS: i64 = 7 * DAY;
/// Links asked for one email address in [`WINDOW`].
const MOST_OF_ONE: i64 = 5;
/// Links asked for in all in [`WINDOW`].
const MOST_IN_ALL: i64 = 300;
/// 15 minutes.
const WINDOW: i64 = 15 * 60_000;

/// Sends a link to an email address, if somebody who may act has it. Takes the same way for any other.
///
/// # Errors
/// [`Failure::Invalid`] for what cannot be an address; [`Failure::Throttled`].
pub async fn ask(context: &Context, email: &str) -> Outcome<()> {
    let email = account::normal_email(email);
    if !account::looks_like_email(&email) {
        return Err(Failure::Invalid(Problems::one("email", "email-wrong")));
    }
    let now = Moment::now();
    for (key, most) in [(format!("reset {email}"), MOST_OF_ONE), ("reset".to_owned(), MOST_IN_ALL)] {
        if storage::throttles::count_try(&context.store, &key, now, WINDOW).await? > most {
            return Err(Failure::Throttled);
        }
    }
    let found = storage::accounts::find_by_email(&context.store, &email).await?;
    let active = found.map(|(account, _)| account).filter(|account| account.disabled_at.is_none());
    let secret = accounts::secret();
    let mut tx = context.store.begin().await?;
    // A link that belongs to nobody costs the same time to write, and opens nothing.
    let id = active.as_ref().map(|account| account.id.clone());
    let link = Link { purpose: Purpose::Password, account: id, data: String::new() };
    storage::links::insert(&mut tx, &secret, &link, now.plus(FORGOTTEN_LASTS)).await?;
    if let Some(account) = active {
        mail(context, &mut tx, &account, &secret, "mail-reset").await?;
    }
    Ok(tx.commit().await?)
}

/// Sends an invited person the link with which to choose a password.
pub(super) async fn invite(context: &Context, tx: &mut Tx, account: &Account) -> Outcome<()> {
    let secret = accounts::secret();
    let link = Link { purpose: Purpose::Password, account: Some(account.id.clone()), data: String::new() };
    storage::links::insert(tx, &secret, &link, Moment::now().plus(INVITATION_LASTS)).await?;
    mail(context, tx, account, &secret, "mail-invite").await
}

async fn mail(context: &Context, tx: &mut Tx, account: &Account, secret: &str, key: &str) -> Outcome<()> {
    let address = format!("{}/reset-password/{secret}", context.config.base_url);
    let locale = context.locale_of(account);
    let subject = locale.get(&format!("{key}-subject")).to_owned();
    let body = locale.with(&format!("{key}-body"), &[("link", address.into())]);
    Ok(storage::outbox::put(tx, &account.email, &subject, &body, Moment::now()).await?)
}

/// Whose password a link sets; none when it is used up, out of date or wrong.
pub async fn owner(context: &Context, secret: &str) -> Outcome<Option<Account>> {
    let link = storage::links::find(&context.store, secret, Purpose::Password, Moment::now()).await?;
    let Some(id) = link.and_then(|link| link.account) else { return Ok(None) };
    Ok(storage::accounts::find_active(&context.store, &id).await?.map(|(account, _)| account))
}

/// Sets the password, ends every session of the person and every other link to set it.
///
/// # Errors
/// [`Failure::NotFound`] for a link that is over; [`Failure::Invalid`] for a password that is too weak.
pub async fn set(context: &Context, secret: &str, password: &str) -> Outcome<AccountId> {
    let account = owner(context, secret).await?.ok_or(Failure::NotFound)?;
    let mut problems = Problems::new();
    profiles::check_password(password, &account.email, &mut problems);
    problems.or(())?;
    let hash = passwords::hash(password.to_owned()).await?;
    let mut tx = context.store.begin().await?;
    storage::links::take(&mut tx, secret, Purpose::Password, Moment::now())
        .await?
        .ok_or(Failure::NotFound)?;
    replace(context, &mut tx, &account, &hash).await?;
    tx.commit().await?;
    accounts::forget_tries(context, &account.email).await?;
    Ok(account.id)
}

/// Writes a new password, ends what the old one opened, tells the person and the audit trail.
pub(super) async fn replace(context: &Context, tx: &mut Tx, account: &Account, hash: &str) -> Outcome<()> {
    storage::accounts::set_password(tx, &account.id, hash).await?;
    storage::sessions::delete_of(tx, &account.id).await?;
    storage::links::delete_of(tx, &account.id).await?;
    let change = audit::Change {
        actor: audit::Actor::from(account),
        action: "account.password",
        kind: "account",
        id: account.id.as_str(),
        old: "",
        new: "",
        reason: "",
    };
    audit::append(tx, change).await?;
    let address = format!("{}/reset-password", context.config.base_url);
    let locale = context.locale_of(account);
    let subject = locale.get("mail-password-subject");
    let body = locale.with("mail-password-body", &[("link", address.into())]);
    Ok(storage::outbox::put(tx, &account.email, subject, &body, Moment::now()).await?)
}
