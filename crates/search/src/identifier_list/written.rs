//! Identifiers in the forms in which people write them.

use crate::analysis::normalize_identifier;
use domain::id::find_reference;

/// What stands for a hyphen in a copied text.
const HYPHENS: [char; 3] = ['‐', '‑', '–'];

/// What an identifier names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Pmid,
    Doi,
    Pmcid,
    /// A number of ClinicalTrials.gov.
    Trial,
    /// A number of another registry.
    Registry,
    /// A request to this portal.
    Request,
}

/// An identifier in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Identifier<'a> {
    /// As typed.
    pub(super) typed: &'a str,
    /// As indexed.
    pub(super) normal: String,
    pub(super) kind: Kind,
    /// A number without a label, which may be no identifier.
    pub(super) is_bare: bool,
}

impl<'a> Identifier<'a> {
    /// A number that is taken for a PMID.
    pub(super) fn bare(digits: &'a str) -> Self {
        Self { typed: digits, normal: without_zeros(digits), kind: Kind::Pmid, is_bare: true }
    }
}

/// The identifier that a word is; none for a number without a label. `label` is the kind that was named before it.
pub(super) fn identifier(word: &str, label: Option<Kind>) -> Option<Identifier<'_>> {
    let decoded = if word.contains('%') { decode(word) } else { word.to_owned() };
    let lower =
        normalize_identifier(&decoded.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
    let of = |kind, normal| Some(Identifier { typed: word, normal, kind, is_bare: false });
    if is_address(&lower) {
        return of_address(&lower).and_then(|(kind, normal)| of(kind, normal));
    }
    let bare =
        ["doi:", "doi=", "doi/", "doi."].iter().find_map(|label| lower.strip_prefix(label)).unwrap_or(&lower);
    if let Some(doi) = doi(bare) {
        return of(Kind::Doi, doi);
    }
    if let Some(number) = digits_after(&lower, &["pmid:", "pmid", "info:pmid/"]).filter(|it| it.len() <= 9) {
        return of(Kind::Pmid, without_zeros(&number));
    }
    if let Some(number) = digits_after(&lower, &["pmcid:pmc", "pmcid:", "pmc:", "pmc-", "pmc"]) {
        return of(Kind::Pmcid, format!("pmc{number}"));
    }
    if let Some(number) = digits_after(&lower, &["nct:", "nct-", "nct"]).filter(|it| it.len() == 8) {
        return of(Kind::Trial, format!("nct{number}"));
    }
    if let Some(number) = digits_after(&lower, &["isrctn:", "isrctn-", "isrctn"]) {
        return of(Kind::Registry, format!("isrctn{number}"));
    }
    if is_eudract(&lower) {
        return of(Kind::Registry, lower.clone());
    }
    if let Some(reference) =
        find_reference("MIR", &lower).filter(|it| it.len() == lower.replace(HYPHENS, "-").len())
    {
        return of(Kind::Request, reference);
    }
    if !lower.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match label? {
        Kind::Pmid if lower.len() <= 9 => of(Kind::Pmid, without_zeros(&lower)),
        Kind::Pmcid => of(Kind::Pmcid, format!("pmc{lower}")),
        Kind::Trial if lower.len() == 8 => of(Kind::Trial, format!("nct{lower}")),
        Kind::Registry => of(Kind::Registry, format!("isrctn{lower}")),
        _ => None,
    }
}

/// A DOI with its suffix: any signs.
fn doi(text: &str) -> Option<String> {
    let (registrant, suffix) = text.strip_prefix("10.")?.split_once('/')?;
    let is_registrant =
        registrant.len() >= 4 && registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (is_registrant && !suffix.is_empty()).then(|| text.to_owned())
}

/// The digits that are all that follows one of these labels, with the version of a PMCID left out.
fn digits_after(text: &str, labels: &[&str]) -> Option<String> {
    let rest = labels.iter().find_map(|label| text.strip_prefix(label))?;
    let number =
        rest.split_once('.').filter(|(_, version)| version.len() == 1).map_or(rest, |(number, _)| number);
    let is_number = (1..=12).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| number.to_owned())
}

fn without_zeros(digits: &str) -> String {
    digits.trim_start_matches('0').to_owned()
}

/// `2014-003464-25`, and `2022-501234-12-00`.
fn is_eudract(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let are_digits = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    are_digits && text.starts_with("20") && matches!(lengths.as_slice(), [4, 6, 2] | [4, 6, 2, 2])
}

fn is_address(text: &str) -> bool {
    let hosts = [
        "www.",
        "doi.org/",
        "dx.doi.org/",
        "pubmed.ncbi.nlm.nih.gov/",
        "ncbi.nlm.nih.gov/",
        "pmc.ncbi.nlm.nih.gov/",
        "clinicaltrials.gov/",
        "europepmc.org/",
    ];
    text.contains("://") || hosts.iter().any(|host| text.starts_with(host))
}

/// What an address leads to, in lower case: at a resolver, a publisher, PubMed, PubMed Central or a registry.
fn of_address(address: &str) -> Option<(Kind, String)> {
    if let Some(at) = address.find("/10.").or_else(|| address.find("=10.")) {
        let is_resolver = address[..at].ends_with("doi.org");
        let end = if is_resolver { None } else { address[at..].find(['?', '#', '&']) };
        let found = address[at + 1..].get(..end.map_or(address.len() - at - 1, |end| end - 1))?;
        let views =
            ["/full", "/abstract", "/pdf", "/epdf", "/fulltext", "/html", "/pdfdirect", ".full", ".pdf"];
        let bare = found.trim_end_matches('/');
        let bare =
            views.iter().filter(|_| !is_resolver).find_map(|view| bare.strip_suffix(view)).unwrap_or(bare);
        return doi(bare).map(|doi| (Kind::Doi, doi));
    }
    let parts: Vec<&str> = address.split(['/', '?', '&', '=', '#']).filter(|part| !part.is_empty()).collect();
    let numbered = |start: &str| {
        parts.iter().find_map(|part| digits_after(part, &[start])).map(|digits| format!("{start}{digits}"))
    };
    if let Some(pmcid) = numbered("pmc") {
        return Some((Kind::Pmcid, pmcid));
    }
    if let Some(trial) = numbered("nct") {
        return Some((Kind::Trial, trial));
    }
    if let Some(reference) = find_reference("MIR", address) {
        return Some((Kind::Request, reference));
    }
    let is_of_pubmed = parts.iter().any(|part| part.contains("pubmed") || *part == "med");
    let number =
        parts.iter().find(|part| part.len() <= 9 && part.bytes().all(|byte| byte.is_ascii_digit()))?;
    is_of_pubmed.then(|| (Kind::Pmid, without_zeros(number)))
}

/// A text with its percent signs decoded; as it is where they make no text.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut decoded, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let hex = text.get(at + 1..at + 3).filter(|_| *byte == b'%');
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(value) => {
                decoded.push(value);
                at += 3;
            }
            None => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}
