//! Writing: a draft is created, saved as often as its writers pause, and given pictures.

use super::audit_entries::{AuditEntry, audited, trace};
use super::content;
use super::form::{self, Draft};
use super::pictures::{Trouble, accept};
use super::versions::{digest_of, found, is_open};
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use domain::account::{Account, EDITORS};
use domain::article::{ArticleKind, FrontMatter, Version, VersionState, slug_from, slug_is_valid};
use domain::id::{ArticleId, VersionId};
use domain::time::Moment;
use storage::articles::{self, Picture};
use storage::{StoreError, Tx, audit};

fn editor(account: &Account) -> Outcome<()> {
    if account.has_any(EDITORS) { Ok(()) } else { Err(Failure::NotFound) }
}

/// A new article with an empty draft.
///
/// # Errors
/// [`Failure::Invalid`] without a title; [`Failure::NotFound`] for anybody but an editor.
pub async fn create(
    context: &Context,
    actor: &Account,
    kind: ArticleKind,
    title: &str,
) -> Outcome<VersionId> {
    editor(actor)?;
    let title = title.trim();
    if title.is_empty() {
        return Err(Failure::Invalid(Problems::one("title", "editor-title-missing")));
    }
    let now = Moment::now();
    let slug = free_slug(context, title).await?;
    let version = Version {
        id: VersionId::new(),
        article: ArticleId::new(),
        number: 1,
        state: VersionState::Draft,
        front: FrontMatter { is_demo: context.config.is_demo, ..FrontMatter::new(slug, kind, title) },
        body: String::new(),
        author: actor.id.clone(),
        created_at: now,
        updated_at: now,
        approved_by: None,
        approved_at: None,
        published_at: None,
        ended_at: None,
        is_demo: context.config.is_demo,
        lock: 1,
    };
    let mut tx = context.store.begin().await?;
    articles::insert(&mut tx, &version.article, &version.front.slug, now, version.is_demo).await?;
    articles::insert_version(&mut tx, &version, None).await?;
    let digest = content::digest(&version, &[])?;
    let entry = AuditEntry {
        actor: actor.into(),
        action: "article.create",
        version: &version,
        old: "",
        digest: &digest,
        reason: "",
    };
    audited(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(version.id)
}

/// An address made of the title that no article has yet.
async fn free_slug(context: &Context, title: &str) -> Outcome<String> {
    let base = slug_from(title);
    let base = if base.is_empty() { "article".to_owned() } else { base };
    if articles::by_slug(&context.store, &base).await?.is_none() {
        return Ok(base);
    }
    // Random rather than counted, so that two creations at once do not meet.
    let end = uuid::Uuid::new_v4().simple().to_string();
    Ok(format!("{base}-{}", end.get(..6).unwrap_or_default()))
}

/// What the editor needs to know after a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// To be sent with the next change.
    pub lock: i64,
    pub at: Moment,
}

/// Saves a draft, if nobody else changed it since `lock` was given out. The same text again changes nothing, so
/// that a save whose answer was lost can be repeated.
///
/// # Errors
/// [`Failure::Conflict`] when somebody else changed it or it is no longer a draft; [`Failure::Invalid`] when its
/// address is another article's.
pub async fn save(
    context: &Context,
    actor: &Account,
    id: &VersionId,
    lock: i64,
    draft: Draft,
) -> Outcome<Saved> {
    editor(actor)?;
    let before = found(context, id).await?;
    if before.state != VersionState::Draft {
        return Err(Failure::Conflict);
    }
    let mut front = draft.front;
    let was_published = articles::was_published(&context.store, &before.front.slug).await?;
    if was_published || front.slug.is_empty() {
        // An address that readers know stays.
        front.slug.clone_from(&before.front.slug);
    }
    // The department gives these when it approves.
    front.approved.clone_from(&before.front.approved);
    if front == before.front && draft.body == before.body {
        return Ok(Saved { lock: before.lock, at: before.updated_at });
    }
    let now = Moment::now();
    let old = trace(&before, &digest_of(context, &before).await?);
    let slug_changes = front.slug != before.front.slug;
    let last_saved = before.updated_at;
    let version = Version { front, body: draft.body, updated_at: now, lock, ..before };
    let digest = digest_of(context, &version).await?;
    let mut tx = context.store.begin().await?;
    if slug_changes {
        if !slug_is_valid(&version.front.slug) {
            return Err(Failure::Invalid(Problems::one("slug", "editor-slug-invalid")));
        }
        articles::set_slug(&mut tx, &version.article, &version.front.slug).await.map_err(
            |error| match error {
                StoreError::Conflict => Failure::Invalid(Problems::one("slug", "editor-slug-taken")),
                other => other.into(),
            },
        )?;
    }
    let lock = articles::update(&mut tx, &version).await?;
    articles::add_writer(&mut tx, &version.id, &actor.id).await?;
    if !goes_on(&mut tx, actor, &version, last_saved).await? {
        let entry = AuditEntry {
            actor: actor.into(),
            action: SAVE,
            version: &version,
            old: &old,
            digest: &digest,
            reason: "",
        };
        audited(&mut tx, entry).await?;
    }
    tx.commit().await?;
    Ok(Saved { lock, at: now })
}

