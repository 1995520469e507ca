//! The state of a version as it is stored.

use crate::error::{StoreError, Stored};
use domain::article::VersionState;
use domain::slug::Slug;

pub(super) fn state_of(slug: &str) -> Stored<VersionState> {
    VersionState::from_slug(slug).ok_or_else(|| StoreError::Corrupt(format!("version state {slug}")))
}
