//! Lists of identifiers: a text that names items by PMID, DOI, PMCID or trial number, or the portal's requests by
//! their references. A pasted list of references counts as the list of its identifiers.

mod list;
mod reader;
mod tokens;
mod written;

pub(crate) use list::IdentifierList;
pub(crate) use reader::read;
