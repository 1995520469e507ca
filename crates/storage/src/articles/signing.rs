//! What approvals sign: texts under numbered schemes, stored when a step is taken and never changed.

use crate::error::Stored;
use crate::store::{Store, Tx};
use domain::id::{AccountId, ArticleId, VersionId};
use domain::time::Moment;
use sha2::{Digest, Sha256};

/// The scheme under which texts are signed now: the hash is over the text itself.
pub const SCHEME: i64 = 2;
/// The first scheme: the text is a JSON list of parts, and the hash is over each of them after its length.
const SCHEME_OF_PARTS: i64 = 1;

/// The content of a version as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedText {
    /// SHA-256, hexadecimal.
    pub digest: String,
    pub scheme: i64,
    pub text: String,
}

impl SignedText {
    /// A text under the present scheme.
    pub fn new(text: String) -> Self {
        Self { digest: hex::encode(Sha256::digest(&text)), scheme: SCHEME, text }
    }

    /// Parts under the first scheme.
    pub fn of_parts(parts: &[String]) -> Stored<Self> {
        let text = serde_json::to_string(parts)?;
        Ok(Self { digest: digest_of_parts(parts), scheme: SCHEME_OF_PARTS, text })
    }

    /// Its parts, under the first scheme; none under another.
    pub fn parts(&self) -> Option<Vec<String>> {
        (self.scheme == SCHEME_OF_PARTS).then(|| serde_json::from_str(&self.text).ok()).flatten()
    }

    /// Whether the text is the one of which the digest was made. Never under a scheme that this program does not know.
    pub fn is_intact(&self) -> bool {
        match self.scheme {
            SCHEME => Self::new(self.text.clone()).digest == self.digest,
            SCHEME_OF_PARTS => self.parts().is_some_and(|parts| digest_of_parts(&parts) == self.digest),
            _ => false,
        }
    }
}

fn digest_of_parts(parts: &[String]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        // The length before each part keeps two contents from reading as one.
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    hex::encode(digest.finalize())
}

/// Stores a text, if it is not there yet.
pub async fn put_text(tx: &mut Tx, signed: &SignedText) -> Stored<()> {
    sqlx::query(
        "insert into signed_texts (digest, scheme, text) values ($1, $2, $3) on conflict (digest) do nothing",
    )
    .bind(&signed.digest)
    .bind(signed.scheme)
    .bind(&signed.text)
    .execute(tx.on())
    .await?;
    Ok(())
}

/// The text of a digest. Nothing of a step that was taken before texts were stored and has been undone since.
pub async fn text(store: &Store, digest: &str) -> Stored<Option<SignedText>> {
    let row: Option<(String, i64, String)> =
        sqlx::query_as("select digest, scheme, text from signed_texts where digest = $1")
            .bind(digest)
            .fetch_optional(&store.reader)
            .await?;
    Ok(row.map(|(digest, scheme, text)| SignedText { digest, scheme, text }))
}

/// A text that a reviewer read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub digest: String,
    /// Number of the version whose text it was.
    pub number: i64,
    pub at: Moment,
}

/// What a person read last of an article, apart from the text of this digest.
pub async fn last_reading(
    store: &Store,
    article: &ArticleId,
    account: &AccountId,
    but: &str,
) -> Stored<Option<Reading>> {
    let row: Option<(String, i64, i64)> = sqlx::query_as(
        "select r.digest, v.number, r.read_at from version_reads r join versions v on v.id = r.version
         where v.article = $1 and r.account = $2 and r.digest <> $3
         order by r.read_at desc, v.number desc limit 1",
    )
    .bind(article.as_str())
    .bind(account.as_str())
    .bind(but)
    .fetch_optional(&store.reader)
    .await?;
    Ok(row.map(|(digest, number, at)| Reading { digest, number, at: Moment(at) }))
}

/// Whether a person has read this text of a version.
pub async fn has_read(store: &Store, version: &VersionId, account: &AccountId, digest: &str) -> Stored<bool> {
    let row: Option<(i32,)> =
        sqlx::query_as("select 1 from version_reads where version = $1 and account = $2 and digest = $3")
            .bind(version.as_str())
            .bind(account.as_str())
            .bind(digest)
            .fetch_optional(&store.reader)
            .await?;
    Ok(row.is_some())
}

/// Notes that a person read a stored text of a version; the first time counts.
pub async fn note_reading(
    tx: &mut Tx,
    version: &VersionId,
    account: &AccountId,
    digest: &str,
    now: Moment,
) -> Stored<()> {
    sqlx::query(
        "insert into version_reads (version, account, digest, read_at) values ($1, $2, $3, $4)
         on conflict (version, account, digest) do nothing",
    )
    .bind(version.as_str())
    .bind(account.as_str())
    .bind(digest)
    .bind(now.0)
    .execute(tx.on())
    .await?;
    Ok(())
}

/// Stores the texts of approvals that were given before texts were stored, from the rows that they signed. What was
/// changed since has no text: its approval is void.
pub(crate) async fn fill(tx: &mut Tx) -> Stored<()> {
    let approvals: Vec<(String, String, String, String)> = sqlx::query_as(
        "select s.version, s.digest, v.front, v.body from version_steps s join versions v on v.id = s.version
         where s.step = 'approve' and s.scheme = 1 and v.approved_at is not null
           and not exists (select 1 from signed_texts t where t.digest = s.digest)",
    )
    .fetch_all(tx.on())
    .await?;
    for (version, digest, front, body) in approvals {
        let mut pictures: Vec<(String, String)> =
            sqlx::query_as("select name, digest from version_media where version = $1")
                .bind(&version)
                .fetch_all(tx.on())
                .await?;
        // Databases sort names each in their own way.
        pictures.sort();
        let pictures = pictures.into_iter().flat_map(|(name, digest)| [name, digest]);
        let parts: Vec<String> = [front, body].into_iter().chain(pictures).collect();
        let signed = SignedText::of_parts(&parts)?;
        if signed.digest == digest {
            put_text(tx, &signed).await?;
        }
    }
    Ok(())
}

/// As [`fill`], if there is anything to do.
pub(crate) async fn fill_store(store: &Store) -> Stored<()> {
    let waits: Option<(i32,)> = sqlx::query_as(
        "select 1 from version_steps s join versions v on v.id = s.version
         where s.step = 'approve' and s.scheme = 1 and v.approved_at is not null
           and not exists (select 1 from signed_texts t where t.digest = s.digest) limit 1",
    )
    .fetch_optional(&store.reader)
    .await?;
    if waits.is_none() {
        return Ok(());
    }
    let mut tx = store.begin().await?;
    fill(&mut tx).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_intact_under_its_own_scheme_alone() {
        let parts = ["{}".to_owned(), "Body".to_owned()];
        for signed in [SignedText::new("{}".into()), SignedText::of_parts(&parts).unwrap()] {
            assert!(signed.is_intact(), "{signed:?}");
            assert!(!SignedText { text: signed.text.replace('}', "} "), ..signed.clone() }.is_intact());
            assert!(!SignedText { scheme: 3 - signed.scheme, ..signed.clone() }.is_intact());
            assert!(!SignedText { scheme: 9, ..signed }.is_intact());
        }
    }

    #[test]
    fn parts_never_read_as_others() {
        let digest = |parts: [&str; 2]| digest_of_parts(&parts.map(str::to_owned));
        assert_ne!(digest(["ab", "c"]), digest(["a", "bc"]));
    }
}
