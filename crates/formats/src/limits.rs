//! Bounds of what is read, so that no file can exhaust the memory.

/// The longest entry that is read, in bytes: far above the longest ever published, far below what hurts.
pub(crate) const MAX_ENTRY: usize = 16 * 1024 * 1024;
/// The most elements that one XML entry may have.
pub(crate) const MAX_ELEMENTS: usize = 200_000;
/// The deepest that elements of an XML entry may be nested.
pub(crate) const MAX_DEPTH: usize = 100;
/// The longest Markdown article with its front matter, in bytes.
pub const MAX_ARTICLE: usize = 1024 * 1024;
