//! What a source says about a publication, and the portal's record of it.

use super::cited::CitedWork;
use super::kind::PublicationKind;
use super::notice::{Notice, NoticeKind};
use super::study_type::StudyType;
use crate::id::RecordId;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// A part of an abstract; the label is empty where the abstract has no sections.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AbstractSection {
    pub label: String,
    pub text: String,
}

/// A MeSH heading with its qualifiers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeshHeading {
    pub heading: String,
    /// Descriptor's unique identifier, such as `D006333`; may be empty.
    pub ui: String,
    pub major: bool,
    pub qualifiers: Vec<String>,
}

/// A field of a source that has no counterpart in the portal: kept as it is, shown, and written again when the record
/// is exported in the same format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceField {
    /// Name of the format, such as `ris`.
    pub format: String,
    /// The field's name in that format, such as `N1`.
    pub name: String,
    pub value: String,
}

/// What a source says about a publication. Identity and history are added by the database.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordData {
    /// The identifier in the source, such as `d1`; also unique.
    pub external_id: Option<String>,
    /// Digits alone.
    pub pmid: Option<String>,
    /// Lower-case, without a resolver's address: see [`super::normal_doi`].
    pub doi: Option<String>,
    /// `PMC…`.
    pub pmcid: Option<String>,
    /// ClinicalTrials.gov: `NCT` and eight digits.
    pub nct: Option<String>,
    /// Further PMIDs, DOIs and identifiers under which the same publication was known: those of records merged
    /// into this one.
    pub other_identifiers: Vec<String>,
    /// The kind of publication, where the source says it.
    pub kind: Option<PublicationKind>,
    pub title: String,
    /// Title in the language of the publication, where it differs.
    pub vernacular_title: String,
    pub abstract_sections: Vec<AbstractSection>,
    /// `Family AB`, or a group's name: see [`super::AuthorName`].
    pub authors: Vec<String>,
    /// Where it appeared: the journal, or the book of a chapter.
    pub journal: String,
    /// The journal's abbreviation (ISO or MEDLINE).
    pub journal_abbreviation: String,
    /// The journal's ISSN, or the ISBN of a book.
    pub issn: String,
    /// The publisher, where the journal does not tell.
    pub publisher: String,
    pub year: Option<i32>,
    /// The date, such as `2019 Nov 21`; as printed where it is not a single day, month or year.
    pub date: String,
    pub volume: String,
    pub issue: String,
    /// With a plain hyphen between first and last.
    pub pages: String,
    /// Languages as given, such as `eng`; in lower case.
    pub languages: Vec<String>,
    pub publication_types: Vec<String>,
    pub mesh: Vec<MeshHeading>,
    pub keywords: Vec<String>,
    pub notices: Vec<Notice>,
    /// Addresses given in the source.
    pub links: Vec<String>,
    /// What it cites, each work once.
    pub references: Vec<CitedWork>,
    /// Sorted by format; within a format as in the source.
    pub others: Vec<SourceField>,
}

/// A record as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub id: RecordId,
    pub data: RecordData,
    pub is_demo: bool,
    pub added_at: Moment,
    pub updated_at: Moment,
}

impl RecordData {
    /// The whole abstract as one text.
    pub fn abstract_text(&self) -> String {
        let mut text = String::new();
        for section in &self.abstract_sections {
            if !text.is_empty() {
                text.push('\n');
            }
            if !section.label.is_empty() {
                text.push_str(&section.label);
                text.push_str(": ");
            }
            text.push_str(&section.text);
        }
        text
    }

    /// The strongest study type that the publication types name.
    pub fn study_type(&self) -> StudyType {
        StudyType::of(&self.publication_types)
    }

    /// Whether the publication was retracted.
    pub fn is_retracted(&self) -> bool {
        self.notices.iter().any(|notice| notice.kind == NoticeKind::Retracted)
    }
}
