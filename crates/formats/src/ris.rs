//! RIS, with the liberties that reference managers take, and as it leaves the portal.
//!
//! What RIS has no tag for stands where reference managers put it too, or in a tag for its users: a trial's number in
//! `C7`, the identifier of a record's source in `ID` behind `materia:`, MeSH headings as the last of the keywords, with
//! their number in `U2`.

mod names;
mod read;
mod write;

pub(crate) use read::{opens_entry, read};
pub(crate) use write::write;
