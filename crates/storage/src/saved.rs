//! What readers keep for themselves. Every query names the account of its owner.

pub mod digests;
pub mod history;
pub mod items;
pub mod searches;

use crate::error::Stored;
use domain::search_query::SearchQuery;
use sha2::{Digest, Sha256};

/// Identifies a search among those of its owner: by its words and filters, whatever page was open.
fn digest(query: &SearchQuery) -> String {
    let first_page = SearchQuery { page: 1, ..query.clone() };
    hex::encode(Sha256::digest(first_page.parameters().as_bytes()))
}

/// A search as it is stored.
fn text(query: &SearchQuery) -> Stored<String> {
    Ok(serde_json::to_string(&SearchQuery { page: 1, ..query.clone() })?)
}
