//! Invented requests with their answers.

use super::calendar::day;
use crate::content::DemoRequest;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::{requests, routing};
use domain::account::Account;
use domain::id::{ItemId, MessageId, RequestId, readable_reference};
use domain::request::{Channel, Message, MessageKind, Promise, Request, RequestState, SafetyAnswer, Urgency};
use domain::routing::Facts;
use domain::slug::Slug;
use domain::time::Moment;
use rand::Rng as _;
use rand::rngs::StdRng;
use storage::{Tx, audit};

/// Milliseconds in an hour.
const HOUR: i64 = 3_600_000;

/// An invented request.
pub(super) struct Invented {
    pub request: Request,
    pub asker: Account,
    reply: Option<Message>,
}

/// The requests of the month, with the dates that it has now.
pub(super) async fn invent(
    context: &Context,
    random: &mut StdRng,
    month: &[DemoRequest],
    now: Moment,
) -> Outcome<Vec<Invented>> {
    let mut invented = Vec::with_capacity(month.len());
    for demo in month {
        let found = storage::accounts::find_by_email(&context.store, &demo.asker).await?;
        let (asker, _) = found.ok_or(Failure::NotFound)?;
        let facts = Facts {
            product: demo.product.clone(),
            area: demo.area.clone(),
            specialty: asker.specialty.clone(),
            country: asker.country.clone(),
        };
        let owner = routing::owner_for(context, &facts).await?;
        let time_of_day = random.random_range(7 * HOUR..17 * HOUR);
        let request = request(demo, &asker, &owner, day(now, demo.days_ago).plus(time_of_day), now);
        let reply = match request.answered_at {
            Some(sent_at) => {
                let cited = items(context, &demo.cites).await?;
                Some(Message {
                    id: MessageId::new(),
                    kind: MessageKind::Reply,
                    author: owner.id,
                    author_name: owner.name,
                    body: demo.reply.clone(),
                    sent_at,
                    citations: requests::reply::freeze(context, &cited).await?,
                    helped: request.answered_question,
                    rated_at: None,
                })
            }
            None => None,
        };
        invented.push(Invented { request, asker, reply });
    }
    Ok(invented)
}

fn request(
    demo: &DemoRequest,
    asker: &Account,
    owner: &Account,
    received_at: Moment,
    now: Moment,
) -> Request {
    let urgency = Urgency::from_slug(&demo.urgency).unwrap_or_default();
    // Nobody answers on a weekend, nor before it is time.
    let answered_at = demo
        .answered_after
        .map(|hours| received_at.plus(hours * HOUR).plus_working_days(0))
        .filter(|at| *at < now);
    let closed_at = answered_at.filter(|_| demo.closed).map(|at| at.plus(HOUR).min(now));
    let state = match (closed_at, answered_at) {
        (Some(_), _) => RequestState::Closed,
        (None, Some(_)) => RequestState::Answered,
        (None, None) => RequestState::from_slug(&demo.state).unwrap_or(RequestState::InProgress),
    };
    let due_at = received_at.plus_working_days(urgency.working_days());
    let was_late = answered_at.is_some_and(|at| at > due_at);
    Request {
        id: RequestId::new(),
        reference: readable_reference("MIR", received_at.year()),
        asker: asker.id.clone(),
        questions: vec![demo.question.clone()],
        product: demo.product.clone(),
        area: demo.area.clone(),
        urgency,
        channel: Channel::Email,
        contact: String::new(),
        state,
        owner: owner.id.clone(),
        former_owner: None,
        handed_over_at: None,
        received_at,
        due_at,
        due_set_at: None,
        promise: Promise {
            first_answered_at: answered_at,
            missed_at: was_late.then_some(due_at),
            ..Promise::new(received_at, due_at)
        },
        answered_at,
        closed_at,
        close_reason: None,
        safety: None,
        context: None,
        answered_question: answered_at.and(match demo.helped.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }),
        version: 1,
    }
}

/// The library items that the demonstration's file names: articles by address, records by identifier behind
/// `record:`. What the library does not have is left out.
async fn items(context: &Context, names: &[String]) -> Outcome<Vec<ItemId>> {
    let mut items = Vec::with_capacity(names.len());
    for name in names {
        match name.strip_prefix("record:") {
            Some(identifier) => {
                let record = storage::records::by_identifier(&context.store, identifier).await?;
                items.extend(record.map(|record| ItemId::from(&record.id)));
            }
            None => {
                let version = storage::articles::published(&context.store, name).await?;
                items.extend(version.map(|version| ItemId::from(&version.article)));
            }
        }
    }
    Ok(items)
}

/// Stores a request with what the desk did to it.
pub(super) async fn store(tx: &mut Tx, invented: &Invented) -> Outcome<()> {
    let request = &invented.request;
    storage::requests::insert(tx, request, request.id.as_str(), true).await?;
    if let Some(reply) = &invented.reply {
        let (answer, by) = (SafetyAnswer::None, &reply.author);
        storage::requests::answer_safety(tx, request, answer, by, reply.sent_at).await?;
        storage::requests::add_message(tx, &request.id, reply).await?;
    }
    let change = audit::Change {
        actor: audit::Actor::Portal,
        action: "request.receive",
        kind: "request",
        id: request.id.as_str(),
        old: "",
        new: request.owner.as_str(),
        reason: "",
    };
    Ok(audit::append(tx, change).await?)
}
