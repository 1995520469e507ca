//! The publications that another one cites, by their identifiers.

use super::identifier::{normal_doi, normal_pmid};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A cited publication. The printed citation is not kept: the cited record says the same, and without an identifier
/// it cannot be resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CitedWork {
    /// As [`normal_pmid`] makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pmid: Option<String>,
    /// As [`normal_doi`] makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
}

impl CitedWork {
    /// The work with these identifiers, each in any notation; invalid ones are ignored.
    pub fn of(pmid: Option<&str>, doi: Option<&str>) -> Self {
        Self { pmid: pmid.and_then(normal_pmid), doi: doi.and_then(normal_doi) }
    }

    /// The work of a PMID or a DOI.
    pub fn of_either(text: &str) -> Self {
        Self::of(Some(text), Some(text))
    }

    /// Whether no identifier names it.
    pub fn is_unknown(&self) -> bool {
        self.pmid.is_none() && self.doi.is_none()
    }

    /// Its identifiers. A PMID is all digits and a DOI never is, so they cannot be confused.
    pub fn identifiers(&self) -> impl Iterator<Item = &str> {
        self.pmid.as_deref().into_iter().chain(self.doi.as_deref())
    }

    /// Whether one identifier agrees and none disagrees.
    fn is_same(&self, other: &Self) -> bool {
        let same = |one: &Option<String>, other: &Option<String>| {
            one.as_ref().zip(other.as_ref()).map(|(a, b)| a == b)
        };
        match (same(&self.pmid, &other.pmid), same(&self.doi, &other.doi)) {
            (Some(pmid), Some(doi)) => pmid && doi,
            (Some(is_same), None) | (None, Some(is_same)) => is_same,
            (None, None) => false,
        }
    }
}

/// The union of both lists: each work once, with the identifiers that either list gives. The order is that of the first
/// list; works without an identifier are dropped.
pub fn united(mut works: Vec<CitedWork>, more: impl IntoIterator<Item = CitedWork>) -> Vec<CitedWork> {
    // By identifier: a list may have more works than could be compared with each other.
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, work) in works.iter().enumerate() {
        work.identifiers().for_each(|id| places.entry(id.to_owned()).or_default().push(place));
    }
    for work in more.into_iter().filter(|work| !work.is_unknown()) {
        let candidates = work.identifiers().filter_map(|id| places.get(id)).flatten().copied();
        let same =
            candidates.filter(|place| works.get(*place).is_some_and(|known| known.is_same(&work))).min();
        let place = same.unwrap_or(works.len());
        for id in work.identifiers() {
            let known = places.entry(id.to_owned()).or_default();
            if !known.contains(&place) {
                known.push(place);
            }
        }
        match works.get_mut(place) {
            Some(known) => {
                known.pmid = known.pmid.take().or(work.pmid);
                known.doi = known.doi.take().or(work.doi);
            }
            None => works.push(work),
        }
    }
    works
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work(pmid: &str, doi: &str) -> CitedWork {
        CitedWork::of(Some(pmid), Some(doi))
    }

    #[test]
    fn either_identifier_is_known_for_what_it_is() {
        assert_eq!(CitedWork::of_either("031535829"), work("31535829", ""));
        assert_eq!(
            CitedWork::of_either("https://doi.org/10.1056/NEJMoa1911303"),
            work("", "10.1056/nejmoa1911303")
        );
        assert!(CitedWork::of_either("Lancet. 2010;375:445").is_unknown());
    }

    #[test]
    fn lists_are_united_by_either_identifier() {
        let first = vec![work("1", ""), work("2", "10.1000/b")];
        let more = [work("1", "10.1000/a"), work("", "10.1000/B"), work("", ""), work("3", "")];
        let both = united(first, more.clone());
        assert_eq!(both, [work("1", "10.1000/a"), work("2", "10.1000/b"), work("3", "")]);
        assert_eq!(united(both.clone(), more), both, "the same again changes nothing");
        assert_eq!(united(both.clone(), []), both);
    }

    #[test]
    fn two_works_of_which_one_source_mistook_an_identifier_stay_two() {
        let both = united(vec![work("1", "10.1000/a")], [work("2", "10.1000/a")]);
        assert_eq!(both.len(), 2);
    }
}
