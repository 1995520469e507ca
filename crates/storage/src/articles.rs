//! Articles with their versions and what was done to each.

mod listing;
mod pictures;
pub mod signing;
mod state;
mod steps;

pub use listing::{Listed, counts, list};
pub use pictures::{
    Picture, copy_pictures, media, picture, picture_of_digest, pictures, put_picture, remove_picture,
};
pub use signing::SignedText;
pub use steps::{VersionStep, add_step, steps};

use crate::error::{StoreError, Stored};
use crate::row::row;
use crate::store::{Store, Tx};
use domain::article::{FrontMatter, Version};
use domain::folding::folded;
use domain::id::{AccountId, ArticleId, VersionId};
use domain::slug::Slug;
use domain::time::Moment;
use state::state_of;

row! {
    struct VersionRow {
        id: String,
        article: String,
        number: i64,
        state: String,
        front: String,
        body: String,
        author: String,
        created_at: i64,
        updated_at: i64,
        approved_by: Option<String>,
        approved_at: Option<i64>,
        published_at: Option<i64>,
        ended_at: Option<i64>,
        is_demo: i32,
        lock: i64,
    }
}

impl TryFrom<VersionRow> for Version {
    type Error = StoreError;

    fn try_from(row: VersionRow) -> Stored<Self> {
        let front: FrontMatter = serde_json::from_str(&row.front)?;
        Ok(Self {
            id: row.id.into(),
            article: row.article.into(),
            number: row.number,
            state: state_of(&row.state)?,
            body: row.body,
            author: row.author.into(),
            created_at: Moment(row.created_at),
            updated_at: Moment(row.updated_at),
            approved_by: row.approved_by.map(AccountId::from),
            approved_at: row.approved_at.map(Moment),
            published_at: row.published_at.map(Moment),
            ended_at: row.ended_at.map(Moment),
            is_demo: row.is_demo != 0 || front.is_demo,
            lock: row.lock,
            front,
        })
    }
}

/// A query for whole versions; what follows the tables is given.
macro_rules! versions {
    ($rest:literal) => {
        concat!(
            "select v.id, v.article, v.number, v.state, v.front, v.body, v.author, v.created_at, v.updated_at,
                 v.approved_by, v.approved_at, v.published_at, v.ended_at, v.lock, a.is_demo
             from versions v join articles a on a.id = v.article ",
            $rest
        )
    };
}

/// Adds an article without a version.
///
/// # Errors
/// [`StoreError::Conflict`] when another article has this address.
pub async fn insert(tx: &mut Tx, id: &ArticleId, slug: &str, now: Moment, is_demo: bool) -> Stored<()> {
    sqlx::query(
        "insert into articles (id, slug, created_at, published, is_demo) values ($1, $2, $3, null, $4)",
    )
    .bind(id.as_str())
    .bind(slug)
    .bind(now.0)
    .bind(i32::from(is_demo))
    .execute(tx.on())
    .await?;
    Ok(())
}

/// Adds a version; `imported` is the digest of what was imported, where it was.
///
/// # Errors
/// [`StoreError::Conflict`] when the article has a version of this number.
pub async fn insert_version(tx: &mut Tx, version: &Version, imported: Option<&str>) -> Stored<()> {
    sqlx::query(
        "insert into versions (id, article, number, state, front, kind, title, body, author, created_at,
             updated_at, approved_by, approved_at, published_at, ended_at, expires_at, imported, folded, lock)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1)",
    )
    .bind(version.id.as_str())
    .bind(version.article.as_str())
    .bind(version.number)
    .bind(version.state.slug())
    .bind(serde_json::to_string(&version.front)?)
    .bind(version.front.kind.slug())
    .bind(&version.front.title)
    .bind(&version.body)
    .bind(version.author.as_str())
    .bind(version.created_at.0)
    .bind(version.updated_at.0)
    .bind(version.approved_by.as_ref().map(AccountId::as_str))
    .bind(version.approved_at.map(|at| at.0))
    .bind(version.published_at.map(|at| at.0))
    .bind(version.ended_at.map(|at| at.0))
    .bind(expires_at(version))
    .bind(imported)
    .bind(folded(&version.front.title).into_owned())
    .execute(tx.on())
    .await?;
    add_writer(tx, &version.id, &version.author).await
}

