//! Bibliographic evidence records, as imported from PubMed, RIS, JATS, JSON Lines and others.

mod author;
mod cited;
mod kind;
mod likeness;
mod merge;
mod study_type;

pub use study_type::StudyType;

pub use author::AuthorName;
pub use cited::{CitedWork, united};
pub use kind::PublicationKind;
pub use likeness::{GREEK, folded};

use super::address::path_segment;
use super::id::RecordId;
use super::time::Moment;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

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

/// What became of a publication after it appeared.
///
/// The slug appears in the database and in locale keys (`notice-…`).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum NoticeKind {
    /// The publication was retracted.
    Retracted,
    /// A correction to the publication appeared.
    Erratum,
    /// An expression of concern appeared.
    Concern,
    /// This record is itself the notice of a retraction.
    RetractionNotice,
    /// This record is itself the notice of a correction.
    ErratumNotice,
}

/// A retraction, erratum or concern, with where it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub kind: NoticeKind,
    /// The source as given, such as `Lancet. 2010 Feb 6;375(9713):445`.
    pub source: String,
    /// PMID of the other publication, where given.
    pub pmid: Option<String>,
}

/// A field of a source for which the portal has no place of its own: kept as it came, shown, and written again
/// where a record leaves in the same format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceField {
    /// Name of the format, such as `ris`.
    pub format: String,
    /// The field's name in that format, such as `N1`.
    pub name: String,
    pub value: String,
}

/// What a file says of a publication. Identity and history are added by the database.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordData {
    /// The identifier in the source, such as `d1`; also unique.
    pub external_id: Option<String>,
    /// Digits alone.
    pub pmid: Option<String>,
    /// Lower-case, without a resolver's address: see [`normal_doi`].
    pub doi: Option<String>,
    /// `PMC…`.
    pub pmcid: Option<String>,
    /// ClinicalTrials.gov: `NCT` and eight digits.
    pub nct: Option<String>,
    /// Further PMIDs, DOIs and identifiers under which the same publication was known: those of records merged
    /// into this one.
    pub other_identifiers: Vec<String>,
    /// The sort of publication, where the source says it.
    pub kind: Option<PublicationKind>,
    pub title: String,
    /// Title in the language of the publication, where it differs.
    pub vernacular_title: String,
    pub abstract_sections: Vec<AbstractSection>,
    /// `Family AB`, or a group's name: see [`AuthorName`].
    pub authors: Vec<String>,
    /// What it appeared in: the journal, or the book of a chapter.
    pub journal: String,
    /// The journal's abbreviation (ISO or MEDLINE).
    pub journal_abbreviation: String,
    /// The journal's ISSN, or the ISBN of a book.
    pub issn: String,
    /// Who published it, where that is not said by its journal.
    pub publisher: String,
    pub year: Option<i32>,
    /// The date, such as `2019 Nov 21`, or as printed where it is none of one day, month or year.
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

/// A record as the portal keeps it.
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

    /// The citation in NLM style: authors (six, then et al), title, journal or publisher, date, volume, pages.
    pub fn citation(&self) -> String {
        let mut text = String::new();
        if !self.authors.is_empty() {
            text.push_str(&self.authors.iter().take(6).cloned().collect::<Vec<_>>().join(", "));
            if self.authors.len() > 6 {
                text.push_str(", et al");
            }
            text.push_str(". ");
        }
        text.push_str(self.title.trim_end_matches('.'));
        text.push('.');
        let published_in = [&self.journal_abbreviation, &self.journal, &self.publisher];
        if let Some(name) = published_in.into_iter().find(|name| !name.is_empty()) {
            text.push(' ');
            text.push_str(name.trim_end_matches('.'));
            text.push('.');
        }
        let place = self.place();
        if !place.is_empty() {
            text.push(' ');
            text.push_str(&place);
            text.push('.');
        }
        text
    }

    /// `2019;381(21):1995-2008`.
    fn place(&self) -> String {
        let mut text = self.year.map(|year| year.to_string()).unwrap_or_default();
        if !self.volume.is_empty() {
            text.push(';');
            text.push_str(&self.volume);
        }
        if !self.issue.is_empty() {
            text.push_str(&format!("({})", self.issue));
        }
        if !self.pages.is_empty() {
            text.push(':');
            text.push_str(&self.pages);
        }
        text
    }
}

/// A DOI as it is stored and compared: lower-case, without resolver and prefix; nothing where it cannot be one.
pub fn normal_doi(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let start = text.find("10.")?;
    let doi = text[start..].trim_end_matches(['.', ',', ';', ')', ' ']).trim();
    let (registrant, suffix) = doi.split_once('/')?;
    let registrant_is_plausible =
        registrant.len() >= 7 && registrant[3..].chars().all(|c| c.is_ascii_digit() || c == '.');
    (registrant_is_plausible && !suffix.is_empty() && !doi.contains(char::is_whitespace))
        .then(|| doi.to_owned())
}

/// A PMID as it is stored and compared: one to nine digits without leading zeros; nothing for any other text.
pub fn normal_pmid(text: &str) -> Option<String> {
    let digits = text.trim().trim_start_matches('0');
    ((1..=9).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())).then(|| digits.to_owned())
}

/// Where the resolver of DOIs leads on to a publication.
pub fn doi_address(doi: &str) -> String {
    // A DOI may hold any character; what would end or change the address is encoded.
    let path: Vec<String> = doi.split('/').map(path_segment).collect();
    format!("https://doi.org/{}", path.join("/"))
}

/// The page of a publication at PubMed.
pub fn pmid_address(pmid: &str) -> String {
    format!("https://pubmed.ncbi.nlm.nih.gov/{}/", path_segment(pmid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doi_is_one_whatever_its_dress() {
        for dress in [
            "10.1056/NEJMoa1911303",
            "doi:10.1056/nejmoa1911303",
            "https://doi.org/10.1056/NEJMoa1911303",
            " 10.1056/nejmoa1911303. ",
        ] {
            assert_eq!(normal_doi(dress).as_deref(), Some("10.1056/nejmoa1911303"), "{dress}");
        }
        for bad in ["", "10.", "10.1056", "11.1056/x", "10.1/x", "S0140-6736(10)"] {
            assert_eq!(normal_doi(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_pmid_is_digits_alone() {
        assert_eq!(normal_pmid(" 0031535829 ").as_deref(), Some("31535829"));
        assert_eq!(normal_pmid("PMC123"), None);
        assert_eq!(normal_pmid(""), None);
    }

    #[test]
    fn a_citation_leaves_out_what_is_unknown() {
        let data = RecordData { title: "A trial.".into(), year: Some(2019), ..RecordData::default() };
        assert_eq!(data.citation(), "A trial. 2019.");
    }
}
