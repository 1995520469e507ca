//! People as administrators see them: found, invited, verified, given roles, disabled.

use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use crate::requests::departure;
use crate::{accounts, password_links, profiles};
use domain::account::AccountFilter;
use domain::account::{self, Account, Profile, Role};
use domain::asker::Asker;
use domain::id::AccountId;
use domain::locale::Preferences;
use domain::time::Moment;
use storage::{Guard, Tx};

/// People on one page of the list.
pub const PAGE: i64 = 50;

/// A page of the people looked for, and how many there are in all. `page` counts from 1.
pub async fn list(context: &Context, sought: &AccountFilter, page: i64) -> Outcome<(Vec<Account>, i64)> {
    let from = (page.max(1) - 1).saturating_mul(PAGE);
    Ok(storage::accounts::page(&context.store, sought, from, PAGE).await?)
}

/// Names of all people, by id.
pub async fn names(context: &Context) -> Outcome<std::collections::HashMap<String, String>> {
    Ok(storage::accounts::names(&context.store).await?)
}

/// A person as their page shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub account: Account,
    /// None yet: invited, and the link not followed.
    pub has_password: bool,
}

/// A person.
///
/// # Errors
/// [`Failure::NotFound`] when there is nobody of this id.
pub async fn find(context: &Context, id: &AccountId) -> Outcome<Person> {
    let account = storage::accounts::find(&context.store, id).await?.ok_or(Failure::NotFound)?;
    let has_password = storage::accounts::has_password(&context.store, id).await?;
    Ok(Person { account, has_password })
}

/// What an administrator does with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Roles(Vec<Role>),
    Profile(Profile),
    Verify,
    Unverify,
    Disable,
    Enable,
}

impl Step {
    fn action(&self) -> &'static str {
        match self {
            Self::Roles(_) => "account.roles",
            Self::Profile(_) => "account.profile",
            Self::Verify => "account.verify",
            Self::Unverify => "account.unverify",
            Self::Disable => "account.disable",
            Self::Enable => "account.enable",
        }
    }

    /// The account after the step.
    fn taken(self, account: Account, now: Moment) -> Account {
        match self {
            Self::Roles(roles) => Account { roles, ..account },
            Self::Profile(profile) => account.with_profile(profile),
            Self::Verify => Account { verified_at: account.verified_at.or(Some(now)), ..account },
            Self::Unverify => Account { verified_at: None, ..account },
            Self::Disable => Account { disabled_at: account.disabled_at.or(Some(now)), ..account },
            Self::Enable => Account { disabled_at: None, ..account },
        }
    }
}

/// Takes a step with an account. `version` is that of the account on the page from which it was taken.
///
/// # Errors
/// [`Failure::Invalid`] when nobody would be left to administer the portal, or when the profile has problems;
/// [`Failure::Conflict`] when the account was changed in the meantime, or a request of whoever leaves the desk.
pub async fn take(
    context: &Context,
    asker: &Asker,
    id: &AccountId,
    version: i64,
    step: Step,
    reason: &str,
) -> Outcome<()> {
    let old = find(context, id).await?.account;
    if old.version != version {
        return Err(Failure::Conflict);
    }
    let step = checked(context, &old, step)?;
    let (action, ends_access) = (step.action(), step == Step::Disable);
    let now = Moment::now();
    let new = step.taken(old.clone(), now);
    let mut tx = context.store.begin().await?;
    // Two administrators must not remove each other at the same moment.
    tx.hold(Guard::People).await?;
    let handed_over = match departure::is_departure(&old, &new) {
        true => departure::give_away(&mut tx, id).await?,
        false => Vec::new(),
    };
    departure::tell(context, &mut tx, &handed_over).await?;
    accounts::save(&mut tx, asker.into(), action, (&old, &new), reason.trim()).await?;
    keep_an_administrator(&mut tx, &old).await?;
    if departure::is_departure(&old, &new) {
        departure::record_all(&mut tx, asker.into(), id, &handed_over).await?;
    }
    if ends_access {
        storage::sessions::delete_of(&mut tx, id).await?;
        accounts::revoke_tokens(&mut tx, asker.into(), id).await?;
        storage::links::delete_of(&mut tx, id).await?;
    }
    Ok(tx.commit().await?)
}

