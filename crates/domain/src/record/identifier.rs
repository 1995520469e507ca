//! Identifiers of publications and trials, in every form in which sources write them: how they are compared and where
//! they lead.

mod doi;
mod escapes;
mod trial;

pub use doi::{doi_address, doi_of_address, dois, labelled_doi, normal_doi};
pub use trial::{normal_nct, trial_numbers};

use crate::address::path_segment;

/// What stands before a PMID, in lower case; the longest first.
const PMID_LABELS: [&str; 6] = ["info:pmid/", "pubmed id", "pubmed", "medline", "pmid", "pm id"];

/// What stands before a PMID in an address, in lower case.
const PMID_PLACES: [&str; 8] = [
    "pubmed.ncbi.nlm.nih.gov/",
    "pubmed-ncbi-nlm-nih-gov.",
    "pubmed.gov/",
    "/pubmed/",
    "/pmid/",
    "/med/",
    "list_uids=",
    "term=",
];

/// Words of a note that is about other publications.
const OF_OTHERS: [&str; 10] =
    ["comment", "correct", "errat", "reply", "retract", "update", "supplement", "cites", "cited", "related"];

/// A PMID in normal form: one to nine digits without leading zeros. The text is the number alone, labelled
/// (`PMID: 31535829`) or an address at PubMed or Europe PMC; `None` for any other.
pub fn normal_pmid(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    if text.contains("://") || text.starts_with("pubmed.ncbi") || text.starts_with("www.ncbi") {
        let place =
            PMID_PLACES.iter().find_map(|place| text.find(place).map(|at| &text[at + place.len()..]))?;
        // The rest of a proxy's host comes first.
        let mut parts = place.split(['/', '?', '&', '#', '+', '[', '=']);
        let number = parts.find(|part| !part.is_empty() && part.bytes().all(is_digit))?;
        return pmid_of_digits(number);
    }
    let label = PMID_LABELS.iter().find_map(|label| text.strip_prefix(label));
    let Some(rest) = label else {
        let number = text.trim_end_matches(['.', ',', ';']);
        // As a spreadsheet writes it.
        return pmid_of_digits(number.strip_suffix(".0").unwrap_or(number).trim_end_matches("[pmid]").trim());
    };
    let rest = rest.trim_start_matches([' ', ':', '=', '#', '-', '.', '/', '(', '\u{a0}']);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, after) = rest.split_at(end);
    pmid_of_digits(number).filter(|_| !after.starts_with(char::is_alphanumeric))
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

fn pmid_of_digits(text: &str) -> Option<String> {
    let digits = text.trim_start_matches('0');
    ((1..=9).contains(&digits.len()) && digits.bytes().all(is_digit)).then(|| digits.to_owned())
}

/// The PMID that a note gives as that of the entry itself: behind its label, or as an address and nothing else.
pub fn labelled_pmid(note: &str) -> Option<String> {
    let lower = note.trim().to_lowercase();
    let is_address = lower.starts_with("http") && !lower.contains(char::is_whitespace);
    if is_address {
        return normal_pmid(&lower);
    }
    let at = lower.find("pmid").or_else(|| lower.find("pubmed id"))?;
    let is_of_others = OF_OTHERS.iter().any(|word| lower[..at].contains(word));
    // With a hyphen it is a line of MEDLINE, which somebody put into the note.
    let is_tag = lower[at..].starts_with("pmid-");
    if is_of_others || is_tag { None } else { normal_pmid(&lower[at..]) }
}

/// A PMCID in normal form, `PMC` and digits: of the digits alone, with `PMC` in any case, labelled (`PMCID: PMC123`),
/// with a version (`PMC123.1`) or as an address.
pub fn normal_pmcid(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let bare = text.strip_prefix("pmcid").unwrap_or(&text).trim_start_matches([':', ' ', '=']);
    let marked = text.match_indices("pmc").filter_map(|(at, mark)| {
        let rest = text[at + mark.len()..].trim_start_matches([':', ' ', '-', '\u{a0}']);
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        let is_whole = !after.starts_with(char::is_alphanumeric);
        (is_whole && (1..=12).contains(&digits.len())).then_some(digits)
    });
    let number = bare.split('.').next().unwrap_or_default();
    let is_number = (1..=12).contains(&number.len()) && number.bytes().all(is_digit);
    let digits = marked.last().or_else(|| is_number.then_some(number))?;
    Some(format!("PMC{digits}"))
}

/// The page of a publication at PubMed.
pub fn pmid_address(pmid: &str) -> String {
    format!("https://pubmed.ncbi.nlm.nih.gov/{}/", path_segment(pmid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pmid_is_digits_alone_labelled_or_an_address_of_pubmed() {
        for text in [
            " 0031535829 ",
            "31535829.",
            "31535829.0",
            "31535829 [pmid]",
            "PMID: 31535829",
            "PMID:31535829;",
            "pmid 31535829",
            "PMID31535829",
            "PMID: 31535829; PMCID: PMC123",
            "PubMed ID: 31535829",
            "info:pmid/31535829",
            "https://pubmed.ncbi.nlm.nih.gov/31535829/",
            "http://www.ncbi.nlm.nih.gov/pubmed/31535829",
            "https://www.ncbi.nlm.nih.gov/pubmed/?term=31535829",
            "https://www.ncbi.nlm.nih.gov/pubmed/31535829?dopt=Abstract",
            "pubmed.ncbi.nlm.nih.gov/31535829",
            "https://pubmed-ncbi-nlm-nih-gov.proxy.example/31535829/",
            "https://europepmc.org/article/MED/31535829",
            "https://europepmc.org/abstract/med/31535829#impact",
        ] {
            assert_eq!(normal_pmid(text).as_deref(), Some("31535829"), "{text}");
        }
        for text in [
            "PMC123",
            "",
            "WOS:000123",
            "S0140-6736(10)",
            "10.1000/1",
            "https://a.example/31535829",
            "PMID",
            "PMID: 12a",
            "0",
        ] {
            assert_eq!(normal_pmid(text), None, "{text}");
        }
    }

    #[test]
    fn a_note_gives_a_pmid_only_behind_its_label() {
        for note in
            ["PMID: 31535829", "PMCID: PMC1; PMID: 31535829", "https://pubmed.ncbi.nlm.nih.gov/31535829/"]
        {
            assert_eq!(labelled_pmid(note).as_deref(), Some("31535829"), "{note}");
        }
        for note in
            ["31535829", "PMID- 31535829", "Comment on PMID: 31535829", "", "https://a.example/31535829"]
        {
            assert_eq!(labelled_pmid(note), None, "{note}");
        }
    }

    #[test]
    fn a_pmcid_is_known_in_every_form() {
        for text in [
            "PMC3460867",
            "pmc3460867",
            "3460867",
            "PMC3460867.1",
            "PMCID: PMC3460867",
            "PMCID:3460867",
            "PMC: 3460867",
            "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3460867/",
            "https://pmc.ncbi.nlm.nih.gov/articles/PMC3460867/?report=reader",
            "https://europepmc.org/article/PMC/PMC3460867",
            "NIHMS12; PMC3460867",
        ] {
            assert_eq!(normal_pmcid(text).as_deref(), Some("PMC3460867"), "{text}");
        }
        for text in ["", "PMC", "NIHMS3460867", "PMC12345678901234", "internal note"] {
            assert_eq!(normal_pmcid(text), None, "{text}");
        }
    }
}
