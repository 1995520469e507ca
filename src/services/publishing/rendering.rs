//! Versions as HTML, for those who write and review: the library's own rendering, with the version's own pictures.

use crate::domain::article::Version;
use crate::domain::id::VersionId;
use crate::error::Outcome;
use crate::markdown::{self, Options};
use crate::services::library::{self, ShownArticle};
use crate::state::State;

fn pictures(id: &VersionId) -> String {
    format!("/editor/{id}/pictures")
}

/// A version as readers will see it.
///
/// # Errors
/// When the database fails.
pub async fn as_read(state: &State, version: &Version) -> Outcome<ShownArticle> {
    library::as_read(state, version.clone(), &pictures(&version.id)).await
}

/// A text that is being written, as HTML; `references` is the number of its references.
pub fn preview(state: &State, id: &VersionId, body: &str, references: usize) -> String {
    let table_label = state.texts.get("article-table");
    let options = Options { references, media_base: &pictures(id), table_label, ..Options::default() };
    markdown::render(body, &options).html
}
