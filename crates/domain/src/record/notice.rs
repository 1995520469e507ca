//! Retractions, corrections and expressions of concern.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What became of a publication after it appeared.
///
/// The slug appears in the database and in locale keys (`notice-…`).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum NoticeKind {
    /// The publication was retracted.
    Retracted,
    /// A correction to the publication appeared.
    Erratum,
    /// An expression of concern appeared.
    Concern,
    /// This record is itself the notice of a retraction.
    RetractionNotice,
    /// This record is itself the notice of a correction.
    ErratumNotice,
}

/// A retraction, erratum or concern, with where it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub kind: NoticeKind,
    /// The source as given, such as `Lancet. 2010 Feb 6;375(9713):445`.
    pub source: String,
    /// PMID of the other publication, where given.
    pub pmid: Option<String>,
}
