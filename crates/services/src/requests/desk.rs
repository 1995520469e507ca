//! The desk: the queue, and every step on a request but the reply.

use super::drafts::{self, Drafts};
use super::{at_desk, check_text, find, find_mine, is_still_there, mails, record, same_version};
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use crate::{library, people, routing};
use domain::account::{Account, Role};
use domain::asker::Asker;
use domain::id::{AccountId, ItemId, MessageId};
use domain::record::NoticeKind;
use domain::request::{Message, MessageKind, Request, RequestState, SafetyAnswer};
use domain::safety::Report;
use domain::slug::Slug;
use domain::time::{DAY, Moment};
use std::collections::HashMap;
use storage::audit;
pub use storage::requests::{Counts, DeskQuery, Listed};

/// Requests on one page of a queue.
pub const PAGE: usize = 50;
/// Earlier requests shown beside one.
const EARLIER: i64 = 5;

/// A page of a queue.
#[derive(Debug, Clone, Default)]
pub struct QueuePage {
    pub rows: Vec<Listed>,
    /// Key of the next page, if there is one.
    pub next: Option<(i64, String)>,
    pub counts: Counts,
}

/// A queue of the desk, by due time, with the counts of all of them.
///
/// # Errors
/// [`Failure::NotFound`] for whoever is not at the desk.
pub async fn queue(context: &Context, asker: &Asker, query: &DeskQuery) -> Outcome<QueuePage> {
    let me = at_desk(asker)?;
    let now = Moment::now();
    let end_of_day = Moment(now.0 - now.0.rem_euclid(DAY) + DAY);
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    let mut rows = storage::requests::queue(&context.store, &me.id, query, now, limit).await?;
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().map(|row| row.key.clone()).filter(|_| has_more);
    Ok(QueuePage {
        rows,
        next,
        counts: storage::requests::counts(&context.store, &me.id, now, end_of_day).await?,
    })
}

/// One request with all that answering it needs.
#[derive(Debug, Clone)]
pub struct DeskRequest {
    pub request: Request,
    pub asker: Account,
    pub owner: Account,
    /// Name of who owned it before; empty where nobody did.
    pub former_owner: String,
    /// What this asker and others have written and not sent.
    pub drafts: Drafts,
    /// Notes included, oldest first.
    pub messages: Vec<Message>,
    /// What has become of publications since, of those that replies cite.
    pub notices: HashMap<ItemId, Vec<NoticeKind>>,
    pub reports: Vec<Report>,
    /// Answered requests on the same product.
    pub earlier: Vec<Request>,
    /// To whom it can be handed over.
    pub colleagues: Vec<Account>,
    /// Whether this asker owns it, and so answers it.
    pub is_mine: bool,
}

/// One request at the desk.
///
/// # Errors
/// [`Failure::NotFound`] for whoever is not at the desk, and where there is no such request.
pub async fn one(context: &Context, asker: &Asker, reference: &str) -> Outcome<DeskRequest> {
    let me = at_desk(asker)?;
    let request = find(context, reference).await?;
    let person = async |id: &AccountId| -> Outcome<Account> {
        storage::accounts::find(&context.store, id).await?.ok_or(Failure::NotFound)
    };
    let messages = storage::requests::messages(&context.store, &request.id, true).await?;
    let cited = messages.iter().flat_map(|message| &message.citations);
    let notices = library::notices_of(context, cited.map(|citation| &citation.item)).await?;
    let mut colleagues = routing::desk_people(context).await?;
    colleagues.retain(|colleague| colleague.id != request.owner);
    let former_owner = match &request.former_owner {
        Some(id) => person(id).await?.name,
        None => String::new(),
    };
    Ok(DeskRequest {
        former_owner,
        drafts: drafts::of(context, me, &request).await?,
        asker: person(&request.asker).await?,
        owner: person(&request.owner).await?,
        messages,
        notices,
        reports: storage::safety::of_request(&context.store, &request.id).await?,
        earlier: storage::requests::on_product(&context.store, &request.product, &request.id, EARLIER)
            .await?,
        colleagues,
        is_mine: request.owner == me.id,
        request,
    })
}

