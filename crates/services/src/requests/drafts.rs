//! What somebody at the desk has written on a request and not sent. Each person has a draft of their own: taking a
//! request over begins beside the text of the one before, and both can read it.

use super::{at_desk, find};
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use domain::account::Account;
use domain::asker::Asker;
use domain::id::{AccountId, ItemId};
use domain::request::{Draft, Request, TEXT_MAX};
use domain::time::Moment;
use storage::Tx;
pub use storage::requests::drafts::StoredDraft;

/// Most items that one reply cites.
pub const MOST_CITED: usize = 50;

/// The unsent texts of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drafts {
    pub own: Option<StoredDraft>,
    /// Those of others with something in them, latest first.
    pub others: Vec<StoredDraft>,
}

/// What the page needs to know after a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// To be sent with the next save.
    pub lock: i64,
    pub at: Moment,
}

/// The content of the desk's form. What a page does not offer, such as the reply to a request that is somebody else's,
/// stays as it was `before`.
pub fn read<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)> + Clone, before: &Draft) -> Draft {
    let mut draft = before.clone();
    if pairs.clone().any(|(name, _)| name == "body") {
        draft.cited.clear();
    }
    for (name, value) in pairs {
        match name {
            "body" => draft.body = value.to_owned(),
            "words" => draft.words = value.trim().to_owned(),
            "note" => draft.note = value.to_owned(),
            "reason" => draft.hand_over_reason = value.to_owned(),
            "verify-reason" => draft.decline_reason = value.to_owned(),
            "cite" => {
                let item = ItemId::from(value);
                if !draft.cited.contains(&item) {
                    draft.cited.push(item);
                }
            }
            _ => {}
        }
    }
    draft
}

/// The texts of a draft by the form's names; what it cites is not among them.
pub fn fields(draft: &Draft) -> [(&'static str, &str); 5] {
    [
        ("body", &draft.body),
        ("words", &draft.words),
        ("note", &draft.note),
        ("reason", &draft.hand_over_reason),
        ("verify-reason", &draft.decline_reason),
    ]
}

/// What this asker has written on a request and not sent.
///
/// # Errors
/// [`Failure::NotFound`] for whoever is not at the desk, and where there is no such request.
pub async fn own(context: &Context, asker: &Asker, reference: &str) -> Outcome<Option<StoredDraft>> {
    let me = at_desk(asker)?;
    let request = find(context, reference).await?;
    Ok(of(context, me, &request).await?.own)
}

/// The unsent texts of a request, for somebody at the desk.
pub(super) async fn of(context: &Context, me: &Account, request: &Request) -> Outcome<Drafts> {
    let all = storage::requests::drafts::of(&context.store, &request.id).await?;
    let (own, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|draft| draft.author == me.id);
    let has_text = |stored: &StoredDraft| stored.draft.has_reply() || !stored.draft.note.trim().is_empty();
    Ok(Drafts { own: own.into_iter().next(), others: others.into_iter().filter(has_text).collect() })
}

/// Saves a draft, if no other page of the same person has saved another since `lock` was given out. The same text again
/// changes nothing, so that a save whose answer was lost can be repeated.
///
/// # Errors
/// [`Failure::Conflict`] when another text is stored, which is left as it is; [`Failure::Invalid`] with a problem of a
/// text that is too long; [`Failure::NotFound`] for whoever is not at the desk, and where there is no such request.
pub async fn save(
    context: &Context,
    asker: &Asker,
    reference: &str,
    lock: i64,
    draft: &Draft,
) -> Outcome<Saved> {
    let me = at_desk(asker)?;
    check(draft)?;
    let request = find(context, reference).await?;
    let now = Moment::now();
    let mut tx = context.store.begin().await?;
    let stored = storage::requests::drafts::find(&mut tx, &request.id, &me.id).await?;
    match stored {
        Some(stored) if stored.draft == *draft => {
            return Ok(Saved { lock: stored.version, at: stored.saved_at });
        }
        None if *draft == Draft::default() => return Ok(Saved { lock: 0, at: now }),
        _ => {}
    }
    let lock = storage::requests::drafts::put(&mut tx, (&request.id, &me.id), lock, draft, now).await?;
    tx.commit().await?;
    Ok(Saved { lock, at: now })
}

/// Saves the fields of the desk's form, among them `lock`: as [`save`].
pub async fn save_fields(
    context: &Context,
    asker: &Asker,
    reference: &str,
    fields: &[(String, String)],
) -> Outcome<Saved> {
    let pairs = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let lock = pairs.clone().find(|(name, _)| *name == "lock").and_then(|(_, lock)| lock.parse().ok());
    let before = own(context, asker, reference).await?.map(|stored| stored.draft).unwrap_or_default();
    save(context, asker, reference, lock.unwrap_or_default(), &read(pairs, &before)).await
}

fn check(draft: &Draft) -> Outcome<()> {
    let mut problems = Problems::new();
    problems.require(draft.cited.len() <= MOST_CITED, "body", "form-too-long");
    for (field, text) in fields(draft) {
        problems.require(text.chars().count() <= TEXT_MAX, field, "form-too-long");
    }
    problems.or(())
}

/// Adds somebody else's unsent reply to the end of one's own, which was saved as `lock`. Theirs stays as it is.
///
/// # Errors
/// [`Failure::NotFound`] where they have none; [`Failure::Conflict`] as [`save`].
pub async fn adopt(
    context: &Context,
    asker: &Asker,
    reference: &str,
    lock: i64,
    author: &AccountId,
) -> Outcome<Saved> {
    let me = at_desk(asker)?;
    let request = find(context, reference).await?;
    let drafts = of(context, me, &request).await?;
    let theirs =
        drafts.others.into_iter().find(|stored| stored.author == *author).ok_or(Failure::NotFound)?;
    let mut draft = drafts.own.map(|stored| stored.draft).unwrap_or_default();
    let body = [draft.body.trim_end(), theirs.draft.body.trim_end()];
    draft.body = body.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
    for item in theirs.draft.cited {
        if !draft.cited.contains(&item) {
            draft.cited.push(item);
        }
    }
    save(context, asker, reference, lock, &draft).await
}

/// Empties what a step has used up of the draft of whoever took it. A text that another page has saved meanwhile is not
/// the one that was used, and `change` leaves it.
pub(super) async fn use_up(
    tx: &mut Tx,
    request: &Request,
    me: &Account,
    change: impl FnOnce(&mut Draft),
) -> Outcome<()> {
    let Some(stored) = storage::requests::drafts::find(tx, &request.id, &me.id).await? else { return Ok(()) };
    let mut draft = stored.draft.clone();
    change(&mut draft);
    if draft != stored.draft {
        let key = (&request.id, &me.id);
        storage::requests::drafts::put(tx, key, stored.version, &draft, Moment::now()).await?;
    }
    Ok(())
}

/// Empties a text that was used.
pub(super) fn empty_if(text: &mut String, used: &str) {
    if text.trim() == used.trim() {
        text.clear();
    }
}
