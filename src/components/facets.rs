//! Names of facets and of their values.

use crate::texts::t_for;
use domain::article::EvidenceLevel;
use domain::facet::{Facet, FacetCount};
use domain::library::ItemKind;
use domain::pico::Certainty;
use domain::record::StudyType;
use domain::slug::Slug;
use domain::vocabulary::{TermKind, Vocabulary};

/// The list of the vocabulary that a facet's values are terms of.
pub(crate) fn term_kind(facet: Facet) -> Option<TermKind> {
    match facet {
        Facet::Area => Some(TermKind::Area),
        Facet::Product => Some(TermKind::Product),
        Facet::Topic => Some(TermKind::Topic),
        Facet::Kind | Facet::Level | Facet::Certainty | Facet::Study => None,
    }
}

/// The level of evidence that a value is.
pub(crate) fn level(value: &str) -> Option<EvidenceLevel> {
    value.parse::<u8>().ok().and_then(|number| EvidenceLevel::try_from(number).ok())
}

/// A value's position in its facet's own order, if it has one.
fn place(facet: Facet, value: &str) -> Option<usize> {
    match facet {
        Facet::Kind => ItemKind::all().position(|kind| kind.slug() == value),
        Facet::Level => level(value).map(|level| usize::from(u8::from(level))),
        Facet::Certainty => Certainty::all().position(|certainty| certainty.slug() == value),
        Facet::Study => StudyType::all().position(|study| study.slug() == value),
        Facet::Area | Facet::Product | Facet::Topic => None,
    }
}

/// A value's name; the value itself if it is unknown.
pub(crate) fn name(facet: Facet, value: &str, vocabulary: &Vocabulary) -> String {
    if let Some(kind) = term_kind(facet) {
        return vocabulary.name(kind, value).to_owned();
    }
    match place(facet, value) {
        Some(_) => t_for(&format!("{}-{value}", facet.slug())),
        None => value.to_owned(),
    }
}

/// The values of a facet in its own order, such as the strongest evidence first; terms and kinds as they come, the
/// most frequent first.
pub(crate) fn in_order(facet: Facet, counts: &[FacetCount]) -> Vec<FacetCount> {
    let mut counts = counts.to_vec();
    if matches!(facet, Facet::Level | Facet::Certainty | Facet::Study) {
        counts.sort_by_key(|entry| place(facet, &entry.value).unwrap_or(usize::MAX));
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_rank_is_listed_by_it() {
        let count = |value: &str, count| FacetCount { value: value.into(), count, is_chosen: false };
        let values = |counts: Vec<FacetCount>| counts.into_iter().map(|it| it.value).collect::<Vec<_>>();
        let levels = [count("3", 9), count("x", 5), count("1", 2)];
        assert_eq!(values(in_order(Facet::Level, &levels)), ["1", "3", "x"]);
        let certainties = [count("very-low", 9), count("high", 2)];
        assert_eq!(values(in_order(Facet::Certainty, &certainties)), ["high", "very-low"]);
        let areas = [count("lipids", 9), count("heart", 2)];
        assert_eq!(values(in_order(Facet::Area, &areas)), ["lipids", "heart"]);
    }
}
