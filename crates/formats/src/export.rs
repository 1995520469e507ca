//! Records as files, in the formats that leave the portal.

use super::{bibtex, csl_json, csv, medline, ris};
use domain::record::RecordData;

/// A format that the portal writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    /// RIS, which every reference manager reads.
    Ris,
    /// MEDLINE, in a file as PubMed's own.
    Nbib,
    /// BibTeX.
    BibTex,
    /// CSL-JSON.
    CslJson,
    /// A table for people; it is not read again.
    Csv,
}

impl ExportFormat {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Ris, Self::Nbib, Self::BibTex, Self::CslJson, Self::Csv];

    /// The name in addresses, on the command line and in locale keys (`export-format-…`).
    pub fn slug(self) -> &'static str {
        match self {
            Self::Ris => "ris",
            Self::Nbib => "nbib",
            Self::BibTex => "bibtex",
            Self::CslJson => "csl-json",
            Self::Csv => "csv",
        }
    }

    /// The format of this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.slug() == slug)
    }

    /// The media type, with its charset.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Ris => "application/x-research-info-systems; charset=utf-8",
            Self::Nbib => "application/nbib; charset=utf-8",
            Self::BibTex => "application/x-bibtex; charset=utf-8",
            Self::CslJson => "application/vnd.citationstyles.csl+json",
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }

    /// The ending of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Ris => "ris",
            Self::Nbib => "nbib",
            Self::BibTex => "bib",
            Self::CslJson => "json",
            Self::Csv => "csv",
        }
    }
}

/// The records as one file.
pub fn write(format: ExportFormat, records: &[RecordData]) -> String {
    match format {
        ExportFormat::Ris => ris::write(records),
        ExportFormat::Nbib => medline::write(records),
        ExportFormat::BibTex => bibtex::write(records),
        ExportFormat::CslJson => csl_json::write(records),
        ExportFormat::Csv => csv::write(records),
    }
}
