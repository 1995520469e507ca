//! Accounts: sign-in, made by command, found for a session.

use crate::domain::account::{self, Account, Role};
use crate::domain::id::AccountId;
use crate::domain::time::Moment;
use crate::error::{Failure, Outcome, Problems};
use crate::services::passwords;
use crate::state::State;
use crate::storage::{self, audit};

/// Tries in [`WINDOW`] before sign-in has to wait.
const MOST_TRIES: i64 = 10;
/// The window in which tries are counted: 15 minutes.
const WINDOW: i64 = 15 * 60_000;

/// The account whose email and password these are.
///
/// # Errors
/// [`Failure::Invalid`] with the same problem for an unknown email, a wrong password and a disabled account;
/// [`Failure::Throttled`] after too many tries for one email address, known or not.
pub async fn check_password(state: &State, email: &str, password: &str) -> Outcome<AccountId> {
    let email = account::normal_email(email);
    let key = format!("sign-in {email}");
    let tries = storage::throttles::count_try(&state.store, &key, Moment::now(), WINDOW).await?;
    if tries > MOST_TRIES {
        return Err(Failure::Throttled);
    }
    let found = storage::accounts::find_by_email(&state.store, &email).await?;
    let (account, hash) = match found {
        Some((account, hash)) => (Some(account), hash),
        None => (None, None),
    };
    let fits = passwords::fits(password.to_owned(), hash).await?;
    match account {
        Some(account) if fits && account.disabled_at.is_none() => {
            storage::throttles::forget(&state.store, &key).await?;
            Ok(account.id)
        }
        _ => Err(Failure::Invalid(Problems::one("email", "sign-in-wrong"))),
    }
}

/// What is needed for a new account.
#[derive(Debug, Clone, Default)]
pub struct NewAccount {
    pub email: String,
    pub name: String,
    pub password: Option<String>,
    pub roles: Vec<Role>,
    pub profession: String,
    pub specialty: String,
    pub country: String,
    pub institution: String,
    pub npi: Option<String>,
    pub is_verified: bool,
    pub is_demo: bool,
}

/// Makes an account and records it in the audit trail.
///
/// # Errors
/// [`Failure::Conflict`] when the email address is taken.
pub async fn add(state: &State, actor: audit::Actor<'_>, new: NewAccount) -> Outcome<Account> {
    let now = Moment::now();
    let account = Account {
        id: AccountId::new(),
        email: account::normal_email(&new.email),
        name: new.name.trim().to_owned(),
        roles: new.roles,
        profession: new.profession,
        specialty: new.specialty,
        country: new.country,
        institution: new.institution,
        npi: new.npi,
        verified_at: new.is_verified.then_some(now),
        disabled_at: None,
        consented_at: None,
        consent_asked_at: None,
        created_at: now,
        version: 1,
    };
    let password = match new.password {
        Some(password) => Some(passwords::hash(password).await?),
        None => None,
    };
    let roles = account.roles.iter().map(|role| role.slug()).collect::<Vec<_>>().join(" ");
    let mut tx = state.store.begin().await?;
    storage::accounts::insert(&mut tx, &account, password.as_deref(), new.is_demo).await?;
    let change = audit::Change {
        actor,
        action: "account.add",
        kind: "account",
        id: account.id.as_str(),
        old: "",
        new: &roles,
        reason: "",
    };
    audit::append(&mut tx, change).await?;
    tx.commit().await?;
    Ok(account)
}

/// A new personal API token for an account; shown once, stored as a hash.
///
/// # Errors
/// [`Failure::NotFound`] when there is no account with this email address.
pub async fn add_token(state: &State, email: &str) -> Outcome<String> {
    let email = account::normal_email(email);
    let (account, _) =
        storage::accounts::find_by_email(&state.store, &email).await?.ok_or(Failure::NotFound)?;
    let token = format!("mat_{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
    let mut tx = state.store.begin().await?;
    storage::tokens::insert(&mut tx, &token, &account.id, Moment::now()).await?;
    let change = audit::Change {
        actor: audit::Actor::Portal,
        action: "account.token",
        kind: "account",
        id: account.id.as_str(),
        old: "",
        new: "",
        reason: "",
    };
    audit::append(&mut tx, change).await?;
    tx.commit().await?;
    Ok(token)
}
