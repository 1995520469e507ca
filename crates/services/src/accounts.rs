//! Accounts: sign-in, made by command, found for a session.

use crate::changed_fields::changed_fields;
use crate::client::Client;
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use crate::password_check::{self, Match};
use crate::{passwords, sign_in_guard};
use domain::account::{self, Account, Role, Token};
use domain::id::{AccountId, TokenId, VisitorId};
use domain::locale::{LanguageTag, Preferences, Zone};
use domain::slug::Slug;
use domain::time::Moment;
use storage::{Tx, audit};

/// The account whose email and password these are.
///
/// # Errors
/// [`Failure::Invalid`] with the same problem for an unknown email, a wrong password and a disabled account;
/// [`Failure::Throttled`] after too many tries (`sign_in_guard`), whether the email is known or not.
pub async fn check_password(
    context: &Context,
    client: &Client,
    email: &str,
    password: &str,
) -> Outcome<AccountId> {
    let email = account::normal_email(email);
    let found = storage::accounts::find_by_email(&context.store, &email).await?;
    let (account, hash) = match found {
        Some((account, hash)) => (Some(account), hash),
        None => (None, None),
    };
    let id = account.as_ref().map(|account| &account.id);
    let counted = sign_in_guard::begin(context, client, &email, id).await?;
    let found = password_check::compare(password, hash).await?;
    match account {
        Some(account) if found != Match::No && account.disabled_at.is_none() => {
            if found == Match::Outdated {
                hash_again(context, &account.id, password).await?;
            }
            counted.succeeded(context).await?;
            Ok(account.id)
        }
        _ => {
            counted.failed(context).await?;
            Err(Failure::Invalid(Problems::one("email", "sign-in-wrong")))
        }
    }
}

/// Replaces a hash that was made before passwords were normalised.
async fn hash_again(context: &Context, id: &AccountId, password: &str) -> Outcome<()> {
    let hash = passwords::hash(password.to_owned()).await?;
    let mut tx = context.store.begin().await?;
    storage::accounts::set_password(&mut tx, id, &hash).await?;
    Ok(tx.commit().await?)
}

/// What is needed for a new account.
#[derive(Clone, Default)]
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
pub async fn add(context: &Context, actor: audit::Actor<'_>, new: NewAccount) -> Outcome<Account> {
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
        preferences: Preferences::default(),
        consented_at: None,
        consent_asked_at: None,
        created_at: now,
        version: 1,
    };
    let password = match new.password {
        Some(password) => Some(passwords::hash(password).await?),
        None => None,
    };
    let mut tx = context.store.begin().await?;
    insert(&mut tx, actor, &account, password.as_deref(), new.is_demo).await?;
    tx.commit().await?;
    Ok(account)
}

/// Puts a new account into the database and the audit trail; `password` is its hash.
///
/// # Errors
/// [`Failure::Conflict`] when the email address is taken.
pub(super) async fn insert(
    tx: &mut Tx,
    actor: audit::Actor<'_>,
    account: &Account,
    password: Option<&str>,
    is_demo: bool,
) -> Outcome<()> {
    storage::accounts::insert(tx, account, password, is_demo).await?;
    let change = audit::Change {
        actor,
        action: "account.add",
        kind: "account",
        id: account.id.as_str(),
        old: "",
        new: &roles_text(account),
        reason: "",
    };
    Ok(audit::append(tx, change).await?)
}

fn roles_text(account: &Account) -> String {
    account.roles.iter().map(|role| role.slug()).collect::<Vec<_>>().join(" ")
}

/// A new personal API token for the account with this email address; shown once, stored as a hash.
///
/// # Errors
/// [`Failure::NotFound`] when there is no account with this email address.
pub async fn add_token(context: &Context, email: &str) -> Outcome<String> {
    let email = account::normal_email(email);
    let (account, _) =
        storage::accounts::find_by_email(&context.store, &email).await?.ok_or(Failure::NotFound)?;
    new_token(context, audit::Actor::Portal, &account.id, "materia user token").await
}

