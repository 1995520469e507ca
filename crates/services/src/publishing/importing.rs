//! Articles from a folder: those approved elsewhere come in as published versions, others as drafts.

use super::audit_entries::{AuditEntry, audited};
use super::content::{self, Content};
use super::pictures::{Accepted, Trouble, accept};
use super::steps;
use super::versions::is_open;
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use domain::article::{FrontMatter, Step, Version, VersionState, slug_is_valid};
use domain::id::{AccountId, ArticleId, VersionId};
use domain::library::ImportOutcome;
use domain::time::Moment;
use storage::articles::{self, Picture, VersionStep};
use storage::audit;

/// An article as it comes from a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    pub front: FrontMatter,
    /// Markdown.
    pub body: String,
    /// Pictures, by the name under which the text shows them.
    pub media: Vec<(String, Vec<u8>)>,
    /// Whether its article belongs to the demonstration portal, whatever its versions say of themselves.
    pub is_demo: bool,
}

/// Imports an article. One with the date and the reference of its approval was approved elsewhere by the
/// department and is published; any other is a draft, whatever was published before.
///
/// What was last imported, imported again, changes nothing: an article that was edited or withdrawn here since
/// stays so. `author` and `approver` are accounts of this portal; without an approver the article's own
/// approval reference and date speak for it.
///
/// # Errors
/// [`Failure::Invalid`] for a picture that is not accepted, an address that cannot be one, an approved article that
/// has expired, or a draft of an article that has one already.
pub async fn import(
    context: &Context,
    actor: audit::Actor<'_>,
    author: &AccountId,
    approver: Option<&AccountId>,
    import: Import,
) -> Outcome<ImportOutcome> {
    let now = Moment::now();
    if !slug_is_valid(&import.front.slug) {
        return Err(Failure::Invalid(Problems::one("slug", "editor-slug-invalid")));
    }
    let mut accepted = accepted(&import)?;
    let pictures: Vec<Picture> = accepted.iter().map(|accepted| accepted.picture.clone()).collect();
    // As the files have them: the same file again is known by what it says, however its pictures were cleaned.
    let given: Vec<Picture> = accepted
        .iter()
        .map(|accepted| Picture { digest: accepted.given.clone(), ..accepted.picture.clone() })
        .collect();
    let known = articles::by_slug(&context.store, &import.front.slug).await?;
    let article = known.clone().unwrap_or_default();
    let versions = articles::versions(&context.store, &article).await?;
    let number = versions.first().map_or(1, |last| last.number + 1);
    let version = version(&import, article, number, (author, approver), now);
    let signed = Content::of(&version, &pictures).text()?;
    let given = Content::of(&version, &given);
    let imported = given.text()?.digest;
    let last = articles::last_imported(&context.store, &version.article).await?;
    if last.is_some_and(|last| last == imported || given.first_digest().is_ok_and(|first| last == first)) {
        return Ok(ImportOutcome::Unchanged);
    }
    if version.state == VersionState::Published && content::is_over(&version.front, now) {
        return Err(Failure::Invalid(Problems::one("expires", "import-expired")));
    }
    if version.state == VersionState::Draft && versions.iter().any(is_open) {
        return Err(Failure::Invalid(Problems::one("", "import-draft-open")));
    }

    let mut tx = context.store.begin().await?;
    if known.is_none() {
        articles::insert(&mut tx, &version.article, &version.front.slug, now, import.is_demo).await?;
    }
    articles::insert_version(&mut tx, &version, Some(&imported)).await?;
    // Pictures that two articles share are written in one order by both.
    accepted.sort_by(|one, other| one.picture.digest.cmp(&other.picture.digest));
    for Accepted { picture, bytes, .. } in &accepted {
        articles::put_picture(&mut tx, &version.id, picture, bytes).await?;
    }
    if let (VersionState::Published, Some(approver)) = (version.state, approver) {
        articles::signing::put_text(&mut tx, &signed).await?;
        let taken = VersionStep {
            version: version.id.clone(),
            step: Step::Approve,
            actor: approver.clone(),
            name: String::new(),
            comment: String::new(),
            digest: signed.digest.clone(),
            scheme: signed.scheme,
            at: now,
        };
        articles::add_step(&mut tx, &taken).await?;
    }
    steps::shelve(&mut tx, &version, actor, now).await?;
    let entry = AuditEntry {
        actor,
        action: "article.import",
        version: &version,
        old: "",
        digest: &signed.digest,
        reason: "",
    };
    audited(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(if known.is_some() { ImportOutcome::Updated } else { ImportOutcome::Added })
}

fn version(
    import: &Import,
    article: ArticleId,
    number: i64,
    (author, approver): (&AccountId, Option<&AccountId>),
    now: Moment,
) -> Version {
    // Readers sort by when a text became valid, not by when a file was copied.
    let approved_at =
        import.front.approved.as_deref().and_then(Moment::from_day).map_or(now, |day| day.min(now));
    let is_approved = import.front.approved.is_some() && !import.front.approval_reference.trim().is_empty();
    Version {
        id: VersionId::new(),
        article,
        number,
        state: if is_approved { VersionState::Published } else { VersionState::Draft },
        front: import.front.clone(),
        body: import.body.clone(),
        author: author.clone(),
        created_at: now,
        updated_at: now,
        approved_by: approver.filter(|_| is_approved).cloned(),
        approved_at: is_approved.then_some(approved_at),
        published_at: is_approved.then_some(approved_at),
        ended_at: None,
        is_demo: import.is_demo || import.front.is_demo,
        lock: 1,
    }
}

fn accepted(import: &Import) -> Outcome<Vec<Accepted<'_>>> {
    let media = import.media.iter().map(|(name, bytes)| accept(name, bytes));
    media
        .map(|accepted| {
            accepted.map_err(|trouble: Trouble| Failure::Invalid(Problems::one("picture", trouble.key())))
        })
        .collect()
}
