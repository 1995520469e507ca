//! Links in mails that set a password: for whoever forgot it, and for whoever was invited.

use crate::client::Client;
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use crate::{accounts, password_rules, passwords, sign_in_guard};
use domain::account::{self, Account};
use domain::id::AccountId;
use domain::time::{DAY, Moment};
use storage::links::{Link, Purpose};
use storage::{Tx, audit};

/// How long a link for a forgotten password lasts: an hour.
const FORGOTTEN_LASTS: i64 = 60 * 60_000;
/// How long an invitation lasts.
const INVITATION_LASTS: i64 = 7 * DAY;
/// An hour: the window in which links are counted.
const WINDOW: i64 = 60 * 60_000;
/// Mails to one person that were asked for from one place, or in one browser that they know, in [`WINDOW`].
const MAILS_OF_ONE: i64 = 3;
/// Mails to one person in [`WINDOW`], from wherever they are not known.
const MAILS_FOR_ACCOUNT: i64 = 12;
/// Links asked for from one place in [`WINDOW`].
const MOST_FROM_PLACE: i64 = 60;

/// Sends a link to an email address, if somebody who may act has it and has not had too many. Takes the same way for
/// any other.
///
/// # Errors
/// [`Failure::Invalid`] for what cannot be an address; [`Failure::Throttled`] after far too many from one place.
pub async fn ask(context: &Context, client: &Client, email: &str) -> Outcome<()> {
    let email = account::normal_email(email);
    if !account::looks_like_email(&email) {
        return Err(Failure::Invalid(Problems::one("email", "email-wrong")));
    }
    let now = Moment::now();
    let from_place = format!("reset from {}", client.place());
    let tries = storage::throttles::count_try(&context.store, &from_place, now, WINDOW).await?;
    if tries > MOST_FROM_PLACE && client.address.is_some() {
        return Err(Failure::Throttled);
    }
    let found = storage::accounts::find_by_email(&context.store, &email).await?;
    let active = found.map(|(account, _)| account).filter(|account| account.disabled_at.is_none());
    let id = active.as_ref().map(|account| &account.id);
    if !may_be_mailed(context, client, &email, id, now).await? {
        return Ok(());
    }
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

/// Whether another mail may go to this address. Counted for unknown addresses too, which are answered the same.
async fn may_be_mailed(
    context: &Context,
    client: &Client,
    email: &str,
    account: Option<&AccountId>,
    now: Moment,
) -> Outcome<bool> {
    let known = client.number_for(account);
    let own = known.map_or_else(|| format!("from {}", client.place()), |number| format!("in {number}"));
    let count = async |key: String| storage::throttles::count_try(&context.store, &key, now, WINDOW).await;
    if count(format!("reset {email} {own}")).await? > MAILS_OF_ONE {
        return Ok(false);
    }
    Ok(known.is_some() || count(format!("reset {email}")).await? <= MAILS_FOR_ACCOUNT)
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
pub async fn set(context: &Context, client: &Client, secret: &str, password: &str) -> Outcome<AccountId> {
    let account = owner(context, secret).await?.ok_or(Failure::NotFound)?;
    let mut problems = Problems::new();
    password_rules::check(password, &account.email, &account.name, &mut problems);
    problems.or(())?;
    let hash = passwords::hash(password.to_owned()).await?;
    let mut tx = context.store.begin().await?;
    storage::links::take(&mut tx, secret, Purpose::Password, Moment::now())
        .await?
        .ok_or(Failure::NotFound)?;
    replace(context, &mut tx, &account, &hash).await?;
    tx.commit().await?;
    sign_in_guard::forget(context, client, &account.email).await?;
    Ok(account.id)
}

/// Writes a new password, ends what the old one opened, tells the person and the audit trail.
pub(super) async fn replace(context: &Context, tx: &mut Tx, account: &Account, hash: &str) -> Outcome<()> {
    storage::accounts::set_password(tx, &account.id, hash).await?;
    storage::sessions::delete_of(tx, &account.id).await?;
    storage::links::delete_of(tx, &account.id).await?;
    accounts::revoke_tokens(tx, audit::Actor::from(account), &account.id).await?;
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
