//! What a person does with their own account.

use crate::client::Client;
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use crate::{accounts, password_links, password_rules, passwords, profiles};
use domain::account::{Account, Profile, Role, Token};
use domain::id::TokenId;
use domain::locale::Preferences;
use domain::time::Moment;
use storage::audit;

/// Most characters of a token's name.
const TOKEN_NAME_MAX: usize = 80;

/// Changes the profile. What an HCP was verified by (name, profession, country, NPI) is verified again after a change.
///
/// # Errors
/// [`Failure::Invalid`] with what is wrong; [`Failure::Conflict`] when an administrator changed it in the meantime.
pub async fn change_profile(context: &Context, account: &Account, profile: Profile) -> Outcome<()> {
    let profile = profiles::tidy(profile);
    let mut problems = Problems::new();
    profiles::check(&context.vocabulary(), &profile, account.has(Role::Hcp), &mut problems);
    problems.or(())?;
    let was = account.profile();
    if was == profile {
        return Ok(());
    }
    let proof = |p: &Profile| (p.name.clone(), p.profession.clone(), p.country.clone(), p.npi.clone());
    let mut new = account.clone().with_profile(profile.clone());
    if account.has(Role::Hcp) && proof(&was) != proof(&profile) {
        new.verified_at = None;
    }
    let mut tx = context.store.begin().await?;
    accounts::save(&mut tx, audit::Actor::from(account), "account.profile", (account, &new), "").await?;
    Ok(tx.commit().await?)
}

/// Changes language and time zone.
///
/// # Errors
/// [`Failure::Conflict`] when an administrator changed the account meanwhile.
pub async fn change_preferences(
    context: &Context,
    account: &Account,
    preferences: Preferences,
) -> Outcome<()> {
    if account.preferences == preferences {
        return Ok(());
    }
    let new = Account { preferences, ..account.clone() };
    let mut tx = context.store.begin().await?;
    accounts::save(&mut tx, audit::Actor::from(account), "account.preferences", (account, &new), "").await?;
    Ok(tx.commit().await?)
}

/// Changes the password and ends every session; the caller signs this browser in again.
///
/// # Errors
/// [`Failure::Invalid`] when the present password is wrong or the new one too weak; [`Failure::Throttled`].
pub async fn change_password(
    context: &Context,
    client: &Client,
    account: &Account,
    present: &str,
    new: &str,
) -> Outcome<()> {
    let mut problems = Problems::new();
    password_rules::check(new, &account.email, &account.name, &mut problems);
    problems.or(())?;
    match accounts::check_password(context, client, &account.email, present).await {
        Ok(_) => {}
        Err(Failure::Invalid(_)) => {
            return Err(Failure::Invalid(Problems::one("present", "account-present-wrong")));
        }
        Err(other) => return Err(other),
    }
    let hash = passwords::hash(new.to_owned()).await?;
    let mut tx = context.store.begin().await?;
    password_links::replace(context, &mut tx, account, &hash).await?;
    Ok(tx.commit().await?)
}

/// Ends every session of the person, this one too, and their API tokens.
pub async fn sign_out_everywhere(context: &Context, account: &Account) -> Outcome<()> {
    let mut tx = context.store.begin().await?;
    record_sign_out(&mut tx, account).await?;
    storage::sessions::delete_of(&mut tx, &account.id).await?;
    accounts::revoke_tokens(&mut tx, audit::Actor::from(account), &account.id).await?;
    Ok(tx.commit().await?)
}

/// The person's API tokens that are not revoked, newest first.
pub async fn tokens(context: &Context, account: &Account) -> Outcome<Vec<Token>> {
    Ok(storage::tokens::of(&context.store, &account.id).await?)
}

/// A new API token; its secret is shown once.
///
/// # Errors
/// [`Failure::Invalid`] without a name.
pub async fn add_token(context: &Context, account: &Account, name: &str) -> Outcome<String> {
    let name = name.trim();
    let mut problems = Problems::new();
    problems.require(!name.is_empty(), "token-name", "account-token-nameless");
    problems.require(name.chars().count() <= TOKEN_NAME_MAX, "token-name", "profile-too-long");
    problems.or(())?;
    accounts::new_token(context, audit::Actor::from(account), &account.id, name).await
}

/// Revokes a token at once.
///
/// # Errors
/// [`Failure::NotFound`] when the person has no such token.
pub async fn revoke_token(context: &Context, account: &Account, token: &TokenId) -> Outcome<()> {
    let mut tx = context.store.begin().await?;
    if !storage::tokens::revoke(&mut tx, token, &account.id, Moment::now()).await? {
        return Err(Failure::NotFound);
    }
    let change = audit::Change {
        actor: audit::Actor::from(account),
        action: "account.token-revoke",
        kind: "account",
        id: account.id.as_str(),
        old: token.as_str(),
        new: "",
        reason: "",
    };
    audit::append(&mut tx, change).await?;
    Ok(tx.commit().await?)
}

/// Records that a person ended every session of theirs.
async fn record_sign_out(tx: &mut storage::Tx, account: &Account) -> Outcome<()> {
    let change = audit::Change {
        actor: audit::Actor::from(account),
        action: "account.sign-out-everywhere",
        kind: "account",
        id: account.id.as_str(),
        old: "",
        new: "",
        reason: "",
    };
    Ok(audit::append(tx, change).await?)
}
