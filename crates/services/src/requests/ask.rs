//! Asking.

use super::{check_text, is_still_there, mails, record};
use crate::content;
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use crate::{engagement, routing};
use domain::account::{Account, Role};
use domain::asker::Asker;
use domain::engagement::Event;
use domain::id::{RequestId, readable_reference};
use domain::request::{Channel, Promise, RecentActivity, Request, RequestState, Urgency};
use domain::routing::Facts;
use domain::time::{DAY, Moment};
use domain::vocabulary::{Term, TermKind, Vocabulary};
use std::sync::LazyLock;
use storage::{StoreError, submissions};

/// Most questions of one request.
const MOST_QUESTIONS: usize = 10;
/// Longest telephone number or note on a visit, in characters.
const CONTACT_MAX: usize = 200;
/// How far back "what you searched and read" reaches.
const CONTEXT_REACH: i64 = DAY;

/// What the asker sends. Whatever is empty is guessed or defaulted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    pub question: String,
    /// Further questions, one a line.
    pub more: String,
    /// Slugs of the vocabulary.
    pub product: String,
    pub area: String,
    pub urgency: Urgency,
    pub channel: Channel,
    pub contact: String,
    /// Whether what was searched and read travels along.
    pub with_context: bool,
    /// The form's random number: the same form sent twice makes one request.
    pub token: String,
}

impl Question {
    fn questions(&self) -> Vec<String> {
        let more = self.more.lines().map(str::trim).filter(|line| !line.is_empty());
        [self.question.trim()].into_iter().chain(more).map(str::to_owned).collect()
    }

    fn problems(&self) -> Problems {
        let mut problems = Problems::new();
        check_text(&mut problems, &self.question, "question", "ask-question-missing");
        let length = self.question.chars().count() + self.more.chars().count();
        problems.require(length <= domain::request::TEXT_MAX, "question", "form-too-long");
        problems.require(self.questions().len() <= MOST_QUESTIONS, "more", "ask-too-many");
        let is_reachable = self.channel != Channel::Telephone || !self.contact.trim().is_empty();
        problems.require(is_reachable, "contact", "ask-contact-missing");
        problems.require(self.contact.chars().count() <= CONTACT_MAX, "contact", "form-too-long");
        problems
    }
}

/// Takes a question in: it has an owner and a promised time at once, and both sides get a mail.
///
/// # Errors
/// [`Failure::Invalid`] with problems of `question`, `more` or `contact`, or after very many questions within a day;
/// [`Failure::NotFound`] for whoever is not
/// an HCP; [`Failure::NotReady`] in a portal where nobody can answer.
pub async fn ask(context: &Context, asker: &Asker, question: Question) -> Outcome<Request> {
    let account = asker.account.as_ref().ok_or(Failure::SignInNeeded)?;
    if !account.has(Role::Hcp) {
        return Err(Failure::NotFound);
    }
    question.problems().or(())?;
    let key = sent_key(account, &question);
    if storage::requests::find_sent(&context.store, &account.id, &key).await?.is_none() {
        bound(context, account).await?;
    }
    let mut last = Failure::Conflict;
    // A reference may be taken by chance; another one is then drawn.
    for _ in 0..3 {
        if let Some(request) = storage::requests::find_sent(&context.store, &account.id, &key).await? {
            return Ok(request);
        }
        let request = new_request(context, asker, account, &question).await?;
        match receive(context, account, &request, &key).await {
            Ok(()) => {
                engagement::note(context, asker, Event::Asked { request: request.id.clone() });
                return Ok(request);
            }
            Err(Failure::Conflict) => last = Failure::Conflict,
            Err(other) => return Err(other),
        }
    }
    Err(last)
}

/// Each question is somebody's work: so many of one person are a mistake of a program, or meant to harm.
async fn bound(context: &Context, account: &Account) -> Outcome<()> {
    let key = format!("ask {}", account.id);
    let asked = storage::throttles::count_try(&context.store, &key, Moment::now(), DAY).await?;
    if asked > i64::from(context.config.questions_a_day) {
        return Err(Failure::Invalid(Problems::one("", "ask-too-many-a-day")));
    }
    Ok(())
}

fn sent_key(account: &Account, question: &Question) -> String {
    let fresh = uuid::Uuid::new_v4().to_string();
    let token = if question.token.is_empty() { &fresh } else { &question.token };
    submissions::key(token, &[account.id.as_str(), &question.question, &question.more])
}