/// Takes a request: its owner is now whoever asks, and works on it.
///
/// # Errors
/// [`Failure::Conflict`] when it changed in the meantime or is no longer open.
pub async fn claim(context: &Context, asker: &Asker, reference: &str, seen: i64) -> Outcome<()> {
    let me = at_desk(asker)?;
    let mut request = find(context, reference).await?;
    same_version(&request, seen)?;
    if !request.state.is_open() {
        return Err(Failure::Conflict);
    }
    let old = request.owner.to_string();
    request.give_to(&me.id, Moment::now());
    request.state = RequestState::InProgress;
    let mut tx = context.store.begin().await?;
    storage::requests::update(&mut tx, &request).await?;
    record(&mut tx, me, "request.claim", &request, (&old, me.id.as_str()), "").await?;
    tx.commit().await?;
    Ok(())
}

/// Hands a request over to somebody else at the desk, who gets a mail. The reason goes into the thread as a note.
///
/// # Errors
/// [`Failure::Invalid`] with problems of `to` or `reason`; [`Failure::Conflict`] when it changed in the meantime.
pub async fn hand_over(
    context: &Context,
    asker: &Asker,
    reference: &str,
    seen: i64,
    (to, reason): (&str, &str),
) -> Outcome<()> {
    let me = at_desk(asker)?;
    let mut request = find(context, reference).await?;
    same_version(&request, seen)?;
    let people = routing::desk_people(context).await?;
    let to = people.iter().find(|person| person.id.as_str() == to && person.id != request.owner);
    let mut problems = Problems::new();
    problems.require(to.is_some(), "to", "desk-hand-over-to-missing");
    check_text(&mut problems, reason, "reason", "desk-hand-over-reason-missing");
    problems.or(())?;
    let to = to.ok_or(Failure::NotFound)?;
    let old = request.owner.to_string();
    request.give_to(&to.id, Moment::now());
    if request.state == RequestState::InProgress {
        request.state = RequestState::Received;
    }
    let mut tx = context.store.begin().await?;
    storage::requests::update(&mut tx, &request).await?;
    let note = message(me, MessageKind::Note, reason);
    storage::requests::add_message(&mut tx, &request.id, &note).await?;
    // The reason is in the note: it may speak of the question, which the trail never does.
    drafts::use_up(&mut tx, &request, me, |draft| drafts::empty_if(&mut draft.hand_over_reason, reason))
        .await?;
    mails::on_your_desk(context, &mut tx, to, &request).await?;
    record(&mut tx, me, "request.hand-over", &request, (&old, to.id.as_str()), "").await?;
    is_still_there(&mut tx, &to.id).await?;
    tx.commit().await?;
    Ok(())
}

/// Adds an internal note, which the asker never sees.
///
/// # Errors
/// [`Failure::Invalid`] with a problem of `note`.
pub async fn note(context: &Context, asker: &Asker, reference: &str, text: &str) -> Outcome<()> {
    let me = at_desk(asker)?;
    let mut problems = Problems::new();
    check_text(&mut problems, text, "note", "desk-note-missing");
    problems.or(())?;
    let request = find(context, reference).await?;
    let thread = storage::requests::messages(&context.store, &request.id, true).await?;
    let is_repeated = thread.last().is_some_and(|last| {
        last.kind == MessageKind::Note && last.author == me.id && last.body == text.trim()
    });
    let mut tx = context.store.begin().await?;
    if is_repeated {
        drafts::use_up(&mut tx, &request, me, |draft| drafts::empty_if(&mut draft.note, text)).await?;
        return Ok(tx.commit().await?);
    }
    storage::requests::add_message(&mut tx, &request.id, &message(me, MessageKind::Note, text)).await?;
    drafts::use_up(&mut tx, &request, me, |draft| drafts::empty_if(&mut draft.note, text)).await?;
    record(&mut tx, me, "request.note", &request, ("", ""), "").await?;
    tx.commit().await?;
    Ok(())
}

