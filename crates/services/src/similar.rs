//! What is similar to an item: by its text, by the works that both cite, and by what cites both.

use super::{library, search};
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use domain::asker::Asker;
use domain::id::ItemId;
use domain::library::Hit;
use domain::similarity::{SIMILARITY, Similar};
use domain::time::Moment;
use std::collections::HashMap;
use storage::citations;

/// How many similar items are offered.
pub const OFFERED: usize = 6;

/// Items similar to this one, the most similar first, of those that this asker may see. While the index is being made or too many search,
/// those that citations tell of.
pub async fn similar(context: &Context, asker: &Asker, id: &ItemId) -> Outcome<Vec<Similar>> {
    let (view, now) = (asker.library_view(), Moment::now());
    let by_text = match search::similar(context, asker, id, SIMILARITY.listed).await {
        Err(Failure::NotReady(_) | Failure::Busy) => Vec::new(),
        other => SIMILARITY.by_text(other?),
    };
    let mut signs = citations::neighbours(&context.store, &view, now, id).await?;
    signs.text = by_text.iter().map(|hit| hit.id.clone()).collect();
    let order = SIMILARITY.order(&signs);
    let mut hits: HashMap<ItemId, Hit> = by_text.into_iter().map(|hit| (hit.id.clone(), hit)).collect();
    let by_citations: Vec<ItemId> =
        order.iter().take(OFFERED).map(|(id, _)| id).filter(|id| !hits.contains_key(id)).cloned().collect();
    hits.extend(library::listed(context, &view, &by_citations).await?);
    let similar =
        order.into_iter().filter_map(|(id, reason)| Some(Similar { hit: hits.remove(&id)?, reason }));
    Ok(similar.take(OFFERED).collect())
}
