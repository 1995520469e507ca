//! CSL-JSON: what citation processors and Zotero exchange, as it comes and as it leaves.
//!
//! What CSL has no variable for stands in `custom`, the place that its schema keeps for that.

mod names;
mod read;
mod write;

pub(crate) use read::{is_like, read};
pub(crate) use write::{item, write};