fn expires_at(version: &Version) -> Option<i64> {
    version.front.expires.as_deref().and_then(Moment::from_day).map(|day| day.0)
}

/// Writes all that can change of a version, if nobody else changed it in the meantime; returns its new lock.
///
/// # Errors
/// [`StoreError::Stale`] when somebody did.
pub async fn update(tx: &mut Tx, version: &Version) -> Stored<i64> {
    lock(tx, &version.article).await?;
    let done = sqlx::query(
        "update versions set state = $3, front = $4, kind = $5, title = $6, body = $7, updated_at = $8,
             approved_by = $9, approved_at = $10, published_at = $11, ended_at = $12, expires_at = $13,
             folded = $14, lock = lock + 1
         where id = $1 and lock = $2",
    )
    .bind(version.id.as_str())
    .bind(version.lock)
    .bind(version.state.slug())
    .bind(serde_json::to_string(&version.front)?)
    .bind(version.front.kind.slug())
    .bind(&version.front.title)
    .bind(&version.body)
    .bind(version.updated_at.0)
    .bind(version.approved_by.as_ref().map(AccountId::as_str))
    .bind(version.approved_at.map(|at| at.0))
    .bind(version.published_at.map(|at| at.0))
    .bind(version.ended_at.map(|at| at.0))
    .bind(expires_at(version))
    .bind(folded(&version.front.title).into_owned())
    .execute(tx.on())
    .await?;
    if done.rows_affected() == 1 { Ok(version.lock + 1) } else { Err(StoreError::Stale) }
}

/// Locks an article's row, which comes before those of its versions: steps of two of its versions wait for each other
/// here.
async fn lock(tx: &mut Tx, article: &ArticleId) -> Stored<()> {
    let sql = format!("select id from articles where id = $1{}", tx.locking());
    sqlx::query(sqlx::AssertSqlSafe(sql)).bind(article.as_str()).execute(tx.on()).await?;
    Ok(())
}

/// Makes a version the one that readers get, or none; the one before it becomes superseded. Returns id and number of
/// those that did.
pub async fn set_published(
    tx: &mut Tx,
    article: &ArticleId,
    version: Option<&VersionId>,
    now: Moment,
) -> Stored<Vec<(VersionId, i64)>> {
    lock(tx, article).await?;
    sqlx::query("update articles set published = $2 where id = $1")
        .bind(article.as_str())
        .bind(version.map(VersionId::as_str))
        .execute(tx.on())
        .await?;
    let superseded: Vec<(String, i64)> = sqlx::query_as(
        "update versions set state = 'superseded', ended_at = $3, lock = lock + 1
         where article = $1 and state = 'published' and (cast($2 as text) is null or id <> $2)
         returning id, number",
    )
    .bind(article.as_str())
    .bind(version.map(VersionId::as_str))
    .bind(now.0)
    .fetch_all(tx.on())
    .await?;
    Ok(superseded.into_iter().map(|(id, number)| (id.into(), number)).collect())
}

/// Changes the last part of an article's address.
///
/// # Errors
/// [`StoreError::Conflict`] when another article has it.
pub async fn set_slug(tx: &mut Tx, article: &ArticleId, slug: &str) -> Stored<()> {
    sqlx::query("update articles set slug = $2 where id = $1")
        .bind(article.as_str())
        .bind(slug)
        .execute(tx.on())
        .await?;
    Ok(())
}

/// The article at an address, published or not.
pub async fn by_slug(store: &Store, slug: &str) -> Stored<Option<ArticleId>> {
    let row: Option<(String,)> = sqlx::query_as("select id from articles where slug = $1")
        .bind(slug)
        .fetch_optional(&store.reader)
        .await?;
    Ok(row.map(|(id,)| id.into()))
}

