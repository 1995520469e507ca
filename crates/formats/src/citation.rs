//! Formatted citations in the styles that medical writing asks for.
//!
//! Vancouver and the library's own style are composed by the domain, because lists of the portal print them too. The
//! others come from styles of the Citation Style Language, with what those get wrong put right before and after.

mod ama;
mod apa;
mod skeleton;

use domain::record::RecordData;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A style of citation.
///
/// Variants are in the order in which they are shown.
/// The slug appears in locale keys (`citation-style-…`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum CitationStyle {
    /// American Medical Association, 11th edition.
    Ama,
    /// Vancouver: the uniform requirements of the ICMJE.
    Vancouver,
    /// National Library of Medicine (Citing Medicine), as PubMed prints it.
    Nlm,
    /// American Psychological Association, 7th edition.
    Apa,
}

/// The record in every style.
pub fn citations(data: &RecordData) -> Vec<(CitationStyle, String)> {
    CitationStyle::VARIANTS.iter().map(|style| (*style, citation(data, *style))).collect()
}

/// The record in one style.
pub fn citation(data: &RecordData, style: CitationStyle) -> String {
    match style {
        CitationStyle::Ama => ama::citation(data),
        CitationStyle::Vancouver => data.vancouver(),
        CitationStyle::Nlm => data.nlm(),
        CitationStyle::Apa => apa::citation(data),
    }
}
