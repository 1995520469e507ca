//! Pictures: bytes are stored once, versions point at them by name.

use crate::error::Stored;
use crate::store::{Store, Tx};
use domain::id::{ArticleId, VersionId};

/// A picture of a version, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its file: what [`image_file`](domain::article::image_file) gives for its address in the text.
    pub name: String,
    pub content_type: String,
    /// SHA-256 of the bytes, hexadecimal.
    pub digest: String,
}

/// Adds a picture to a version, replacing one of the same name.
pub async fn put_picture(tx: &mut Tx, version: &VersionId, picture: &Picture, bytes: &[u8]) -> Stored<()> {
    sqlx::query(
        "insert into media (digest, content_type, bytes) values ($1, $2, $3) on conflict (digest) do nothing",
    )
    .bind(&picture.digest)
    .bind(&picture.content_type)
    .bind(bytes)
    .execute(tx.on())
    .await?;
    sqlx::query(
        "insert into version_media (version, name, digest) values ($1, $2, $3)
         on conflict (version, name) do update set digest = excluded.digest",
    )
    .bind(version.as_str())
    .bind(&picture.name)
    .bind(&picture.digest)
    .execute(tx.on())
    .await?;
    Ok(())
}

/// Removes a picture from a version. Other versions keep theirs.
pub async fn remove_picture(tx: &mut Tx, version: &VersionId, name: &str) -> Stored<()> {
    sqlx::query("delete from version_media where version = $1 and name = $2")
        .bind(version.as_str())
        .bind(name)
        .execute(tx.on())
        .await?;
    Ok(())
}

/// Copies the pictures of a version to a new one.
pub async fn copy_pictures(tx: &mut Tx, from: &VersionId, to: &VersionId) -> Stored<()> {
    sqlx::query(
        "insert into version_media (version, name, digest)
         select $2, name, digest from version_media where version = $1",
    )
    .bind(from.as_str())
    .bind(to.as_str())
    .execute(tx.on())
    .await?;
    Ok(())
}

/// The pictures of a version, by name.
pub async fn pictures(store: &Store, version: &VersionId) -> Stored<Vec<Picture>> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "select m.name, f.content_type, f.digest from version_media m join media f on f.digest = m.digest
         where m.version = $1 order by m.name",
    )
    .bind(version.as_str())
    .fetch_all(&store.reader)
    .await?;
    let picture = |(name, content_type, digest)| Picture { name, content_type, digest };
    Ok(rows.into_iter().map(picture).collect())
}

/// Content type and bytes of a version's picture, whatever the version's state: for those who write and review.
pub async fn picture(store: &Store, version: &VersionId, name: &str) -> Stored<Option<(String, Vec<u8>)>> {
    Ok(sqlx::query_as(
        "select f.content_type, f.bytes from version_media m join media f on f.digest = m.digest
         where m.version = $1 and m.name = $2",
    )
    .bind(version.as_str())
    .bind(name)
    .fetch_optional(&store.reader)
    .await?)
}

/// Content type and bytes of a picture that a version of this article shows which is no draft, or showed when a step
/// was taken with it: what a review compares.
pub async fn picture_of_digest(
    store: &Store,
    article: &ArticleId,
    digest: &str,
) -> Stored<Option<(String, Vec<u8>)>> {
    Ok(sqlx::query_as(
        "select f.content_type, f.bytes from media f
         where f.digest = $2 and (
             exists (select 1 from version_media m join versions v on v.id = m.version
                     where v.article = $1 and v.state <> 'draft' and m.digest = f.digest)
             or exists (select 1 from signed_texts t
                        join version_steps s on s.digest = t.digest
                        join versions v on v.id = s.version
                        where v.article = $1 and t.text like '%' || f.digest || '%'))",
    )
    .bind(article.as_str())
    .bind(digest)
    .fetch_optional(&store.reader)
    .await?)
}

/// Content type and bytes of a picture of an article's published version: what readers get.
pub async fn media(store: &Store, article: &ArticleId, name: &str) -> Stored<Option<(String, Vec<u8>)>> {
    Ok(sqlx::query_as(
        "select f.content_type, f.bytes
         from articles a
         join version_media m on m.version = a.published
         join media f on f.digest = m.digest
         where a.id = $1 and m.name = $2",
    )
    .bind(article.as_str())
    .bind(name)
    .fetch_optional(&store.reader)
    .await?)
}