async fn new_request(
    context: &Context,
    asker: &Asker,
    account: &Account,
    question: &Question,
) -> Outcome<Request> {
    let now = Moment::now();
    let (product, area) = subject(&context.vocabulary(), question);
    let facts = Facts {
        product: product.clone(),
        area: area.clone(),
        specialty: account.specialty.clone(),
        country: account.country.clone(),
    };
    let due_at = now.plus_working_days(question.urgency.working_days());
    let recent = if question.with_context { Some(recent_activity(context, asker).await?) } else { None };
    Ok(Request {
        id: RequestId::new(),
        reference: readable_reference("MIR", now.year()),
        asker: account.id.clone(),
        questions: question.questions(),
        product,
        area,
        urgency: question.urgency,
        channel: question.channel,
        contact: question.contact.trim().to_owned(),
        state: RequestState::Received,
        owner: routing::owner_for(context, &facts).await?.id,
        former_owner: None,
        handed_over_at: None,
        received_at: now,
        due_at,
        due_set_at: None,
        promise: Promise::new(now, due_at),
        answered_at: None,
        closed_at: None,
        close_reason: None,
        safety: None,
        context: recent.filter(|recent| *recent != RecentActivity::default()),
        answered_question: None,
        version: 1,
    })
}

async fn receive(context: &Context, account: &Account, request: &Request, key: &str) -> Outcome<()> {
    let owner = storage::accounts::find(&context.store, &request.owner).await?.ok_or(StoreError::Conflict)?;
    let mut tx = context.store.begin().await?;
    storage::requests::insert(&mut tx, request, key, false).await?;
    mails::to_asker(context, &mut tx, account, request, mails::News::Received).await?;
    mails::on_your_desk(context, &mut tx, &owner, request).await?;
    record(&mut tx, account, "request.receive", request, ("", request.owner.as_str()), "").await?;
    is_still_there(&mut tx, &owner.id).await?;
    tx.commit().await?;
    Ok(())
}

/// Product and therapeutic area: as given, else as the text names them, else the area that all named products share.
/// A text that leaves open which is meant is not guessed at: the guess would decide who answers.
fn subject(vocabulary: &Vocabulary, question: &Question) -> (String, String) {
    let named = vocabulary.named_in(&format!("{} {}", question.question, question.more));
    let given = |kind, slug: &str| vocabulary.find(kind, slug);
    let product = given(TermKind::Product, &question.product).or_else(|| named.only(TermKind::Product));
    let products = product.map_or_else(|| named.list(TermKind::Product), |product| vec![product]);
    let shared = products.first().map(|first| first.area.as_str());
    let shared = shared.filter(|area| products.iter().all(|product| product.area == *area));
    let area = given(TermKind::Area, &question.area)
        .or_else(|| given(TermKind::Area, shared?))
        .or_else(|| named.only(TermKind::Area));
    let slug = |term: Option<&Term>| term.map_or(String::new(), |term| term.slug.clone());
    (slug(product), slug(area))
}

/// What the asker searched and read within the last day; empty without their consent to being counted.
pub async fn recent_activity(context: &Context, asker: &Asker) -> Outcome<RecentActivity> {
    let numbers = asker.counted_of_late();
    if numbers.is_empty() {
        return Ok(RecentActivity::default());
    }
    // What was read a moment ago may not have been written yet.
    engagement::flush(context).await;
    let since = Moment::now().plus(-CONTEXT_REACH);
    Ok(storage::requests::recent_activity(&context.store, &numbers, since).await?)
}

/// Whether a text has words that hint at an adverse event, a special situation or a product complaint. A hint asks a
/// person to look; it decides nothing.
pub fn hints_at_safety(text: &str) -> bool {
    // A file that the program ships with; a test reads it.
    static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| content::safety_words().unwrap_or_default());
    let text = text.to_lowercase();
    WORDS.iter().any(|word| begins_a_word(&text, word))
}

fn begins_a_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_harm_are_noticed_at_the_beginning_of_a_word() {
        assert!(hints_at_safety("She was HOSPITALISED two days later."));
        assert!(hints_at_safety("Two overdoses"));
        assert!(!hints_at_safety("What is the thrashing of results?"));
        assert!(!hints_at_safety("Which dose in heart failure?"));
    }
}
