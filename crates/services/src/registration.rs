//! Registration: asked for on a page, finished from a mail, so that nobody learns who has an account here.
//!
//! The page answers the same for a known and an unknown email address; the mail tells its owner which it was. The
//! account is made when the link is followed by somebody who proves that they wrote the registration: from the same
//! browser (its ticket), or with the password. Otherwise whoever registers somebody else's address would know the
//! password of the account that its owner opens.

use crate::client::Client;
use crate::config::MailTo;
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use crate::password_check::Match;
use crate::{accounts, password_check, password_rules, passwords, pending_forms, profiles};
use domain::account::{self, Account, Profile, Role};
use domain::id::AccountId;
use domain::locale::Preferences;
use domain::time::{DAY, Moment};
use serde::{Deserialize, Serialize};
use storage::links::{Link, Purpose};
use storage::{Tx, audit};

/// How long a link lasts.
const LASTS: i64 = DAY;
/// Registrations of one email address from one place in [`MAIL_WINDOW`].
const MOST_OF_ONE: i64 = 5;
/// Mails to one email address in [`MAIL_WINDOW`], whoever asks for them: it may be a stranger's.
const MAILS_TO_ONE: i64 = 10;
/// A day: the window in which mails are counted.
const MAIL_WINDOW: i64 = DAY;
/// Registrations from one place in [`WINDOW`]: each costs a password hash and a mail to somebody.
const MOST_FROM_PLACE: i64 = 20;
/// The same where places cannot be told apart.
const MOST_FROM_SOMEWHERE: i64 = 300;
/// Passwords tried on one link in [`WINDOW`].
const MOST_TRIES: i64 = 10;
/// 15 minutes.
const WINDOW: i64 = 15 * 60_000;

/// A registration form.
#[derive(Clone, Default)]
pub struct Registration {
    pub email: String,
    pub password: String,
    pub profile: Profile,
    /// What the browser has chosen before: the new account keeps it, and the mail follows it.
    pub preferences: Preferences,
    /// Where they were going.
    pub next: String,
    /// The secrets of the forms that their browser keeps.
    pub kept: Vec<String>,
}

/// What the page learns of a registration.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Proves later that it is the same browser.
    pub ticket: String,
    /// The link's secret, in a demonstration whose mails go to a folder; none for an address that is taken.
    pub demo_secret: Option<String>,
}

/// A registration that waits for its link to be followed.
#[derive(Clone, Serialize, Deserialize)]
struct Pending {
    email: String,
    /// argon2id.
    password: String,
    profile: Profile,
    #[serde(default)]
    preferences: Preferences,
    next: String,
    /// What they had typed before, sealed under the link's secret: the link may be opened in another browser.
    kept: Option<String>,
    ticket: String,
}

/// A registration as its link shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingRegistration {
    pub name: String,
    pub email: String,
    /// Whether the browser showed its ticket; else the password is needed.
    pub is_same_browser: bool,
}

/// A finished registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    pub account: AccountId,
    pub next: String,
    /// What they had typed before.
    pub kept: Option<pending_forms::Form>,
}

/// Accepts a registration and sends the mail that finishes it, or one that names the existing account.
///
/// # Errors
/// [`Failure::Invalid`] for what can be seen without knowing who has an account; [`Failure::Throttled`].
pub async fn ask(context: &Context, client: &Client, registration: Registration) -> Outcome<Receipt> {
    let email = account::normal_email(&registration.email);
    let profile = profiles::tidy(registration.profile);
    let mut problems = Problems::new();
    problems.require(account::looks_like_email(&email), "email", "email-wrong");
    profiles::check(&context.vocabulary(), &profile, true, &mut problems);
    password_rules::check(&registration.password, &email, &profile.name, &mut problems);
    problems.or(())?;
    throttle_mails(context, client, &email).await?;

    let now = Moment::now();
    let (ticket, secret) = (accounts::secret(), accounts::secret());
    // Hashed for a known address too: it takes time that could be measured.
    let password = passwords::hash(registration.password).await?;
    let owner = storage::accounts::find_by_email(&context.store, &email).await?.map(|(account, _)| account);
    let is_taken = owner.is_some();
    let kept = pending_forms::newest_of_nobody(context, &registration.kept).await?;
    let kept = kept.map(|form| pending_forms::sealed_for_link(&secret, &form)).transpose()?;
    let pending = Pending {
        email,
        password,
        profile,
        preferences: registration.preferences,
        next: registration.next,
        kept,
        ticket: ticket.clone(),
    };
    let mut tx = context.store.begin().await?;
    match &owner {
        Some(owner) => tell_of_account(context, &mut tx, owner, now).await?,
        None => send_link(context, &mut tx, &pending, &secret, now).await?,
    }
    tx.commit().await?;
    let shows_mails = context.config.is_demo && context.config.mail == MailTo::Folder;
    Ok(Receipt { ticket, demo_secret: (shows_mails && !is_taken).then_some(secret) })
}

