//! Personal API tokens. The database holds their SHA-256 only.

use crate::error::Stored;
use crate::store::{Store, Tx};
use domain::account::Token;
use domain::id::{AccountId, TokenId};
use domain::time::Moment;
use sha2::{Digest, Sha256};

fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// Keeps the hash of a new token's secret.
pub async fn insert(tx: &mut Tx, token: &Token, secret: &str, account: &AccountId) -> Stored<()> {
    sqlx::query(
        "insert into tokens (id, hash, name, account, created_at, revoked_at) values ($1, $2, $3, $4, $5, null)",
    )
    .bind(token.id.as_str())
    .bind(hash(secret))
    .bind(&token.name)
    .bind(account.as_str())
    .bind(token.created_at.0)
    .execute(tx.on())
    .await?;
    Ok(())
}

/// Whose token it is, while it is not revoked.
pub async fn account_of(store: &Store, secret: &str) -> Stored<Option<AccountId>> {
    let row: Option<(String,)> =
        sqlx::query_as("select account from tokens where hash = $1 and revoked_at is null")
            .bind(hash(secret))
            .fetch_optional(&store.reader)
            .await?;
    Ok(row.map(|(id,)| id.into()))
}

/// The tokens of an account that are not revoked, newest first.
pub async fn of(store: &Store, account: &AccountId) -> Stored<Vec<Token>> {
    let rows: Vec<(String, String, i64)> = sqlx::query_as(
        "select id, name, created_at from tokens where account = $1 and revoked_at is null order by id desc",
    )
    .bind(account.as_str())
    .fetch_all(&store.reader)
    .await?;
    let token = |(id, name, at): (String, String, i64)| Token { id: id.into(), name, created_at: Moment(at) };
    Ok(rows.into_iter().map(token).collect())
}

/// Revokes a token of an account; false when the account has none of this id.
pub async fn revoke(tx: &mut Tx, id: &TokenId, account: &AccountId, now: Moment) -> Stored<bool> {
    let done = sqlx::query(
        "update tokens set revoked_at = $3 where id = $1 and account = $2 and revoked_at is null",
    )
    .bind(id.as_str())
    .bind(account.as_str())
    .bind(now.0)
    .execute(tx.on())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Revokes every token of an account; returns which they were.
pub async fn revoke_all(tx: &mut Tx, account: &AccountId, now: Moment) -> Stored<Vec<TokenId>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "update tokens set revoked_at = $2 where account = $1 and revoked_at is null returning id",
    )
    .bind(account.as_str())
    .bind(now.0)
    .fetch_all(tx.on())
    .await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}
