//! What an empty portal needs before readers come.

use crate::context::Context;
use crate::failure::Outcome;
use crate::routing;
use crate::safety::{self, Recipients};
use domain::routing::Rule;

/// How far a portal's set-up has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstSteps {
    /// Whether there is an account at all.
    pub has_people: bool,
    /// Whether anything was ever imported or written.
    pub has_library: bool,
    /// Whether somebody answers requests.
    pub has_desk: bool,
    /// Whether somebody takes safety reports over.
    pub has_safety: bool,
    /// Whether a routing rule holds for every request.
    pub has_fallback: bool,
}

impl FirstSteps {
    /// Whether nothing is left to do.
    pub fn are_done(self) -> bool {
        self.has_people && self.has_library && self.has_desk && self.has_safety && self.has_fallback
    }
}

/// Whether the library has ever held anything.
pub async fn has_library(context: &Context) -> Outcome<bool> {
    Ok(storage::change_numbers::last_change(&context.store).await? > 0)
}

/// How far the set-up has come.
pub async fn of(context: &Context) -> Outcome<FirstSteps> {
    let rules = storage::routing::rules(&context.store).await?;
    Ok(FirstSteps {
        has_people: storage::accounts::count(&context.store).await? > 0,
        has_library: has_library(context).await?,
        has_desk: !routing::desk_people(context).await?.is_empty(),
        has_safety: safety::recipients_now(context).await? == Recipients::SafetyOfficers,
        has_fallback: rules.iter().any(Rule::is_fallback),
    })
}
