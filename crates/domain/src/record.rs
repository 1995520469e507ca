//! Bibliographic evidence records, as imported from PubMed, RIS, JATS, JSON Lines and others.

mod author;
mod blocking;
mod citation;
mod cited;
mod data;
mod identifier;
mod kind;
mod likeness;
mod merge;
mod notice;
mod provenance;
mod resemblance;
mod study_type;
mod title;

pub use author::{AuthorName, composed, is_of_group, is_uncased};
pub use blocking::comparison_keys;
pub use citation::{
    AuthorList, Generations, VolumeAndIssue, apa_authors, is_article_number, is_ended, whole_pages,
};
pub use cited::{CitedWork, united};
pub use data::{AbstractSection, MeshHeading, Record, RecordData, SourceField};
pub use identifier::{
    doi_address, doi_of_address, dois, labelled_doi, labelled_pmid, normal_doi, normal_nct, normal_pmcid,
    normal_pmid, pmid_address, trial_numbers,
};
pub use kind::PublicationKind;
pub use likeness::folded;
pub use notice::{Notice, NoticeKind};
pub use provenance::Agreement;
pub use resemblance::{Comparable, Resemblance, SharedIdentifier};
pub use study_type::StudyType;
pub use title::TitleMatch;
