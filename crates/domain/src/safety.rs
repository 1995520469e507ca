//! Safety reports: adverse events, special situations and product complaints.

use super::id::{AccountId, ReportId, RequestId};
use super::time::Moment;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What is reported.
///
/// The slug appears in forms, the database and locale keys (`report-…`).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Default,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ReportKind {
    #[default]
    AdverseEvent,
    /// Pregnancy, overdose, misuse, medication error, lack of effect and the like.
    SpecialSituation,
    ProductComplaint,
}

/// What a reporter says. Only the event and a contact are required; everything is kept verbatim.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportData {
    pub kind: ReportKind,
    /// What happened.
    pub event: String,
    /// How to reach the reporter: an email address or a telephone number.
    pub contact: String,
    pub reporter_name: String,
    pub reporter_profession: String,
    pub country: String,
    /// Product as the reporter names it; batch number where known.
    pub product: String,
    pub batch: String,
    /// Initials, age, sex: whatever identifies a patient exists; never a full name.
    pub patient: String,
    /// When it began, as the reporter puts it.
    pub onset: String,
    pub outcome: String,
}

/// A safety report as received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub id: ReportId,
    /// Readable, such as `SR-2026-7GK3QF`.
    pub reference: String,
    /// When the words that are reported arrived: those of a request when they were asked, all others with the form.
    pub day_zero: Moment,
    /// When the form of the report arrived.
    pub filed_at: Moment,
    pub data: ReportData,
    /// The signed-in reporter, where there was one.
    pub account: Option<AccountId>,
    /// The request that mentioned the event, where there was one.
    pub request: Option<RequestId>,
    pub acknowledged_at: Option<Moment>,
    pub acknowledged_by: Option<AccountId>,
    /// Whether it came while far more reports than usual came from the same sender, or from people without a sign-in.
    pub is_in_flood: bool,
    /// That it was found to be no report.
    pub voided: Option<Voided>,
}

/// Who found that a report is none, when and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voided {
    pub at: Moment,
    pub by: AccountId,
    pub reason: String,
}

/// Where a report is.
///
/// The slug appears in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum ReportState {
    /// Nobody has taken it over yet.
    #[default]
    Waiting,
    Acknowledged,
    /// Found to be none.
    Voided,
}
