//! The steps of versions: who submitted, approved, published or ended which, and when.

use crate::error::{StoreError, Stored};
use crate::store::{Store, Tx};
use domain::article::Step;
use domain::id::{AccountId, ArticleId, VersionId};
use domain::slug::Slug;
use domain::time::Moment;

/// A step of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionStep {
    pub version: VersionId,
    pub step: Step,
    pub actor: AccountId,
    /// The actor's name.
    pub name: String,
    pub comment: String,
    /// SHA-256 of the version's content as it was at this step: see [`SignedText`](super::SignedText).
    pub digest: String,
    /// The scheme of the digest.
    pub scheme: i64,
    pub at: Moment,
}

/// Records a step.
pub async fn add_step(tx: &mut Tx, taken: &VersionStep) -> Stored<()> {
    sqlx::query(
        "insert into version_steps (id, version, step, actor, comment, digest, scheme, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(uuid::Uuid::now_v7().simple().to_string())
    .bind(taken.version.as_str())
    .bind(taken.step.slug())
    .bind(taken.actor.as_str())
    .bind(&taken.comment)
    .bind(&taken.digest)
    .bind(taken.scheme)
    .bind(taken.at.0)
    .execute(tx.on())
    .await?;
    Ok(())
}

/// The steps of all versions of an article, newest first.
pub async fn steps(store: &Store, article: &ArticleId) -> Stored<Vec<VersionStep>> {
    type Row = (String, String, String, String, String, String, i64, i64);
    let rows: Vec<Row> = sqlx::query_as(
        "select s.version, s.step, s.actor, c.name, s.comment, s.digest, s.scheme, s.at
         from version_steps s
         join versions v on v.id = s.version
         join accounts c on c.id = s.actor
         where v.article = $1 order by s.at desc, s.id desc",
    )
    .bind(article.as_str())
    .fetch_all(&store.reader)
    .await?;
    let taken = |(version, step, actor, name, comment, digest, scheme, at): Row| {
        let step =
            Step::from_slug(&step).ok_or_else(|| StoreError::Corrupt(format!("version step {step}")))?;
        let (version, actor) = (version.into(), actor.into());
        Ok(VersionStep { version, step, actor, name, comment, digest, scheme, at: Moment(at) })
    };
    rows.into_iter().map(taken).collect()
}