/// One version.
pub async fn version(store: &Store, id: &VersionId) -> Stored<Option<Version>> {
    let row: Option<VersionRow> =
        sqlx::query_as(versions!("where v.id = $1")).bind(id.as_str()).fetch_optional(&store.reader).await?;
    row.map(Version::try_from).transpose()
}

/// All versions of an article, newest first.
pub async fn versions(store: &Store, article: &ArticleId) -> Stored<Vec<Version>> {
    let rows: Vec<VersionRow> = sqlx::query_as(versions!("where v.article = $1 order by v.number desc"))
        .bind(article.as_str())
        .fetch_all(&store.reader)
        .await?;
    rows.into_iter().map(Version::try_from).collect()
}

/// The published version at an address: what readers get.
pub async fn published(store: &Store, slug: &str) -> Stored<Option<Version>> {
    let row: Option<VersionRow> = sqlx::query_as(versions!("where a.slug = $1 and v.id = a.published"))
        .bind(slug)
        .fetch_optional(&store.reader)
        .await?;
    row.map(Version::try_from).transpose()
}

/// Whether an article at this address was published at any time: then it is gone rather than unknown.
pub async fn was_published(store: &Store, slug: &str) -> Stored<bool> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from versions v join articles a on a.id = v.article
         where a.slug = $1 and v.published_at is not null",
    )
    .bind(slug)
    .fetch_one(&store.reader)
    .await?;
    Ok(count > 0)
}

/// The published versions of these articles, in no particular order; those without one are left out.
pub async fn published_by_ids(store: &Store, ids: &[ArticleId]) -> Stored<Vec<Version>> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let places: Vec<String> = (1..=some.len()).map(|place| format!("${place}")).collect();
        let sql = format!("{} ({})", versions!("where v.id = a.published and a.id in"), places.join(", "));
        // Only the number of places varies; every value is bound.
        let mut query = sqlx::query_as::<_, VersionRow>(sqlx::AssertSqlSafe(sql));
        for id in some {
            query = query.bind(id.as_str());
        }
        for row in query.fetch_all(&store.reader).await? {
            found.push(row.try_into()?);
        }
    }
    Ok(found)
}

/// Every version of an article that readers ever got, newest first.
pub async fn ever_published(store: &Store, article: &ArticleId) -> Stored<Vec<Version>> {
    let rows: Vec<VersionRow> = sqlx::query_as(versions!(
        "where v.article = $1 and v.published_at is not null order by v.number desc"
    ))
    .bind(article.as_str())
    .fetch_all(&store.reader)
    .await?;
    rows.into_iter().map(Version::try_from).collect()
}

/// Published versions whose time is over.
pub async fn due_to_expire(store: &Store, now: Moment) -> Stored<Vec<Version>> {
    let rows: Vec<VersionRow> =
        sqlx::query_as(versions!("where v.state = 'published' and v.expires_at <= $1"))
            .bind(now.0)
            .fetch_all(&store.reader)
            .await?;
    rows.into_iter().map(Version::try_from).collect()
}

/// The digest of what was last imported as a version of this article, if anything was.
pub async fn last_imported(store: &Store, article: &ArticleId) -> Stored<Option<String>> {
    let row: Option<(String,)> = sqlx::query_as(
        "select imported from versions where article = $1 and imported is not null
         order by number desc limit 1",
    )
    .bind(article.as_str())
    .fetch_optional(&store.reader)
    .await?;
    Ok(row.map(|(digest,)| digest))
}

/// Records that somebody wrote in a version.
pub async fn add_writer(tx: &mut Tx, version: &VersionId, account: &AccountId) -> Stored<()> {
    sqlx::query("insert into version_writers (version, account) values ($1, $2) on conflict do nothing")
        .bind(version.as_str())
        .bind(account.as_str())
        .execute(tx.on())
        .await?;
    Ok(())
}

/// All who wrote in a version.
pub async fn writers(store: &Store, version: &VersionId) -> Stored<Vec<AccountId>> {
    let rows: Vec<(String,)> = sqlx::query_as("select account from version_writers where version = $1")
        .bind(version.as_str())
        .fetch_all(&store.reader)
        .await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}
