//! Medical information requests: one asker, one or more questions, an owner, a due time.

use super::id::{AccountId, ItemId, MessageId, RequestId, VersionId};
use super::time::Moment;
use serde::{Deserialize, Serialize};

/// How soon an answer is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// A patient is waiting.
    Urgent,
    #[default]
    Routine,
    /// For a lecture, a protocol, a formulary.
    NoHurry,
}

impl Urgency {
    /// Every urgency, most urgent first.
    pub const ALL: [Self; 3] = [Self::Urgent, Self::Routine, Self::NoHurry];

    /// The name in forms, the database and locale keys (`urgency-…`).
    pub fn slug(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::Routine => "routine",
            Self::NoHurry => "no-hurry",
        }
    }

    /// The urgency of this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|urgency| urgency.slug() == slug)
    }

    /// Working days until the promised date.
    pub fn working_days(self) -> u32 {
        match self {
            Self::Urgent => 1,
            Self::Routine => 3,
            Self::NoHurry => 10,
        }
    }
}

/// How the asker wants to hear. The answer itself always stands in the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    #[default]
    Email,
    Telephone,
    Visit,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 3] = [Self::Email, Self::Telephone, Self::Visit];

    /// The name in forms, the database and locale keys (`channel-…`).
    pub fn slug(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Telephone => "telephone",
            Self::Visit => "visit",
        }
    }

    /// The channel of this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.slug() == slug)
    }
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequestState {
    /// Received and owned, not yet claimed.
    Received,
    /// Somebody works on it.
    InProgress,
    /// A reply was sent; a follow-up brings it back to work.
    Answered,
    Closed,
}

impl RequestState {
    /// Every state, in order.
    pub const ALL: [Self; 4] = [Self::Received, Self::InProgress, Self::Answered, Self::Closed];

    /// The name in addresses, the database and locale keys (`request-state-…`).
    pub fn slug(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::InProgress => "in-progress",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    /// The state of this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.slug() == slug)
    }

    /// Whether somebody still has to act.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::InProgress)
    }
}

/// The owner's answer to "adverse event, special situation or product complaint?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SafetyAnswer {
    /// There is none in this request.
    None,
    /// There is one; a safety report was opened.
    Reported,
}

impl SafetyAnswer {
    /// Every answer.
    pub const ALL: [Self; 2] = [Self::None, Self::Reported];

    /// The name in forms, the database and locale keys (`safety-answer-…`).
    pub fn slug(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Reported => "reported",
        }
    }

    /// The answer of this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.slug() == slug)
    }
}

/// What was searched and read before asking; travels along only with consent.
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
    pub received_at: Moment,
    pub due_at: Moment,
    pub answered_at: Option<Moment>,
    pub closed_at: Option<Moment>,
    pub safety: Option<SafetyAnswer>,
    pub context: Option<RecentActivity>,
    /// "Did this answer your question?"; none: not yet said.
    pub answered_question: Option<bool>,
    /// Counts changes of this row.
    pub version: i64,
}

/// What sort of message it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MessageKind {
    /// From the asker after the first questions.
    FollowUp,
    /// To the asker; what was sent is frozen.
    Reply,
    /// Between those at the desk; never seen by the asker.
    Note,
}

impl MessageKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::FollowUp, Self::Reply, Self::Note];

    /// The name in the database.
    pub fn slug(self) -> &'static str {
        match self {
            Self::FollowUp => "follow-up",
            Self::Reply => "reply",
            Self::Note => "note",
        }
    }

    /// The kind of this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
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
}

/// A reply that its owner has not sent yet. Whoever takes the request over finds it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Markdown.
    pub body: String,
    /// What the reply is to cite, in this order.
    pub cited: Vec<ItemId>,
    /// The words with which citable items were last looked for.
    pub words: String,
}

/// A list of requests at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Queue {
    /// Open, and mine to answer.
    #[default]
    Mine,
    /// Given to somebody by the rules, not yet taken up.
    Unclaimed,
    /// Open, whoever owns it.
    Open,
    /// Open, and the promised time has passed.
    Overdue,
    Answered,
    Closed,
}

impl Queue {
    /// Every queue, in the order in which the desk offers them.
    pub const ALL: [Self; 6] =
        [Self::Mine, Self::Unclaimed, Self::Open, Self::Overdue, Self::Answered, Self::Closed];

    /// The name in addresses and locale keys (`queue-…`).
    pub fn slug(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Unclaimed => "unclaimed",
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    /// The queue of this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|queue| queue.slug() == slug)
    }
}

/// Longest text of a question, follow-up, note or reply, in characters.
pub const TEXT_MAX: usize = 20_000;
