//! Sessions of browsers: opaque data under a secret id, with the account that is signed in.

use crate::context::Context;
use crate::failure::Outcome;
use domain::time::Moment;

/// A session as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session<'a> {
    /// The secret that the browser's cookie holds.
    pub id: &'a str,
    /// Whoever is signed in: all sessions of an account end together.
    pub account: Option<&'a str>,
    pub data: &'a str,
    pub expires_at: Moment,
}

/// Adds a session; false when its id is taken.
pub async fn add(context: &Context, session: Session<'_>) -> Outcome<bool> {
    let Session { id, account, data, expires_at } = session;
    Ok(storage::sessions::insert(&context.store, id, account, data, expires_at).await?)
}

/// Replaces the data of a session. One that was ended meanwhile stays ended.
pub async fn save(context: &Context, session: Session<'_>) -> Outcome<()> {
    let Session { id, account, data, expires_at } = session;
    Ok(storage::sessions::update(&context.store, id, account, data, expires_at).await?)
}

/// The data of a session that has not expired, and when it will.
pub async fn find(context: &Context, id: &str) -> Outcome<Option<(String, Moment)>> {
    Ok(storage::sessions::find(&context.store, id, Moment::now()).await?)
}

/// Ends a session.
pub async fn end(context: &Context, id: &str) -> Outcome<()> {
    Ok(storage::sessions::delete(&context.store, id).await?)
}
