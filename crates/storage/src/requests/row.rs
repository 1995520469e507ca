//! A request as a row of its table.

use crate::error::{StoreError, Stored};
use crate::row::row;
use domain::request::{Channel, Request, RequestState, SafetyAnswer, Urgency};
use domain::slug::Slug;
use domain::time::Moment;

row! {
    pub(super) struct RequestRow {
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
        received_at: i64,
        due_at: i64,
        answered_at: Option<i64>,
        closed_at: Option<i64>,
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
            received_at: Moment(row.received_at),
            due_at: Moment(row.due_at),
            answered_at: row.answered_at.map(Moment),
            closed_at: row.closed_at.map(Moment),
            safety: row.safety.as_deref().and_then(SafetyAnswer::from_slug),
            context: row.context.as_deref().map(serde_json::from_str).transpose()?,
            answered_question: row.answered_question.map(|answer| answer != 0),
            version: row.version,
        })
    }
}
