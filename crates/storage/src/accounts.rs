//! People with a sign-in.

use crate::error::{StoreError, Stored};
use crate::folded_text;
use crate::row::row;
use crate::store::{Store, Tx};
use domain::account::{Account, Role};
use domain::account::{AccountFilter, AccountStatus};
use domain::folding::folded;
use domain::id::{AccountId, VisitorId};
use domain::locale::{LanguageTag, Preferences, Zone};
use domain::slug::Slug;
use domain::time::Moment;

row! {
    struct AccountRow {
        id: String,
        email: String,
        name: String,
        roles: String,
        profession: String,
        specialty: String,
        country: String,
        institution: String,
        npi: Option<String>,
        verified_at: Option<i64>,
        disabled_at: Option<i64>,
        language: Option<String>,
        zone: Option<String>,
        consented_at: Option<i64>,
        consent_asked_at: Option<i64>,
        created_at: i64,
        version: i64,
    }
}

impl From<AccountRow> for Account {
    fn from(row: AccountRow) -> Self {
        Self {
            id: row.id.into(),
            email: row.email,
            name: row.name,
            roles: row.roles.split(' ').filter_map(Role::from_slug).collect(),
            profession: row.profession,
            specialty: row.specialty,
            country: row.country,
            institution: row.institution,
            npi: row.npi,
            verified_at: row.verified_at.map(Moment),
            disabled_at: row.disabled_at.map(Moment),
            // What a later version of the program no longer knows is open again.
            preferences: Preferences {
                language: row.language.as_deref().and_then(LanguageTag::parse),
                zone: row.zone.as_deref().and_then(Zone::named),
            },
            consented_at: row.consented_at.map(Moment),
            consent_asked_at: row.consent_asked_at.map(Moment),
            created_at: Moment(row.created_at),
            version: row.version,
        }
    }
}

fn roles_text(roles: &[Role]) -> String {
    roles.iter().map(|role| role.slug()).collect::<Vec<_>>().join(" ")
}

/// What people are looked for by.
fn searched_text(account: &Account) -> String {
    format!("{} {}", account.name, account.email)
}

/// Adds an account; `password` is an argon2id hash in PHC form.
///
/// # Errors
/// [`StoreError::Conflict`] when the email address is taken.
pub async fn insert(tx: &mut Tx, account: &Account, password: Option<&str>, is_demo: bool) -> Stored<()> {
    sqlx::query(
        "insert into accounts (id, email, name, password, roles, profession, specialty, country, institution,
             npi, verified_at, disabled_at, consented_at, consent_asked_at, visitor, created_at, version, is_demo,
             language, zone, folded)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, null, $15, 1, $16, $17, $18, $19)",
    )
    .bind(account.id.as_str())
    .bind(&account.email)
    .bind(&account.name)
    .bind(password)
    .bind(roles_text(&account.roles))
    .bind(&account.profession)
    .bind(&account.specialty)
    .bind(&account.country)
    .bind(&account.institution)
    .bind(&account.npi)
    .bind(account.verified_at.map(|at| at.0))
    .bind(account.disabled_at.map(|at| at.0))
    .bind(account.consented_at.map(|at| at.0))
    .bind(account.consent_asked_at.map(|at| at.0))
    .bind(account.created_at.0)
    .bind(i32::from(is_demo))
    .bind(account.preferences.language.as_ref().map(LanguageTag::as_str))
    .bind(account.preferences.zone.as_ref().map(Zone::name))
    .bind(folded(&searched_text(account)).into_owned())
    .execute(tx.on())
    .await?;
    Ok(())
}

