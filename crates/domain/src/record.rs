//! Bibliographic evidence records, as imported from PubMed, RIS, JATS, JSON Lines and others.

mod author;
mod citation;
mod cited;
mod data;
mod identifier;
mod kind;
mod likeness;
mod merge;
mod notice;
mod study_type;

pub use author::AuthorName;
pub use citation::{
    AuthorList, Generations, VolumeAndIssue, apa_authors, is_article_number, is_ended, whole_pages,
};
pub use cited::{CitedWork, united};
pub use data::{AbstractSection, MeshHeading, Record, RecordData, SourceField};
pub use identifier::{doi_address, normal_doi, normal_pmid, pmid_address};
pub use kind::PublicationKind;
pub use likeness::{GREEK, folded};
pub use notice::{Notice, NoticeKind};
pub use study_type::StudyType;
