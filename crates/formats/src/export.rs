//! Records as files, in the formats that leave the portal.

use super::{bibtex, csl_json, csv, medline, ris};
use domain::record::RecordData;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A format that the portal writes.
///
/// Variants are in the order in which they are offered.
/// The slug appears in addresses, on the command line and in locale keys (`export-format-…`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum ExportFormat {
    /// RIS, which every reference manager reads.
    Ris,
    /// MEDLINE, in a file as PubMed's own.
    Nbib,
    /// BibTeX.
    #[strum(serialize = "bibtex")]
    BibTex,
    /// CSL-JSON.
    CslJson,
    /// A table for people; it is not read again.
    Csv,
}

impl ExportFormat {
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
