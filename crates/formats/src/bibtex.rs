//! BibTeX and BibLaTeX.
//!
//! The file is split into entries ([`entries`]), so that a malformed entry does not affect its neighbours and the file
//! is never in memory as a whole; each entry is then parsed by the biblatex library. The TeX that occurs in titles and
//! names is understood (see [`tex`]). An entry inherits from the one that it names in `crossref` (see [`crossref`]);
//! its record has all inherited fields and names the other in `xref`, from which nothing is inherited, so that it stays
//! the same in every file. What BibTeX has no field for goes into fields of our own, which styles ignore: `pmid`, `pmcid`,
//! `nct`, `mesh`, `pubtypes`, `pubdate`, `links`, `materiaid`.

mod authors;
mod commas;
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
