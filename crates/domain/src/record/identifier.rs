//! DOIs and PMIDs: how they are compared and where they lead.

use crate::address::path_segment;

/// A DOI in normal form: lower-case, without resolver and prefix; `None` where it is not valid.
pub fn normal_doi(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase().replace("%2f", "/");
    let start = text.find("10.")?;
    let doi = text[start..].trim_end_matches(['.', ',', ';', ')', ' ']).trim();
    let (registrant, suffix) = doi.split_once('/')?;
    let registrant_is_plausible =
        registrant.len() >= 7 && registrant[3..].chars().all(|c| c.is_ascii_digit() || c == '.');
    (registrant_is_plausible && !suffix.is_empty() && !doi.contains(char::is_whitespace))
        .then(|| doi.to_owned())
}

/// A PMID in normal form: one to nine digits without leading zeros; `None` for any other text.
pub fn normal_pmid(text: &str) -> Option<String> {
    let digits = text.trim().trim_start_matches('0');
    ((1..=9).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())).then(|| digits.to_owned())
}

/// The address at which the DOI resolver forwards to a publication.
pub fn doi_address(doi: &str) -> String {
    // A DOI may contain any character; what would end or change the address is encoded.
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
    fn a_doi_is_recognised_in_every_notation() {
        for dress in [
            "10.1056/NEJMoa1911303",
            "doi:10.1056/nejmoa1911303",
            "https://doi.org/10.1056/NEJMoa1911303",
            " 10.1056/nejmoa1911303. ",
            "http://dx.doi.org/10.1056%2FNEJMoa1911303",
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
}
