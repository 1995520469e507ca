//! Forms that were sent without a session: they wait until their sender has signed in and comes back to the page.
//!
//! Anybody can send such a form, so little is kept and not for long: a few in one browser, some from one place in an
//! hour, and nothing that only a secret in the browser's cookie does not open. Whoever was signed in at that browser
//! owns it, or else whoever signs in there first; nobody else is shown it.

use crate::context::Context;
use crate::failure::Outcome;
use crate::{accounts, sealing};
use domain::id::AccountId;
use domain::time::Moment;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use storage::pending_forms as rows;

/// How long a form waits: an hour.
const LIFETIME: i64 = 3_600_000;
/// Forms that one browser keeps; a newer one replaces the oldest.
const MOST_OF_BROWSER: usize = 3;
/// Forms kept in [`LIFETIME`] for one place, such as a hospital.
const MOST_OF_PLACE: i64 = 30;
/// Forms kept in [`LIFETIME`] for one person.
const MOST_OF_PERSON: i64 = 20;
/// Forms kept in [`LIFETIME`] for everybody whom nobody knows: with [`BYTES`], the most that strangers fill.
const MOST_OF_STRANGERS: i64 = 1_000;
/// The longest form of a stranger, in bytes of its fields: a long question.
const BYTES: usize = 16 << 10;
/// The longest form of somebody whose session has run out: an article.
const BYTES_OF_PERSON: usize = 64 << 10;
/// What the texts are sealed for.
const PURPOSE: &str = "kept form";

/// Who sends a form without a session.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// None where it cannot be told apart from others.
    pub address: Option<IpAddr>,
    /// Who was signed in at this browser until the session ran out.
    pub person: Option<&'a AccountId>,
}

/// A form for the page at a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    pub path: String,
    /// Names and values, in the order in which they came.
    pub fields: Vec<(String, String)>,
}

impl Sender<'_> {
    /// The longest form that is kept for this sender, in bytes of its fields.
    pub fn longest(&self) -> usize {
        if self.person.is_some() { BYTES_OF_PERSON } else { BYTES }
    }

    /// The network from which a form comes: the part of an address that one household or ward shares.
    pub(crate) fn place(&self) -> String {
        match self.address {
            Some(IpAddr::V4(address)) => address.to_string(),
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}")
            }
            None => "somewhere".to_owned(),
        }
    }
}

/// Whether one more form of this sender is kept. Asked before any of it is read, and counted.
pub async fn admit(context: &Context, sender: Sender<'_>) -> Outcome<bool> {
    let from = format!("{PURPOSE} from {}", sender.place());
    if !is_within(context, &from, MOST_OF_PLACE).await? {
        return Ok(false);
    }
    match sender.person {
        Some(person) => is_within(context, &format!("{PURPOSE} of {person}"), MOST_OF_PERSON).await,
        None => is_within(context, PURPOSE, MOST_OF_STRANGERS).await,
    }
}

async fn is_within(context: &Context, key: &str, most: i64) -> Outcome<bool> {
    Ok(storage::throttles::count_try(&context.store, key, Moment::now(), LIFETIME).await? <= most)
}

/// Keeps a form. `held` are the secrets that the browser holds, oldest first; returns those that it holds from now on.
/// They are the same where the form is too long to be kept.
pub async fn keep(
    context: &Context,
    sender: Sender<'_>,
    form: &Form,
    mut held: Vec<String>,
) -> Outcome<Vec<String>> {
    let length: usize = form.fields.iter().map(|(name, value)| name.len() + value.len()).sum();
    if length > sender.longest() {
        return Ok(held);
    }
    let secret = accounts::secret();
    let row = rows::KeptForm {
        id: sealing::name(PURPOSE, &secret),
        account: sender.person.cloned(),
        sealed: sealing::seal(PURPOSE, &secret, &serde_json::to_string(form)?)?,
    };
    let mut tx = context.store.begin().await?;
    while held.len() >= MOST_OF_BROWSER {
        rows::delete(&mut tx, &sealing::name(PURPOSE, &held.remove(0))).await?;
    }
    rows::insert(&mut tx, &row, Moment::now().plus(LIFETIME)).await?;
    tx.commit().await?;
    held.push(secret);
    Ok(held)
}

