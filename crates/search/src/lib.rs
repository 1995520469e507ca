//! The portal's search engine: the only crate that names tantivy.
//!
//! The index is built from the database and can be rebuilt at any time; it is never the source of truth. It
//! remembers the number of the last change it holds ([`Search::reached`]), so that a follower knows where to
//! continue. One query, in `visibility`, decides what a searcher may see; every hit, count and suggestion passes
//! through it.
//!
//! A search runs in steps: `grammar` parses the text, `query_plan` turns it into weighted words, `matching` finds and
//! scores, `pico_filter` narrows by the clinical question, `collector` counts the facets and keeps the best, `hits`
//! and `snippet` make them presentable. What every search needs of the index is cached beside it: `profiles`,
//! `preferences`, `phrase_postings` and `term_statistics`. All calls block: run them where blocking is allowed.

mod analysis;
mod bm25;
mod card;
mod card_cache;
mod circumstance;
mod collector;
mod compounds;
mod directory;
mod document_set;
mod engine;
mod error;
mod evaluation;
mod expansion_term;
mod floor;
mod grammar;
mod hits;
mod holdings;
mod identifier_list;
mod joining_words;
mod lexicon;
mod listed_items;
mod matching;
mod missing;
mod near_query;
mod nearby;
mod news;
mod phrase_postings;
mod pico_filter;
mod plan_matches;
mod preferences;
mod profiles;
mod query_concepts;
mod query_plan;
mod ranking;
mod schema;
mod scope;
mod search_plan;
mod segments;
mod sentences;
mod similar;
mod snapshot;
mod snippet;
mod spelling;
mod store;
mod strategy_evaluation;
mod structured_query;
mod suggestions;
mod term_prefixes;
mod term_statistics;
#[cfg(test)]
mod tests;
mod visibility;
mod word_pattern;

pub use engine::Search;
pub use error::SearchError;
pub use evaluation::{Comparison, Evaluation, Judgments, Metrics, compare, evaluate, parse_judgments};
pub use grammar::{MAX_QUERY_BYTES, find_problems};
pub use lexicon::Lexicon;
pub use ranking::Part;
pub use scope::SearchScope;