/// Writes all that can change of an account, if nobody else changed it in the meantime.
///
/// # Errors
/// [`StoreError::Stale`] when somebody did.
pub async fn update(tx: &mut Tx, account: &Account) -> Stored<()> {
    let done = sqlx::query(
        "update accounts set name = $3, roles = $4, profession = $5, specialty = $6, country = $7,
             institution = $8, npi = $9, verified_at = $10, disabled_at = $11, consented_at = $12,
             consent_asked_at = $13, language = $14, zone = $15, folded = $16, version = version + 1
         where id = $1 and version = $2",
    )
    .bind(account.id.as_str())
    .bind(account.version)
    .bind(&account.name)
    .bind(roles_text(&account.roles))
    .bind(&account.profession)
    .bind(&account.specialty)
    .bind(&account.country)
    .bind(&account.institution)
    .bind(&account.npi)
    .bind(account.verified_at.map(|at| at.0))
    .bind(account.disabled_at.map(|at| at.0))
    .bind(account.consented_at.map(|at| at.0))
    .bind(account.consent_asked_at.map(|at| at.0))
    .bind(account.preferences.language.as_ref().map(LanguageTag::as_str))
    .bind(account.preferences.zone.as_ref().map(Zone::name))
    .bind(folded(&searched_text(account)).into_owned())
    .execute(tx.on())
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Sets the password hash.
pub async fn set_password(tx: &mut Tx, id: &AccountId, password: &str) -> Stored<()> {
    sqlx::query("update accounts set password = $2 where id = $1")
        .bind(id.as_str())
        .bind(password)
        .execute(tx.on())
        .await?;
    Ok(())
}

/// Sets the random number under which the person's engagement is stored; none ends it.
pub async fn set_visitor(tx: &mut Tx, id: &AccountId, visitor: Option<&VisitorId>) -> Stored<()> {
    sqlx::query("update accounts set visitor = $2 where id = $1")
        .bind(id.as_str())
        .bind(visitor.map(VisitorId::as_str))
        .execute(tx.on())
        .await?;
    Ok(())
}

/// The account of this id, disabled or not.
pub async fn find(store: &Store, id: &AccountId) -> Stored<Option<Account>> {
    let row: Option<AccountRow> = sqlx::query_as("select * from accounts where id = $1")
        .bind(id.as_str())
        .fetch_optional(&store.reader)
        .await?;
    Ok(row.map(Account::from))
}

/// The account with this email address (normal form), with its password hash.
pub async fn find_by_email(store: &Store, email: &str) -> Stored<Option<(Account, Option<String>)>> {
    let row: Option<AccountRow> = sqlx::query_as("select * from accounts where email = $1")
        .bind(email)
        .fetch_optional(&store.reader)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let (password,): (Option<String>,) = sqlx::query_as("select password from accounts where id = $1")
        .bind(&row.id)
        .fetch_one(&store.reader)
        .await?;
    Ok(Some((row.into(), password)))
}

/// An account that may act, with its visitor number: what resolves a session or token to an asker in one query.
pub async fn find_active(store: &Store, id: &AccountId) -> Stored<Option<(Account, Option<VisitorId>)>> {
    row! {
        struct Row {
            ..account: AccountRow,
            visitor: Option<String>,
        }
    }
    let row: Option<Row> = sqlx::query_as("select * from accounts where id = $1 and disabled_at is null")
        .bind(id.as_str())
        .fetch_optional(&store.reader)
        .await?;
    Ok(row.map(|row| (row.account.into(), row.visitor.map(VisitorId::from))))
}

/// The people of the department who may act and hold one of these roles, as this transaction sees them; whoever has
/// been here longest comes first.
pub async fn active_with(tx: &mut Tx, roles: &[Role]) -> Stored<Vec<Account>> {
    let rows: Vec<AccountRow> = sqlx::query_as(
        "select * from accounts where disabled_at is null and roles <> 'hcp' order by created_at, id",
    )
    .fetch_all(tx.on())
    .await?;
    let people = rows.into_iter().map(Account::from);
    Ok(people.filter(|person| person.has_any(roles)).collect())
}

/// Whether somebody may act and holds one of these roles, as this transaction sees them.
pub async fn is_active_with(tx: &mut Tx, id: &AccountId, roles: &[Role]) -> Stored<bool> {
    let row: Option<AccountRow> =
        sqlx::query_as("select * from accounts where id = $1 and disabled_at is null")
            .bind(id.as_str())
            .fetch_optional(tx.on())
            .await?;
    Ok(row.map(Account::from).is_some_and(|person| person.has_any(roles)))
}

/// Accounts by name. `role` and `unverified` narrow the list where given.
pub async fn list(store: &Store, role: Option<Role>, only_unverified_hcps: bool) -> Stored<Vec<Account>> {
    let rows: Vec<AccountRow> = sqlx::query_as(
        "select * from accounts
         where (cast($1 as text) is null or ' ' || roles || ' ' like '% ' || $1 || ' %')
           and ($2 = 0 or (' ' || roles || ' ' like '% hcp %' and verified_at is null and disabled_at is null))
         order by name, id",
    )
    .bind(role.map(Role::slug))
    .bind(i32::from(only_unverified_hcps))
    .fetch_all(&store.reader)
    .await?;
    Ok(rows.into_iter().map(Account::from).collect())
}

/// One page of the people looked for, those to be verified first, then by name; and how many there are in all.
pub async fn page(
    store: &Store,
    sought: &AccountFilter,
    from: i64,
    most: i64,
) -> Stored<(Vec<Account>, i64)> {
    const SOUGHT: &str = "where ($1 = '' or coalesce(folded, lower(name || ' ' || email)) like $1 escape '!')
           and (cast($2 as text) is null or ' ' || roles || ' ' like '% ' || $2 || ' %')
           and (cast($3 as text) is null or $3 = case
                when disabled_at is not null then 'disabled'
                when ' ' || roles || ' ' not like '% hcp %' then 'active'
                when verified_at is null then 'unverified' else 'verified' end)";
    let words = folded_text::pattern(&sought.words);
    let standing = sought.standing.map(AccountStatus::slug);
    let role = sought.role.map(Role::slug);
    let list = format!(
        "select * from accounts {SOUGHT}
         order by case when disabled_at is null and verified_at is null
                            and ' ' || roles || ' ' like '% hcp %' then 0 else 1 end, name, id
         limit $4 offset $5"
    );
    let rows: Vec<AccountRow> = sqlx::query_as(sqlx::AssertSqlSafe(list))
        .bind(&words)
        .bind(role)
        .bind(standing)
        .bind(most)
        .bind(from)
        .fetch_all(&store.reader)
        .await?;
    let count = format!("select count(*) from accounts {SOUGHT}");
    let (total,): (i64,) = sqlx::query_as(sqlx::AssertSqlSafe(count))
        .bind(&words)
        .bind(role)
        .bind(standing)
        .fetch_one(&store.reader)
        .await?;
    Ok((rows.into_iter().map(Account::from).collect(), total))
}

/// How many people who may act hold a role, as this transaction leaves it.
pub async fn count_active(tx: &mut Tx, role: Role) -> Stored<i64> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from accounts where disabled_at is null and ' ' || roles || ' ' like '% ' || $1 || ' %'",
    )
    .bind(role.slug())
    .fetch_one(tx.on())
    .await?;
    Ok(count)
}

/// Whether a person already has a password.
pub async fn has_password(store: &Store, id: &AccountId) -> Stored<bool> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from accounts where id = $1 and password is not null")
            .bind(id.as_str())
            .fetch_one(&store.reader)
            .await?;
    Ok(count > 0)
}

/// Names of all people, by id: for lists that show who did something.
pub async fn names(store: &Store) -> Stored<std::collections::HashMap<String, String>> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("select id, name from accounts").fetch_all(&store.reader).await?;
    Ok(rows.into_iter().collect())
}

/// How many accounts are of real people, and how many of the demonstration's.
pub async fn count_real_and_demo(store: &Store) -> Stored<(i64, i64)> {
    Ok(sqlx::query_as(
        "select count(case when is_demo = 0 then 1 end), count(case when is_demo = 1 then 1 end) from accounts",
    )
    .fetch_one(&store.reader)
    .await?)
}

/// How many accounts there are.
pub async fn count(store: &Store) -> Stored<i64> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from accounts").fetch_one(&store.reader).await?;
    Ok(count)
}
