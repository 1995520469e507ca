//! Long texts of searches: kept for a while under a name, so that every address of a page of results is short and can
//! be sent to a colleague. Only who has the address can read the text.

use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::pending_forms::Sender;
use crate::sealing;
use domain::search_query::SearchQuery;
use domain::time::{DAY, Moment};
use std::net::IpAddr;
use storage::{search_texts, throttles};

/// The longest text that is searched for, in bytes.
pub const LONGEST: usize = search::MAX_QUERY_BYTES;
/// What the texts are sealed for.
const PURPOSE: &str = "search text";
/// The span in which new texts are counted, in milliseconds: an hour.
const SPAN: i64 = 3_600_000;
/// New texts in [`SPAN`] from one place, such as a hospital.
const MOST_OF_PLACE: i64 = 300;
/// New texts in [`SPAN`] from everybody.
const MOST: i64 = 3_000;

/// The search with a name for its text, if that is long; it can then be addressed. `from` is who sends it.
///
/// # Errors
/// [`Failure::Throttled`] where too many new texts come.
pub async fn keep(context: &Context, from: Option<IpAddr>, query: SearchQuery) -> Outcome<SearchQuery> {
    if !query.is_long() {
        return Ok(SearchQuery { kept_text: None, ..query });
    }
    let name = sealing::keyed_name(PURPOSE, &context.key, &query.text);
    let id = sealing::name(PURPOSE, &name);
    let now = Moment::now();
    let known = search_texts::find(&context.store, &id).await?;
    if known.is_none() {
        let place = format!("{PURPOSE} from {}", Sender { address: from, person: None }.place());
        for (key, most) in [(place.as_str(), MOST_OF_PLACE), (PURPOSE, MOST)] {
            if throttles::count_try(&context.store, key, now, SPAN).await? > most {
                return Err(Failure::Throttled);
            }
        }
    }
    if known.is_none_or(|(_, used_at)| now.0 - used_at.0 > DAY) {
        let sealed = sealing::seal(PURPOSE, &name, &query.text)?;
        let mut tx = context.store.begin().await?;
        search_texts::put(&mut tx, &id, &sealed, now).await?;
        tx.commit().await?;
    }
    Ok(SearchQuery { kept_text: Some(name), ..query })
}

/// As [`keep`], for a search that also works with a long address.
pub async fn try_keep(context: &Context, from: Option<IpAddr>, query: SearchQuery) -> SearchQuery {
    match keep(context, from, query.clone()).await {
        Ok(kept) => kept,
        Err(error) => {
            tracing::warn!(%error, "the text of a search is not kept");
            SearchQuery { kept_text: None, ..query }
        }
    }
}

/// The search with the text that its address names; as it is where it names none.
///
/// # Errors
/// [`Failure::NotFound`] for a text that is kept no more, or never was.
pub async fn resolve(context: &Context, query: SearchQuery) -> Outcome<SearchQuery> {
    let Some(name) = query.kept_text.clone().filter(|_| query.text.is_empty()) else {
        return Ok(SearchQuery { kept_text: None, ..query });
    };
    let row = search_texts::find(&context.store, &sealing::name(PURPOSE, &name)).await?;
    let text = row.and_then(|(sealed, _)| sealing::open(PURPOSE, &name, &sealed));
    Ok(SearchQuery { text: text.ok_or(Failure::NotFound)?, ..query })
}
