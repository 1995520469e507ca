//! Medical information requests: one asker, one or more questions, an owner, a due time.

mod promise;
mod state;

pub use promise::{Judgement, Promise};
pub use state::RequestState;

use super::id::{AccountId, ItemId, MessageId, RequestId, VersionId};
use super::time::Moment;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// How soon an answer is needed.
///
/// The most urgent comes first.
/// The slug appears in forms, the database and locale keys (`urgency-…`).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Default,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Urgency {
    /// A patient is waiting.
    Urgent,
    #[default]
    Routine,
    /// For a lecture, a protocol, a formulary.
    NoHurry,
}

impl Urgency {
    /// Working days until the promised date.
    pub fn working_days(self) -> u32 {
        match self {
            Self::Urgent => 1,
            Self::Routine => 3,
            Self::NoHurry => 10,
        }
    }
}

/// How the asker wants to be contacted. The answer itself is always in the portal.
///
/// The slug appears in forms, the database and locale keys (`channel-…`).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Default,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Channel {
    #[default]
    Email,
    Telephone,
    Visit,
}

/// The owner's answer to "adverse event, special situation or product complaint?".
///
/// The slug appears in forms, the database and locale keys (`safety-answer-…`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum SafetyAnswer {
    /// There is none in this request.
    None,
    /// There is one; a safety report was opened.
    Reported,
}

/// Why a request is closed without an answer. The asker reads it, so it is one of these and never a text.
///
/// The slug appears in forms, the database and locale keys (`close-reason-…`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum CloseReason {
    /// The same was asked before, and is answered there.
    Duplicate,
    /// The asker no longer needs it.
    Withdrawn,
    /// Answered by telephone or on a visit.
    AnsweredElsewhere,
    /// Not a question that medical information may answer.
    OutOfScope,
    /// More is needed, and the asker could not be reached.
    Unreachable,
}

/// What the asker searched and read before asking; attached only with their consent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecentActivity {
    pub searched: Vec<String>,
    pub read: Vec<ItemId>,
}

/// A request, without its messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub id: RequestId,
    /// Readable, such as `MIR-2026-7GK3QF`.
    pub reference: String,
    pub asker: AccountId,
    /// At least one.
    pub questions: Vec<String>,
    /// Slugs of the vocabulary; empty where not known.
    pub product: String,
    pub area: String,
    pub urgency: Urgency,
    pub channel: Channel,
    /// Telephone number, or where and when a visit suits; empty for email.
    pub contact: String,
    pub state: RequestState,
    pub owner: AccountId,
    /// Who owned it before, and since when they do not.
    pub former_owner: Option<AccountId>,
    pub handed_over_at: Option<Moment>,
    pub received_at: Moment,
    /// When the desk means to answer. What the asker was promised is in `promise`.
    pub due_at: Moment,
    /// When somebody set `due_at` by hand; `None` while it follows from the urgency.
    pub due_set_at: Option<Moment>,
    pub promise: Promise,
    /// The latest answer.
    pub answered_at: Option<Moment>,
    pub closed_at: Option<Moment>,
    /// Why it was closed without an answer.
    pub close_reason: Option<CloseReason>,
    pub safety: Option<SafetyAnswer>,
    pub context: Option<RecentActivity>,
    /// "Did this answer your question?", as the asker said last; `None` until they say. See [`Message::helped`].
    pub answered_question: Option<bool>,
    /// Counts changes of this row.
    pub version: i64,
}

impl Request {
    /// Whether no reply was ever sent.
    pub fn was_never_answered(&self) -> bool {
        self.answered_at.is_none()
    }

    /// A reply is sent.
    pub fn answer(&mut self, now: Moment) {
        self.promise.answer(self.state, now);
        self.state = RequestState::Answered;
        self.answered_at = Some(now);
    }

    /// The asker writes again: what was finished is open and promised again. The safety question is asked again,
    /// because what they write now was not there when it was answered.
    pub fn follow_up(&mut self, now: Moment) {
        if !self.state.is_open() {
            self.due_at = now.plus_working_days(self.urgency.working_days());
            self.due_set_at = None;
            self.promise.renew(now, self.due_at);
            self.state = RequestState::InProgress;
        }
        self.closed_at = None;
        self.close_reason = None;
        self.safety = None;
    }

    /// Nobody works on it any more. `reason` says why the asker gets no answer, where they wait for one.
    pub fn close(&mut self, now: Moment, reason: Option<CloseReason>) {
        self.promise.close(self.state, now);
        self.close_reason = reason.filter(|_| self.state.is_open());
        self.state = RequestState::Closed;
        self.closed_at = Some(now);
    }

    /// Takes closing back. Whether the asker waited for an answer then is what `close_reason` says.
    pub fn reopen(&mut self) {
        let was_open = self.close_reason.is_some() || self.was_never_answered();
        self.state = if was_open { RequestState::InProgress } else { RequestState::Answered };
        self.closed_at = None;
        self.close_reason = None;
    }

    /// Gives the request to somebody else. The safety question is its owner's to answer: a new one is asked it again.
    pub fn give_to(&mut self, owner: &AccountId, now: Moment) {
        if self.owner != *owner {
            self.former_owner = Some(std::mem::replace(&mut self.owner, owner.clone()));
            self.handed_over_at = Some(now);
            self.safety = None;
        }
    }
}

/// The kind of a message.
///
/// The slug appears in the database.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum MessageKind {
    /// From the asker after the first questions.
    FollowUp,
    /// To the asker; what was sent is frozen.
    Reply,
    /// Between people at the desk; never shown to the asker.
    Note,
}

/// A cited library item, exactly as it was when the reply was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenCitation {
    pub item: ItemId,
    /// Set for an article: the version that was cited.
    pub version: Option<VersionId>,
    pub version_number: Option<i64>,
    pub title: String,
    pub citation: String,
}

/// One message of a request's thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub id: MessageId,
    pub kind: MessageKind,
    pub author: AccountId,
    pub author_name: String,
    /// Markdown from the desk, plain text from the asker.
    pub body: String,
    pub sent_at: Moment,
    pub citations: Vec<FrozenCitation>,
    /// Whether a reply answered the question, as the asker says, and when they said so last.
    pub helped: Option<bool>,
    pub rated_at: Option<Moment>,
}

/// What somebody at the desk has written on a request and not sent: the reply, and the other texts of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Markdown.
    pub body: String,
    /// The items that the reply will cite, in this order.
    pub cited: Vec<ItemId>,
    /// The last search for items to cite.
    pub words: String,
    /// An internal note.
    pub note: String,
    /// Why the request is handed over.
    pub hand_over_reason: String,
    /// Why verifying the asker is declined.
    pub decline_reason: String,
}

impl Draft {
    /// Whether it holds a reply, or the beginning of one.
    pub fn has_reply(&self) -> bool {
        !self.body.trim().is_empty() || !self.cited.is_empty()
    }
}

/// A list of requests at the desk.
///
/// Variants are in the order in which the desk offers them.
/// The slug appears in addresses and locale keys (`queue-…`).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Default,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Queue {
    /// Open, and mine to answer.
    #[default]
    Mine,
    /// Assigned by the routing rules, not yet claimed.
    Unclaimed,
    /// Open, whoever owns it.
    Open,
    /// Open, and the due or the promised time has passed: moving the one does not undo the other.
    Overdue,
    Answered,
    Closed,
}

/// Longest text of a question, follow-up, note or reply, in characters.
pub const TEXT_MAX: usize = 20_000;
