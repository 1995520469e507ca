//! What an asker was promised, and how that went. A promise is judged once, by the time that was promised: nothing that
//! happens later makes a request that was late one in time.

use super::state::RequestState;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// What the asker was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// When they asked what waits for an answer.
    pub asked_at: Moment,
    /// By when they were promised an answer to what they asked last. The desk may plan otherwise; this stays.
    pub promised_at: Moment,
    pub first_answered_at: Option<Moment>,
    /// The first promise that was not kept. It stays.
    pub missed_at: Option<Moment>,
}

/// What became of a request: exactly one of these at any moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// Answered, and every answer that was due so far came by the promised time.
    InTime,
    /// An answer came after the promised time, or is still owed after it.
    Late,
    /// Not answered yet, and not yet due.
    Open,
    /// Closed, and never answered.
    ClosedUnanswered,
}

impl Promise {
    /// The promise that a new request makes.
    pub fn new(asked_at: Moment, promised_at: Moment) -> Self {
        Self { asked_at, promised_at, first_answered_at: None, missed_at: None }
    }

    /// Whether a promise was not kept, the one of the moment included while it is owed.
    pub fn is_missed(&self, state: RequestState, now: Moment) -> bool {
        self.missed_at.is_some() || (state.is_open() && self.promised_at < now)
    }

    /// What became of a request in this state.
    pub fn judged(&self, state: RequestState, now: Moment) -> Judgement {
        match (state, self.first_answered_at) {
            (RequestState::Closed, None) => Judgement::ClosedUnanswered,
            _ if self.is_missed(state, now) => Judgement::Late,
            (_, Some(_)) => Judgement::InTime,
            (_, None) => Judgement::Open,
        }
    }

    /// The answer is given. A further one that nobody waits for is not judged.
    pub(super) fn answer(&mut self, state: RequestState, now: Moment) {
        self.settle(state, now);
        self.first_answered_at = self.first_answered_at.or(Some(now));
    }

    /// There will be no answer.
    pub(super) fn close(&mut self, state: RequestState, now: Moment) {
        self.settle(state, now);
    }

    /// Another question is promised an answer.
    pub(super) fn renew(&mut self, asked_at: Moment, promised_at: Moment) {
        self.asked_at = asked_at;
        self.promised_at = promised_at;
    }

    fn settle(&mut self, state: RequestState, now: Moment) {
        if self.is_missed(state, now) {
            self.missed_at = self.missed_at.or(Some(self.promised_at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{AccountId, RequestId};
    use crate::request::{Channel, CloseReason, Request, Urgency};
    use crate::time::DAY;
    use proptest::prelude::*;

    fn request(now: Moment) -> Request {
        Request {
            id: RequestId::new(),
            reference: String::new(),
            asker: AccountId::new(),
            questions: vec!["?".into()],
            product: String::new(),
            area: String::new(),
            urgency: Urgency::Routine,
            channel: Channel::Email,
            contact: String::new(),
            state: RequestState::Received,
            owner: AccountId::new(),
            former_owner: None,
            handed_over_at: None,
            received_at: now,
            due_at: now.plus(3 * DAY),
            due_set_at: None,
            promise: Promise::new(now, now.plus(3 * DAY)),
            answered_at: None,
            closed_at: None,
            close_reason: None,
            safety: None,
            context: None,
            answered_question: None,
            version: 1,
        }
    }

    fn judged(request: &Request, now: Moment) -> Judgement {
        request.promise.judged(request.state, now)
    }

    #[test]
    fn a_follow_up_does_not_judge_an_answer_again() {
        let mut late = request(Moment(0));
        late.answer(Moment(4 * DAY));
        assert_eq!(judged(&late, Moment(4 * DAY)), Judgement::Late);
        late.follow_up(Moment(5 * DAY));
        late.answer(Moment(5 * DAY + 1));
        assert_eq!(judged(&late, Moment(6 * DAY)), Judgement::Late);
        assert_eq!(late.promise.first_answered_at, Some(Moment(4 * DAY)));
        let mut in_time = request(Moment(0));
        in_time.answer(Moment(DAY));
        in_time.follow_up(Moment(2 * DAY));
        assert_eq!(judged(&in_time, Moment(2 * DAY)), Judgement::InTime);
    }

    #[test]
    fn a_date_that_the_desk_moves_keeps_no_promise() {
        let mut moved = request(Moment(0));
        moved.due_at = Moment(30 * DAY);
        moved.answer(Moment(4 * DAY));
        assert_eq!(judged(&moved, Moment(4 * DAY)), Judgement::Late);
    }

    #[test]
    fn closing_without_an_answer_is_its_own_class_and_is_taken_back_whole() {
        let mut closed = request(Moment(0));
        closed.close(Moment(DAY), Some(CloseReason::Duplicate));
        assert_eq!(judged(&closed, Moment(9 * DAY)), Judgement::ClosedUnanswered);
        closed.reopen();
        assert_eq!((closed.state, closed.close_reason), (RequestState::InProgress, None));
        assert_eq!(judged(&closed, Moment(9 * DAY)), Judgement::Late, "the promise was not moved");
        let mut answered = request(Moment(0));
        answered.answer(Moment(DAY));
        answered.close(Moment(DAY), Some(CloseReason::Duplicate));
        assert_eq!(answered.close_reason, None, "it has an answer");
        answered.reopen();
        assert_eq!(answered.state, RequestState::Answered);
    }

    proptest! {
        /// Steps in any order at any time: every request is in one class, and what was late stays late.
        #[test]
        fn what_was_missed_once_never_counts_as_in_time(steps in prop::collection::vec((0..5_u8, 0..6_i64), 0..12)) {
            let mut now = Moment(0);
            let mut request = request(now);
            let mut was_missed = false;
            for (step, days) in steps {
                now = now.plus(days * DAY / 2 + 1);
                was_missed |= request.promise.is_missed(request.state, now);
                match step {
                    0 if request.state != RequestState::Closed => request.answer(now),
                    1 => request.follow_up(now),
                    2 if request.state != RequestState::Closed => request.close(now, Some(CloseReason::Withdrawn)),
                    3 if request.state == RequestState::Closed => request.reopen(),
                    4 => request.due_at = now.plus(9 * DAY),
                    _ => {}
                }
                prop_assert!(!was_missed || judged(&request, now) != Judgement::InTime);
                prop_assert!(!was_missed || request.promise.is_missed(request.state, now));
                prop_assert_eq!(
                    judged(&request, now) == Judgement::ClosedUnanswered,
                    request.state == RequestState::Closed && request.was_never_answered()
                );
            }
        }
    }
}