/// The form that one of these secrets opens, with its owner.
async fn opened(context: &Context, secret: &str) -> Outcome<Option<(Option<AccountId>, Form)>> {
    let row = rows::find(&context.store, &sealing::name(PURPOSE, secret), Moment::now()).await?;
    let form = |row: rows::KeptForm| {
        let text = sealing::open(PURPOSE, secret, &row.sealed)?;
        Some((row.account, serde_json::from_str(&text).ok()?))
    };
    Ok(row.and_then(form))
}

/// The newest form for this page that one of the secrets opens and that is `person`'s; a form that is nobody's yet is
/// theirs from then on. Without a person it is one that is nobody's.
pub async fn find(
    context: &Context,
    person: Option<&AccountId>,
    held: &[String],
    path: &str,
) -> Outcome<Option<Form>> {
    for secret in held.iter().rev() {
        let Some((owner, form)) = opened(context, secret).await? else { continue };
        if form.path != path {
            continue;
        }
        match (owner, person) {
            (None, Some(person)) if is_first(context, person, secret).await? => {}
            (owner, person) if owner.as_ref() != person => continue,
            _ => {}
        }
        return Ok(Some(form));
    }
    Ok(None)
}

/// Makes a form that was nobody's this person's; false where somebody was faster.
async fn is_first(context: &Context, person: &AccountId, secret: &str) -> Outcome<bool> {
    let mut tx = context.store.begin().await?;
    let is_first = rows::claim(&mut tx, &sealing::name(PURPOSE, secret), person).await?;
    tx.commit().await?;
    Ok(is_first)
}

/// The newest form that is nobody's yet: for somebody who registers, and has no account to own it.
pub(super) async fn newest_of_nobody(context: &Context, held: &[String]) -> Outcome<Option<Form>> {
    for secret in held.iter().rev() {
        if let Some((None, form)) = opened(context, secret).await? {
            return Ok(Some(form));
        }
    }
    Ok(None)
}

/// Whether any of these secrets still opens a form.
pub async fn is_any(context: &Context, held: &[String]) -> Outcome<bool> {
    for secret in held {
        if opened(context, secret).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes forms that are nobody's yet this person's, who signs in at their browser.
pub async fn claim(context: &Context, person: &AccountId, held: &[String]) -> Outcome<()> {
    if held.is_empty() {
        return Ok(());
    }
    let mut tx = context.store.begin().await?;
    for secret in held {
        rows::claim(&mut tx, &sealing::name(PURPOSE, secret), person).await?;
    }
    Ok(tx.commit().await?)
}

/// Forgets the forms of these secrets.
pub async fn forget(context: &Context, held: &[String]) -> Outcome<()> {
    if held.is_empty() {
        return Ok(());
    }
    let mut tx = context.store.begin().await?;
    for secret in held {
        rows::delete(&mut tx, &sealing::name(PURPOSE, secret)).await?;
    }
    Ok(tx.commit().await?)
}

/// Forgets this person's forms for the page at a path, once it was sent; returns the secrets that are left.
pub async fn forget_at(
    context: &Context,
    person: Option<&AccountId>,
    held: Vec<String>,
    path: &str,
) -> Outcome<Vec<String>> {
    let (mut over, mut left) = (Vec::new(), Vec::new());
    for secret in held {
        match opened(context, &secret).await? {
            Some((owner, form)) if form.path != path || owner.as_ref() != person => left.push(secret),
            _ => over.push(secret),
        }
    }
    forget(context, &over).await?;
    Ok(left)
}

/// A form that travels with a link: sealed under the link's secret, which is in its mail and nowhere else.
pub(super) fn sealed_for_link(secret: &str, form: &Form) -> Outcome<String> {
    Ok(hex::encode(sealing::seal("form of a link", secret, &serde_json::to_string(form)?)?))
}

/// The form that was sealed for a link.
pub(super) fn opened_of_link(secret: &str, sealed: &str) -> Option<Form> {
    let text = sealing::open("form of a link", secret, &hex::decode(sealed).ok()?)?;
    serde_json::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_household_are_one_place() {
        let place = |address: &str| Sender { address: address.parse().ok(), person: None }.place();
        assert_eq!(place("2001:db8:1:2:3::4"), place("2001:db8:1:2:ffff::1"));
        assert_ne!(place("2001:db8:1:2::4"), place("2001:db8:1:3::4"));
        assert_ne!(place("192.0.2.1"), place("192.0.2.2"));
    }
}
