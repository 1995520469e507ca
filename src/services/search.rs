//! Searching the library, as the pages, the API and the typeahead do.

use crate::domain::asker::{Asker, LibraryView};
use crate::domain::library::{Suggestion, percent_encode};
use crate::domain::vocabulary::TermKind;
use crate::error::Outcome;
use crate::state::State;

/// Most suggestions that a typeahead shows.
const SUGGESTIONS: usize = 8;

/// Suggestions for what was typed so far.
///
/// # Errors
/// When the index fails.
pub async fn suggest(state: &State, asker: &Asker, typed: &str) -> Outcome<Vec<Suggestion>> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() || asker.library_view() == LibraryView::Nothing {
        return Ok(Vec::new());
    }
    let vocabulary = state.vocabulary();
    let terms = [TermKind::Product, TermKind::Area, TermKind::Topic]
        .into_iter()
        .flat_map(|kind| vocabulary.list(kind));
    Ok(terms
        .filter(|term| term.name.to_lowercase().starts_with(&typed))
        .take(SUGGESTIONS)
        .map(|term| Suggestion {
            text: term.name.clone(),
            address: format!("/search?q={}", percent_encode(&term.name)),
            source: term.kind.slug().to_owned(),
        })
        .collect())
}
