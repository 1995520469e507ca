//! BibTeX and BibLaTeX, as they come and as they leave.
//!
//! The file is cut into entries ([`entries`]), so that one malformed entry does not take its neighbours along and
//! nobody has to hold the file; each entry is then read by the biblatex library. Of TeX what stands in titles and
//! names is understood (see [`tex`]). An entry inherits from the one that it names in `crossref` (see [`crossref`]);
//! its record has all of it and names the other in `xref`, from which nobody inherits, so that it stays the same
//! wherever it goes. What BibTeX has no field for stands in fields of its own, which styles pass over: `pmid`, `pmcid`,
//! `nct`, `mesh`, `pubtypes`, `pubdate`, `links`, `materiaid`.

mod crossref;
mod entries;
mod fields;
mod names;
mod read;
mod tex;
mod write;

pub(crate) use entries::opens_entry;
pub(crate) use read::read;
pub(crate) use write::write;
