//! The words of a request that a report repeats: when they arrived is the report's day zero.

use crate::context::Context;
use crate::failure::Outcome;
use crate::requests::ask::hints_at_safety;
use domain::account::{Account, DESK};
use domain::asker::Asker;
use domain::request::{MessageKind, Request};
use domain::time::Moment;
use storage::requests::Scope;

/// The name of what stands in no message: day zero is then the moment of the report.
const NOWHERE: &str = "now";
/// The name of the questions that a request began with.
const QUESTION: &str = "question";

/// What the asker wrote at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// `question`, or the id of a follow-up.
    pub name: String,
    pub text: String,
    pub at: Moment,
}

impl Words {
    /// Whether the request began with them.
    pub fn are_question(&self) -> bool {
        self.name == QUESTION
    }
}

/// What the asker wrote in a request that this asker may see, oldest first, with the place of what a report is most
/// likely about. Nothing for any other text.
pub async fn words_of(context: &Context, asker: &Asker, reference: &str) -> Outcome<(Vec<Words>, usize)> {
    let Some(request) = visible_request(context, asker, reference).await? else {
        return Ok((Vec::new(), 0));
    };
    let words = all(context, &request).await?;
    let likely = likely(context, &request, &words).await?;
    Ok((words, likely))
}

/// Everything that the asker has written in a request, oldest first.
pub(super) async fn all(context: &Context, request: &Request) -> Outcome<Vec<Words>> {
    let question =
        Words { name: QUESTION.to_owned(), text: request.questions.join("\n\n"), at: request.received_at };
    let messages = storage::requests::messages(&context.store, &request.id, false).await?;
    let follow_ups = messages.into_iter().filter(|message| message.kind == MessageKind::FollowUp);
    let follow_ups = follow_ups.map(|message| Words {
        name: message.id.to_string(),
        text: message.body,
        at: message.sent_at,
    });
    Ok([question].into_iter().chain(follow_ups).collect())
}

/// The place of the earliest words that hint at harm, among those that came after the last report; else of the earliest
/// ones. A day zero that is too early harms nobody.
async fn likely(context: &Context, request: &Request, words: &[Words]) -> Outcome<usize> {
    let reports = storage::safety::of_request(&context.store, &request.id).await?;
    let reported = reports.iter().map(|report| report.filed_at).max();
    let is_new = |words: &Words| reported.is_none_or(|reported| words.at > reported);
    let first_new = words.iter().position(is_new).unwrap_or(0);
    let hint = words.iter().skip(first_new).position(|words| hints_at_safety(&words.text));
    Ok(first_new + hint.unwrap_or(0))
}

/// When the words of this name arrived; the likely ones for an unknown name, and nothing for what stands in no message.
pub(super) async fn arrived_at(context: &Context, request: &Request, name: &str) -> Outcome<Option<Moment>> {
    if name == NOWHERE {
        return Ok(None);
    }
    let words = all(context, request).await?;
    let likely = likely(context, request, &words).await?;
    let chosen = words.iter().find(|words| words.name == name).or_else(|| words.get(likely));
    Ok(chosen.map(|words| words.at))
}

/// The request of this reference, if the asker asked it or sits at the desk; nothing for any other text.
pub(super) async fn visible_request(
    context: &Context,
    asker: &Asker,
    reference: &str,
) -> Outcome<Option<Request>> {
    let Some(account) = asker.account.as_ref().filter(|_| !reference.is_empty()) else { return Ok(None) };
    let scope = if may_answer(account) { Scope::Desk } else { Scope::Own(&account.id) };
    Ok(storage::requests::find(&context.store, scope, reference).await?)
}

/// Whether somebody sits at the desk.
pub(super) fn may_answer(account: &Account) -> bool {
    account.has_any(DESK)
}
