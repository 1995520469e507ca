//! The reply: sent once, then frozen with the exact versions that it cites.

use super::desk::message;
use super::drafts;
use super::own::{self, may_read_replies};
use super::{at_desk, check_text, find, find_mine, mails, record};
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use crate::search;
use domain::article::Version;
use domain::asker::Asker;
use domain::id::{ArticleId, ItemId, RecordId, RequestId};
use domain::library::Hit;
use domain::request::{Draft, FrozenCitation, MessageKind, RequestState};
use domain::slug::Slug;

/// The cited items as they are now, in their order. What is no longer published, or no longer there, is left out.
pub async fn freeze(context: &Context, cited: &[ItemId]) -> Outcome<Vec<FrozenCitation>> {
    let articles: Vec<ArticleId> = cited.iter().map(ArticleId::from).collect();
    let versions = storage::articles::published_by_ids(&context.store, &articles).await?;
    let mut frozen = Vec::with_capacity(cited.len());
    for item in cited {
        match versions.iter().find(|version| version.article.as_str() == item.as_str()) {
            Some(version) => frozen.push(of_version(item, version)),
            None => frozen.extend(of_record(context, item).await?),
        }
    }
    Ok(frozen)
}

fn of_version(item: &ItemId, version: &Version) -> FrozenCitation {
    FrozenCitation {
        item: item.clone(),
        version: Some(version.id.clone()),
        version_number: Some(version.number),
        title: version.front.title.clone(),
        citation: version.front.approval_reference.clone(),
    }
}

async fn of_record(context: &Context, item: &ItemId) -> Outcome<Option<FrozenCitation>> {
    let record = storage::records::find(&context.store, &RecordId::from(item)).await?;
    Ok(record.map(|record| FrozenCitation {
        item: item.clone(),
        version: None,
        version_number: None,
        citation: record.data.citation(),
        title: record.data.title,
    }))
}

/// Sends the reply: frozen with the versions that it cites, the request answered, the asker informed by a mail
/// without a word of it.
///
/// # Errors
/// [`Failure::Invalid`] with a problem of `body` where there is no text, of `safety` where its question is not
/// answered, of `cite` where a cited item is gone; [`Failure::Conflict`] when the request changed in the meantime or is
/// closed.
pub async fn send(
    context: &Context,
    asker: &Asker,
    reference: &str,
    seen: i64,
    draft: &Draft,
) -> Outcome<()> {
    let (me, mut request) = find_mine(context, asker, reference, seen).await?;
    if request.state == RequestState::Closed {
        return Err(Failure::Conflict);
    }
    let citations = freeze(context, &draft.cited).await?;
    let mut problems = Problems::new();
    check_text(&mut problems, &draft.body, "body", "desk-reply-missing");
    problems.require(request.safety.is_some(), "safety", "desk-safety-first");
    problems.require(citations.len() == draft.cited.len(), "cite", "desk-cited-gone");
    problems.or(())?;
    let hcp = storage::accounts::find(&context.store, &request.asker).await?.ok_or(Failure::NotFound)?;
    let mut reply = message(me, MessageKind::Reply, &draft.body);
    reply.citations = citations;
    let old = request.state;
    request.answer(reply.sent_at);
    let mut tx = context.store.begin().await?;
    storage::requests::update(&mut tx, &request).await?;
    storage::requests::add_message(&mut tx, &request.id, &reply).await?;
    drafts::use_up(&mut tx, &request, me, |stored| {
        if stored.body == draft.body {
            stored.body.clear();
            stored.cited.clear();
            stored.words.clear();
        }
    })
    .await?;
    mails::to_asker(context, &mut tx, &hcp, &request, mails::News::Answered).await?;
    record(&mut tx, me, "request.reply", &request, (old.slug(), "answered"), "").await?;
    tx.commit().await?;
    Ok(())
}

/// The article version behind a citation of a request, counted from 1 over all of its replies: exactly the version
/// that was sent, whatever became of it since.
///
/// # Errors
/// [`Failure::NotFound`] for anybody else's request, for a record, and while the replies are sealed.
pub async fn cited_version(
    context: &Context,
    asker: &Asker,
    reference: &str,
    number: usize,
) -> Outcome<Version> {
    let account = asker.account.as_ref().ok_or(Failure::SignInNeeded)?;
    if !may_read_replies(asker) {
        return Err(Failure::NotFound);
    }
    let request = own::find(context, account, reference).await?;
    nth_cited(context, &request.id, number).await
}

/// As [`cited_version`], for those at the desk.
///
/// # Errors
/// [`Failure::NotFound`] for whoever is not at the desk, and for a record.
pub async fn cited_at_desk(
    context: &Context,
    asker: &Asker,
    reference: &str,
    number: usize,
) -> Outcome<Version> {
    at_desk(asker)?;
    let request = find(context, reference).await?;
    nth_cited(context, &request.id, number).await
}

async fn nth_cited(context: &Context, request: &RequestId, number: usize) -> Outcome<Version> {
    let place = number.checked_sub(1).ok_or(Failure::NotFound)?;
    let messages = storage::requests::messages(&context.store, request, false).await?;
    let citation = messages.iter().flat_map(|message| &message.citations).nth(place);
    let version = citation.and_then(|citation| citation.version.as_ref()).ok_or(Failure::NotFound)?;
    storage::articles::version(&context.store, version).await?.ok_or(Failure::NotFound)
}

/// Content type and bytes of a picture of a version that was given by [`cited_version`] or [`cited_at_desk`].
///
/// # Errors
/// [`Failure::NotFound`] where it has no such picture.
pub async fn picture(context: &Context, version: &Version, name: &str) -> Outcome<(String, Vec<u8>)> {
    // A text calls its pictures `figures/name`; the folder is not part of their address.
    for name in [name.to_owned(), format!("figures/{name}")] {
        if let Some(found) = storage::articles::picture(&context.store, &version.id, &name).await? {
            return Ok(found);
        }
    }
    Err(Failure::NotFound)
}

/// Library items that a reply may cite: what was found for the words, or for the question while there are none.
/// Those at the desk also find what lies outside the label; it is only ever sent as a reply.
///
/// # Errors
/// [`Failure::NotFound`] for whoever is not at the desk. Nothing while the index is being made.
pub async fn citable(context: &Context, asker: &Asker, words: &str) -> Outcome<Vec<Hit>> {
    const OFFERED: usize = 8;
    at_desk(asker)?;
    match search::rank(context, asker, words, OFFERED).await {
        Err(Failure::NotReady(_) | Failure::Busy) => Ok(Vec::new()),
        other => other,
    }
}
