//! The asker's own requests.

use super::{check_text, departure, is_still_there, mails, record};
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use crate::library;
use domain::account::Account;
use domain::asker::{Asker, Gate};
use domain::id::{ItemId, MessageId};
use domain::record::NoticeKind;
use domain::request::{Message, MessageKind, Request};
use domain::slug::Slug;
use domain::time::Moment;
use std::collections::HashMap;
use storage::audit;
use storage::requests::Scope;

/// Requests on one page.
pub const PAGE: usize = 30;

/// A page of the asker's own requests, each with its owner's name, and the key of the next page if there is one.
#[derive(Debug, Clone, Default)]
pub struct OwnPage {
    pub rows: Vec<(Request, String)>,
    pub next: Option<(i64, String)>,
}

/// The asker's requests, newest first, before the given key.
pub async fn list(context: &Context, asker: &Asker, before: Option<(i64, String)>) -> Outcome<OwnPage> {
    let account = asker.account.as_ref().ok_or(Failure::SignInNeeded)?;
    let before = before.unwrap_or((i64::MAX, String::new()));
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    let mut rows = storage::requests::own(&context.store, &account.id, &before, limit).await?;
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let last = rows.last().map(|(request, _)| (request.received_at.0, request.id.to_string()));
    Ok(OwnPage { rows, next: last.filter(|_| has_more) })
}

/// One request as its asker sees it.
#[derive(Debug, Clone)]
pub struct OwnRequest {
    pub request: Request,
    pub owner_name: String,
    /// Name of who owned it before; empty where nobody did.
    pub former_owner: String,
    /// Without notes, which are between those at the desk; without replies while `is_sealed`.
    pub messages: Vec<Message>,
    /// What has become of cited publications since.
    pub notices: HashMap<ItemId, Vec<NoticeKind>>,
    /// An answer is there, and opens once the department has verified the asker.
    pub is_sealed: bool,
    /// References of safety reports made of this request.
    pub reports: Vec<String>,
}

/// One of the asker's own requests.
///
/// # Errors
/// [`Failure::NotFound`] for anybody else's.
pub async fn one(context: &Context, asker: &Asker, reference: &str) -> Outcome<OwnRequest> {
    let account = asker.account.as_ref().ok_or(Failure::SignInNeeded)?;
    let request = find(context, account, reference).await?;
    let owner = storage::accounts::find(&context.store, &request.owner).await?;
    let former_owner = match &request.former_owner {
        Some(id) => storage::accounts::find(&context.store, id).await?,
        None => None,
    };
    let mut messages = storage::requests::messages(&context.store, &request.id, false).await?;
    let has_reply = messages.iter().any(|message| message.kind == MessageKind::Reply);
    let is_sealed = has_reply && !may_read_replies(asker);
    if is_sealed {
        messages.retain(|message| message.kind != MessageKind::Reply);
    }
    let reports = storage::safety::of_request(&context.store, &request.id).await?;
    let cited = messages.iter().flat_map(|message| &message.citations);
    let notices = library::notices_of(context, cited.map(|citation| &citation.item)).await?;
    Ok(OwnRequest {
        notices,
        request,
        owner_name: owner.map(|owner| owner.name).unwrap_or_default(),
        former_owner: former_owner.map(|owner| owner.name).unwrap_or_default(),
        messages,
        is_sealed,
        reports: reports.into_iter().map(|report| report.reference).collect(),
    })
}

/// Under the verified gate an answer opens only to an HCP whom the department has verified.
pub(super) fn may_read_replies(asker: &Asker) -> bool {
    asker.gate != Gate::Verified || asker.is_verified_hcp()
}

pub(super) async fn find(context: &Context, account: &Account, reference: &str) -> Outcome<Request> {
    let scope = Scope::Own(&account.id);
    storage::requests::find(&context.store, scope, reference).await?.ok_or(Failure::NotFound)
}

/// A further question on a request: it is open again, promised again, and its safety question is asked again, because
/// what they write now was not there when it was answered. Where its owner has left, the routing rules find another.
///
/// # Errors
/// [`Failure::Invalid`] with a problem of `follow-up`; [`Failure::NotFound`] for anybody else's request.
pub async fn follow_up(context: &Context, asker: &Asker, reference: &str, text: &str) -> Outcome<Request> {
    let account = asker.account.as_ref().ok_or(Failure::SignInNeeded)?;
    let mut problems = Problems::new();
    check_text(&mut problems, text, "follow-up", "request-follow-up-missing");
    problems.or(())?;
    let mut request = find(context, account, reference).await?;
    let text = text.trim();
    let thread = storage::requests::messages(&context.store, &request.id, false).await?;
    let is_repeated =
        thread.last().is_some_and(|last| last.kind == MessageKind::FollowUp && last.body == text);
    if is_repeated {
        return Ok(request);
    }
    let now = Moment::now();
    let old = request.state;
    let old_owner = request.owner.clone();
    let owner = departure::present_owner(context, account, &request).await?;
    request.give_to(&owner.id, now);
    request.follow_up(now);
    let message = Message {
        id: MessageId::new(),
        kind: MessageKind::FollowUp,
        author: account.id.clone(),
        author_name: account.name.clone(),
        body: text.to_owned(),
        sent_at: now,
        citations: Vec::new(),
        helped: None,
        rated_at: None,
    };
    let mut tx = context.store.begin().await?;
    storage::requests::update(&mut tx, &request).await?;
    storage::requests::add_message(&mut tx, &request.id, &message).await?;
    mails::followed_up(context, &mut tx, &owner, &request).await?;
    let states = (old.slug(), request.state.slug());
    record(&mut tx, account, "request.follow-up", &request, states, "").await?;
    if owner.id != old_owner {
        let owners = (old_owner.as_str(), owner.id.as_str());
        record(&mut tx, audit::Actor::Portal, "request.hand-over", &request, owners, "").await?;
    }
    is_still_there(&mut tx, &owner.id).await?;
    tx.commit().await?;
    Ok(request)
}

/// Notes whether the latest answer answered the question.
///
/// # Errors
/// [`Failure::NotFound`] for anybody else's request; [`Failure::Conflict`] where there is no answer yet.
pub async fn rate(context: &Context, asker: &Asker, reference: &str, is_answered: bool) -> Outcome<()> {
    let account = asker.account.as_ref().ok_or(Failure::SignInNeeded)?;
    let mut request = find(context, account, reference).await?;
    if request.answered_at.is_none() || !may_read_replies(asker) {
        return Err(Failure::Conflict);
    }
    let text = |answer: Option<bool>| answer.map_or("", |answer| if answer { "yes" } else { "no" });
    let thread = storage::requests::messages(&context.store, &request.id, false).await?;
    let reply = thread.iter().rfind(|message| message.kind == MessageKind::Reply).ok_or(Failure::Conflict)?;
    let old = text(reply.helped);
    request.answered_question = Some(is_answered);
    let mut tx = context.store.begin().await?;
    storage::requests::update(&mut tx, &request).await?;
    storage::requests::rate(&mut tx, &reply.id, is_answered, Moment::now()).await?;
    record(&mut tx, account, "request.rate", &request, (old, text(Some(is_answered))), "").await?;
    tx.commit().await?;
    Ok(())
}