/// A new personal API token; its secret is shown once.
pub(super) async fn new_token(
    context: &Context,
    actor: audit::Actor<'_>,
    account: &AccountId,
    name: &str,
) -> Outcome<String> {
    let secret = format!("mat_{}", secret());
    let token = Token { id: TokenId::new(), name: name.to_owned(), created_at: Moment::now() };
    let mut tx = context.store.begin().await?;
    storage::tokens::insert(&mut tx, &token, &secret, account).await?;
    let change = audit::Change {
        actor,
        action: "account.token-add",
        kind: "account",
        id: account.as_str(),
        old: "",
        new: token.id.as_str(),
        reason: "",
    };
    audit::append(&mut tx, change).await?;
    tx.commit().await?;
    Ok(secret)
}

/// Revokes every personal API token of an account, with a row of the audit trail for each.
pub(super) async fn revoke_tokens(tx: &mut Tx, actor: audit::Actor<'_>, account: &AccountId) -> Outcome<()> {
    for token in storage::tokens::revoke_all(tx, account, Moment::now()).await? {
        let change = audit::Change {
            actor,
            action: "account.token-revoke",
            kind: "account",
            id: account.as_str(),
            old: token.as_str(),
            new: "",
            reason: "",
        };
        audit::append(tx, change).await?;
    }
    Ok(())
}

/// Whose personal API token this is.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a token that is unknown or revoked.
pub async fn of_token(context: &Context, secret: &str) -> Outcome<AccountId> {
    storage::tokens::account_of(&context.store, secret).await?.ok_or(Failure::SignInNeeded)
}

/// The account of this id with its number for engagement signals, unless it is disabled.
pub async fn active(context: &Context, id: &AccountId) -> Outcome<Option<(Account, Option<VisitorId>)>> {
    Ok(storage::accounts::find_active(&context.store, id).await?)
}

/// Something that nobody can guess: 244 random bits, in letters and digits.
pub(super) fn secret() -> String {
    format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple())
}

/// Writes a changed account and records what changed, old and new, in the audit trail.
///
/// # Errors
/// [`Failure::Conflict`] when somebody else changed it in the meantime.
pub(super) async fn save(
    tx: &mut Tx,
    actor: audit::Actor<'_>,
    action: &str,
    (old, new): (&Account, &Account),
    reason: &str,
) -> Outcome<()> {
    storage::accounts::update(tx, new).await?;
    let (before, after) = difference(old, new);
    let change = audit::Change {
        actor,
        action,
        kind: "account",
        id: new.id.as_str(),
        old: &before,
        new: &after,
        reason,
    };
    Ok(audit::append(tx, change).await?)
}

/// The fields in which two states of an account differ, before and after, as JSON.
fn difference(old: &Account, new: &Account) -> (String, String) {
    let said = |condition: bool| if condition { "yes" } else { "no" }.to_owned();
    let fields = |account: &Account| {
        [
            ("name", account.name.clone()),
            ("roles", roles_text(account)),
            ("profession", account.profession.clone()),
            ("specialty", account.specialty.clone()),
            ("country", account.country.clone()),
            ("institution", account.institution.clone()),
            ("npi", account.npi.clone().unwrap_or_default()),
            ("verified", said(account.verified_at.is_some())),
            ("disabled", said(account.disabled_at.is_some())),
            ("language", account.preferences.language.as_ref().map_or("", LanguageTag::as_str).to_owned()),
            ("zone", account.preferences.zone.as_ref().map_or("", Zone::name).to_owned()),
            ("consent", said(account.consented_at.is_some())),
        ]
    };
    changed_fields(fields(old), fields(new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trail_holds_the_fields_that_changed_and_no_others() {
        let old = Account {
            id: AccountId::new(),
            email: "a@demo.example".into(),
            name: "A".into(),
            roles: vec![Role::Hcp],
            profession: String::new(),
            specialty: String::new(),
            country: "GB".into(),
            institution: String::new(),
            npi: None,
            verified_at: None,
            disabled_at: None,
            preferences: Preferences::default(),
            consented_at: None,
            consent_asked_at: None,
            created_at: Moment(0),
            version: 1,
        };
        let new = Account { roles: vec![Role::Hcp, Role::Editor], ..old.clone() };
        let (before, after) = difference(&old, &new);
        assert_eq!(before, r#"{"roles":"hcp"}"#);
        assert_eq!(after, r#"{"roles":"hcp editor"}"#);
    }
}
