//! Who is due for a digest, and which were sent.

use crate::error::Stored;
use crate::store::{Store, Tx};
use domain::id::AccountId;
use domain::saved::SavedSearch;
use domain::slug::Slug;
use domain::time::Moment;
use sha2::{Digest, Sha256};

fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// Up to `limit` people, after this one, with a saved search that the last weekly or monthly issue has not gone
/// through yet.
pub async fn due(
    store: &Store,
    (weekly, monthly): (Moment, Moment),
    after: &str,
    limit: i64,
) -> Stored<Vec<AccountId>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select distinct account from saved_searches
         join accounts on accounts.id = saved_searches.account and accounts.disabled_at is null
         where account > $3
           and ((frequency in ('weekly', 'practice-changing') and issue < $1)
                or (frequency = 'monthly' and issue < $2))
         order by account limit $4",
    )
    .bind(weekly.0)
    .bind(monthly.0)
    .bind(after)
    .bind(limit)
    .fetch_all(&store.reader)
    .await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// Records that an issue has gone through a search, up to this change of the library; `sent_at` where a mail tells of
/// it. False where it was changed in the meantime, or another worker was faster.
pub async fn set_told(
    tx: &mut Tx,
    search: &SavedSearch,
    issue: Moment,
    change: i64,
    sent_at: Option<Moment>,
) -> Stored<bool> {
    let done = sqlx::query(
        "update saved_searches set issue = $3, told = $4, told_at = coalesce(cast($5 as bigint), told_at)
         where id = $1 and issue = $2 and frequency = $6",
    )
    .bind(search.id.as_str())
    .bind(search.issue.0)
    .bind(issue.0)
    .bind(change)
    .bind(sent_at.map(|at| at.0))
    .bind(search.frequency.slug())
    .execute(tx.on())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Records that a person is sent the digest of an issue, with the secret of its link to unsubscribe.
///
/// # Errors
/// [`StoreError::Conflict`](crate::StoreError::Conflict) where they have one of this issue.
pub async fn insert(
    tx: &mut Tx,
    account: &AccountId,
    issue: Moment,
    secret: &str,
    now: Moment,
) -> Stored<()> {
    sqlx::query("insert into digests (account, issue, unsubscribe, sent_at) values ($1, $2, $3, $4)")
        .bind(account.as_str())
        .bind(issue.0)
        .bind(hash(secret))
        .bind(now.0)
        .execute(tx.on())
        .await?;
    Ok(())
}

/// To whom the digest with this secret was sent.
pub async fn recipient(store: &Store, secret: &str) -> Stored<Option<AccountId>> {
    let row: Option<(String,)> = sqlx::query_as("select account from digests where unsubscribe = $1")
        .bind(hash(secret))
        .fetch_optional(&store.reader)
        .await?;
    Ok(row.map(|(id,)| id.into()))
}
