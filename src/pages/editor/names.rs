//! Names of versions, their states and their kinds.

use crate::texts::{t_for, t_with};
use domain::article::{ArticleKind, VersionState};
use domain::slug::Slug;
use leptos::prelude::*;

/// The state of a version as a badge.
pub(crate) fn state_badge(state: VersionState) -> impl IntoView + use<> {
    view! { <span class="badge badge-state">{t_for(&format!("state-{}", state.slug()))}</span> }
}

/// The name of a kind.
pub(crate) fn kind_name(kind: ArticleKind) -> String {
    t_for(&format!("kind-{}", kind.slug()))
}

/// `Version 3`.
pub(crate) fn version_name(number: i64) -> String {
    t_with("version-number", &[("number", number.into())])
}
