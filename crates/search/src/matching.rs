//! Finding and scoring: which items answer the words of a query, and how well.
//!
//! Every word weighs as much as it is rare. An item matches when the words it holds make up enough of the total
//! weight, so that it may lack the common words of a question but not its subject. The score is BM25 over the whole
//! text plus a share of BM25 over the title.
//!
//! Synonyms of a concept stand in for the words that name it: an item that holds one counts as holding those words,
//! and scores a share of what it would score for them.
//!
//! Candidates come from the rarest words alone: the most common words, as long as they cannot reach the required
//! weight together, yield none. `scorer` walks the candidates.

mod bit_sums;
mod coverage;
mod plan;
mod postings;
mod query;
mod roles;
mod scorer;
mod threshold;
mod weighting;
mod window_array;

pub(crate) use coverage::Coverage;
pub(crate) use threshold::ScoreThreshold;
pub(crate) use weighting::{Basis, build_query};
