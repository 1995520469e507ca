//! Where versions are approved or sent back.

pub(crate) mod changes;
pub(crate) mod version;

use super::editor::list::{VersionList, list_page};
use crate::error::Outcome;
use crate::visit::Visit;
use axum::response::Response;
use domain::article::VersionState;

const REVIEW: VersionList = VersionList {
    address: "/review",
    first: VersionState::InReview,
    title: "review-title",
    lede: "review-lede",
    empty: "review-empty",
    is_for_writing: false,
};

/// The reviewer's queue.
///
/// # Errors
/// As for the editor's list.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    list_page(&visit, REVIEW).await
}
