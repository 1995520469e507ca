//! Medical information requests: one asker, one or more questions, an owner, a due time.

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

/// The state of a request.
///
/// Variants are in the order of a request's life.
/// The slug appears in addresses, the database and locale keys (`request-state-…`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum RequestState {
    /// Received and owned, not yet claimed.
    Received,
    /// Being worked on.
    InProgress,
    /// A reply was sent; a follow-up brings it back to work.
    Answered,
    Closed,
}

impl RequestState {
    /// Whether somebody still has to act.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::InProgress)
    }
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
    pub received_at: Moment,
    pub due_at: Moment,
    pub answered_at: Option<Moment>,
    pub closed_at: Option<Moment>,
    pub safety: Option<SafetyAnswer>,
    pub context: Option<RecentActivity>,
    /// "Did this answer your question?"; `None` until it is answered.
    pub answered_question: Option<bool>,
    /// Counts changes of this row.
    pub version: i64,
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
}

/// A reply that has not been sent yet. It passes to whoever takes the request over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Markdown.
    pub body: String,
    /// The items that the reply will cite, in this order.
    pub cited: Vec<ItemId>,
    /// The last search for items to cite.
    pub words: String,
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
    /// Open, and the promised time has passed.
    Overdue,
    Answered,
    Closed,
}

/// Longest text of a question, follow-up, note or reply, in characters.
pub const TEXT_MAX: usize = 20_000;
