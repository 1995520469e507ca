//! Identifiers of publications, linked to where they are registered.

use crate::texts::t;
use domain::address::path_segment;
use domain::record::{doi_address, pmid_address};
use leptos::prelude::*;

/// A DOI with the link of its resolver.
pub(crate) fn doi(doi: &str) -> impl IntoView + use<> {
    view! { <a href=doi_address(doi)>{format!("{}{doi}", t("identifier-doi"))}</a> }
}

/// A PMID with the link to PubMed.
pub(crate) fn pmid(pmid: &str) -> impl IntoView + use<> {
    view! { <a href=pmid_address(pmid)>{format!("{} {pmid}", t("identifier-pmid"))}</a> }
}

/// A PMCID with the link to the full text.
pub(crate) fn pmcid(pmcid: &str) -> impl IntoView + use<> {
    let address = format!("https://pmc.ncbi.nlm.nih.gov/articles/{}/", path_segment(pmcid));
    view! { <a href=address>{pmcid.to_owned()}</a> }
}

/// A trial's number with the link to its registry.
pub(crate) fn nct(nct: &str) -> impl IntoView + use<> {
    let address = format!("https://clinicaltrials.gov/study/{}", path_segment(nct));
    view! { <a href=address>{nct.to_owned()}</a> }
}
