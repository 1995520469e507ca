//! How much of a text is read.

/// Bytes of a text that are read.
pub const MAX_QUERY_BYTES: usize = 64 * 1024;
/// Words and values that are read.
pub(crate) const MAX_TERMS: usize = 1_000;
/// How deep parentheses are read, and the greatest depth of the tree.
pub(crate) const MAX_DEPTH: usize = 50;
/// Letters before a truncation mark, at least. PubMed demands four; three also allow `flu*`.
pub(crate) const MIN_TRUNCATED: usize = 3;
/// Problems that are reported.
pub(crate) const MAX_PROBLEMS: usize = 20;