/// What a save is called in the audit trail.
const SAVE: &str = "article.save";
/// A pause after which somebody who goes on writing begins another session, in milliseconds.
const SESSION_PAUSE: i64 = 30 * 60_000;

/// Whether a save belongs to a session of writing that has its row in the audit trail already: the same person went on
/// without a pause, and nothing else happened to the article meanwhile. A draft is saved every few seconds while it is
/// written; what it says in the end is in the row of the step that follows.
async fn goes_on(tx: &mut Tx, actor: &Account, version: &Version, last_saved: Moment) -> Outcome<bool> {
    if version.updated_at > last_saved.plus(SESSION_PAUSE) {
        return Ok(false);
    }
    let last = audit::last_of(tx, &format!("article:{}", version.article)).await?;
    Ok(last.is_some_and(|(by, action)| by == actor.id.as_str() && action == SAVE))
}

/// Saves the fields of a draft's form, among them `lock`: as [`save`].
pub async fn save_fields(
    context: &Context,
    actor: &Account,
    id: &VersionId,
    fields: &[(String, String)],
) -> Outcome<Saved> {
    let before = found(context, id).await?;
    let pairs = || fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let lock = pairs().find(|(name, _)| *name == "lock").and_then(|(_, lock)| lock.parse().ok());
    let draft = form::read(pairs(), &before.front);
    save(context, actor, id, lock.ok_or(Failure::Conflict)?, draft).await
}

/// A draft of the next version of an article, with the text and pictures of the latest one. What readers get stays
/// as it is. If a version is on its way already, that one.
///
/// # Errors
/// [`Failure::NotFound`] when there is no such article, or the actor is no editor.
pub async fn new_version(context: &Context, actor: &Account, article: &ArticleId) -> Outcome<VersionId> {
    editor(actor)?;
    let all = articles::versions(&context.store, article).await?;
    if let Some(open) = all.iter().find(|version| is_open(version)) {
        return Ok(open.id.clone());
    }
    let latest = all.into_iter().next().ok_or(Failure::NotFound)?;
    let now = Moment::now();
    let mut version = Version {
        id: VersionId::new(),
        number: latest.number + 1,
        state: VersionState::Draft,
        author: actor.id.clone(),
        created_at: now,
        updated_at: now,
        approved_by: None,
        approved_at: None,
        published_at: None,
        ended_at: None,
        lock: 1,
        ..latest.clone()
    };
    // They belong to the approval of the version before.
    version.front.approved = None;
    version.front.approval_reference = String::new();
    let pictures = articles::pictures(&context.store, &latest.id).await?;
    let digest = content::digest(&version, &pictures)?;
    let mut tx = context.store.begin().await?;
    articles::insert_version(&mut tx, &version, None).await?;
    articles::copy_pictures(&mut tx, &latest.id, &version.id).await?;
    let entry = AuditEntry {
        actor: audit::Actor::from(actor),
        action: "article.new-version",
        version: &version,
        old: "",
        digest: &digest,
        reason: "",
    };
    audited(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(version.id)
}

/// Puts a picture into a draft, in place of one of the same name.
///
/// # Errors
/// [`Failure::Invalid`] for what is no picture; [`Failure::Conflict`] as for [`save`].
pub async fn put_picture(
    context: &Context,
    actor: &Account,
    id: &VersionId,
    lock: i64,
    name: &str,
    bytes: &[u8],
) -> Outcome<Saved> {
    let accepted = accept(name, bytes)
        .map_err(|trouble: Trouble| Failure::Invalid(Problems::one("picture", trouble.key())))?;
    let picture = &accepted.picture;
    change_pictures(context, actor, id, lock, Some((picture, &accepted.bytes)), &picture.name).await
}

/// Takes a picture out of a draft.
///
/// # Errors
/// [`Failure::Conflict`] as for [`save`].
pub async fn remove_picture(
    context: &Context,
    actor: &Account,
    id: &VersionId,
    lock: i64,
    name: &str,
) -> Outcome<Saved> {
    change_pictures(context, actor, id, lock, None, name).await
}

async fn change_pictures(
    context: &Context,
    actor: &Account,
    id: &VersionId,
    lock: i64,
    picture: Option<(&Picture, &[u8])>,
    name: &str,
) -> Outcome<Saved> {
    editor(actor)?;
    let before = found(context, id).await?;
    if before.state != VersionState::Draft {
        return Err(Failure::Conflict);
    }
    let mut pictures = articles::pictures(&context.store, id).await?;
    let old = trace(&before, &content::digest(&before, &pictures)?);
    pictures.retain(|known| known.name != name);
    pictures.extend(picture.map(|(picture, _)| picture.clone()));
    let now = Moment::now();
    let version = Version { updated_at: now, lock, ..before };
    let digest = content::digest(&version, &pictures)?;
    let mut tx = context.store.begin().await?;
    let lock = articles::update(&mut tx, &version).await?;
    match picture {
        Some((picture, bytes)) => articles::put_picture(&mut tx, id, picture, bytes).await?,
        None => articles::remove_picture(&mut tx, id, name).await?,
    }
    articles::add_writer(&mut tx, id, &actor.id).await?;
    let entry = AuditEntry {
        actor: actor.into(),
        action: "article.picture",
        version: &version,
        old: &old,
        digest: &digest,
        reason: name,
    };
    audited(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(Saved { lock, at: now })
}
