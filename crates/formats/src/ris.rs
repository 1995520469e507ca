//! RIS, with the deviations of reference managers.
//!
//! What RIS has no tag for goes where reference managers put it, or into a user-defined tag: a trial's number into `C7`,
//! the source's identifier into `ID` after `materia:`, MeSH headings to the end of the keywords, with their number in
//! `U2`.

mod names;
mod read;
mod write;

pub(crate) use read::{opens_entry, read};
pub(crate) use write::write;
