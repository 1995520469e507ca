//! The formats that are read and written: their names, extensions and media types.

use crate::csv;
use domain::slug::Slug;
use std::path::Path;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A format that the portal reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Format {
    /// PubMed XML, with books and deletions.
    #[strum(serialize = "pubmed")]
    PubMed,
    /// JATS XML: the front matter of articles.
    Jats,
    /// MEDLINE display format, also called NBIB.
    Medline,
    /// RIS, as reference managers write it.
    Ris,
    /// BibTeX and BibLaTeX.
    #[strum(serialize = "bibtex")]
    BibTex,
    /// CSL-JSON, as citation processors and Zotero write it.
    CslJson,
    /// EndNote XML.
    #[strum(serialize = "endnote")]
    EndNote,
    /// One JSON object a line: `{id,title,abstract,…}`.
    #[strum(serialize = "jsonl")]
    JsonLines,
    /// ClinicalTrials.gov API version 2: one study, a list, or a page of results.
    #[strum(serialize = "clinicaltrials")]
    ClinicalTrials,
    /// One article: TOML front matter, then Markdown. Read with [`article`].
    Markdown,
}

impl Format {
    /// Extensions of its files in lower case, without that of packing; the first is the one that is written.
    pub(crate) fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::PubMed | Self::EndNote => &["xml"],
            Self::Jats => &["xml", "nxml"],
            Self::Medline => &["nbib", "medline"],
            Self::Ris => &["ris"],
            Self::BibTex => &["bib", "bibtex"],
            Self::CslJson | Self::ClinicalTrials => &["json"],
            Self::JsonLines => &["jsonl", "ndjson"],
            Self::Markdown => &["md", "markdown"],
        }
    }

    /// Whether the extension alone identifies the format. Files of other formats are told apart by their content.
    fn is_identified_by_extension(self) -> bool {
        !matches!(self, Self::PubMed | Self::EndNote | Self::Jats | Self::CslJson | Self::ClinicalTrials)
    }

    /// The format that an extension alone identifies.
    pub(crate) fn of_extension(extension: &str) -> Option<Self> {
        Self::all()
            .find(|format| format.is_identified_by_extension() && format.extensions().contains(&extension))
    }
}

/// Whether the name of a file has the extension of a format that is read, packed or not.
pub fn has_known_extension(path: &Path) -> bool {
    let extension = extension(path);
    Format::all().any(|format| format.extensions().contains(&extension.as_str()))
}

/// The extension in lower case, that before `.gz` where there is one.
pub(crate) fn extension(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map(|(_, extension)| extension.to_owned()).unwrap_or_default()
}

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

    /// The extension of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Ris => first_extension(Format::Ris),
            Self::Nbib => first_extension(Format::Medline),
            Self::BibTex => first_extension(Format::BibTex),
            Self::CslJson => first_extension(Format::CslJson),
            Self::Csv => csv::EXTENSION,
        }
    }
}

/// Every format has an extension.
fn first_extension(format: Format) -> &'static str {
    format.extensions().first().copied().unwrap_or_default()
}
