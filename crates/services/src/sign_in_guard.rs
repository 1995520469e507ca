//! How often somebody may try to sign in.
//!
//! Tries are counted by account and place together, so that guesses from elsewhere cost the owner nothing; by account
//! alone and by place alone they first slow down, and are refused only in numbers that no person reaches. A browser in
//! which the owner has signed in before has a count of its own.

use crate::client::Client;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::waiting_room;
use domain::id::AccountId;
use domain::time::Moment;
use storage::{audit, throttles};

/// 15 minutes: the window in which tries are counted.
const WINDOW: i64 = 15 * 60_000;
/// Tries for one account from one place.
const MOST_OF_ONE: i64 = 10;
/// Tries in one browser that the account knows.
const MOST_IN_BROWSER: i64 = 30;
/// Tries for one account, from wherever it is not known: more are slowed down.
const SLOW_FOR_ACCOUNT: i64 = 10;
/// More are refused, from wherever the account is not known.
const MOST_FOR_ACCOUNT: i64 = 100;
/// Accounts tried in vain from one place: more are slowed down and reported.
const SLOW_FROM_PLACE: i64 = 20;
/// More are refused, where the place is known.
const MOST_FROM_PLACE: i64 = 100;

/// A try that was counted. While it lasts, few others come from the same place, so that guesses made at once are counted
/// too.
#[derive(Default)]
pub(super) struct Try {
    /// The key that a success forgets.
    own: String,
    /// The key from which a success takes this try back.
    for_account: Option<String>,
    /// The key that counts this account, if it was not tried from this place before, and the try fails.
    from_place: Option<String>,
    _turn: Option<waiting_room::Turn>,
}

/// Counts a try to sign in as somebody, and lets it wait where there were too many.
///
/// # Errors
/// [`Failure::Throttled`] where there were far too many.
pub(super) async fn begin(
    context: &Context,
    client: &Client,
    email: &str,
    account: Option<&AccountId>,
) -> Outcome<Try> {
    let (store, now) = (&context.store, Moment::now());
    let place = client.place();
    if let Some(number) = client.number_for(account) {
        let key = format!("sign-in {email} in {number}");
        let tries = throttles::count_try(store, &key, now, WINDOW).await?;
        refuse_above(tries, MOST_IN_BROWSER)?;
        // A seat of its own: guessers of the same place may have taken theirs.
        waiting_room::wait(number, tries - MOST_OF_ONE).await?;
        return Ok(Try { own: key, ..Try::default() });
    }
    let turn = waiting_room::turn(&place).await?;
    let from_place = format!("sign-in from {place}");
    let accounts = throttles::tries(store, &from_place, now).await?;
    if client.address.is_some() {
        refuse_above(accounts, MOST_FROM_PLACE)?;
    }
    let own = format!("sign-in {email} from {place}");
    let tries = throttles::count_try(store, &own, now, WINDOW).await?;
    refuse_above(tries, MOST_OF_ONE)?;
    let for_account = format!("sign-in {email}");
    let all = throttles::count_try(store, &for_account, now, WINDOW).await?;
    refuse_above(all, MOST_FOR_ACCOUNT)?;
    waiting_room::wait(&place, (all - SLOW_FOR_ACCOUNT).max(accounts - SLOW_FROM_PLACE)).await?;
    Ok(Try {
        own,
        for_account: Some(for_account),
        from_place: (tries == 1).then_some(from_place),
        _turn: Some(turn),
    })
}

fn refuse_above(tries: i64, most: i64) -> Outcome<()> {
    if tries > most { Err(Failure::Throttled) } else { Ok(()) }
}

impl Try {
    /// Forgets the try, which was the owner's.
    pub(super) async fn succeeded(self, context: &Context) -> Outcome<()> {
        let mut tx = context.store.begin().await?;
        throttles::forget(&mut tx, &self.own).await?;
        if let Some(key) = &self.for_account {
            throttles::give_back(&mut tx, key).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Counts the account among those that were tried from here in vain.
    pub(super) async fn failed(self, context: &Context) -> Outcome<()> {
        let Some(key) = &self.from_place else { return Ok(()) };
        let accounts = throttles::count_try(&context.store, key, Moment::now(), WINDOW).await?;
        if accounts == SLOW_FROM_PLACE { report(context).await } else { Ok(()) }
    }
}

/// Forgets what was tried for an account, from anywhere unknown and from this place, after its owner has proved who
/// they are.
pub(super) async fn forget(context: &Context, client: &Client, email: &str) -> Outcome<()> {
    let mut tx = context.store.begin().await?;
    throttles::forget(&mut tx, &format!("sign-in {email}")).await?;
    throttles::forget(&mut tx, &format!("sign-in {email} from {}", client.place())).await?;
    Ok(tx.commit().await?)
}

/// Tells whoever watches the portal that somebody tries many accounts. Neither place nor accounts are named: the log of
/// the proxy in front knows the first, and the second are guesses.
async fn report(context: &Context) -> Outcome<()> {
    tracing::warn!(
        accounts = SLOW_FROM_PLACE,
        "many accounts were tried from one address, which is slowed down"
    );
    let mut tx = context.store.begin().await?;
    let change = audit::Change {
        actor: audit::Actor::Portal,
        action: "account.guessing",
        kind: "account",
        id: "",
        old: "",
        new: &SLOW_FROM_PLACE.to_string(),
        reason: "",
    };
    audit::append(&mut tx, change).await?;
    Ok(tx.commit().await?)
}
