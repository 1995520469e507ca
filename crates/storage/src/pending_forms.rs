//! Forms sent without a session, sealed, until their sender has signed in.

use crate::error::Stored;
use crate::store::{Store, Tx};
use domain::id::AccountId;
use domain::time::Moment;

/// A kept form. Its path and fields are sealed under a secret of which `id` is a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptForm {
    pub id: String,
    /// Whose it is; none until somebody signs in at the browser.
    pub account: Option<AccountId>,
    pub sealed: Vec<u8>,
}

/// Keeps a form.
pub async fn insert(tx: &mut Tx, form: &KeptForm, expires_at: Moment) -> Stored<()> {
    sqlx::query("insert into kept_forms (id, account, sealed, expires_at) values ($1, $2, $3, $4)")
        .bind(&form.id)
        .bind(form.account.as_ref().map(AccountId::as_str))
        .bind(&form.sealed)
        .bind(expires_at.0)
        .execute(tx.on())
        .await?;
    Ok(())
}

/// A form whose time is not over.
pub async fn find(store: &Store, id: &str, now: Moment) -> Stored<Option<KeptForm>> {
    let row: Option<(Option<String>, Vec<u8>)> =
        sqlx::query_as("select account, sealed from kept_forms where id = $1 and expires_at > $2")
            .bind(id)
            .bind(now.0)
            .fetch_optional(&store.reader)
            .await?;
    let form = |(account, sealed): (Option<String>, Vec<u8>)| KeptForm {
        id: id.to_owned(),
        account: account.map(AccountId::from),
        sealed,
    };
    Ok(row.map(form))
}

/// Makes a form this person's; false where it is somebody's already, or gone.
pub async fn claim(tx: &mut Tx, id: &str, account: &AccountId) -> Stored<bool> {
    let done = sqlx::query("update kept_forms set account = $2 where id = $1 and account is null")
        .bind(id)
        .bind(account.as_str())
        .execute(tx.on())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets a form.
pub async fn delete(tx: &mut Tx, id: &str) -> Stored<()> {
    sqlx::query("delete from kept_forms where id = $1").bind(id).execute(tx.on()).await?;
    Ok(())
}

/// How many forms are kept, and in how many bytes.
pub async fn size(store: &Store) -> Stored<(i64, i64)> {
    let row =
        sqlx::query_as("select count(*), cast(coalesce(sum(length(sealed)), 0) as bigint) from kept_forms");
    Ok(row.fetch_one(&store.reader).await?)
}
