//! The first start of a portal: what has to be there before anybody comes.

use crate::content;
use crate::domain::vocabulary::Vocabulary;
use crate::error::{Failure, Outcome};
use crate::state::State;
use crate::storage;

/// Fills an empty vocabulary with the terms that every portal starts with. Does nothing on later starts, so that
/// what an administrator changed stays changed.
///
/// # Errors
/// When the database fails.
pub async fn ensure_vocabulary(state: &State) -> Outcome<()> {
    if !is_empty(&state.vocabulary()) {
        return Ok(());
    }
    let terms = content::start_terms().map_err(Failure::internal)?;
    let mut tx = state.store.begin().await?;
    for term in &terms {
        storage::vocabulary::put(&mut tx, term).await?;
    }
    tx.commit().await?;
    Ok(state.renew_vocabulary().await?)
}

fn is_empty(vocabulary: &Vocabulary) -> bool {
    use crate::domain::vocabulary::TermKind;
    TermKind::ALL.into_iter().all(|kind| vocabulary.list(kind).next().is_none())
}