/// Nobody's mailbox is filled by whoever registers, from one place or from many.
async fn throttle_mails(context: &Context, client: &Client, email: &str) -> Outcome<()> {
    let place = client.place();
    let most = if client.address.is_some() { MOST_FROM_PLACE } else { MOST_FROM_SOMEWHERE };
    throttle(context, &format!("register from {place}"), most, WINDOW).await?;
    throttle(context, &format!("register {email} from {place}"), MOST_OF_ONE, MAIL_WINDOW).await?;
    throttle(context, &format!("register {email}"), MAILS_TO_ONE, MAIL_WINDOW).await
}

async fn throttle(context: &Context, key: &str, most: i64, window: i64) -> Outcome<()> {
    let tries = storage::throttles::count_try(&context.store, key, Moment::now(), window).await?;
    if tries > most { Err(Failure::Throttled) } else { Ok(()) }
}

async fn send_link(
    context: &Context,
    tx: &mut Tx,
    pending: &Pending,
    secret: &str,
    now: Moment,
) -> Outcome<()> {
    let data = serde_json::to_string(pending)?;
    let link = Link { purpose: Purpose::Register, account: None, data };
    storage::links::insert(tx, secret, &link, now.plus(LASTS)).await?;
    let address = format!("{}/register/{secret}", context.config.base_url);
    let locale = context.locale(&pending.preferences);
    let subject = locale.get("mail-register-subject");
    let body = locale.with("mail-register-body", &[("link", address.into())]);
    Ok(storage::outbox::put(tx, &pending.email, subject, &body, now).await?)
}

async fn tell_of_account(context: &Context, tx: &mut Tx, owner: &Account, now: Moment) -> Outcome<()> {
    let base = &context.config.base_url;
    let links =
        [("sign-in", format!("{base}/sign-in").into()), ("reset", format!("{base}/reset-password").into())];
    let locale = context.locale_of(owner);
    let subject = locale.get("mail-registered-subject");
    let body = locale.with("mail-registered-body", &links);
    Ok(storage::outbox::put(tx, &owner.email, subject, &body, now).await?)
}

/// The registration that a link would finish; none when the link is used up, out of date or wrong.
pub async fn pending(
    context: &Context,
    secret: &str,
    ticket: Option<&str>,
) -> Outcome<Option<PendingRegistration>> {
    let Some(pending) = find_pending(context, secret).await? else { return Ok(None) };
    let is_same_browser = ticket == Some(pending.ticket.as_str());
    Ok(Some(PendingRegistration { name: pending.profile.name, email: pending.email, is_same_browser }))
}

async fn find_pending(context: &Context, secret: &str) -> Outcome<Option<Pending>> {
    let link = storage::links::find(&context.store, secret, Purpose::Register, Moment::now()).await?;
    Ok(link.map(|link| serde_json::from_str(&link.data)).transpose()?)
}

/// Makes the account of a registration.
///
/// # Errors
/// [`Failure::NotFound`] for a link that is over; [`Failure::Invalid`] for a wrong password;
/// [`Failure::Throttled`] after too many of these.
pub async fn finish(
    context: &Context,
    secret: &str,
    ticket: Option<&str>,
    password: &str,
) -> Outcome<Finished> {
    let pending = find_pending(context, secret).await?.ok_or(Failure::NotFound)?;
    if ticket != Some(pending.ticket.as_str()) {
        throttle(context, &format!("register-link {secret}"), MOST_TRIES, WINDOW).await?;
        if password_check::compare(password, Some(pending.password.clone())).await? == Match::No {
            return Err(Failure::Invalid(Problems::one("password", "register-password-wrong")));
        }
    }
    let now = Moment::now();
    let account = account_of(&pending, now);
    let mut tx = context.store.begin().await?;
    storage::links::take(&mut tx, secret, Purpose::Register, now).await?.ok_or(Failure::NotFound)?;
    let actor = audit::Actor::Account(account.id.as_str());
    match accounts::insert(&mut tx, actor, &account, Some(&pending.password), false).await {
        Ok(()) => tx.commit().await?,
        // Registered twice, and finished from the other mail already.
        Err(Failure::Conflict) => return Err(Failure::NotFound),
        Err(other) => return Err(other),
    }
    let kept = pending.kept.and_then(|sealed| pending_forms::opened_of_link(secret, &sealed));
    Ok(Finished { account: account.id, next: pending.next, kept })
}

fn account_of(pending: &Pending, now: Moment) -> Account {
    Account {
        id: AccountId::new(),
        email: pending.email.clone(),
        name: String::new(),
        roles: vec![Role::Hcp],
        profession: String::new(),
        specialty: String::new(),
        country: String::new(),
        institution: String::new(),
        npi: None,
        verified_at: None,
        disabled_at: None,
        consented_at: None,
        consent_asked_at: None,
        preferences: pending.preferences.clone(),
        created_at: now,
        version: 1,
    }
    .with_profile(pending.profile.clone())
}
