//! The first start of a portal: what has to be there before anybody comes.

use crate::content;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use domain::slug::Slug;
use domain::vocabulary::Vocabulary;
use storage::StoreError;
use storage::editions::{self, Topic};

/// Fills an empty vocabulary with the terms that every portal starts with. Does nothing on later starts, so that
/// what an administrator changed stays changed.
pub async fn ensure_vocabulary(context: &Context) -> Outcome<()> {
    if !is_empty(&context.vocabulary()) {
        return Ok(());
    }
    let edition = context.vocabulary_edition();
    let terms = content::start_terms().map_err(Failure::internal)?;
    let mut tx = context.store.begin().await?;
    match editions::decide(&mut tx, Topic::Vocabulary, edition).await {
        // Another node starts at the same moment and was faster.
        Err(StoreError::Contended) => return Ok(context.renew_vocabulary().await?),
        other => other?,
    }
    for term in &terms {
        storage::vocabulary::put(&mut tx, term).await?;
    }
    tx.commit().await?;
    Ok(context.renew_vocabulary().await?)
}

/// Why a portal is not served the way it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Mixed {
    #[error(
        "this data holds the demonstration, whose passwords are public; \
         serve it with --demo, or choose another directory with --data"
    )]
    DemoAsReal,
    #[error(
        "this data holds a real portal, and --demo would add people whose passwords are public; \
         choose another directory with --data"
    )]
    RealAsDemo,
}

/// Whether the demonstration and a real portal would come together: its people may sign in with `--demo` alone.
pub async fn mixture(context: &Context) -> Outcome<Option<Mixed>> {
    let (real, demo) = storage::accounts::count_real_and_demo(&context.store).await?;
    Ok(match (context.config.is_demo, real, demo) {
        (false, _, 1..) => Some(Mixed::DemoAsReal),
        (true, 1.., 0) => Some(Mixed::RealAsDemo),
        _ => None,
    })
}

fn is_empty(vocabulary: &Vocabulary) -> bool {
    use domain::vocabulary::TermKind;
    TermKind::all().all(|kind| vocabulary.list(kind).next().is_none())
}
