//! Formatted citations, in styles of the Citation Style Language (CSL).
//!
//! This is the only module that names `hayagriva`, which ships with the styles.

use super::csl_json;
use crate::text::clean;
use domain::record::RecordData;
use domain::slug::Slug;
use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::{IndependentStyle, Locale, Style};
use hayagriva::{BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest};
use serde_json::{Map, Value};
use std::sync::LazyLock;
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
    /// National Library of Medicine (Citing Medicine).
    Nlm,
    /// American Psychological Association, 7th edition.
    Apa,
}

impl CitationStyle {
    fn archived(self) -> ArchivedStyle {
        match self {
            Self::Ama => ArchivedStyle::AmericanMedicalAssociation,
            Self::Vancouver => ArchivedStyle::Vancouver,
            Self::Nlm => ArchivedStyle::TaylorAndFrancisNationalLibraryOfMedicine,
            Self::Apa => ArchivedStyle::AmericanPsychologicalAssociation,
        }
    }

    /// Whether journals go by their abbreviations.
    fn abbreviates_journals(self) -> bool {
        self != Self::Apa
    }
}

/// Variables of an item that a citation may hold.
const CITED: [&str; 13] = [
    "author",
    "container-title",
    "DOI",
    "id",
    "issue",
    "issued",
    "page",
    "PMCID",
    "PMID",
    "publisher",
    "title",
    "type",
    "volume",
];

/// Each style is unpacked once: that costs more than using it.
static STYLES: LazyLock<Vec<(CitationStyle, IndependentStyle)>> = LazyLock::new(|| {
    let unpacked = |style: CitationStyle| match style.archived().get() {
        Style::Independent(unpacked) => Some((style, unpacked)),
        // One that refers to another; the four above are none.
        Style::Dependent(_) => None,
    };
    CitationStyle::all().filter_map(unpacked).collect()
});

/// Every style above is written in English.
static ENGLISH: LazyLock<Vec<Locale>> = LazyLock::new(|| {
    let is_english = |locale: &Locale| locale.lang.as_ref().is_some_and(|lang| lang.0 == "en-US");
    locales().into_iter().filter(is_english).collect()
});

/// The record in every style.
pub fn citations(data: &RecordData) -> Vec<(CitationStyle, String)> {
    STYLES.iter().map(|(style, rules)| (*style, cited(item(data, *style), rules))).collect()
}

fn cited(item: Item, rules: &IndependentStyle) -> String {
    let mut driver = BibliographyDriver::new();
    let items = vec![CitationItem::with_entry(&item)];
    driver.citation(CitationRequest::from_items(items, rules, &ENGLISH));
    let rendered = driver.finish(BibliographyRequest { style: rules, locale: None, locale_files: &ENGLISH });
    let mut text = String::new();
    for entry in rendered.bibliography.iter().flat_map(|bibliography| &bibliography.items) {
        // Writing to a `String` cannot fail.
        _ = entry.content.write_buf(&mut text, BufWriteFormat::Plain);
    }
    clean(&text)
}

/// The record as styles expect it: the title without its full stop, which they add, and the journal by the name that
/// the style uses.
fn item(data: &RecordData, style: CitationStyle) -> Item {
    let mut variables: Map<String, Value> = csl_json::item(data);
    variables.retain(|name, _| CITED.contains(&name.as_str()));
    let journal = match data.journal_abbreviation.trim_end_matches('.') {
        abbreviation if style.abbreviates_journals() && !abbreviation.is_empty() => abbreviation,
        _ if data.journal.is_empty() => &data.journal_abbreviation,
        _ => &data.journal,
    };
    if !journal.is_empty() {
        variables.insert("container-title".to_owned(), journal.into());
    }
    variables.insert("title".to_owned(), data.title.trim_end_matches('.').into());
    if data.doi.is_none()
        && let Some(link) = data.links.first()
    {
        variables.insert("URL".to_owned(), link.as_str().into());
    }
    if let Some(Value::Object(issued)) = variables.get_mut("issued") {
        issued.retain(|name, _| name == "date-parts");
    }
    if data.kind.is_none() && !journal.is_empty() {
        variables.insert("type".to_owned(), "article-journal".into());
    }
    // Texts, names and a date: nothing else was left in.
    serde_json::from_value(Value::Object(variables)).unwrap_or_else(|_| Item(Default::default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::record::PublicationKind;

    fn texts(data: &RecordData) -> Vec<String> {
        citations(data).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn an_article_is_cited_as_each_style_wants_it() {
        let names = [
            "McMurray JJV",
            "Solomon SD",
            "Inzucchi SE",
            "Køber L",
            "Kosiborod MN",
            "Martinez FA",
            "Ponikowski P",
            "DAPA-HF Trial Committees and Investigators",
        ];
        let data = RecordData {
            pmid: Some("31535829".into()),
            doi: Some("10.1056/nejmoa1911303".into()),
            kind: Some(PublicationKind::JournalArticle),
            title: "Dapagliflozin in Patients with Heart Failure and Reduced Ejection Fraction.".into(),
            authors: names.map(str::to_owned).to_vec(),
            journal: "The New England Journal of Medicine".into(),
            journal_abbreviation: "N Engl J Med".into(),
            year: Some(2019),
            date: "2019 Nov 21".into(),
            volume: "381".into(),
            issue: "21".into(),
            pages: "1995-2008".into(),
            ..RecordData::default()
        };
        let texts = texts(&data);
        for text in &texts {
            assert!(text.to_lowercase().contains("dapagliflozin in patients with heart failure"), "{text}");
            assert!(text.contains("McMurray") && text.contains("2019") && text.contains("381"), "{text}");
        }
        let [ama, vancouver, nlm, apa] = texts.as_slice() else { panic!("{texts:?}") };
        assert!(ama.starts_with("McMurray JJV, Solomon SD, Inzucchi SE, et al"), "{ama}");
        for text in [ama, vancouver, nlm] {
            assert!(text.contains("N Engl J Med") && !text.contains("The New England"), "{text}");
        }
        assert!(
            apa.starts_with("McMurray, J. J. V.") && apa.contains("The New England Journal of Medicine"),
            "{apa}"
        );
    }

    #[test]
    fn what_has_no_journal_is_cited_too() {
        let book = RecordData {
            kind: Some(PublicationKind::Book),
            title: "Chronic Kidney Disease".into(),
            publisher: "Invented Press".into(),
            year: Some(2008),
            date: "2008".into(),
            ..RecordData::default()
        };
        for text in texts(&book) {
            assert!(text.contains("Chronic Kidney Disease") && text.contains("2008"), "{text}");
        }
        assert_eq!(texts(&RecordData::default()).len(), CitationStyle::ALL.len());
    }
}
