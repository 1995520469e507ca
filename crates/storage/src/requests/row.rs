//! A request as a row of its table.

use crate::error::{StoreError, Stored};
use crate::row::row;
use domain::id::AccountId;
use domain::request::{Channel, CloseReason, Promise, Request, RequestState, SafetyAnswer, Urgency};
use domain::slug::Slug;
use domain::time::Moment;

row! {
    /// The columns of a request that say what was promised and what became of it.
    pub(crate) struct PromiseRow {
        pub(crate) received_at: i64,
        pub(crate) due_at: i64,
        asked_at: Option<i64>,
        promised_at: Option<i64>,
        pub(crate) answered_at: Option<i64>,
        first_answered_at: Option<i64>,
        missed_at: Option<i64>,
    }
}

impl PromiseRow {
    /// The promise. In rows of earlier versions `due_at` was the promised time, and nothing else was noted.
    pub(crate) fn promise(&self) -> Promise {
        let promised_at = self.promised_at.unwrap_or(self.due_at);
        let first_answered_at = self.first_answered_at.or(self.answered_at);
        let was_late = self.promised_at.is_none() && self.answered_at.is_some_and(|at| at > self.due_at);
        Promise {
            asked_at: Moment(self.asked_at.unwrap_or(self.received_at)),
            promised_at: Moment(promised_at),
            first_answered_at: first_answered_at.map(Moment),
            missed_at: self.missed_at.or(was_late.then_some(promised_at)).map(Moment),
        }
    }
}

row! {
    pub(super) struct RequestRow {
        ..promise: PromiseRow,
        pub(super) id: String,
        reference: String,
        asker: String,
        questions: String,
        product: String,
        area: String,
        urgency: String,
        channel: String,
        contact: String,
        state: String,
        owner: String,
        former_owner: Option<String>,
        handed_over_at: Option<i64>,
        due_set_at: Option<i64>,
        closed_at: Option<i64>,
        close_reason: Option<String>,
        safety: Option<String>,
        context: Option<String>,
        answered_question: Option<i64>,
        version: i64,
    }
}

fn unknown(what: &str) -> StoreError {
    StoreError::Corrupt(format!("unknown {what} of a request"))
}

impl TryFrom<RequestRow> for Request {
    type Error = StoreError;

    fn try_from(row: RequestRow) -> Stored<Self> {
        Ok(Self {
            id: row.id.into(),
            reference: row.reference,
            asker: row.asker.into(),
            questions: serde_json::from_str(&row.questions)?,
            product: row.product,
            area: row.area,
            urgency: Urgency::from_slug(&row.urgency).ok_or_else(|| unknown("urgency"))?,
            channel: Channel::from_slug(&row.channel).ok_or_else(|| unknown("channel"))?,
            contact: row.contact,
            state: RequestState::from_slug(&row.state).ok_or_else(|| unknown("state"))?,
            owner: row.owner.into(),
            former_owner: row.former_owner.map(AccountId::from),
            handed_over_at: row.handed_over_at.map(Moment),
            received_at: Moment(row.promise.received_at),
            due_at: Moment(row.promise.due_at),
            due_set_at: row.due_set_at.map(Moment),
            promise: row.promise.promise(),
            answered_at: row.promise.answered_at.map(Moment),
            closed_at: row.closed_at.map(Moment),
            close_reason: row.close_reason.as_deref().and_then(CloseReason::from_slug),
            safety: row.safety.as_deref().and_then(SafetyAnswer::from_slug),
            context: row.context.as_deref().map(serde_json::from_str).transpose()?,
            answered_question: row.answered_question.map(|answer| answer != 0),
            version: row.version,
        })
    }
}
