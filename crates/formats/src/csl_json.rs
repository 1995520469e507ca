//! CSL-JSON, which citation processors and Zotero exchange.
//!
//! What CSL has no variable for goes into `custom`, which its schema reserves for that.

mod dates;
mod names;
mod read;
mod write;

pub(crate) use read::{is_like, read};
pub(crate) use write::write;
