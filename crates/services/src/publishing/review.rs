//! What a reviewer looks at: all that the signature covers, and what of it changed.

use super::content::Content;
use super::reading::{Dossier, dossier, may_see};
use super::versions::found;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use domain::account::{Account, REVIEWERS};
use domain::article::{Step, Version, VersionState};
use domain::id::VersionId;
use domain::time::Moment;
use storage::articles::{self, SignedText, signing};

/// A version with what it is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub dossier: Dossier,
    /// What a signature covers.
    pub content: Content,
    /// SHA-256 of the text that is signed, hexadecimal.
    pub digest: String,
    /// What readers have now, or had last; none for the first version.
    pub readers: Option<Compared>,
    /// What this reviewer read last, or what was sent back last; none where that is what readers have.
    pub read: Option<Compared>,
}

/// An earlier content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    pub since: Since,
    pub content: Content,
}

/// Which content it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// Readers have the version of this number.
    Published(i64),
    /// The version of this number was approved last; readers no longer have it, or never had.
    Approved(i64),
    /// This reviewer read it then, as a version of this number.
    Read(i64, Moment),
    /// Somebody sent it back then.
    SentBack(String, Moment),
}

/// One version with what changed of it. That a reviewer reads what is in review is noted.
///
/// # Errors
/// [`Failure::NotFound`] when there is none that this person may see.
pub async fn review(context: &Context, account: &Account, id: &VersionId) -> Outcome<Review> {
    let dossier = dossier(context, account, id).await?;
    let content = Content::of(&dossier.version, &dossier.pictures);
    let text = content.text()?;
    let readers = readers(context, &dossier).await?;
    let read = read(context, account, &dossier, &text.digest).await?;
    let known = [Some(&content), readers.as_ref().map(|compared| &compared.content)];
    let read = read.filter(|read| !known.contains(&Some(&read.content)));
    if dossier.version.state == VersionState::InReview && account.has_any(REVIEWERS) {
        note(context, account, &dossier.version, &text).await;
    }
    Ok(Review { content, digest: text.digest, readers, read, dossier })
}

async fn readers(context: &Context, dossier: &Dossier) -> Outcome<Option<Compared>> {
    let Some(before) = dossier.approved_before() else { return Ok(None) };
    let pictures = articles::pictures(&context.store, &before.id).await?;
    let since = match before.state {
        VersionState::Published => Since::Published(before.number),
        _ => Since::Approved(before.number),
    };
    Ok(Some(Compared { since, content: Content::of(before, &pictures) }))
}

async fn read(
    context: &Context,
    account: &Account,
    dossier: &Dossier,
    digest: &str,
) -> Outcome<Option<Compared>> {
    let (store, version) = (&context.store, &dossier.version);
    let own = signing::last_reading(store, &version.article, &account.id, digest).await?;
    let (digest, since) = match own {
        Some(reading) => (reading.digest, Since::Read(reading.number, reading.at)),
        None => {
            let is_sent_back = |step: &&articles::VersionStep| {
                step.version == version.id && step.step == Step::SendBack && step.digest != digest
            };
            let Some(step) = dossier.steps.iter().find(is_sent_back) else { return Ok(None) };
            (step.digest.clone(), Since::SentBack(step.name.clone(), step.at))
        }
    };
    let text = signing::text(store, &digest).await?;
    text.map(|text| Ok(Compared { since, content: Content::read(&text)? })).transpose()
}

/// Notes what this person reads. A page that cannot be noted is read all the same.
async fn note(context: &Context, account: &Account, version: &Version, text: &SignedText) {
    if let Err(failure) = note_once(context, account, version, text).await {
        tracing::warn!(%failure, "what a reviewer read could not be noted");
    }
}

async fn note_once(
    context: &Context,
    account: &Account,
    version: &Version,
    text: &SignedText,
) -> Outcome<()> {
    if signing::has_read(&context.store, &version.id, &account.id, &text.digest).await? {
        return Ok(());
    }
    let mut tx = context.store.begin().await?;
    // A version that was submitted to an earlier program has no text yet.
    signing::put_text(&mut tx, text).await?;
    signing::note_reading(&mut tx, &version.id, &account.id, &text.digest, Moment::now()).await?;
    Ok(tx.commit().await?)
}

/// Content type and bytes of a picture of a version, or of what it is compared with, by the SHA-256 of its bytes.
///
/// # Errors
/// [`Failure::NotFound`] when there is none that this person may see.
pub async fn compared_picture(
    context: &Context,
    account: &Account,
    id: &VersionId,
    sha256: &str,
) -> Outcome<(String, Vec<u8>)> {
    let version = found(context, id).await?;
    let is_digest = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_digest || !may_see(account, &version) {
        return Err(Failure::NotFound);
    }
    articles::picture_of_digest(&context.store, &version.article, sha256).await?.ok_or(Failure::NotFound)
}
