//! The requests that a list of identifiers names by their references: for those who made them, and for the desk. To
//! anybody else they are as little here as a reference that was never given.

use crate::context::Context;
use crate::failure::Outcome;
use domain::account::DESK;
use domain::asker::Asker;
use domain::id::find_reference;
use domain::library::{NamedRequest, SearchResults};
use storage::requests::{Scope, existing};

/// Takes the requests that this asker may see out of what is missing.
pub(super) async fn resolve(
    context: &Context,
    asker: &Asker,
    mut results: SearchResults,
) -> Outcome<SearchResults> {
    let named: Vec<String> =
        results.missing.iter().filter_map(|typed| find_reference("MIR", typed)).collect();
    let Some(account) = asker.id().filter(|_| !named.is_empty()) else { return Ok(results) };
    let scope = if asker.has_any(DESK) { Scope::Desk } else { Scope::Own(account) };
    let found = existing(&context.store, scope, account, &named).await?;
    for reference in named {
        if let Some((_, is_own)) = found.iter().find(|(known, _)| *known == reference) {
            let is_own = *is_own;
            results.requests.push(NamedRequest { reference, is_own });
        }
    }
    let is_here = |typed: &String| {
        find_reference("MIR", typed)
            .is_some_and(|it| results.requests.iter().any(|known| known.reference == it))
    };
    results.missing.retain(|typed| !is_here(typed));
    Ok(results)
}