/// Answers the safety question. That there is something to report can be said here only once a report of this
/// request exists; the report itself says so in the same step ([`crate::safety::report`]). Once there is one, nobody
/// says that there is nothing to report.
///
/// # Errors
/// [`Failure::Invalid`] with a problem of `safety`; [`Failure::Conflict`] when it changed in the meantime.
pub async fn answer_safety(
    context: &Context,
    asker: &Asker,
    reference: &str,
    seen: i64,
    answer: SafetyAnswer,
) -> Outcome<()> {
    let (me, request) = find_mine(context, asker, reference, seen).await?;
    let mut tx = context.store.begin().await?;
    note_safety(&mut tx, me, &request, answer).await?;
    // After the audit row, whose lock a report takes too: none comes in between.
    let is_reported = storage::safety::is_reported(&mut tx, &request.id).await?;
    let problem = match answer {
        SafetyAnswer::Reported if !is_reported => Some("desk-safety-no-report"),
        SafetyAnswer::None if is_reported => Some("desk-safety-is-reported"),
        _ => None,
    };
    if let Some(problem) = problem {
        return Err(Failure::Invalid(Problems::one("safety", problem)));
    }
    tx.commit().await?;
    Ok(())
}

/// Writes the safety answer and its audit row.
pub(crate) async fn note_safety(
    tx: &mut storage::Tx,
    me: &Account,
    request: &Request,
    answer: SafetyAnswer,
) -> Outcome<()> {
    storage::requests::answer_safety(tx, request, answer, &me.id, Moment::now()).await?;
    let old = request.safety.map_or("", SafetyAnswer::slug);
    record(tx, me, "request.safety", request, (old, answer.slug()), "").await
}

/// Verifies the HCP who asked, or declines to, with a reason that goes into the thread as a note. For the owner.
///
/// # Errors
/// [`Failure::Invalid`] with a problem of `verify-reason` when declined without one; [`Failure::Conflict`] when the
/// asker is verified already or is no HCP.
pub async fn verify_asker(
    context: &Context,
    asker: &Asker,
    reference: &str,
    seen: i64,
    decision: Verification<'_>,
) -> Outcome<()> {
    let (me, request) = find_mine(context, asker, reference, seen).await?;
    let hcp = storage::accounts::find(&context.store, &request.asker).await?.ok_or(Failure::NotFound)?;
    if !hcp.has(Role::Hcp) || hcp.verified_at.is_some() {
        return Err(Failure::Conflict);
    }
    match decision {
        Verification::Verified => people::verify(context, asker, &hcp.id).await,
        Verification::Declined { reason } => decline(context, me, &request, reason).await,
    }
}

async fn decline(context: &Context, me: &Account, request: &Request, reason: &str) -> Outcome<()> {
    let mut problems = Problems::new();
    check_text(&mut problems, reason, "verify-reason", "desk-verify-reason-missing");
    problems.or(())?;
    let change = audit::Change {
        actor: me.into(),
        action: "account.decline",
        kind: "account",
        id: request.asker.as_str(),
        old: "unverified",
        new: "unverified",
        reason: reason.trim(),
    };
    let mut tx = context.store.begin().await?;
    storage::requests::add_message(&mut tx, &request.id, &message(me, MessageKind::Note, reason)).await?;
    drafts::use_up(&mut tx, request, me, |draft| drafts::empty_if(&mut draft.decline_reason, reason)).await?;
    audit::append(&mut tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// What the owner decides about an HCP who is not yet verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification<'a> {
    Verified,
    Declined { reason: &'a str },
}

/// A message of somebody at the desk, now.
pub(super) fn message(me: &Account, kind: MessageKind, body: &str) -> Message {
    Message {
        id: MessageId::new(),
        kind,
        author: me.id.clone(),
        author_name: me.name.clone(),
        body: body.trim().to_owned(),
        sent_at: Moment::now(),
        citations: Vec::new(),
        helped: None,
        rated_at: None,
    }
}
