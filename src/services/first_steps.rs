//! What an empty portal needs before readers come.

use crate::domain::account::{Role, Sought, Standing};
use crate::error::Outcome;
use crate::state::State;
use crate::storage;

/// How far a portal's set-up has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstSteps {
    /// Whether there is an account at all.
    pub has_people: bool,
    /// Whether anything was ever imported or written.
    pub has_library: bool,
    /// Whether somebody answers requests.
    pub has_desk: bool,
}

impl FirstSteps {
    /// Whether nothing is left to do.
    pub fn are_done(self) -> bool {
        self.has_people && self.has_library && self.has_desk
    }
}

/// Whether the library has ever held anything.
///
/// # Errors
/// When the database fails.
pub async fn has_library(state: &State) -> Outcome<bool> {
    Ok(storage::head::last_change(&state.store).await? > 0)
}

/// How far the set-up has come.
///
/// # Errors
/// When the database fails.
pub async fn of(state: &State) -> Outcome<FirstSteps> {
    let mut has_desk = false;
    for role in [Role::MedicalInformationSpecialist, Role::Msl] {
        for standing in [Standing::Active, Standing::Verified, Standing::Unverified] {
            let sought = Sought { role: Some(role), standing: Some(standing), ..Sought::default() };
            has_desk |= storage::accounts::page(&state.store, &sought, 0, 1).await?.1 > 0;
        }
    }
    Ok(FirstSteps {
        has_people: storage::accounts::count(&state.store).await? > 0,
        has_library: has_library(state).await?,
        has_desk,
    })
}
