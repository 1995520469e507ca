//! The MEDLINE display format, which PubMed also calls NBIB.

mod names;
mod read;
mod write;

pub(crate) use read::{is_field, read};
pub(crate) use write::write;
