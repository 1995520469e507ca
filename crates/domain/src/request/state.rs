//! Where a request is in its life.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

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