fn checked(context: &Context, account: &Account, step: Step) -> Outcome<Step> {
    let mut problems = Problems::new();
    let step = match step {
        Step::Roles(mut roles) => {
            roles.sort_unstable();
            roles.dedup();
            problems.require(!roles.is_empty(), "roles", "person-roles-missing");
            Step::Roles(roles)
        }
        Step::Profile(profile) => {
            let profile = profiles::tidy(profile);
            profiles::check(&context.vocabulary(), &profile, account.has(Role::Hcp), &mut problems);
            Step::Profile(profile)
        }
        other => other,
    };
    problems.or(step)
}

/// Refuses a change after which nobody could administer the portal. Under [`Guard::People`].
async fn keep_an_administrator(tx: &mut Tx, before: &Account) -> Outcome<()> {
    let was_one = before.has(Role::Administrator) && before.disabled_at.is_none();
    if was_one && storage::accounts::count_active(tx, Role::Administrator).await? == 0 {
        return Err(Failure::Invalid(Problems::one("roles", "person-last-administrator")));
    }
    Ok(())
}

/// Verifies an HCP, as an administrator or the owner of their request does. An HCP verified already stays as they are.
///
/// # Errors
/// [`Failure::Conflict`] when the account was changed at the same moment.
pub async fn verify(context: &Context, asker: &Asker, id: &AccountId) -> Outcome<()> {
    let account = find(context, id).await?.account;
    if account.verified_at.is_some() {
        return Ok(());
    }
    take(context, asker, id, account.version, Step::Verify, "").await
}

/// Whom an administrator invites.
#[derive(Debug, Clone, Default)]
pub struct Invitation {
    pub email: String,
    pub roles: Vec<Role>,
    pub profile: Profile,
}

/// Makes an account without a password and sends its owner a link to choose one. Whom an administrator invites counts
/// as verified.
///
/// # Errors
/// [`Failure::Invalid`] with what is wrong, an address that is taken among it.
pub async fn invite(context: &Context, asker: &Asker, invitation: Invitation) -> Outcome<AccountId> {
    let email = account::normal_email(&invitation.email);
    let profile = profiles::tidy(invitation.profile);
    let is_hcp = invitation.roles.contains(&Role::Hcp);
    let mut problems = Problems::new();
    problems.require(account::looks_like_email(&email), "email", "email-wrong");
    problems.require(!invitation.roles.is_empty(), "roles", "person-roles-missing");
    profiles::check(&context.vocabulary(), &profile, is_hcp, &mut problems);
    problems.or(())?;
    let now = Moment::now();
    let account = Account {
        id: AccountId::new(),
        email,
        name: String::new(),
        roles: invitation.roles,
        profession: String::new(),
        specialty: String::new(),
        country: String::new(),
        institution: String::new(),
        npi: None,
        verified_at: Some(now),
        disabled_at: None,
        consented_at: None,
        consent_asked_at: None,
        preferences: Preferences::default(),
        created_at: now,
        version: 1,
    }
    .with_profile(profile);
    let mut tx = context.store.begin().await?;
    match accounts::insert(&mut tx, asker.into(), &account, None, false).await {
        Err(Failure::Conflict) => return Err(Failure::Invalid(Problems::one("email", "person-email-taken"))),
        other => other?,
    }
    password_links::invite(context, &mut tx, &account).await?;
    tx.commit().await?;
    Ok(account.id)
}

/// Sends an invited person the link again.
///
/// # Errors
/// [`Failure::Conflict`] for somebody who may not act, or who has chosen a password already.
pub async fn invite_again(context: &Context, id: &AccountId) -> Outcome<()> {
    let person = find(context, id).await?;
    if person.has_password || person.account.disabled_at.is_some() {
        return Err(Failure::Conflict);
    }
    let mut tx = context.store.begin().await?;
    password_links::invite(context, &mut tx, &person.account).await?;
    Ok(tx.commit().await?)
}
