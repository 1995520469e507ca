//! The portal at a glance, for its administrators.

use crate::context::Context;
use crate::failure::Outcome;
use domain::account::{AccountFilter, AccountStatus, Role};

/// What the overview shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    pub people: i64,
    /// HCPs whom nobody has verified yet.
    pub unverified: i64,
    pub rules: usize,
    /// Number of the last change of the library.
    pub last_change: i64,
    /// Number of the change that searches of this node answer with, and the number of items they answer from; none
    /// while its index is not open.
    pub index: Option<IndexState>,
    /// Mails that wait for delivery.
    pub mails_waiting: i64,
    /// Mails that were given up as undeliverable.
    pub mails_undelivered: i64,
}

/// How far the search index of this node has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexState {
    pub reached: i64,
    pub items: u64,
}

/// Reads it.
pub async fn of(context: &Context) -> Outcome<Overview> {
    let store = &context.store;
    let to_verify = AccountFilter {
        role: Some(Role::Hcp),
        standing: Some(AccountStatus::Unverified),
        ..AccountFilter::default()
    };
    Ok(Overview {
        people: storage::accounts::count(store).await?,
        unverified: storage::accounts::page(store, &to_verify, 0, 1).await?.1,
        rules: storage::routing::rules(store).await?.len(),
        last_change: storage::change_numbers::last_change(store).await?,
        index: context
            .search
            .opened()
            .map(|search| IndexState { reached: search.reached(), items: search.count() }),
        mails_waiting: storage::outbox::waiting(store).await?,
        mails_undelivered: storage::outbox::count_undelivered(store).await?,
    })
}
