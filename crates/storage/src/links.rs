//! Links in mails that do something once. The database holds the SHA-256 of their secrets only.

use crate::error::Stored;
use crate::store::{Store, Tx};
use domain::id::AccountId;
use domain::slug::Slug;
use domain::time::Moment;
use sha2::{Digest, Sha256};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What a link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Purpose {
    /// Finishes a registration.
    Register,
    /// Sets a password: after an invitation, or when it was forgotten.
    Password,
}

/// A link's account and content.
#[derive(Clone, PartialEq, Eq)]
pub struct Link {
    pub purpose: Purpose,
    pub account: Option<AccountId>,
    /// What its purpose needs, as JSON; may be empty.
    pub data: String,
}

fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// Keeps a link under its secret's hash.
pub async fn insert(tx: &mut Tx, secret: &str, link: &Link, expires_at: Moment) -> Stored<()> {
    sqlx::query("insert into links (hash, purpose, account, data, expires_at) values ($1, $2, $3, $4, $5)")
        .bind(hash(secret))
        .bind(link.purpose.slug())
        .bind(link.account.as_ref().map(AccountId::as_str))
        .bind(&link.data)
        .bind(expires_at.0)
        .execute(tx.on())
        .await?;
    Ok(())
}

/// The link of this secret, while it lasts. It stays usable.
pub async fn find(store: &Store, secret: &str, purpose: Purpose, now: Moment) -> Stored<Option<Link>> {
    let row: Option<(Option<String>, String)> = sqlx::query_as(
        "select account, data from links where hash = $1 and purpose = $2 and expires_at > $3",
    )
    .bind(hash(secret))
    .bind(purpose.slug())
    .bind(now.0)
    .fetch_optional(&store.reader)
    .await?;
    Ok(row.map(|(account, data)| Link { purpose, account: account.map(AccountId::from), data }))
}

/// Uses a link up; of two concurrent calls one succeeds.
pub async fn take(tx: &mut Tx, secret: &str, purpose: Purpose, now: Moment) -> Stored<Option<Link>> {
    let row: Option<(Option<String>, String)> = sqlx::query_as(
        "delete from links where hash = $1 and purpose = $2 and expires_at > $3 returning account, data",
    )
    .bind(hash(secret))
    .bind(purpose.slug())
    .bind(now.0)
    .fetch_optional(tx.on())
    .await?;
    Ok(row.map(|(account, data)| Link { purpose, account: account.map(AccountId::from), data }))
}

/// Ends every link of an account.
pub async fn delete_of(tx: &mut Tx, account: &AccountId) -> Stored<()> {
    sqlx::query("delete from links where account = $1").bind(account.as_str()).execute(tx.on()).await?;
    Ok(())
}
