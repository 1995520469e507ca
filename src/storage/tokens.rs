//! Personal API tokens. The database holds their SHA-256 only.

use super::{Store, Stored, Tx, audit::hex};
use crate::domain::id::AccountId;
use crate::domain::time::Moment;
use sha2::{Digest, Sha256};

fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Keeps the hash of a new token.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Tx, token: &str, account: &AccountId, now: Moment) -> Stored<()> {
    sqlx::query("insert into tokens (hash, account, created_at, revoked_at) values ($1, $2, $3, null)")
        .bind(hash(token))
        .bind(account.as_str())
        .bind(now.0)
        .execute(tx.on())
        .await?;
    Ok(())
}

/// Whose token it is, while it is not revoked.
///
/// # Errors
/// When the database fails.
pub async fn account_of(store: &Store, token: &str) -> Stored<Option<AccountId>> {
    let row: Option<(String,)> =
        sqlx::query_as("select account from tokens where hash = $1 and revoked_at is null")
            .bind(hash(token))
            .fetch_optional(&store.reader)
            .await?;
    Ok(row.map(|(id,)| id.into()))
}

/// Revokes every token of an account.
///
/// # Errors
/// When the database fails.
pub async fn revoke_all(tx: &mut Tx, account: &AccountId, now: Moment) -> Stored<()> {
    sqlx::query("update tokens set revoked_at = $2 where account = $1 and revoked_at is null")
        .bind(account.as_str())
        .bind(now.0)
        .execute(tx.on())
        .await?;
    Ok(())
}
